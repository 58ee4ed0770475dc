"""What could be net, tax, total or what is to be paid: every amount on the pages, with numbers about what it makes of the others."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from ..dates import DATE
from ..rows import Row
from ..visible.figures import decimal_mark_of, place_amounts
from .candidates import LONGEST_PHRASE, MOST, Candidate
from .page import Around, Page, is_sum

EDGE = 6.0  # points between the right edges of amounts of one column
LONGEST_COLUMN, MOST_PAIRED = 40, 60
# What the labels of sums are called by `visible.totals.sum_kind`; a model knows them by their places.
_KINDS = (
    "line_total", "net", "tax", "gross", "last_gross", "prepaid", "withheld_tax", "retention", "payable", "charge", "net_part", "tax_part",
)  # fmt: skip
# Per cent of value added or sales taxes, as laws of some sixty countries have them.
_RATES = "5 5.5 6 7 7.7 8 8.1 9 10 12 13 13.5 14 15 16 17 18 19 20 21 22 23 24 25 25.5 27"
RATES = tuple(map(Decimal, _RATES.split(" ")))
NEAR_RATE = Decimal("0.06")
HALF = Decimal("0.5")
_NO_SUMS = [0.0] * 6


def amounts(rows: Sequence[Row]) -> list[Candidate]:
    """The last amounts of the document in reading order, each with its value as `str(Decimal)`; no days and no percentages."""
    mark = decimal_mark_of(row.text for row in rows)
    found: list[Candidate] = []
    for position in range(len(rows) - 1, -1, -1):
        found = [*_amounts_of(rows[position], position, mark), *found]
        if len(found) >= MOST:
            break
    return found[-MOST:]


def _amounts_of(row: Row, position: int, mark: str | None) -> list[Candidate]:
    found = []
    for place, phrase in enumerate(row.phrases):
        text = phrase.text[:LONGEST_PHRASE]
        days = [match.span() for match in DATE.finditer(text)]
        for value, start, end in place_amounts(text, mark):
            if not any(start < until and end > since for since, until in days):
                found.append(Candidate(str(value), phrase, position, place, text[:start].strip(), text[end:].strip()))
    return found


def amount_numbers(page: Page, every: Sequence[Candidate], arounds: Sequence[Around]) -> list[list[float]]:
    """Of each amount how large and how frequent it is, which sums it makes with others, and which label of a sum stands beside it."""
    signed = [Decimal(one.value) for one in every]
    values = [abs(value) for value in signed]
    often, order = Counter(values), sorted(set(values))
    rank = {value: place for place, value in enumerate(order)}
    largest = order[-1] if order else Decimal(0)
    makes = _makes([value for value in order if value > 0][-MOST_PAIRED:])
    in_row = Counter(one.row for one in every)
    last_page = page.rows[-1].page if page.rows else 0
    found = []
    for place, (one, around, value) in enumerate(zip(every, arounds, values, strict=True)):
        column = [
            other
            for other, candidate in enumerate(every)
            if candidate.row != one.row and abs(candidate.phrase.right - one.phrase.right) < EDGE
        ]
        above = [values[other] for other in column if every[other].row < one.row]
        near = around.label(one)
        found.append([
            signed[place] < 0, float(value / largest) if largest else 0.0, value == largest, rank[value] / len(order), len(order) - rank[value],
            often[value], len(every), value.as_tuple().exponent == -2, value == 0, *makes.get(value, _NO_SUMS), _adds_up(above, value),
            len(every) - place, one.phrase.page == last_page, "%" in near or "%" in page.texts[one.row],
            *(_kind(text) for text in (near, one.before, around.left, around.over)), float(above[-1] / value) if above and value else -1.0,
            in_row[one.row], len(above), len(column) - len(above), bool(re.search(r"[€$£]|[A-Z]{3}", one.phrase.text)),
        ])  # fmt: skip
    return found


def _makes(values: Sequence[Decimal]) -> dict[Decimal, list[float]]:
    """How often each amount is the net, the tax or the gross of two others, and how often so at a rate that some law knows."""
    present = set(values)
    counts: Counter[tuple[Decimal, int]] = Counter()
    for gross in values:
        for net in values:
            tax = gross - net
            if net >= gross:
                break
            if tax not in present or tax > net * HALF:
                continue
            rated = near_rate(tax / net * 100)
            for place, value in enumerate((net, tax, gross)):
                counts[value, place] += 1
                counts[value, place + 3] += rated
    return {value: [float(counts[value, place]) for place in range(6)] for value in values}


def near_rate(rate: Decimal) -> bool:
    """Whether some law knows a tax of about so many per cent."""
    return any(abs(rate - known) < NEAR_RATE for known in RATES)


def _adds_up(above: Sequence[Decimal], value: Decimal) -> int:
    """How many amounts of the column right above add up to this one, 0 when none do."""
    total = Decimal(0)
    for count, amount in enumerate(reversed(above[-LONGEST_COLUMN:]), 1):
        total += amount
        if total == value and count > 1:
            return count
    return 0


def _kind(text: str) -> int:
    kind = is_sum(text) if text else None
    return _KINDS.index(kind) + 1 if kind in _KINDS else 0
