"""Which later invoice took the place of one that was sent back: nobody need do anything about it any more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from procurement.models import Invoice, InvoiceLine, InvoiceState

ONE_OFF = frozenset({"deposit", "on_signature", "milestone", "date", "retention"})


@dataclass(frozen=True)
class Sent:
    """What is compared of an invoice; `once` are the order lines that it bills and that are billed once, not every month."""

    key: UUID
    arrived: tuple[datetime, str]
    vendor: Any
    number: str
    sum: tuple[Decimal | None, str]
    sent_back: bool
    lines: bool = False
    once: frozenset[Any] = frozenset()

    def takes_place_of(self, other: "Sent") -> bool:
        """True when this one is from the same vendor, stands, and bills what the other one billed.

        That is: it has the same number, whichever came first, for one of them is a copy; or it came later and bills a
        line that is billed once; or it came later to the same sum, where nothing of the other could be laid beside an
        order; or it came later and nothing of the other could be read at all.
        """
        if self.sent_back or self.vendor != other.vendor:
            return False
        if other.number and self.number == other.number:
            return True
        if self.arrived <= other.arrived:
            return False
        if other.lines:
            return bool(self.once & other.once)
        unread = not other.number and other.sum[0] is None
        return unread or (other.sum[0] is not None and self.sum == other.sum)


def replacements(sent: Iterable[Sent]) -> dict[UUID, UUID]:
    """Each invoice that was sent back and replaced, with the first invoice that took its place."""
    ordered = sorted(sent, key=lambda one: one.arrived)
    found = {}
    for other in ordered:
        later = (one for one in ordered if one.takes_place_of(other)) if other.sent_back else iter(())
        if (one := next(later, None)) is not None:
            found[other.key] = one.key
    return found


def replaced_among(invoices: Sequence[Invoice]) -> dict[Any, Invoice]:
    """Of these invoices, those that were sent back and replaced by another of them: their key with what took their place."""
    if not any(one.state == InvoiceState.REJECTED for one in invoices):
        return {}
    lines = _lines_of(invoices)
    found = replacements(
        Sent(
            key=one.pk,
            arrived=(one.received_at, one.reference),
            vendor=one.vendor_id,
            number=one.number_key,
            sum=(one.payable, one.currency),
            sent_back=one.state == InvoiceState.REJECTED,
            lines=one.pk in lines,
            once=frozenset(lines.get(one.pk, ())),
        )
        for one in invoices
    )
    by_key = {one.pk: one for one in invoices}
    return {key: by_key[later] for key, later in found.items()}


def _lines_of(invoices: Sequence[Invoice]) -> Mapping[Any, set[Any]]:
    """The order lines that each invoice bills and that are billed once; an invoice that bills only others has none of them."""
    rows = InvoiceLine.objects.filter(invoice__in=[one.pk for one in invoices], order_line__isnull=False)
    found: dict[Any, set[Any]] = {}
    for invoice, line, kind in rows.values_list("invoice_id", "order_line_id", "order_line__kind"):
        billed = found.setdefault(invoice, set())
        if kind in ONE_OFF:
            billed.add(line)
    return found
