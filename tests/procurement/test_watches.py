"""The watches over money: what a match raised stays raised, what people dealt with stays quiet, routine is counted."""

from datetime import date

import pytest

from flowmono.common.inbox import Inbox
from flowmono.monitoring.actions import dismiss, handle, run_watch
from flowmono.monitoring.models import TrueException
from flowmono.monitoring.registry import WATCHES
from procurement import actions
from tests.procurement.stories import (
    OTHER_IBAN,
    accept,
    approve,
    at,
    authorize,
    make_stage,
    receive,
    route,
    write_invoice,
)

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 10)


def staged():
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    return stage


def test_a_watch_finds_what_the_match_raised_and_counts_the_rest():
    stage = staged()
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    receive(stage, write_invoice("NL-2", [("M2 Installation", "14000.00")], order=stage.order), hour=12)

    run = run_watch(WATCHES["over_billing"], at=at(DAY))

    assert (run.looked_at, run.routine, run.raised) == (2, 1, 1)
    raised = TrueException.objects.get(watch="over_billing")
    assert (raised.state, raised.seen_again) == ("open", 0)
    assert raised.options[0]["label"] == "Look at the invoice beside its match"


def test_what_a_person_dismissed_is_not_raised_again_until_the_match_changes():
    stage = staged()
    invoice = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order, iban=OTHER_IBAN)
    )
    raised = TrueException.objects.get(watch="bank_account_changed")
    dismiss(raised, by=stage.people.fay, at=at(DAY), reason="Known; the account is being verified.")

    run_watch(WATCHES["bank_account_changed"], at=at(DAY, 12))

    assert TrueException.objects.filter(watch="bank_account_changed").count() == 1
    assert invoice.state == "held"


def test_an_invoice_that_a_person_sent_back_is_not_raised_again():
    stage = staged()
    invoice = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order, iban=OTHER_IBAN)
    )
    actions.reject_invoice(invoice, by=stage.people.fay, at=at(DAY), reason="Send it with your account of old.")

    run = run_watch(WATCHES["bank_account_changed"], at=at(DAY, 12))

    assert run.raised == 0
    assert not TrueException.objects.waiting().exists()


def test_what_the_match_sent_back_is_looked_at_and_puts_no_money_at_risk():
    stage = staged()
    lines = [("M1 Interface design", "8000.00")]
    receive(stage, write_invoice("NL-1", lines, order=stage.order))
    again = receive(stage, write_invoice("NL-1", lines, order=stage.order, issued=date(2027, 4, 3)), hour=12)

    raised = TrueException.objects.get(watch="duplicate_invoice", cause=str(again.pk))

    assert (again.state, again.decision) == ("rejected", "REJECT")
    assert raised.amount is None
    assert "It went back to the vendor, so no money is at risk." in raised.sentence
    assert raised.options[0]["label"] == "Look at the invoice beside its match"


def test_needs_you_shows_the_clerk_a_question_and_the_third_person_a_payment():
    stage = staged()
    receive(stage, write_invoice("NL-9", [("M2 Installation", "12000.00")]), hour=8)
    authorize(stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)))

    def waits(person, *names):
        return [todo.title for todo in Inbox(person, at(DAY), names=names).part()]

    # What is raised as an exception waits once: there, and not again as an invoice with a question.
    assert waits(stage.people.fay, "invoices", "exceptions") == ["An invoice cannot be paid as it is: NL-9"]
    handle(TrueException.objects.get(state="open"), by=stage.people.fay, at=at(DAY), reason="I look for its order.")
    assert waits(stage.people.fay, "invoices", "exceptions") == ["Invoice NL-9 of Nordlicht Software GmbH"]
    assert waits(stage.people.gwen, "payments") == ["Pay Nordlicht Software GmbH"]
    assert waits(stage.people.fay, "payments") == []
    assert waits(stage.people.pierre, "invoices", "payments", "orders") == []


def test_an_order_that_came_back_waits_for_its_requester():
    stage = make_stage()
    from tests.procurement.stories import draft

    order = draft(stage)
    actions.decide_order(order, by=stage.people.abel, at=at(DAY), verdict="no", reason="Too dear.")

    found = Inbox(stage.people.pierre, at(DAY), names=["orders"]).part()

    assert [(todo.sentence, todo.url) for todo in found] == [("Too dear.", order.get_absolute_url())]


def test_a_payment_that_waits_for_two_is_no_todo_of_the_third():
    stage = staged()
    route(receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)))

    assert Inbox(stage.people.gwen, at(DAY), names=["payments"]).part() == []
