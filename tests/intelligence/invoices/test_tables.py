"""Tables of goods as people set them: cells that touch, rows without headings, headings in other words, sums within the table."""

from decimal import Decimal

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .pages import draw, sums, table

D = Decimal
HEADS = ["Description", "Quantity", "Unit price", "Amount"]
REPORT = "M1 Inspection report of all test benches"
TOP = "<p><b>Quillfeather Metrology Ltd</b><br>8 Foundry Lane<br>Leeds LS1 4AP</p><h1>Invoice</h1><p>Invoice number: A-17</p><p>Date: 14 January 2027</p>"
FOOT = sums([("Net total", "EUR 9,800.00"), ("VAT 0 %", "EUR 0.00"), ("Total due", "EUR 9,800.00")])


def read(body: str, foot: str = FOOT, style: str = "") -> InvoiceReading:
    return read_invoice(draw(f"{TOP}{body}{foot}", style), "invoice.pdf")


def touching(head: list[str], rows: list[list[str]], border: str = "") -> str:
    """A table as a page without a style sheet shows it: headings centred, a blank between cells."""
    top = "".join(f"<th style='text-align:center; padding:1px'>{text}</th>" for text in head)
    body = "".join("<tr>" + "".join(f"<td style='padding:1px'>{text}</td>" for text in row) + "</tr>" for row in rows)
    return f"<table {border} style='border-collapse:separate'><tr>{top}</tr>{body}</table>"


def said(reading: InvoiceReading) -> list[tuple[str, Decimal | None, Decimal | None, Decimal | None]]:
    return [(line.description, line.quantity, line.unit_price, line.net) for line in reading.lines]


@pytest.mark.parametrize("border", ["", "border=1"])
@pytest.mark.parametrize(
    ("row", "description"),
    [
        ([REPORT, "1", "EUR 9,800.00", "EUR 9,800.00"], REPORT),
        ([REPORT, "1", "9,800.00 EUR", "9,800.00 EUR"], REPORT),
        ([REPORT, "1", "€9,800.00", "€9,800.00"], REPORT),
        ([REPORT, "1", "€ 9,800.00", "€ 9,800.00"], REPORT),
        (["Report, class 2", "1", "9,800.00", "9,800.00"], "Report, class 2"),
    ],
)
def test_cells_that_touch_are_cells(border: str, row: list[str], description: str) -> None:
    reading = read(touching(HEADS, [row], border))

    assert said(reading) == [(description, D(1), D("9800.00"), D("9800.00"))]
    assert reading.doubtful == ()


def test_a_day_at_the_end_of_a_sentence_is_no_amount() -> None:
    rows = [
        [REPORT, "1", "9,800.00", "9,800.00"],
        ["Please order before 19.12. for a delivery at the latest on 23.12", "", "", ""],
    ]

    reading = read(table(HEADS, rows, 1))

    assert [line.net for line in reading.lines] == [D("9800.00")]


@pytest.mark.parametrize(
    "head",
    [
        ["Item", "Description", "Qty", "Unit price (EUR)", "Amount (EUR)"],
        ["Part", "Item &amp; Description", "Qty", "Rate", "Amount (ex VAT)"],
        ["Artikel", "Bezeichnung / Description", "Menge / Quantity", "Einzelpreis / Unit price", "Betrag / Amount"],
    ],
)
def test_headings_name_the_words_beside_a_code_the_currency_and_a_second_language(head: list[str]) -> None:
    reading = read(table(head, [["P-1", REPORT, "1", "9,800.00", "9,800.00"]], 2))

    assert said(reading) == [(REPORT, D(1), D("9800.00"), D("9800.00"))]


def test_what_is_carried_over_and_the_sum_of_a_group_are_no_lines() -> None:
    rows = [
        ["Report", "2", "1,000.00", "2,000.00"],
        ["Gauges", "1", "800.00", "800.00"],
        ["Subtotal laboratory", "", "", "2,800.00"],
        ["Carried forward", "", "", "2,800.00"],
        ["Brought forward", "", "", "2,800.00"],
        ["Travel", "7", "1,000.00", "7,000.00"],
    ]

    reading = read(table(HEADS, rows, 1))

    assert [line.net for line in reading.lines] == [D("2000.00"), D("800.00"), D("7000.00")]
    assert reading.doubtful == ()


def test_quantities_ordered_and_shipped_stand_apart() -> None:
    head = ["Item no", "Description", "Ordered", "Shipped", "B/O", "Unit price", "UOM", "Extended"]

    reading = read(table(head, [["P-1", "Bearings", "8", "8", "0", "1,225.00", "EA", "9,800.00"]], 2))

    assert said(reading) == [("Bearings", D(8), D("1225.00"), D("9800.00"))]


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        (
            [["Report", "2", "400.00", "800.00"], ["Calibration", "3", "3,000.00", "9,000.00"]],
            [("Report", "2"), ("Calibration", "3")],
        ),
        (
            [["Report", "2 × €400.00", "800.00"], ["Calibration", "", "9,000.00"]],
            [("Report", "2"), ("Calibration", None)],
        ),
        ([["Report and calibration", "2", "4,900.00", "9,800.00"]], [("Report and calibration", "2")]),
    ],
)
def test_rows_without_headings_are_lines_where_they_add_up(
    rows: list[list[str]], read_as: list[tuple[str, str | None]]
) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td style='padding:0 20pt'>{text}</td>" for text in row) + "</tr>" for row in rows
    )

    reading = read(f"<table>{body}</table>")

    assert [(line.description, line.quantity) for line in reading.lines] == [
        (text, D(count) if count else None) for text, count in read_as
    ]
    assert reading.doubtful == ()


@pytest.mark.parametrize(
    "rows",
    [
        [["Report", "2", "400.00", "800.00"], ["Calibration", "3", "2,000.00", "6,000.00"]],
        [["Amount of the last month", "9,800.00"]],
    ],
)
def test_rows_without_headings_that_make_no_sum_or_may_be_one_are_no_lines(rows: list[list[str]]) -> None:
    body = "".join(
        "<tr>" + "".join(f"<td style='padding:0 20pt'>{text}</td>" for text in row) + "</tr>" for row in rows
    )

    assert read(f"<table>{body}</table>").lines == ()


@pytest.mark.parametrize("word", ["Report", "Transport", "Total care for a year"])
def test_words_that_also_name_a_sum_bill_what_they_say(word: str) -> None:
    reading = read(table(["Description", "Amount"], [["Calibration", "9,000.00"], [word, "800.00"]], 1))

    assert [line.net for line in reading.lines] == [D("9000.00"), D("800.00")]
