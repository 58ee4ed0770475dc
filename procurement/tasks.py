"""What the clock calls."""

from django.db import transaction

from flowmono.common.acting import Actor, acting
from flowmono.common.now import moment
from procurement.actions.judging import judge, lock_invoice
from procurement.models import Invoice

CLOCK = Actor("system", "clock", "Flowmono, by the clock")


def match_waiting_invoices() -> int:
    """Match again what waits for a day: a cooling-off, an instalment, a certificate; return how many were asked."""
    at, asked = moment(), 0
    for pk in list(Invoice.objects.waiting_for_match().order_by("received_at").values_list("pk", flat=True)):
        with acting(CLOCK, at=at), transaction.atomic():
            judge(lock_invoice(Invoice(pk=pk)), at=at)
            asked += 1
    return asked
