"""What has been billed and accepted of an order line, from history and milestones (section 4)."""

from dataclasses import dataclass
from decimal import Decimal

from procurement.matching.case import Case
from procurement.matching.model import (
    COUNTED_KINDS,
    RATE,
    RECURRING,
    ZERO,
    HistoryEntry,
    HistoryLine,
    MilestoneFacts,
    OrderFacts,
    OrderLine,
)
from procurement.matching.periods import occurrences_named
from procurement.matching.references import same_line_id, same_number, same_order

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Billed:
    """Everything billed before on one order line: posted less credited, without rejected and void documents.

    `periods` maps an occurrence of a periodic line to the amount billed for it.
    """

    amount: Decimal
    quantity: Decimal
    documents: tuple[str, ...]
    periods: tuple[tuple[int, Decimal], ...] = ()

    def of_period(self, occurrence: int) -> Decimal:
        """The amount already billed for one occurrence."""
        return dict(self.periods).get(occurrence, ZERO)


@dataclass(frozen=True)
class Accepted:
    """What acceptance opens: a share of the line's value (0 to 1) or a quantity; `recorded` when anything is kept."""

    share: Decimal
    quantity: Decimal
    recorded: bool


def other_documents(case: Case) -> tuple[HistoryEntry, ...]:
    """The earlier documents that count, without the invoice itself, so that matching twice changes nothing."""
    own = case.invoice.id
    return tuple(entry for entry in case.history if entry.alive and (own is None or entry.id != own))


def billed_before(case: Case, order: OrderFacts, line: OrderLine) -> Billed:
    """What earlier documents billed on the line. A final invoice restates its partial invoices: they are left out."""
    amount, quantity, documents = ZERO, ZERO, []
    periods: dict[int, Decimal] = {}
    for entry in other_documents(case):
        if entry.vendor != order.vendor or restated_by_final(case, entry, order):
            continue
        sign = -1 if entry.is_credit else 1
        for billed in entry.lines:
            if not _on_line(entry, billed, order, line):
                continue
            net = sign * abs(billed.net) if entry.is_credit else billed.net
            amount += net
            quantity += sign * _quantity_of(billed, line)
            documents.append(entry.number)
            _add_periods(periods, entry, billed, line, net)
    return Billed(amount, quantity, tuple(dict.fromkeys(documents)), tuple(sorted(periods.items())))


def restated_by_final(case: Case, entry: HistoryEntry, order: OrderFacts) -> bool:
    """Whether this final invoice bills again, and deducts as prepaid, what `entry` billed in part."""
    invoice = case.invoice
    if not invoice.is_final or entry.is_credit or not same_order(entry.order, order.number):
        return False
    if invoice.partial_invoices:
        return any(same_number(entry.number, number) for number in invoice.partial_invoices)
    return invoice.prepaid > 0


def _on_line(entry: HistoryEntry, billed: HistoryLine, order: OrderFacts, line: OrderLine) -> bool:
    return same_order(billed.order or entry.order, order.number) and same_line_id(billed.order_line, line.line)


def _quantity_of(billed: HistoryLine, line: OrderLine) -> Decimal:
    """The quantity billed; without one, as much as the amount buys at the order's price."""
    if billed.quantity is not None:
        return abs(billed.quantity)
    return abs(billed.net) / line.unit_price if line.unit_price else ZERO


def _add_periods(
    periods: dict[int, Decimal], entry: HistoryEntry, billed: HistoryLine, line: OrderLine, net: Decimal
) -> None:
    if line.kind != RECURRING or not billed.period:
        return
    named = occurrences_named(line, billed.period, entry.issue_date)
    for occurrence in named or ():
        periods[occurrence] = periods.get(occurrence, ZERO) + net / len(named or ())


def billed_on_order(case: Case, order: OrderFacts) -> Decimal:
    """Everything billed before on an order, net, whichever line it was for."""
    total = ZERO
    for entry in other_documents(case):
        if entry.vendor != order.vendor or restated_by_final(case, entry, order):
            continue
        nets = [billed.net for billed in entry.lines if same_order(billed.order or entry.order, order.number)]
        if not entry.lines and same_order(entry.order, order.number):
            nets = [entry.net]
        total += sum((-abs(net) if entry.is_credit else net for net in nets), ZERO)
    return total


def accepted_of(case: Case, order: OrderFacts, line: OrderLine) -> Accepted:
    """What has been accepted of the line.

    Several milestones may share one line by `share_pct`; without shares they count equally, so that one accepted
    milestone never opens the value of another.
    """
    records = [
        m for m in case.milestones if same_order(m.order, order.number) and same_line_id(m.order_line, line.line)
    ]
    share = sum((_weight(m, len(records)) * (m.accepted_pct or ZERO) / HUNDRED for m in records), ZERO)
    share = min(share, Decimal(1))
    quantity = sum((m.accepted_qty for m in records if m.accepted_qty is not None), ZERO)
    if line.kind in COUNTED_KINDS and line.qty is not None and all(m.accepted_qty is None for m in records):
        quantity = line.qty * share
    elif line.qty and all(m.accepted_pct is None for m in records) and quantity:
        share = min(quantity / line.qty, Decimal(1))
    return Accepted(share, quantity, bool(records))


def _weight(milestone: MilestoneFacts, count: int) -> Decimal:
    return milestone.share_pct / HUNDRED if milestone.share_pct is not None else Decimal(1) / count


def open_amount(case: Case, order: OrderFacts, line: OrderLine) -> Decimal | None:
    """The amount that may still be billed on the line at the order's price; None for a rate without a ceiling."""
    billed = billed_before(case, order, line)
    if line.kind in COUNTED_KINDS and line.qty is not None:
        return (line.qty - billed.quantity) * line.unit_price
    return None if line.value is None else line.value - billed.amount


def billable_at_once(case: Case, order: OrderFacts, line: OrderLine) -> Decimal | None:
    """The amount that one invoice for the whole line would show: for a periodic fee one period, else what is open."""
    if line.kind == RECURRING:
        still_open = open_amount(case, order, line)
        return line.unit_price if still_open is None or still_open > 0 else ZERO
    return None if line.kind == RATE else open_amount(case, order, line)
