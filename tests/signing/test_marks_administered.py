"""Marks in the administration: called as people call them, their limit with its currency, and what a change means for what is open."""

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts.models import User
from flowmono.governing import actions as governing
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS
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
