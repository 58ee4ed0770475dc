"""An instalment is met when all of it is paid, and never by hand where it is ordered."""

from datetime import date

import pytest

from contracts import actions as contracts
from contracts import reactions as contract_reactions
from contracts.models import Obligation
from flowmono.common.refusals import Conflict
from flowmono.fulfilling import settle_instalment
from procurement import actions
from tests.people import NOON
from tests.procurement import stories

pytestmark = pytest.mark.django_db


def pay(stage, order, number, amount, day):
    invoice = stories.receive(stage, stories.write_invoice(number, [("First instalment", amount)], order=order))
    payment = stories.authorize(stage, invoice)
    actions.make_batch([payment], by=stage.people.gwen, at=stories.at(day))
    payment.refresh_from_db()
    actions.confirm_payment(payment, by=stage.people.gwen, at=stories.at(day, 12), reference=number, early=True)
    stories.hear(settle_instalment, "PaymentConfirmed")


def test_an_instalment_is_done_when_all_of_it_is_paid():
    schedule = (
        stories.item("date", "First instalment", "8000.00", due_on=date(2027, 3, 15), due_type="date", quote="EUR 8,000.00."),
        stories.item("date", "Second instalment", "4000.00", due_on=date(2027, 6, 30), due_type="date", quote="EUR 4,000.00."),
    )  # fmt: skip
    stage = stories.make_stage(schedule=schedule, customer_name="Adler Instruments GmbH")
    contract_reactions.open_compliance_record(stories.signed(stage.contract))
    order = stories.approve(stage)
    stories.accept(stage, "First instalment")
    first, second = Obligation.objects.filter(kind="instalment").order_by("due_on")
    assert (first.side, first.due_on) == ("ours", date(2027, 3, 15))
    with pytest.raises(Conflict, match="when all of it is paid"):
        contracts.settle_obligation(first, by=stage.people.maya, at=NOON)

    pay(stage, order, "INV-1", "3000.00", date(2027, 4, 9))
    assert Obligation.objects.get(pk=first.pk).state == "open"
    pay(stage, order, "INV-2", "5000.00", date(2027, 4, 12))

    assert Obligation.objects.get(pk=first.pk).state == "done"
    assert Obligation.objects.get(pk=second.pk).state == "open"
