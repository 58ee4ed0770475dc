"""Many at the same time: one effect, whoever was quickest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from flowmono.common.acting import SYSTEM, acting
from flowmono.common.refusals import Refused
from flowmono.outbox.models import RecordedEvent
from procurement import actions, reactions
from procurement.models import Commitment, Invoice
from tests.people import NOON
from tests.procurement.stories import accept, approve, at, draft, make_stage, write_invoice

pytestmark = pytest.mark.usefixtures("committed")


def at_once(work, given, workers=8):
    """Do the work for each of the given in threads; what each came to: a value, or the refusal's status."""

    def one(value):
        try:
            return work(value)
        except Refused as refusal:
            return refusal.status
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, given))


def test_of_many_yes_at_once_one_approves_and_the_others_conflict():
    with transaction.atomic():
        stage = make_stage()
        order = draft(stage)

    def say_yes(_turn):
        return actions.decide_order(order, by=stage.people.abel, at=NOON + timedelta(hours=1), verdict="yes").state

    outcomes = at_once(say_yes, range(20))

    assert sorted(outcomes, key=str) == [409] * 19 + ["approved"]
    assert RecordedEvent.objects.filter(name="OrderApproved").count() == 1
    assert Commitment.objects.count() == 1


def test_invoices_for_one_milestone_matched_at_once_leave_one_payable():
    with transaction.atomic():
        stage = make_stage()
        order = approve(stage)
        accept(stage, "M1 Interface design")
    for number in ("NL-10", "NL-20", "NL-30", "NL-40"):
        data = write_invoice(number, [("M1 Interface design", "8000.00")], order=order)
        actions.receive_invoice(
            stage.vendor, by=stage.people.vera, at=at(date(2027, 4, 3)), data=data, filename=f"{number}.xml"
        )

    def follow(name, reaction):
        def hear(event):
            with acting(SYSTEM, at=event.at), transaction.atomic():
                reaction(event)

        at_once(hear, [recorded.event for recorded in RecordedEvent.objects.filter(name=name).order_by("-id")], 4)

    follow("InvoiceReceived", reactions.read_received_invoice)
    follow("InvoiceRead", reactions.match_read_invoice)

    states = sorted(Invoice.objects.values_list("state", flat=True))
    assert states.count("matched") == 1, states
    assert set(states) <= {"matched", "held", "rejected"}
