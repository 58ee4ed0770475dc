"""An approver who is away is stood in for in a signature round as elsewhere: by whom they named, until they are back."""

from datetime import timedelta

import pytest

from flowmono.accounts.models import Absence, User
from flowmono.notices.models import Notice
from flowmono.outbox.models import Letter
from signing import actions
from signing.models import Envelope, Recipient, RecipientState, Role
from tests.people import NOON, make_people
from tests.signing.life.scenes import inside, outside, place_of, sent, sign

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def leave(person: User, stand_in: User, *, days: int = 3) -> Absence:
    today = NOON.date()
    return Absence.objects.create(person=person, delegate=stand_in, starts_on=today, ends_on=today + days * DAY)


def to_approve(person: User) -> Envelope:
    return sent(inside(person, 1, role=Role.APPROVER), outside(2))


def the_approver(envelope: Envelope) -> Recipient:
    return Recipient.objects.get(envelope=envelope, role=Role.APPROVER)


def test_the_stand_in_approves_while_the_approver_is_away() -> None:
    lena, dora, maya = make_people("lena", "dora", "maya")
    leave(lena, dora)

    envelope = to_approve(lena)

    place = the_approver(envelope)
    assert (place.user, place.state) == (dora, RecipientState.INVITED)
    assert not Letter.objects.filter(to=lena.email, subject__startswith="For your approval").exists()
    assert Letter.objects.filter(to=dora.email, subject__startswith="For your approval").count() == 1
    assert Notice.objects.get(person=maya, kind="round").title == f"{dora} approves Services agreement for {lena}"
    sign(envelope, dora.email)
    assert the_approver(envelope).state == RecipientState.SIGNED
    assert actions.follow_absences(at=NOON + 5 * DAY) == 0
    assert the_approver(envelope).user == dora


def test_an_open_place_passes_on_by_the_clock_and_comes_back_when_the_approver_does() -> None:
    lena, dora = make_people("lena", "dora")
    envelope = to_approve(lena)
    leave(lena, dora)

    moved = [actions.follow_absences(at=NOON + days * DAY) for days in (1, 2, 4, 5)]

    assert moved == [1, 0, 1, 0]
    place = the_approver(envelope)
    assert (place.user, place.state) == (lena, RecipientState.INVITED)
    assert [one.how for one in place.handovers.order_by("at")] == ["away", "returned"]
    assert sign(envelope, lena.email).state == RecipientState.SIGNED


@pytest.mark.parametrize("why", ["is away too", "has a place of their own"])
def test_where_the_stand_in_cannot_the_place_stays_and_the_sender_hears_it_once(why: str) -> None:
    lena, dora, maya, abel = make_people("lena", "dora", "maya", "abel")
    if why == "is away too":
        leave(dora, abel)
        envelope = to_approve(lena)
    else:
        envelope = sent(inside(lena, 1, role=Role.APPROVER), inside(dora, 1, role=Role.APPROVER), outside(2))
    leave(lena, dora)

    moved = [actions.follow_absences(at=NOON + timedelta(hours=hours)) for hours in (1, 2)]

    place = place_of(envelope, lena.email)
    assert moved == [0, 0]
    assert why in place.stays_because
    assert Notice.objects.get(person=maya, kind="round").sentence == place.stays_because


def test_nobody_stands_in_for_who_stands_in() -> None:
    lena, dora, abel = make_people("lena", "dora", "abel")
    leave(lena, dora)
    envelope = to_approve(lena)
    leave(dora, abel)

    assert actions.follow_absences(at=NOON + timedelta(hours=1)) == 0
    assert the_approver(envelope).user == dora
