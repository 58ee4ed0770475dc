"""Marks in the administration: called as people call them, their limit with its currency, and what a change means for what is open."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from flowmono.accounts.models import User
from flowmono.governing import actions as governing
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS, Change
from flowmono.governing.wording import headline, say_change
from signing.models import SignatureProfile
from tests.flowmono.test_admin_changes import administrator
from tests.people import NOON, make_person
from tests.signing.life.scenes import make_mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark() -> SignatureProfile:
    return make_mark(make_person("sam"))


def pages_of(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_the_list_leads_from_the_name_of_a_mark_and_says_its_limit_with_its_currency(mark: SignatureProfile):
    page = pages_of(administrator()).get(reverse("admin:signing_signatureprofile_changelist")).content.decode()

    address = reverse("admin:signing_signatureprofile_change", args=[mark.pk])
    assert f'{address}">{mark.name}</a>' in page
    assert "€50,000.00" in page
    assert "Signature marks" in page


def test_whoever_approves_a_change_reads_that_open_documents_are_judged_by_it(mark: SignatureProfile):
    kind = KINDS["signing.signatureprofile"]
    plain = plain_of(kind, mark)
    narrower = {**plain, "values": {**plain["values"], "limit": "100"}}
    ada = administrator()
    proposal = governing.prepare(kind, mark, narrower, by=ada, at=NOON)
    governing.propose(proposal, by=ada, at=NOON, reason="Small ones only.")

    noor = pages_of(administrator("noor"))
    before = noor.get(proposal.get_absolute_url()).content.decode()
    after = noor.post(reverse("governing:approve", args=[proposal.pk]), follow=True).content.decode()

    for page in (before, after):
        assert "Documents that wait for a signature are judged by it, too" in page
        assert "stays as it was" not in page


def changed(mark: SignatureProfile, before: dict[str, Any], after: dict[str, Any]) -> Change:
    plain = plain_of(KINDS["signing.signatureprofile"], mark)
    was, will = ({**plain, "values": {**plain["values"], **values}} for values in (before, after))
    return Change(str(mark.pk), was, will)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"limit": "0"}, {"limit": None}, ("Limit", "nothing yet", "no limit")),
        ({"limit": None}, {"limit": "0"}, ("Limit", "no limit", "nothing")),
        ({"limit": "0"}, {"limit": "5000"}, ("Limit", "nothing yet", "€5,000.00")),
        ({"categories": ["nda"]}, {"categories": []}, ("Categories", "nda", "every category")),
        ({"counterparties": []}, {"counterparties": ["X"]}, ("Counterparties", "every other party", "X")),
        ({"department": "Legal"}, {"department": ""}, ("Department", "Legal", "every department")),
    ],
)
def test_a_change_says_what_an_empty_field_of_a_mark_means(
    mark: SignatureProfile, before: dict[str, Any], after: dict[str, Any], said: tuple[str, str, str]
):
    kind, change = KINDS["signing.signatureprofile"], changed(mark, before, after)

    assert [(line.label, line.before, line.after) for line in say_change(kind, change)] == [said]
    assert headline(kind, change, mark.name).endswith(f"{said[0]} from {said[1]} to {said[2]}")


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (0, "Nothing yet: an administrator gives it a limit"),
        (None, "No limit Every category"),
    ],
)
def test_a_mark_that_covers_nothing_yet_is_not_said_to_cover_every_category(
    mark: SignatureProfile, limit: int | None, words: str
):
    mark.limit, mark.categories = limit, []

    page = render_to_string("signing/_authority.html", {"mark": mark, "company_currency": "EUR"})

    assert " ".join(re.sub("<[^>]+>", " ", page).split()) == words
