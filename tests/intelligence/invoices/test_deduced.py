"""Sums whose labels nobody knows, and sums that are printed in parts: what they make of each other says which is which."""

from decimal import Decimal as D

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .pages import draw, sums, table

TOP = "<p><b>Sandgate Archives Ltd</b><br>9 Hill Rise<br>Lincoln LN2 1PZ</p><h1>Invoice B18</h1><p>Date: 31 January 2026</p>"
GOODS = table(["Descripción", "Cantidad", "Precio", "Importe"], [["Asesoría", "2", "500,00", "1.000,00"]], 1)
SUMS = {"net", "tax", "gross", "payable"}


def read(*parts: str) -> InvoiceReading:
    return read_invoice(draw("".join(parts)), "invoice.pdf")


def three(reading: InvoiceReading) -> tuple[D | None, D | None, D | None]:
    return reading.net, reading.tax, reading.gross


@pytest.mark.parametrize(
    "block",
    [
        sums([("What we ask", "£1,000.00"), ("VAT @ 20%", "£200.00"), ("", "£1,200.00")]),
        "<p>My charge is £1,000.00, to which I must add VAT at 20% of £200.00, so that you owe me £1,200.00 in all.</p>",
        sums(
            [
                ("What we ask", "£1,000.00"),
                ("20% VAT", "£200.00"),
                ("Both", "£1,200.00"),
                ("Less deposit", "£300.00"),
                ("Balance due", "£900.00"),
            ]
        ),
    ],
)
def test_one_tax_named_with_its_rate_says_which_amounts_are_net_and_gross(block: str) -> None:
    reading = read(TOP, block)

    assert three(reading) == (D("1000.00"), D("200.00"), D("1200.00"))
    assert not SUMS & set(reading.doubtful)


def test_money_below_that_no_word_explains_leaves_the_sums_in_doubt() -> None:
    foot = [
        ("What we ask", "£1,000.00"),
        ("VAT @ 20%", "£200.00"),
        ("", "£1,200.00"),
        ("For the court", "£300.00"),
        ("", "£1,500.00"),
    ]

    assert set(read(TOP, sums(foot)).doubtful) >= SUMS


def test_a_column_that_adds_up_to_its_total_is_read_and_asked_about() -> None:
    foot = [
        ("The hall", "500.00"),
        ("VAT on the hall 20%", "100.00"),
        ("Cleaners, no tax", "50.00"),
        ("Altogether", "£650.00"),
    ]

    reading = read(TOP, sums(foot))

    assert three(reading) == (D("550.00"), D("100.00"), D("650.00"))
    assert set(reading.doubtful) >= SUMS


@pytest.mark.parametrize("before", ["Arrears", "Balance brought forward", "Overdue from last bill"])
def test_what_is_owed_from_before_is_no_share_of_the_net(before: str) -> None:
    foot = [(before, "30.00"), ("The hall", "500.00"), ("VAT on the hall 20%", "100.00"), ("Altogether", "£630.00")]

    reading = read(TOP, sums(foot))

    assert reading.net != D("530.00")
    assert set(reading.doubtful) >= SUMS


def test_a_table_of_taxes_without_a_total_is_added_up() -> None:
    taxes = table(
        ["Tipo", "Base imponible", "Cuota IVA", "TOTAL FACTURA"],
        [["10 %", "400,00", "40,00", "1.166,00 €"], ["21 %", "600,00", "126,00", ""]],
        0,
    )

    reading = read("<p><b>Huerta Alta S.L.</b></p><h1>Factura F-9</h1><p>Fecha: 31/01/2026</p>", GOODS, taxes)

    assert three(reading) == (D("1000.00"), D("166.00"), D("1166.00"))
    assert not SUMS & set(reading.doubtful)


@pytest.mark.parametrize("total", [[], [["Summe", "1.000,00", "166,00", "1.166,00"]]])
def test_a_table_of_taxes_is_added_up_only_where_it_has_no_total(total: list[list[str]]) -> None:
    rows = [["10 %", "400,00", "40,00", "440,00"], ["21 %", "600,00", "126,00", "726,00"]]
    foot = "" if total else "<p>Saldo 1.166,00 €</p>"

    reading = read(
        "<h1>Rechnung 17</h1><p>Datum: 31.01.2026</p>",
        table(["Satz", "Netto", "Steuer", "Brutto"], rows + total, 1),
        foot,
    )

    assert three(reading) == (D("1000.00"), D("166.00"), D("1166.00"))


