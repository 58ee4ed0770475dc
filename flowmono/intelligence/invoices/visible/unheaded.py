"""Billed lines that no headings stand above: rows of words and numbers over the sums, believed only where they add up to one."""

import re
from decimal import Decimal
from itertools import pairwise, takewhile

from ..model import InvoiceLine, releases_retention
from ..rows import Row
from .cells import is_number
from .columns import heading_kind
from .figures import read_amount
from .table import ReadLine
from .totals import Sum, split_inside, sum_kind
from .vocabulary import CARRIED, LABELS, plain

CENT = Decimal("0.01")
_COUNTED = re.compile(r"(?P<quantity>[0-9][0-9.,]*)\s*(?:x|×|@|à|a)\s*(?P<price>\S.*)", re.IGNORECASE)


def read_unheaded(rows: list[Row], sums: list[Sum], mark: str | None) -> list[ReadLine]:
    """The rows directly above the first sum that add up to a stated net or total, each with words and an amount; none otherwise.

    A single row must also say how often and at what price, since a label that nobody knows would look the same.
    """
    first = min((item.row for item in sums if item.kind in ("net", "line_total", "gross", "tax")), default=0)
    stated = {item.amount for item in sums if item.kind in ("net", "line_total")}
    if not any(item.kind == "tax" for item in sums):
        stated |= {item.amount for item in sums if item.kind == "gross"}
    above = ((position, _line_of(rows[position], mark)) for position in range(first - 1, -1, -1))
    found: list[ReadLine] = []
    for position, line in takewhile(lambda item: item[1] is not None, above):
        assert line is not None  # noqa: S101 - narrows the type for the checker
        found.insert(0, ReadLine(line, rows[position].text, rows[position].page, position))
        total = sum((read.line.net or Decimal(0) for read in found), Decimal(0))
        if total in stated and (len(found) > 1 or line.quantity is not None):
            return found
    return []


def _line_of(row: Row, mark: str | None) -> InvoiceLine | None:
    """Words first, an amount last, and between them numbers that make it, or nothing that is a number."""
    words = row.phrases[0].text
    net = read_amount(row.phrases[-1].text, mark)
    named = re.search(r"[^\W\d]{3}", words) and not is_number(words, mark)
    if net is None or not named or len(row.phrases) < 2 or _says_something_else(words, mark):
        return None
    quantity, price = _made_of(row, net, mark)
    return InvoiceLine(
        description=words, quantity=quantity, unit_price=price, net=net, retention_release=releases_retention(words)
    )


def _says_something_else(words: str, mark: str | None) -> bool:
    inside = split_inside(words, mark)
    label = inside[0] if inside else words
    if sum_kind(label) or heading_kind(label) or CARRIED.match(plain(words)):
        return True
    return any((match := pattern.match(plain(words))) and match.end() == len(words) for pattern in LABELS.values())


def _made_of(row: Row, net: Decimal, mark: str | None) -> tuple[Decimal | None, Decimal | None]:
    """Quantity and price where two numbers of the row make its amount."""
    between = [phrase.text for phrase in row.phrases[1:-1]]
    for text in between:
        if (counted := _COUNTED.fullmatch(text)) is not None:
            between = [counted["quantity"], counted["price"]]
    numbers = [number for text in between if (number := read_amount(text, mark)) is not None]
    for quantity, price in pairwise(numbers):
        if abs(quantity * price - net) <= CENT:
            return quantity, price
    return None, None
