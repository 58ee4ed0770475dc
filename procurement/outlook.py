"""How much of what the open orders of a contract ask for was billed and paid: occurrences, so that a first monthly fee is not the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from uuid import UUID

from django.db.models import Q, Sum

from procurement.models import InvoiceState, OrderLine, OrderState

# What a vendor bills a little less than the schedule says is still the whole of it.
NEARLY = Decimal("0.02")
BILLED = (InvoiceState.MATCHED, InvoiceState.AUTHORIZED, InvoiceState.PAID)


@dataclass(frozen=True)
class Part:
    """One line of an order: how often it falls due (None: without an end), the net of one time, and the net that was covered."""

    times: int | None
    price: Decimal
    covered: Decimal


def counted(parts: Iterable[Part]) -> tuple[int, int | None]:
    """How many times were covered in full, and of how many; None for the latter where one part goes on without an end."""
    done, whole = 0, 0
    endless = False
    for part in parts:
        if part.price <= 0:
            continue
        found = max(0, int((part.covered / part.price + NEARLY).to_integral_value(ROUND_FLOOR)))
        done += found if part.times is None else min(found, part.times)
        whole += part.times or 0
        endless = endless or part.times is None
    return done, None if endless else whole


def outlook_of(contract: UUID) -> dict[str, tuple[int, int | None]]:
    """(so far, of how many) for "invoices" and "payments", in one statement; empty where the schedule of no open order tells."""
    states = (OrderState.CLOSED, OrderState.CANCELLED)
    open_lines = OrderLine.objects.filter(order__contract_id=contract, optional=False).exclude(order__state__in=states)
    open_lines = open_lines.filter(Q(kind="recurring") | Q(amount__isnull=False), unit_price__isnull=False)
    lines = list(
        open_lines.annotate(
            billed=Sum("invoice_lines__order_net", filter=Q(invoice_lines__invoice__state__in=BILLED)),
            paid=Sum("invoice_lines__order_net", filter=Q(invoice_lines__invoice__state=InvoiceState.PAID)),
        ).order_by()
    )
    if not lines:
        return {}
    found = {}
    for stage, column in (("invoices", "billed"), ("payments", "paid")):
        found[stage] = counted(_part(line, getattr(line, column) or Decimal(0)) for line in lines)
    return found


def _part(line: OrderLine, covered: Decimal) -> Part:
    if line.kind == "recurring":
        return Part(line.occurrences, (line.unit_price or Decimal(0)) * (line.quantity or 1), covered)
    return Part(1, line.amount or Decimal(0), covered)