def test_shares_of_a_table_of_taxes_are_not_taken_for_the_whole() -> None:
    rows = [["10 %", "400,00", "40,00", "440,00"], ["21 %", "600,00", "126,00", "726,00"]]

    reading = read(
        "<h1>Rechnung 17</h1><p>Datum: 31.01.2026</p>", table(["Satz", "Netto", "Steuer", "Brutto"], rows, 1)
    )

    assert reading.gross is None
    assert "gross" in reading.doubtful


def test_sums_in_two_columns_are_added_where_that_makes_the_total() -> None:
    block = table(
        ["", "Exempt", "At 21%"],
        [["Subtotals", "1,000.00", "500.00"], ["VAT", "0.00", "105.00"], ["Payable EUR", "", "1,605.00"]],
        1,
    )

    reading = read(TOP, block)

    assert three(reading) == (D("1500.00"), D("105.00"), D("1605.00"))


def test_headings_say_with_and_without_tax() -> None:
    block = table(
        ["Exkl. moms", "Moms 25 %", "Inkl. moms", "Öresavrundning", "ATT BETALA SEK"],
        [["1 000,50", "250,13", "1 250,63", "0,37", "1 251,00"]],
        0,
    )

    reading = read("<p><b>Vik AB</b></p><h1>Faktura 17</h1><p>Datum: 2026-01-31</p>", block)

    assert three(reading) == (D("1000.50"), D("250.13"), D("1250.63"))
    assert (reading.prepaid, reading.payable, reading.currency) == (None, D("1251.00"), "SEK")
    assert not SUMS & set(reading.doubtful)


@pytest.mark.parametrize("said", ["All prices include VAT at 20%.", "Prices incl. 19 % VAT."])
def test_a_total_without_tax_is_asked_about_where_the_page_names_a_tax(said: str) -> None:
    goods = table(["Description", "Quantity", "Price", "Amount"], [["Archive boxes", "10", "120.00", "1,200.00"]], 1)
    foot = sums([("Total", "£1,200.00")])

    assert set(read(TOP, goods, foot, f"<p>{said}</p>").doubtful) >= SUMS
    assert not SUMS & set(read(TOP, goods, foot, "<p>The supply is exempt from VAT.</p>").doubtful)


def test_what_is_to_be_paid_beyond_the_gross_is_asked_about() -> None:
    foot = [("Net", "£1,000.00"), ("VAT 20%", "£200.00"), ("Total", "£1,200.00"), ("Amount due", "£1,450.00")]

    reading = read(TOP, sums(foot))

    assert reading.doubtful == ("payable",)


def test_the_rows_of_a_tax_table_are_added_up_though_the_heading_of_their_taxes_is_unknown() -> None:
    """The last row alone adds up too, and is no invoice: with tax at nought, it is what the tax office takes nothing of."""
    rates = [["20 %", "37,78", "7,55", "45,33"], ["10 %", "356,53", "35,65", "392,18"], ["0 %", "5,40", "0,00", "5,40"]]
    reading = read(
        "<p><b>Zirbelklause Betriebs GmbH</b></p><h1>Rechnung 4711</h1><p>Datum: 31.01.2026</p>",
        table(["Text", "Belastung"], [["Logis", "437,51"], ["Ortstaxe", "5,40"], ["Summe", "442,91"]], 1),
        "<br>",
        table(["MwSt", "Netto", "Steueranteil", "Brutto"], rates, 1),
    )

    assert three(reading) == (D("399.71"), D("43.20"), D("442.91"))


@pytest.mark.parametrize(
    ("line", "asked"),
    [(["Kreditkarte / Credit card", "442,91"], True), (["To be paid by 28.02.2026", "442,91"], False)],
)
def test_what_the_page_says_was_paid_by_card_is_asked_about_and_not_paid_again(line: list[str], asked: bool) -> None:
    reading = read(
        "<p><b>Zirbelklause Betriebs GmbH</b></p><h1>Rechnung 4711</h1><p>Datum: 31.01.2026</p>",
        table(["Text", "Belastung"], [["Logis", "442,91"], line], 1),
        sums([("Netto", "402,65"), ("MwSt 10 %", "40,26"), ("Brutto", "442,91")]),
    )

    assert three(reading) == (D("402.65"), D("40.26"), D("442.91"))
    assert ("payable" in reading.doubtful) is asked
