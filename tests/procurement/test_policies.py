"""Who may do what: people × verbs, in one table."""

from datetime import date

import pytest

from flowmono.common.refusals import Conflict, NotAllowed
from procurement import actions, policies
from tests.people import NOON
from tests.procurement.stories import accept, approve, make_stage, receive, route, write_invoice

pytestmark = pytest.mark.django_db
EVERYBODY = ("maya", "abel", "dora", "carl", "pierre", "lena", "fay", "finn", "gwen", "aud", "vera", "olu")

# Gwen verified the account, Maya called back, Pierre asked for the order, Vera sent the invoice.
MAY = {
    "ask for a thing": {"maya", "pierre"},
    "edit an order": {"maya", "pierre"},
    "submit an order": {"maya", "pierre"},
    "decide on an order": {"maya", "abel", "dora", "carl", "lena", "fay", "finn", "gwen"},
    "revise an order": {"maya"},
    "close an order": {"maya"},
    "enter an invoice": {"maya", "fay", "finn", "gwen"},
    "send an invoice through the portal": {"vera"},
    "work as a clerk": {"maya", "fay", "finn", "gwen"},
    "let a finding pass": {"maya", "fay", "finn", "gwen"},
    "send an invoice back": {"maya", "fay", "finn", "gwen"},
    "authorize a payment": {"abel", "dora", "carl", "lena", "fay", "finn"},
    "stop a payment": {"fay", "finn", "gwen"},
    "make files and confirm": {"fay", "finn", "gwen"},
    "see what is to export": {"maya", "fay", "finn", "gwen", "aud"},
}


def test_people_and_verbs():
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order), on=date(2027, 4, 3)
    )
    payment = route(invoice)
    ask = {
        "ask for a thing": policies.can_ask_for,
        "edit an order": lambda by: policies.can_edit(order, by),
        "submit an order": lambda by: policies.can_submit(order, by),
        "decide on an order": lambda by: policies.can_decide(order, by),
        "revise an order": lambda by: policies.can_revise(order, by),
        "close an order": lambda by: policies.can_close(order, by),
        "enter an invoice": policies.can_capture,
        "send an invoice through the portal": lambda by: policies.can_send_invoice(stage.vendor, by),
        "work as a clerk": lambda by: policies.can_clerk(invoice, by),
        "let a finding pass": lambda by: policies.can_override(invoice, by),
        "send an invoice back": lambda by: policies.can_reject(invoice, by),
        "authorize a payment": lambda by: policies.can_authorize(payment, by),
        "stop a payment": lambda by: policies.can_void(payment, by),
        "make files and confirm": policies.can_pay,
        "see what is to export": policies.can_see_export,
    }

    found = {verb: {name for name in EVERYBODY if may(getattr(stage.people, name))} for verb, may in ask.items()}

    assert found == MAY


@pytest.mark.parametrize("verb", ["can_capture", "can_pay", "can_see_export", "can_ask_for"])
def test_an_account_that_was_closed_may_nothing(verb):
    stage = make_stage()
    person = stage.people.fay if verb != "can_ask_for" else stage.people.maya
    person.is_active = False

    assert getattr(policies, verb)(person) is False


def test_who_only_reads_is_refused_before_the_state_is_looked_at():
    stage = make_stage()
    order = approve(stage)

    with pytest.raises(NotAllowed):
        actions.decide_order(order, by=stage.people.aud, at=NOON, verdict="yes")
    with pytest.raises(Conflict):
        actions.decide_order(order, by=stage.people.gwen, at=NOON, verdict="yes")
