"""A contract that was ended early: what is billed after its last day waits for a person, and what is left of it is named."""

from datetime import date

import pytest
from django.urls import reverse

from contracts import actions as contracts
from contracts.models import Contract
from procurement import reactions
from procurement.models import Invoice
from tests.procurement.stories import accept, approve, at, hear, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db

ENDS = date(2027, 4, 1)


def staged():
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    return stage


def bill(stage, number, issued):
    """An invoice for what was accepted, by its day."""
    lines = [("M1 Interface design", "8000.00")]
    return receive(stage, write_invoice(number, lines, order=stage.order, issued=issued))


def end(stage, ends_on=ENDS):
    contract = Contract.objects.get(pk=stage.contract.pk)
    facts = {"ends_on": ends_on, "how": "theirs_convenience", "reason": "Their letter of 20 March."}
    contracts.end_early(contract, by=stage.people.maya, at=at(date(2027, 4, 2)), **facts)


def codes(invoice):
    return invoice.matches.get(superseded=False).codes


def test_an_invoice_dated_after_the_last_day_is_not_paid_by_itself():
    stage = staged()
    end(stage)

    late = bill(stage, "NL-2", date(2027, 4, 2))

    assert (late.state, codes(late)) == ("review", ["CONTRACT_EXPIRED"])
    assert not late.authorizations.exists()


def test_an_invoice_of_the_last_day_passes():
    stage = staged()
    end(stage)

    assert codes(bill(stage, "NL-1", ENDS)) == []


def test_what_waits_is_looked_at_again_when_the_end_is_noted_and_when_it_is_taken_back():
    stage = staged()
    waiting = receive(
        stage, write_invoice("NL-3", [("Something else", "10.00")], order=stage.order, issued=date(2027, 4, 2))
    )
    before = codes(waiting)

    end(stage)
    hear(reactions.match_waiting_invoices, "ContractEndedEarly")
    noted = codes(Invoice.objects.get(pk=waiting.pk))
    contract = Contract.objects.get(pk=stage.contract.pk)
    contracts.take_ending_back(contract, by=stage.people.maya, at=at(date(2027, 4, 2)), reason="They came back.")
    hear(reactions.match_waiting_invoices, "ContractGoesOn")

    assert "CONTRACT_EXPIRED" not in before
    assert set(noted) == {*before, "CONTRACT_EXPIRED"}
    assert codes(Invoice.objects.get(pk=waiting.pk)) == before


def test_the_page_names_what_passed_before_and_the_order_that_is_open(client):
    stage = staged()
    passed = bill(stage, "NL-4", date(2027, 4, 2))
    assert passed.state == "matched"
    end(stage)

    client.force_login(stage.people.maya)
    page = client.get(stage.contract.get_absolute_url()).content.decode()
    order = client.get(stage.order.get_absolute_url()).content.decode()
    client.force_login(stage.people.vera)
    hear(reactions.send_order_to_vendor, "OrderApproved")
    portal = client.get(reverse("procurement:portal_order", args=[stage.order.pk])).content.decode()

    assert "Invoice NL-4 is dated after it and passed before" in page
    assert f"Order {stage.order.number} is still open" in page
    assert "Its contract ends early" in order
    assert ("Its contract ends early" in portal, "Their letter of 20 March." in portal) == (True, False)
