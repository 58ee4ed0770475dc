"""The demonstration's second signatory, and what the managing director lets her sign."""

from datetime import date
from decimal import Decimal

import pytest

from demo.company import seed_company
from demo.play import Play
from demo.show import let_deputy_sign
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.notices.models import Notice
from signing.authority import Paper
from signing.models import SignatureProfile
from signing.models.delegations import Delegation
from tests.people import NOON

pytestmark = pytest.mark.django_db


def covering(paper: Paper) -> list[str]:
    """Whose marks cover a paper, as they are asked: the earlier mark first."""
    marks = SignatureProfile.objects.select_related("user").order_by("created_at")
    return [mark.user.username for mark in marks if mark.covers(paper)]


def test_two_people_sign_and_neither_has_another_duty():
    seed_company(at=NOON)

    signatories = User.objects.in_role(roles.SIGNATORY).order_by("username")

    assert [(one.username, one.groups.count()) for one in signatories] == [("greta", 1), ("sam", 1)]


def test_the_deputy_signs_by_her_own_mark_only_what_is_confidential_and_after_the_managing_director():
    seed_company(at=NOON)

    assert covering(Paper("NDA", None, NOON.date())) == ["sam", "greta"]
    assert covering(Paper("services", Decimal(1000), NOON.date())) == ["sam"]


def test_the_managing_director_lets_the_deputy_sign_smaller_contracts_and_she_is_told():
    play = Play(lambda _words: None, NOON)
    play.people = seed_company(at=NOON)

    let_deputy_sign(play)

    lent = Delegation.objects.get()
    assert (lent.owner.username, lent.delegate.username, lent.limit) == ("sam", "greta", Decimal(50000))
    assert lent.standing(play.at.date()) == "open"
    assert lent.standing(date(2030, 1, 1)) == "over"
    assert Notice.objects.filter(person=play.people["greta"], title__startswith="Sam Whitfield lets you sign").exists()
