"""Tables without a heading: rows of which one cell is a price and another says when it is paid."""

import re
from collections.abc import Sequence

from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.source import Line

# Over the day on which the period of a row begins.
FROM = re.compile(
    r"(?:from|start(?:s|ing)?(?: date| day)?|begins?|beginning|period start|valid from|von|ab|beginn|du|à partir du|début|desde|inicio|van|vanaf)",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    r"(?:up)?on |within |after |at |when |by |following |before |bei |nach |mit |binnen |innerhalb |à |après |al? |tras |con ",
    re.IGNORECASE,
)


def bare_columns(lines: Sequence[Line], index: int) -> tuple[list[str], int] | None:
    """What the columns of a run of rows without a heading hold, and how many rows it has; None for other rows.

    Every row has its price in the same cell and, in another, a day, a length of time or words that begin like a moment.
    """
    width = len(lines[index].cells)
    rows: list[list[str]] = []
    while index + len(rows) < len(lines):
        line = lines[index + len(rows)]
        if not line.is_row or len(line.cells) != width or not any(_is_price(cell) for cell in line.cells):
            break
        rows.append(line.cells)
    if width < 3 or len(rows) < 2:
        return None
    prices = [place for place in range(width) if all(_is_price(row[place]) for row in rows)]
    moments = [place for place in range(width) if all(_is_moment(row[place]) for row in rows)]
    if len(prices) != 1 or not moments or not any(find_dates(row[moments[0]]) for row in rows):
        return None
    columns = ["text"] * width
    columns[moments[0]], columns[prices[0]] = "due", "amount"
    return columns, len(rows)


def _is_price(cell: str) -> bool:
    mentions = find_money(cell)
    return len(mentions) == 1 and len(cell.strip()) - (mentions[0].end - mentions[0].start) < 4


def _is_moment(cell: str) -> bool:
    return len(cell) < 140 and bool(find_dates(cell) or find_durations(cell) or _MOMENT.match(cell))
