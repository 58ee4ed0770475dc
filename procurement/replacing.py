"""Which later invoice took the place of one that was sent back: nobody need do anything about it any more."""

import re
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
    """What is compared of an invoice.

    `number` is the vendor's, as written; `replaces` the number of the invoice that it says it follows, or ""; `lines` is
    true when it bills lines of an order, and `once` are those of them that are billed once, not every month.
    """

    key: UUID
    arrived: tuple[datetime, str]
    vendor: Any
    number: str
    replaces: str
    sum: tuple[Decimal | None, str]
    sent_back: bool
    lines: bool = False
    once: frozenset[Any] = frozenset()

    def takes_place_of(self, other: "Sent") -> bool:
        """True when this one is from the same vendor, stands, and bills what the other one billed.

        That is: it has the same number, whichever came first, for one of them is a copy. Or it came later and names the
        other's number, or continues it ("14-2" after "14"); or bills the same line, one that is billed once; or comes
        to the same sum, where nothing of the other could be laid beside an order; or nothing of the other could be read.
        """
        if self.sent_back or self.vendor != other.vendor:
            return False
        if other.number and self.number == other.number:
            return True
        if self.arrived <= other.arrived:
            return False
        if other.number and (self.replaces == other.number or continues(self.number, other.number)):
            return True
        if other.lines:
            return bool(self.once & other.once)
        unread = not other.number and other.sum[0] is None
        return unread or (other.sum[0] is not None and self.sum == other.sum)


def continues(number: str, other: str) -> bool:
    """True of the number that vendors give a corrected invoice: the other's, a mark, and a short ending."""
    return bool(re.fullmatch(rf"{re.escape(other)}[\s./_-]+\w{{1,4}}", number, re.IGNORECASE))


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
    """Of these invoices, those that were sent back and replaced by another of them: their key with what took their place.

    One that its vendor withdrew takes nobody's place.
    """
    if not any(one.state == InvoiceState.REJECTED for one in invoices):
        return {}
    lines, named = _lines_of(invoices), _named_by(invoices)
    found = replacements(
        Sent(
            key=one.pk,
            arrived=(one.received_at, one.reference),
            vendor=one.vendor_id,
            number=one.number.strip(),
            replaces=named.get(one.pk, ""),
            sum=(one.payable, one.currency),
            sent_back=one.state == InvoiceState.REJECTED,
            lines=one.pk in lines,
            once=frozenset(lines.get(one.pk, ())),
        )
        for one in invoices
        if one.state != InvoiceState.WITHDRAWN
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


def _named_by(invoices: Sequence[Invoice]) -> dict[Any, str]:
    """The number of the earlier invoice that each of them names; credit notes name what they give back and replace nothing."""
    rows = Invoice.objects.filter(pk__in=[one.pk for one in invoices]).exclude(doc_type="credit_note")
    named = rows.values_list("pk", "reading__preceding_invoice", "corrections__preceding_invoice")
    return {key: str(corrected or read or "").strip() for key, read, corrected in named}
