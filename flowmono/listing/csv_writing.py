"""Rows as CSV that a program reads without guessing and a spreadsheet opens without running anything. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

# Spreadsheets read UTF-8 as UTF-8 only behind this mark.
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet take text for a formula (OWASP, "CSV injection"), also behind blanks.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell_of(value: Any) -> str:
    """A value as it stands in a cell: money and dates for machines, text that cannot run.

    Decimals keep their digits and a point, what was measured has at most four places,
    days are ISO 8601, moments are ISO 8601 in UTC, truth is true or false, nothing
    is empty. Text that a spreadsheet would take for a formula gets an apostrophe in front of it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(round(value, 4))
    if isinstance(value, int):
        return str(value)
    return safe_text(str(value))


def _digits(value: Decimal) -> str:
    """A decimal with a point, without the zeros that a column's width adds behind the second place."""
    cents = value.quantize(Decimal("0.01")) if value.is_finite() and abs(value) < Decimal("1e24") else value
    return f"{cents:f}" if cents == value and int(value.as_tuple().exponent) < -2 else f"{value:f}"


def safe_text(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


class _Echo:
    """A file that hands back what is written to it, so that rows leave one by one."""

    def write(self, text: str) -> str:
        return text


def lines_of(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the file (RFC 4180), the headings first; nothing is gathered, so any number of rows fits."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL)
    yield BYTE_ORDER_MARK + str(writer.writerow(list(headings)))
    for row in rows:
        yield str(writer.writerow([cell_of(value) for value in row]))
