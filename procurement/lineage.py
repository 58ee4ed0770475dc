"""From the sentence of a contract to the payment, and back: what each line of an order rests on and what came of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from procurement.models import (
    NOT_OWED,
    AuthorizationState,
    Invoice,
    InvoiceLine,
    Order,
    OrderLine,
    PaymentAuthorization,
)
from procurement.presenting import clause_url, milestones_by_term
from vendors.models import Milestone

PAID = AuthorizationState.PAID


@dataclass(frozen=True)
class Bill:
    """One invoice line on an order line, and the payment of its invoice where there is one.

    A reader who may not see the invoice or the payment is told its state alone: what is not shown is not said to be missing.
    """

    line: InvoiceLine
    payment: PaymentAuthorization | None
    invoice_shown: bool = True
    payment_shown: bool = True

    @property
    def shown(self) -> bool:
        """True when the reader sees the invoice and its payment."""
        return self.invoice_shown and self.payment_shown


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

    @property
    def paid_in_part(self) -> Decimal | None:
        """What of the line was paid, while it is less than the line comes to; None when nothing or all of it was.

        None also where the reader may not see every bill, for whom no amount is said, and for a price without a sum.
        """
        paid = [bill.line.order_net for bill in self.bills if bill.payment and bill.payment.state == PAID]
        if not paid or self.line.amount is None or None in paid or not all(bill.shown for bill in self.bills):
            return None
        total = sum(paid, Decimal(0))
        return total if total < self.line.amount else None


def threads_of(contract: UUID, person: Any) -> list[Thread]:
    """The lines of the contract's orders that this person sees, each with its lineage, in six statements."""
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
    billed = list(
        InvoiceLine.objects.filter(order_line__in=[line.pk for line in lines])
        .exclude(invoice__state__in=NOT_OWED)
        .select_related("invoice")
        .defer("invoice__reading", "invoice__corrections", "invoice__overrides")
        .order_by("invoice__received_at", "position")
    )
    invoices = {line.invoice_id for line in billed}
    payments = {one.invoice_id: one for one in PaymentAuthorization.objects.live().filter(invoice__in=invoices)}
    read = set(Invoice.objects.visible_to(person).filter(pk__in=invoices).values_list("pk", flat=True))
    followed = PaymentAuthorization.objects.visible_to(person).filter(invoice__in=invoices)
    paid = set(followed.values_list("pk", flat=True))
    found: dict[Any, list[Bill]] = defaultdict(list)
    for line in billed:
        payment = payments.get(line.invoice_id)
        shown = payment is None or payment.pk in paid
        found[line.order_line_id].append(Bill(line, payment, line.invoice_id in read, shown))
    return found
