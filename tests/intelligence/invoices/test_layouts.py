"""The visible page in the layouts and languages of others: what posting needs, and the lines."""

from decimal import Decimal

import pytest

from flowmono.intelligence.invoices import read_invoice
from flowmono.intelligence.invoices.scoring import scored_record

from .layouts import GERMAN_CRAFT, LAYOUTS, MEMO
from .pages import draw, sums, table


@pytest.mark.parametrize("name", LAYOUTS)
def test_what_posting_needs_is_read_and_nothing_is_doubtful(name: str) -> None:
    page, core, parties, nets = LAYOUTS[name]

    reading = read_invoice(page, "invoice.pdf")

    said = (reading.number, str(reading.issue_date), reading.currency, reading.net, reading.tax, reading.gross)
    assert said == (*core[:3], *map(Decimal, core[3:]))
    assert (reading.seller_name, reading.buyer_name) == parties
    assert [line.net for line in reading.lines] == [Decimal(net) for net in nets.split()]
    assert reading.doubtful == ()


def test_what_was_paid_on_account_is_taken_off_and_the_day_of_a_sentence_is_the_due_day() -> None:
    reading = read_invoice(GERMAN_CRAFT)

    assert (reading.prepaid, reading.payable) == (Decimal("1000.00"), Decimal("2468.85"))
    assert str(reading.due_date) == "2026-03-23"


def test_a_credit_memo_names_the_invoice_that_it_credits() -> None:
    reading = read_invoice(MEMO)

    assert (reading.doc_type, reading.preceding_invoice) == ("credit_note", "118820")


def test_lines_end_where_they_add_up_and_a_table_of_taxes_bills_nothing() -> None:
    page = draw(
        "<h1>Rechnung (204)</h1><p>Rechnungsnummer: 18</p><p>Datum: 05.03.2026</p>"
        + table(["Beschreibung", "Nettopreis", "Menge", "Steuersatz", "Nettobetrag"], [["Beamer", "122,50", "2 Stk", "19 %", "245,00"]], 1)
        + table(["Art", "Warenwert", "Basisbetrag", "Steuersatz", "Steuerbetrag"], [["Umsatzsteuer (S)", "245,00", "245,00", "19", "46,55"]], 1)
        + sums([("Positionssumme", "245,00"), ("Rechnungssumme ohne USt.", "245,00"), ("Steuerbetrag in EUR", "46,55"), ("Bruttosumme", "291,55 EUR")])
    )  # fmt: skip

    reading = read_invoice(page)

    assert [line.net for line in reading.lines] == [Decimal("245.00")]
    assert (reading.type_code, reading.line_total) == ("204", Decimal("245.00"))
    assert (reading.net, reading.tax, reading.gross) == (Decimal("245.00"), Decimal("46.55"), Decimal("291.55"))


def test_a_tax_larger_than_half_of_the_net_is_none() -> None:
    page = draw(
        "<h1>Rechnung</h1><p>Rechnungsnummer: 18</p><p>Datum: 05.03.2026</p>"
        + sums([("Summe netto", "41,97"), ("Umsatzsteuer 19 % auf 41,97 €", "7,97"), ("Zu zahlender Betrag", "49,94 €")])
    )  # fmt: skip

    reading = read_invoice(page)

    assert (reading.net, reading.tax, reading.gross) == (Decimal("41.97"), Decimal("7.97"), Decimal("49.94"))


def test_sums_that_do_not_add_up_are_flagged_with_the_payable() -> None:
    foot = sums([("Net", "100.00"), ("VAT", "20.00"), ("Total EUR", "130.00")])
    page = draw(f"<h1>Invoice</h1><p>Invoice no: 7</p><p>Date: 5 March 2026</p>{foot}")

    record = scored_record(read_invoice(page), "a/b.pdf")

    assert record["file"] == "a/b.pdf"
    assert {"net", "tax", "gross", "payable"} <= set(record["flagged"])


def test_a_net_that_stands_only_in_parts_is_the_lines_and_the_freight() -> None:
    lines = table(["Description", "Qty", "Unit price", "Extension"], [["Hex bolt 3/8", "1000", "0.12", "120.00"]], 1)
    foot = sums(
        [("Merchandise Total", "120.00"), ("Freight", "18.75"), ("Sales Tax", "8.70"), ("Invoice Total", "$147.45")]
    )

    reading = read_invoice(
        draw(f"<h1>INVOICE</h1><p>Page 1 of 1</p><p>Invoice # INV0098812</p><p>Date 2/27/2026</p>{lines}{foot}")
    )

    assert (reading.number, str(reading.issue_date)) == ("INV0098812", "2026-02-27")
    assert (reading.net, reading.tax, reading.gross) == (Decimal("138.75"), Decimal("8.70"), Decimal("147.45"))
    assert "net" not in reading.doubtful
