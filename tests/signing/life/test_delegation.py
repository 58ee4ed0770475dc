"""Authority that is delegated: the delegate signs in their own name for its owner, and not a day longer; places pass on in an absence."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flowmono.accounts.models import Absence, User
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.common.templatetags.writing import say_day
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.models import Letter, RecordedEvent
from signing import actions
from signing.completing import completion_of
from signing.inbox import signatures
from signing.lending import Part
from signing.models import Envelope, Recipient, RecipientState, SignatureProfile
from signing.models.delegations import Delegation
from signing.stamps import Mark, draw_mark
from tests.contracts.scenes import converted
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import inside, make_mark, outside, place_of, sent, sign

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=2)


def signatory(key: str, **facts: Any) -> User:
    """Somebody who signs, with a mark of their own that covers nothing of what is sent here."""
    person = make_person(key)
    person.groups.add(*make_person("sam").groups.all())
    make_mark(
        person, **{"name": f"Mark of {person.first_name}", "limit": Decimal(1), "title": "Head of Sales", **facts}
    )
    return person


def lend(owner: User, delegate: User, *, days: int = 7, starts: date = TODAY, **part: Any) -> Delegation:
    profile = SignatureProfile.objects.get(user=owner)
    profile.may_be_delegated = True
    profile.save()
    wanted = Part(starts, starts + days * DAY, **part)
    return actions.delegate_authority(
        profile, by=owner, at=NOON, delegate=delegate, part=wanted, reason="I am at a fair."
    )


def leave(person: User, *, days: int = 3) -> Absence:
    stand_in = make_person("dora")
    return Absence.objects.create(person=person, delegate=stand_in, starts_on=TODAY, ends_on=TODAY + days * DAY)


def owner() -> User:
    sam = make_person("sam")
    make_mark(sam, name="Contracts up to 50,000")
    return sam


def test_the_delegate_signs_in_their_own_name_for_the_owner_and_everything_says_so() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    envelope = sent(inside(lena), outside(order=2))
    place = actions.view(place_of(envelope, lena.email), by=lena, at=NOON)
    assert place.profile_reason == (
        f"For {sam}, who delegated “Contracts up to 50,000” until {(TODAY + 7 * DAY).isoformat()}."
    )

    signed = sign(envelope, lena.email, draft=actions.draft_of(place))

    assert (signed.state, signed.profile.user, signed.delegation.owner) == (RecipientState.SIGNED, lena, sam)
    assert signed.evidence["delegated_by"] == str(sam)
    assert signed.evidence["authority"].startswith(f"For {sam}, who delegated “Contracts up to 50,000” to {lena} from ")
    assert RecordedEvent.objects.get(name="SignerSigned").values["for_whom"] == str(sam)
    used = [one.facts for one in Entry.objects.filter(kind="key.used", case_id=envelope.case)]
    assert [one["for_whom"] for one in used if one.get("signer") == str(lena)] == [str(sam)]
    now = Envelope.objects.get(pk=envelope.pk)
    party = completion_of(now, sealed_sha256="0" * 64, level="B-B", at=LATER, organisation="B", sealed_by="S").parties[
        0
    ]
    assert (party.name, party.authority) == (str(lena), signed.evidence["authority"])


def test_a_mark_is_delegated_only_where_it_is_allowed_and_only_by_its_owner() -> None:
    sam = owner()
    lena = signatory("lena")
    mark = SignatureProfile.objects.get(user=sam)
    part = Part(TODAY, TODAY + DAY)

    with pytest.raises(NotAllowed):
        actions.delegate_authority(mark, by=sam, at=NOON, delegate=lena, part=part, reason="Fair.")
    mark.may_be_delegated = True
    mark.save()
    with pytest.raises(NotAllowed):
        actions.delegate_authority(mark, by=lena, at=NOON, delegate=lena, part=part, reason="Fair.")

    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"delegate": "maya"}, "delegate"),
        ({"delegate": "sam"}, "delegate"),
        ({"part": Part(TODAY - DAY, TODAY)}, "starts_on"),
        ({"part": Part(TODAY, TODAY, limit=Decimal("50000.01"))}, "limit"),
        ({"part": Part(TODAY, TODAY, ("lease",))}, "categories"),
        ({"part": Part(TODAY + 7 * DAY, TODAY + 9 * DAY)}, "delegate"),
    ],
)
def test_what_cannot_be_delegated_is_refused_at_its_field(change: dict[str, Any], field: str) -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    values = {"delegate": "lena", "part": Part(TODAY + 20 * DAY, TODAY + 30 * DAY), "reason": "Fair.", **change}
    values["delegate"] = make_person(values["delegate"])

    with pytest.raises(Invalid) as refused:
        actions.delegate_authority(SignatureProfile.objects.get(user=sam), by=sam, at=NOON, **values)

    assert (refused.value.field, Delegation.objects.count()) == (field, 1)


def test_what_was_delegated_goes_no_further() -> None:
    sam = owner()
    lena, abel = signatory("lena"), signatory("abel")
    lend(sam, lena)

    with pytest.raises(NotAllowed):
        lend_on = SignatureProfile.objects.get(user=sam)
        actions.delegate_authority(
            lend_on, by=lena, at=NOON, delegate=abel, part=Part(TODAY, TODAY), reason="I am away too."
        )
    envelope = sent(inside(sam))
    actions.delegate(place_of(envelope, sam.email), by=sam, at=LATER, colleague=lena, reason="I travel.")
    with pytest.raises(Invalid, match="Abel Lindqvist cannot sign this document"):
        actions.delegate(place_of(envelope, lena.email), by=lena, at=LATER, colleague=abel, reason="So do I.")


def test_taken_back_between_open_and_submit_nothing_is_signed_and_it_is_said_why() -> None:
    sam = owner()
    lena = signatory("lena")
    delegation = lend(sam, lena)
    envelope = sent(inside(lena))
    place = actions.view(place_of(envelope, lena.email), by=lena, at=NOON)

    actions.take_back_delegation(delegation, by=sam, at=NOON)
    with pytest.raises(Conflict, match=f"the delegation of {sam} was taken back"):
        sign(envelope, lena.email, draft=actions.draft_of(place))

    assert place_of(envelope, lena.email).state == RecipientState.VIEWED
    assert Notice.objects.get(person=lena, kind="authority", key__endswith="taken_back").title == (
        f"{sam} does not let you sign for them any more"
    )


def test_ended_between_open_and_submit_nothing_is_signed() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena, days=0)
    envelope = sent(inside(lena))
    actions.view(place_of(envelope, lena.email), by=lena, at=NOON)

    with pytest.raises(NotAllowed, match=f"the delegation of {sam} ended on {say_day(TODAY)}"):
        sign(envelope, lena.email, at=NOON + DAY)

    assert place_of(envelope, lena.email).state == RecipientState.VIEWED


def test_a_delegate_who_may_sign_no_more_signs_for_nobody() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    envelope = sent(inside(lena))
    actions.view(place_of(envelope, lena.email), by=lena, at=NOON)
    lena.groups.remove(*sam.groups.all())

    with pytest.raises(NotAllowed, match=f"{lena} may not sign for the company any more"):
        sign(envelope, lena.email)


def test_who_has_a_fitting_mark_and_a_delegation_is_asked_which_it_is() -> None:
    sam = owner()
    lena = signatory("lena", limit=Decimal(50000))
    delegation = lend(sam, lena)
    envelope = sent(inside(lena))
    place = place_of(envelope, lena.email)
    with pytest.raises(Invalid, match="More than one of your marks covers this document"):
        sign(envelope, lena.email)

    names = [one.name for one in actions.marks_to_choose(place, at=NOON)]
    actions.choose_among(place, by=lena, at=NOON, mark=delegation)
    signed = sign(envelope, lena.email)

    assert names == ["Mark of Lena", f"Contracts up to 50,000 ({sam})"]
    assert signed.delegation == delegation
    assert signed.evidence["chosen"] is True


def test_the_delegate_refuses_and_the_owner_hears_why() -> None:
    sam = owner()
    lena = signatory("lena")
    delegation = lend(sam, lena)

    with pytest.raises(NotAllowed):
        actions.refuse_delegation(delegation, by=sam, at=LATER, reason="No.")
    with pytest.raises(Invalid):
        actions.refuse_delegation(delegation, by=lena, at=LATER, reason="")
    actions.refuse_delegation(delegation, by=lena, at=LATER, reason="I do not know these contracts.")

    told = Notice.objects.get(person=sam, kind="authority")
    assert told.sentence == "“Contracts up to 50,000”. I do not know these contracts."
    assert RecordedEvent.objects.get(name="DelegationRefused").values["delegate"] == str(lena)
    with pytest.raises(Conflict):
        actions.take_back_delegation(delegation, by=sam, at=LATER)


def test_the_delegate_is_told_once_by_a_letter() -> None:
    sam = owner()
    lena = signatory("lena")

    lend(sam, lena)

    title = f"{sam} lets you sign for them until "
    assert Notice.objects.get(person=lena, kind="authority").title.startswith(title)
    assert Letter.objects.filter(to=lena.email, subject__startswith=title).count() == 1


def test_a_place_that_comes_up_in_an_absence_is_asked_of_the_delegate_alone() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)

    envelope = sent(inside(sam), outside(order=2))

    place = place_of(envelope, lena.email)
    assert (place.user, place.state, place.delegation.owner) == (lena, RecipientState.INVITED, sam)
    assert not Letter.objects.filter(to=sam.email, subject__startswith="For your signature").exists()
    assert Letter.objects.filter(to=lena.email, subject__startswith="For your signature").count() == 1
    assert place.handovers.get().in_words == (
        f"{sam} ({sam.email}) is away. By their delegation the place passed by itself to {lena} ({lena.email}). "
        "Reason: I am at a fair."
    )
    assert Notice.objects.get(person=maya, kind="round").title == f"{lena} signs Services agreement for {sam}"
    assert sign(envelope, lena.email).evidence["delegated_by"] == str(sam)


def test_an_open_place_passes_on_by_the_clock_once() -> None:
    sam = owner()
    lena = signatory("lena")
    envelope = sent(inside(sam))
    lend(sam, lena)
    leave(sam)

    moved = [actions.follow_absences(at=LATER), actions.follow_absences(at=LATER + DAY)]

    assert moved == [1, 0]
    assert place_of(envelope, lena.email).passed_by.owner == sam
    assert Letter.objects.filter(to=lena.email, subject__startswith="For your signature").count() == 1
    assert str(next(signatures(lena, LATER)).rows.get().delegation.owner) == str(sam)


def test_where_nobody_was_let_sign_the_place_stays_and_the_sender_hears_it_once() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    envelope = sent(inside(sam))
    leave(sam)

    for hours in (1, 2, 3):
        actions.follow_absences(at=NOON + timedelta(hours=hours))

    place = place_of(envelope, sam.email)
    assert place.stays_because == f"{sam} is away and has let nobody sign in their place."
    assert Notice.objects.get(person=maya, kind="round").sentence == place.stays_because


def test_an_amount_above_the_delegated_limit_stays_and_says_so() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena, limit=Decimal(1000))
    leave(sam)

    envelope = sent(inside(sam))

    assert place_of(envelope, sam.email).stays_because.endswith(
        f"the delegation of {sam} covers up to 1,000.00 EUR; this is 24,000.00 EUR."
    )


def test_the_stand_in_is_asked_which_category_it_is_as_the_owner_would_have_been() -> None:
    sam = make_person("sam")
    make_mark(sam, name="All contracts", categories=[])
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    envelope = sent(inside(sam), outside(), category="other", category_confidence=Decimal("0.4"))
    place = place_of(envelope, lena.email)
    assert (place.user, place.profile) == (lena, None)
    assert place.profile_reason.startswith("It is not certain that this is other.")
    with pytest.raises(NotAllowed):
        sign(envelope, lena.email)

    actions.correct_category(envelope, by=lena, at=LATER, category="services")

    assert sign(envelope, lena.email, at=LATER).delegation.owner == sam


def test_of_two_delegations_that_cover_it_neither_is_guessed() -> None:
    sam = owner()
    lena, abel = signatory("lena"), signatory("abel")
    lend(sam, lena)
    lend(sam, abel)
    leave(sam)

    envelope = sent(inside(sam))

    assert "more than one delegation covers this document" in place_of(envelope, sam.email).stays_because


def test_who_has_another_place_in_the_round_does_not_sign_for_somebody_else() -> None:
    sam = owner()
    lena = signatory("lena", limit=Decimal(50000))
    lend(sam, lena)
    leave(sam)

    envelope = sent(inside(sam), inside(lena))

    assert "has another place in this round" in place_of(envelope, sam.email).stays_because


def test_back_from_an_absence_the_owner_takes_the_place_back_and_it_does_not_pass_on_again() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    envelope = sent(inside(sam))
    place = place_of(envelope, lena.email)

    with pytest.raises(NotAllowed):
        actions.take_place_back(place, by=lena, at=LATER)
    actions.take_place_back(place, by=sam, at=LATER)
    actions.follow_absences(at=LATER)

    again = Recipient.objects.get(pk=place.pk)
    assert (again.user, again.passed_by, again.delegation, again.profile.user) == (sam, None, None, sam)
    assert sign(envelope, sam.email, at=LATER).state == RecipientState.SIGNED


def test_who_comes_back_is_not_told_any_more_why_their_place_stayed() -> None:
    sam = owner()
    envelope = sent(inside(sam))
    away = leave(sam)
    actions.follow_absences(at=LATER)
    stayed = place_of(envelope, sam.email).stays_because
    away.delete()

    actions.follow_absences(at=LATER)

    assert (stayed != "", place_of(envelope, sam.email).stays_because) == (True, "")


def test_who_asked_for_the_contract_does_not_sign_it_for_somebody_else() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    envelope = sent(inside(sam), outside())
    place = place_of(envelope, lena.email)
    Envelope.objects.filter(pk=envelope.pk).update(contract=converted(lena))

    with pytest.raises(NotAllowed, match=f"{lena} asked for this contract, so somebody else signs it for {sam}"):
        sign(envelope, lena.email)

    actions.follow_absences(at=LATER)
    assert Recipient.objects.get(pk=place.pk).user == sam


def test_the_mark_that_is_drawn_says_for_whom_it_was_laid() -> None:
    mark = Mark("Ben Ode", NOON, title="Head of Sales", on_behalf_of="Brightwater", delegated_by="Anna Berg")

    words = PdfReader(BytesIO(draw_mark(mark, width=216, height=62))).pages[0].extract_text()

    assert "Signed by Ben Ode, Head of Sales" in words
    assert "for Anna Berg (delegated), for Brightwater" in words


def test_what_was_signed_is_not_taken_back() -> None:
    sam = owner()
    lena = signatory("lena")
    lend(sam, lena)
    leave(sam)
    envelope = sent(inside(sam))
    signed = sign(envelope, lena.email)

    with pytest.raises(Conflict):
        actions.take_place_back(signed, by=sam, at=LATER)

    assert place_of(envelope, lena.email).state == RecipientState.SIGNED


@pytest.mark.parametrize("end", ["taken_back", "refused", "over"])
def test_what_passed_on_comes_back_when_the_delegation_ends_before_it_was_signed(end: str) -> None:
    sam = owner()
    lena = signatory("lena")
    delegation = lend(sam, lena, days=1)
    leave(sam)
    envelope = sent(inside(sam))
    place = place_of(envelope, lena.email)

    if end == "taken_back":
        actions.take_back_delegation(delegation, by=sam, at=LATER)
    elif end == "refused":
        actions.refuse_delegation(delegation, by=lena, at=LATER, reason="I am ill.")
    else:
        actions.follow_absences(at=LATER + 2 * DAY)

    again = Recipient.objects.get(pk=place.pk)
    assert (again.user, again.state, again.passed_by) == (sam, RecipientState.INVITED, None)
    assert [one.how for one in again.handovers.all()] == ["away", "returned"]


def test_a_delegation_made_during_an_absence_moves_what_waits_at_once() -> None:
    sam = owner()
    lena = signatory("lena")
    envelope = sent(inside(sam))
    leave(sam)

    lend(sam, lena)

    assert place_of(envelope, lena.email).user == lena


def test_a_place_that_passed_on_is_signed_by_that_delegation_and_no_other_mark() -> None:
    sam = owner()
    lena = signatory("lena", limit=Decimal(50000))
    lend(sam, lena)
    leave(sam)

    envelope = sent(inside(sam))

    place = place_of(envelope, lena.email)
    assert (place.delegation.owner, actions.marks_to_choose(place, at=NOON)) == (sam, [])
