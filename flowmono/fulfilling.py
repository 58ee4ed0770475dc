"""Obligations that are met elsewhere: what is delivered when it is accepted, what is owed when it is paid.

Contracts know neither workspaces nor invoices, and these know no obligations: each function takes one event of the one and answers the other.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from contracts.models import Obligation, ObligationState
from contracts.obliging import DELIVERY, INSTALMENT
from flowmono import events
from procurement.models import InvoiceLine, InvoiceState, OrderLine
from vendors.models import Milestone

WHOLE = Decimal(100)


def settle_delivery(event: events.MilestoneAccepted) -> None:
    """What was accepted wholly is delivered: the obligation that asked for it is met."""
    if event.percent >= WHOLE:
        term = Milestone.objects.filter(pk=event.milestone_id).values_list("term_id", flat=True)
        _settle(_open_ones(DELIVERY, term), event)


def settle_instalment(event: events.PaymentConfirmed) -> None:
    """What was paid to the last cent is met: the lines of paid invoices that bill an instalment come to what was ordered of it."""
    billed = InvoiceLine.objects.filter(invoice=event.invoice_id, order_line__term__isnull=False)
    terms = set(billed.values_list("order_line__term_id", flat=True))
    _settle(_open_ones(INSTALMENT, {term for term in terms if _is_paid(term)}), event)


def _is_paid(term: UUID) -> bool:
    lines = OrderLine.objects.filter(term=term, optional=False, amount__isnull=False)
    ordered = lines.aggregate(all=Sum("amount"))["all"]
    paid = InvoiceLine.objects.filter(order_line__in=lines.values("pk"), invoice__state=InvoiceState.PAID)
    return ordered is not None and (paid.aggregate(all=Sum("order_net"))["all"] or 0) >= ordered


def _open_ones(kind: str, terms: Any) -> Any:
    found = Obligation.objects.filter(kind=kind, state=ObligationState.OPEN, term__in=terms)
    return found.select_related("record").select_for_update(of=("self",))


def _settle(found: Any, event: events.Event) -> None:
    for obligation in found:
        obligation.settle(at=event.at)
        obligation.save()
