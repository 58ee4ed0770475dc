"""How many statements the chain takes: savepoints, which do no work, are left out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flowmono.common.acting import SYSTEM, acting
from procurement import actions, reactions
from procurement.models import Order
from tests.people import NOON
from tests.procurement.stories import (
    accept,
    at,
    hear,
    last,
    make_stage,
    open_workspace,
    signed,
    write_invoice,
)

pytestmark = pytest.mark.django_db


def counted(work):
    with CaptureQueriesContext(connection) as asked:
        work()
    frame = ("SAVEPOINT", "RELEASE", "ROLLBACK")
    sqls = [query["sql"][:150] for query in asked.captured_queries if not query["sql"].startswith(frame)]
    return len(sqls), sqls


def test_an_order_is_created_and_submitted_in_few_statements():
    stage = make_stage()
    event = signed(stage.contract)

    def make():
        with acting(SYSTEM, at=NOON):
            reactions.draft_order(event)

    drafted, _sqls = counted(make)
    order_drafted = last("OrderDrafted")

    def submit():
        with acting(SYSTEM, at=NOON):
            reactions.submit_drafted_order(order_drafted)

    submitted, sqls = counted(submit)

    assert drafted + submitted <= 45, (drafted, submitted, sqls)


def test_order_invoice_and_match_take_few_statements():
    stage = make_stage()
    with acting(SYSTEM, at=NOON):
        drafted, _sqls = counted(lambda: reactions.draft_order(signed(stage.contract)))
    submitted, _sqls = counted(lambda: hear(reactions.submit_drafted_order, "OrderDrafted"))
    order = Order.objects.get()
    actions.decide_order(order, by=stage.people.abel, at=NOON + timedelta(hours=1), verdict="yes")
    open_workspace(stage, order)
    accept(stage, "M1 Interface design")
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)

    received, _sqls = counted(
        lambda: actions.receive_invoice(
            stage.vendor, by=stage.people.vera, at=at(date(2027, 4, 3)), data=data, filename="a.xml"
        )
    )
    event = last("InvoiceReceived")
    read, _sqls = counted(lambda: reactions.read_received_invoice(event))
    event = last("InvoiceRead")
    matched, sqls = counted(lambda: reactions.match_read_invoice(event))

    assert drafted + submitted + received + read + matched <= 90, (drafted, submitted, received, read, matched, sqls)
