"""From the sentence of a contract to the payment, and back: what each line of an order rests on and what came of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from procurement.models import Invoice, InvoiceLine, Order, OrderLine, PaymentAuthorization
from procurement.presenting import clause_url, milestones_by_term
from vendors.models import Milestone


@dataclass(frozen=True)
class Bill:
    """One invoice line on an order line, and the payment of its invoice where there is one."""

    line: InvoiceLine
    payment: PaymentAuthorization | None


@dataclass(frozen=True)
class Thread:
    """One order line: the sentence it rests on, the milestone that delivers it, and everything billed on it."""

    line: OrderLine
    clause_url: str
    milestone: Milestone | None
    bills: list[Bill] = field(default_factory=list)

    @property
    def is_unused(self) -> bool:
        """True of a price for what may be ordered, while nothing was billed on it."""
        return not self.line.is_firm and not self.bills


def threads_of(contract: UUID, person: Any) -> list[Thread]:
    """The lines of the contract's orders that this person sees, each with its lineage, in four statements."""
    orders = Order.objects.visible_to(person).filter(contract_id=contract).exclude(state="cancelled")
    lines = list(
        OrderLine.objects.filter(order__in=orders.values("pk"))
        .select_related("order")
        .order_by("order__number", "position")
    )
    if not lines:
        return []
    milestones = milestones_by_term({line.term_id for line in lines})
    bills = _bills(lines, person)
    return [
        Thread(line, clause_url(line.order.contract_id, line.term_id), milestones.get(line.term_id), bills[line.pk])
        for line in lines
    ]


def _bills(lines: list[OrderLine], person: Any) -> dict[Any, list[Bill]]:
    seen = Invoice.objects.visible_to(person).exclude(state="rejected").values("pk")
    billed = list(
        InvoiceLine.objects.filter(order_line__in=[line.pk for line in lines], invoice__in=seen)
        .select_related("invoice")
        .defer("invoice__reading", "invoice__corrections", "invoice__overrides")
        .order_by("invoice__received_at", "position")
    )
    live = PaymentAuthorization.objects.visible_to(person).live()
    payments = {one.invoice_id: one for one in live.filter(invoice__in={line.invoice_id for line in billed})}
    found: dict[Any, list[Bill]] = defaultdict(list)
    for line in billed:
        found[line.order_line_id].append(Bill(line, payments.get(line.invoice_id)))
    return found
