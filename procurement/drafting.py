"""From the priced items of a contract to the lines of an order: pure rules on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flowmono.common.money import round_money

MONTHS_OF_PERIOD = {"P1M": 1, "P2M": 2, "P3M": 3, "P6M": 6, "P1Y": 12, "P12M": 12}


@dataclass(frozen=True)
class Item:
    """One priced item of a contract's schedule. `amount` is per occurrence; `key` is handed back with the line."""

    key: object
    kind: str
    description: str
    amount: Decimal | None
    optional: bool = False
    unit: str = ""
    period: str = ""
    count: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class DraftLine:
    """One line of an order to be. `amount` is the whole line; None for a rate, of which any quantity may be ordered."""

    item: Item
    quantity: Decimal | None
    unit_price: Decimal
    amount: Decimal | None
    occurrences: int | None
    optional: bool


@dataclass(frozen=True)
class DraftOrder:
    """The lines, what they add up to, and the ceiling for everything billed where the contract states one."""

    lines: tuple[DraftLine, ...]
    total: Decimal
    cap: Decimal | None


def draft_order_lines(
    items: Sequence[Item],
    *,
    currency: str,
    stated_total: Decimal | None,
    total_kind: str,
    starts_on: date | None,
    ends_on: date | None,
) -> DraftOrder:
    """The order that a contract's schedule asks for.

    Items without an amount are left out: nothing can be billed on them. The total is the sum of the firm lines; a
    contract with a ceiling orders up to the ceiling; one that states only a total orders that.
    """
    lines = tuple(
        _draft_line(item, item.amount, currency, starts_on, ends_on) for item in items if item.amount is not None
    )
    firm = sum((line.amount for line in lines if line.amount is not None and not line.optional), Decimal(0))
    cap = stated_total if total_kind == "cap" else None
    if cap is not None:
        total = cap
    elif firm or stated_total is None:
        total = firm
    else:
        total = stated_total
    return DraftOrder(lines, round_money(total, currency), cap)


def _draft_line(item: Item, amount: Decimal, currency: str, starts_on: date | None, ends_on: date | None) -> DraftLine:
    if item.kind == "unit_price":
        return DraftLine(item, None, amount, None, None, item.optional)
    if item.kind == "recurring":
        count = item.count or count_periods(item.period, item.due_on or starts_on, ends_on)
        whole = None if count is None else round_money(amount * count, currency)
        return DraftLine(item, Decimal(1), amount, whole, count, item.optional)
    return DraftLine(item, Decimal(1), amount, round_money(amount, currency), None, item.optional)


def count_periods(period: str, starts_on: date | None, ends_on: date | None) -> int | None:
    """How many whole or begun periods lie between two days, both within; None when that cannot be said."""
    months = MONTHS_OF_PERIOD.get(period)
    if months is None or starts_on is None or ends_on is None or ends_on < starts_on:
        return None
    between = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
    begun = between + (1 if ends_on.day >= starts_on.day else 0)
    return max(1, -(-begun // months))


def sum_of_firm(amounts: Iterable[tuple[Decimal | None, bool]]) -> Decimal:
    """The sum of the lines that count: (amount, optional) pairs."""
    return sum((amount for amount, optional in amounts if amount is not None and not optional), Decimal(0))
