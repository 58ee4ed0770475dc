"""From the clause to the payment and back: every step has its link, and nobody sees more than they may."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from flowmono.common.chain import CURRENT, DONE, Case, stages_of, what_waits
from procurement import actions
from procurement.lineage import threads_of
from tests.people import NOON
from tests.procurement.stories import accept, approve, at, authorize, make_stage, receive, write_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid():
    """An order with its first milestone accepted and billed; the payment waits for two people."""
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    stage.invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    return stage


def test_each_clause_leads_to_what_was_ordered_delivered_billed_and_paid(paid):
    payment = authorize(paid, paid.invoice, date(2027, 4, 7))

    threads = threads_of(paid.contract.pk, paid.people.aud)

    first, second, rate = threads
    assert first.line.quote == "The fee for M1 is EUR 8,000.00."
    assert first.clause_url == f"/contracts/{paid.contract.pk}/#term-{first.line.term_id}"
    assert (first.milestone.title, first.milestone.state) == ("M1 Interface design", "accepted")
    assert [(bill.line.invoice, bill.payment) for bill in first.bills] == [(paid.invoice, payment)]
    assert (second.bills, second.milestone.state) == ([], "open")
    assert [thread.is_unused for thread in threads] == [False, False, True]
    assert rate.line.optional


def test_the_lineage_page_walks_both_ways(client, paid):
    payment = authorize(paid, paid.invoice, date(2027, 4, 7))
    client.force_login(paid.people.aud)

    page = client.get(reverse("procurement:lineage", args=[paid.contract.pk])).content.decode()
    back = client.get(payment.get_absolute_url()).content.decode()

    term = paid.order.lines.get(position=1).term_id
    for address in (f"#term-{term}", paid.invoice.get_absolute_url(), payment.get_absolute_url()):
        assert address in page
    for address in (f"#term-{term}", paid.order.get_absolute_url(), "#milestone-", paid.invoice.get_absolute_url()):
        assert address in back
    assert "Justified by" in back


def test_who_does_not_see_the_contract_finds_no_lineage(client, paid):
    for person in (paid.people.abel, paid.people.vera):
        client.force_login(person)
        status = client.get(reverse("procurement:lineage", args=[paid.contract.pk])).status_code
        assert status in {302, 403, 404} if person == paid.people.vera else status in {200, 404}


def test_legal_is_told_what_became_of_the_bill_but_neither_numbers_nor_amounts(client, paid):
    payment = authorize(paid, paid.invoice, date(2027, 4, 7))
    client.force_login(paid.people.lena)

    (bill,) = threads_of(paid.contract.pk, paid.people.lena)[0].bills
    page = client.get(reverse("procurement:lineage", args=[paid.contract.pk])).content.decode()

    assert (bill.invoice_shown, bill.payment, bill.payment_shown) == (False, payment, False)
    assert "not shown to you" in page
    for hidden in (paid.invoice.number, paid.invoice.get_absolute_url(), payment.get_absolute_url(), "not yet"):
        assert hidden not in page


def test_the_way_tells_who_may_not_see_money_that_it_moved_without_saying_how_much(paid):
    payment = authorize(paid, paid.invoice, date(2027, 4, 7))
    paid.invoice.refresh_from_db()

    stages = stages_of(Case(paid.contract.pk, paid.people.lena, NOON))

    (invoice,), (paying,) = stages["invoices"].stations, stages["payments"].stations
    assert (invoice.title, invoice.words, invoice.amount, invoice.url) == (
        "An invoice",
        paid.invoice.get_state_display(),
        None,
        "",
    )
    assert (paying.title, paying.words, paying.amount, paying.who, paying.url) == (
        "A payment",
        payment.get_state_display(),
        None,
        "",
        "",
    )


def test_the_way_says_what_is_done_and_who_is_waited_for(paid):
    stages = stages_of(Case(paid.contract.pk, paid.people.aud, NOON))

    assert (stages["order"].kind, stages["order"].stations[0].title) == (CURRENT, paid.order.number)  # not sent yet
    assert (stages["milestones"].kind, stages["milestones"].done) == (CURRENT, 1)
    assert stages["invoices"].stations[0].title == "NL-1"
    assert stages["approval"].kind == DONE
    assert all(station.since for station in what_waits(stages) if station.stage == "payments")


def test_a_line_of_which_a_part_was_paid_says_how_much_of_what(client):
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    half = receive(stage, write_invoice("NL-1", [("M1 Interface design", "4000.00")], order=stage.order))
    payment = authorize(stage, half, date(2027, 4, 7))
    actions.make_batch([payment], by=stage.people.gwen, at=at(date(2027, 4, 8)))
    actions.confirm_payment(payment, by=stage.people.gwen, at=at(date(2027, 4, 9)), reference="STMT 1", early=True)
    client.force_login(stage.people.aud)

    way = " ".join(client.get(reverse("procurement:lineage", args=[stage.contract.pk])).content.decode().split())
    order = client.get(stage.order.get_absolute_url()).content.decode()
    seen = [thread.paid_in_part for thread in threads_of(stage.contract.pk, stage.people.aud)]
    unseen = [thread.paid_in_part for thread in threads_of(stage.contract.pk, stage.people.lena)]

    assert seen == [Decimal("4000.00"), None, None]
    assert unseen == [None, None, None]
    assert "Paid in part:" in way
    assert ">Paid</span>" not in way  # the line has one state: its part is paid, not the line
    assert "paid in part:" in order
