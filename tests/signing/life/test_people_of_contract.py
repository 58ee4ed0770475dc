"""Who takes part in the round of a contract: both sides sign, and those who only read hold nothing up."""

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions as contracts
from contracts.models import Contract
from contracts.passing import path_of_sequence
from contracts.sending import doubts_about
from signing import actions
from signing.models import Role
from tests.contracts import scenes
from tests.contracts.test_customers import out_with_signers
from tests.people import NOON, make_people
from tests.signing.life.test_people import as_places, put
from vendors.models import Vendor

pytestmark = pytest.mark.django_db


@pytest.fixture
def envelope():
    maya, pierre = make_people("maya", "pierre")
    contract = contracts.confirm_terms(scenes.converted(pierre), by=maya, at=NOON)
    Contract.objects.filter(pk=contract.pk).update(
        counterparty_email="vera@vendor.example", vendor=Vendor.objects.create(name="Brightwell Consulting Ltd")
    )
    return out_with_signers(Contract.objects.get(pk=contract.pk))


def test_a_contract_that_nobody_of_the_other_side_signs_is_refused(envelope):
    ours = [one for one in as_places(envelope) if one.email.endswith("@example.com")]

    with pytest.raises(actions.PeopleRefused, match="Nobody signs for the other side"):
        put(envelope, ours)

    assert envelope.recipients.count() == 2


def test_a_colleague_who_reads_needs_no_mark_and_stands_in_no_way(envelope):
    pierre = envelope.contract.requester
    before = doubts_about(envelope.contract, envelope, on=NOON.date())
    put(envelope, [*as_places(envelope), actions.Place(3, str(pierre), pierre.email, role=Role.VIEWER)])
    contract = Contract.objects.get(pk=envelope.contract_id)
    browser = Client()
    browser.force_login(make_people("maya")[0])

    html = browser.get(reverse("contracts:people", args=[contract.pk])).content.decode()
    Contract.objects.filter(pk=contract.pk).update(envelope=envelope, state="out_for_signature")
    type(envelope).objects.filter(pk=envelope.pk).update(state="sent", sent_at=NOON)
    way = [one["title"] for one in path_of_sequence(Contract.objects.get(pk=contract.pk), NOON.date())]

    assert f"reads · {pierre.email}" in html.replace("&nbsp;", " ")
    assert doubts_about(contract, envelope, on=NOON.date()) == before
    assert reverse("signing:people", args=[envelope.pk]) in html
    assert "Sam Whitfield signs" in way
    assert "Pierre Dubois signs" not in way
