"""The same money said twice is asked once: parts of a price, tiers that were not taken, a yearly fee and its instalments."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from flowmono.intelligence.contracts.durations import months_in
from flowmono.intelligence.contracts.findings import Finding, TotalFound

# What a row is due at, where only its own name says so, is no surer than this.
_ASSUMED_DUE = Decimal("0.8")


def makes_up_a_row(items: list[Finding], lists: list[list[Finding]]) -> bool:
    """Whether the prices of one table only add up to a price that another table asks for, at its own time."""
    parts = [item.amount for item in items if item.amount is not None and item.kind not in ("unit_price", "recurring")]
    rows = [item for found in lists if found is not items for item in found if item.due and item.due.type == "date"]
    return len(parts) > 1 and len(parts) == len(items) and any(item.amount == sum(parts) for item in rows)


def is_a_part(total: TotalFound, items: Sequence[Finding]) -> bool:
    """Whether what may be the price of one thing costs less than the rest of the schedule: then it is one of its prices."""
    others = [item.payable for item in items if item.payable is not None and item.amount != total.amount]
    return total.part and total.kind == "fixed" and sum(others, Decimal(0)) > total.amount


def without_components(items: list[Finding], lists: list[list[Finding]]) -> list[Finding]:
    """The schedule without tables that only say what a price is made of, or what else could have been chosen.

    Where shares make a hundred, they are the schedule: a table whose rows have no moment of their own, and either add up to the same
    total or stand beside another plan, lists the parts of the price. Of yearly prices in a table of which the running text takes one,
    the others are tiers that were not taken.
    """
    planned = (
        sum((item.percent for item in items if item.percent is not None and item.percent_base is None), Decimal(0))
        == 100
    )
    dropped: list[Finding] = []
    for found in lists:
        rows = [item for item in found if item in items]
        parts = [item for item in rows if item.percent is None and item.amount is not None]
        idle = parts and all(item.kind == "milestone" and item.confidence <= _ASSUMED_DUE for item in parts)
        if planned and idle and len(parts) == len(rows):
            dropped += rows
        if len(rows) > 1 and all(item.kind == "recurring" for item in rows):
            taken = {item.amount for item in items if item.kind == "recurring" and item not in rows}
            dropped += rows if sum(item.amount in taken for item in rows) == 1 else []
    return [item for item in items if item not in dropped]


def _is_one_of(part: Finding, series: Finding) -> bool:
    """Whether an amount is one of the equal parts of a series whose sum is said before it."""
    whole, due = series.amount, series.due
    if series.amount_is != "series_total" or whole is None or due is None or not due.count or part is series:
        return False
    beside = 0 <= part.start - series.end < 200
    if part.due is not None and part.due.count not in (None, due.count):
        return False
    return beside and part.amount == whole / due.count


def in_one_rhythm(items: list[Finding]) -> list[Finding]:
    """A yearly fee and the instalments in which it is paid are the same money: the instalments are kept, for as long as the fee runs."""
    items = [item for item in items if not any(_is_one_of(item, other) for other in items)]
    series = [item for item in items if item.kind == "recurring" and item.due and item.due.period]
    for whole, part in itertools.permutations(series, 2):
        if whole not in items or part not in items or whole.due is None or part.due is None or not _pays(part, whole):
            continue
        step = months_in(part.due.period or "") or 1
        runs = whole.due.count or 0
        count = runs if whole.due.period == part.due.period else runs * _months_of(whole) // step
        due = replace(part.due, count=count or part.due.count, value=part.due.value or whole.due.value)
        items = [replace(part, due=due) if item is part else item for item in items if item is not whole]
    return items


_ANNOUNCED = re.compile(
    r"^[^.;$€£]{0,60}\b(?:(?:according to|in accordance with|on|as per|per) the (?:following|below) (?:schedule|dates?|payment\w*|instal?lments?|plan)"
    r"|(?:payable|paid|due) (?:as follows|in the following (?:instal?lments|amounts)))\b",
    re.IGNORECASE,
)
_FOLLOWS = 500
# A stated sum and its instalments may differ by what was rounded.
_ROUNDED = Decimal("0.001")
_SAID_TWICE = Decimal("0.7")


def without_announced(items: list[Finding], flat: str, total: TotalFound | None) -> list[Finding]:
    """The schedule without a sum whose payment is set out behind it: "$3,000,000 per year according to the following schedule: a. …".

    A fee that comes to the stated total beside other prices is that total told by the year: it goes where the others come to as much,
    and is not certain where they do not.
    """
    kept = []
    for item in items:
        others = [
            other for other in items if other is not item and other.amount is not None and item.amount is not None
        ]
        parts = [other for other in others if 0 < other.start - item.end < _FOLLOWS and 2 * other.amount <= item.amount]  # type: ignore[operator]
        if item.kind == "recurring" and len(parts) > 1 and _ANNOUNCED.match(flat[item.end : item.end + 120]):
            continue
        firm = [other.payable for other in others if other.payable is not None]
        if (
            item.kind == "recurring"
            and total is not None
            and firm
            and item.payable == total.amount
            and total.kind == "fixed"
        ):
            if abs(sum(firm, Decimal(0)) - total.amount) <= total.amount * _ROUNDED:
                continue
            item = replace(item, confidence=min(item.confidence, _SAID_TWICE))
        kept.append(item)
    return kept


def _months_of(fee: Finding) -> int:
    period = fee.due.period if fee.due else None
    return 12 if fee.amount_is == "annual" else months_in(period or "") or 0


def _pays(part: Finding, whole: Finding) -> bool:
    """Whether the smaller of two fees is what is paid of the larger one each time."""
    if part.amount_is is not None or whole.amount is None or part.amount is None:
        return False
    step = _months_of(part)
    return 0 < step < _months_of(whole) and whole.amount * step == part.amount * _months_of(whole)
