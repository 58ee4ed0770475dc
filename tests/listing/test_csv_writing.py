"""Rows as CSV: machines read them without guessing, spreadsheets run nothing."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from flowmono.listing.csv_writing import cell_of, lines_of


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Decimal("1234.50"), "1234.50"),
        (Decimal("-12.00"), "-12.00"),
        (Decimal("1E+3"), "1000"),
        (Decimal("52.000"), "52.00"),
        (Decimal("52.005"), "52.005"),
        (Decimal("7.50000000"), "7.50"),
        (date(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, 13, 0, tzinfo=timezone(timedelta(hours=1))), "2027-03-01T12:00:00Z"),
        (datetime(2027, 3, 1, 12, 0, 5, 999, tzinfo=UTC), "2027-03-01T12:00:05Z"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (9433.560660648058, "9433.5607"),
        (0.25, "0.25"),
        (None, ""),
        ("Halden & Pryce", "Halden & Pryce"),
    ],
)
def test_a_value_is_written_for_machines(value: object, cell: str) -> None:
    assert cell_of(value) == cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C calc'!A0"]
)
def test_text_that_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert cell_of(text) == f"'{text}"


def test_lines_are_read_back_as_they_were_written() -> None:
    rows = [["PO-1", 'He said "no", twice\nand left', Decimal("5.00")], ["PO-2", "", None]]

    text = "".join(lines_of(["number", "note", "total"], rows))

    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["number", "note", "total"], ["PO-1", 'He said "no", twice\nand left', "5.00"], ["PO-2", "", ""]]


def test_nothing_is_gathered_before_the_first_line_leaves() -> None:
    def endless():  # type: ignore[no-untyped-def]
        number = 0
        while True:
            yield [number]
            number += 1

    lines = lines_of(["n"], endless())

    assert [next(lines) for _ in range(3)] == ["\ufeffn\r\n", "0\r\n", "1\r\n"]
