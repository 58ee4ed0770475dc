"""Sums at the foot of an invoice where they stand and are called otherwise: kept back for the tax office, left of their labels, paid in part."""

from decimal import Decimal

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .pages import draw, sums, table

D = Decimal
TOP = "<p><b>Carmen Ortigosa Ruiz</b><br>C/ Mayor 14<br>28013 Madrid</p><h1>Factura</h1><p>Factura nº: 2026/018</p><p>Fecha: 31/01/2026</p>"
GOODS = table(["Concepto", "Cantidad", "Precio", "Importe"], [["Asesoría", "2", "500,00", "1.000,00"]], 1)
ENGLISH = "<p><b>Sandgate Archives Ltd</b><br>9 Hill Rise<br>Lincoln LN2 1PZ</p><h1>Invoice B18</h1><p>Date: 31 January 2026</p>"


def read(body: str) -> InvoiceReading:
    return read_invoice(draw(body), "invoice.pdf")


@pytest.mark.parametrize("label", ["IRPF (15%)", "Retención IRPF 15 %", "- 15% IRPF", "Retención I.R.P.F."])
@pytest.mark.parametrize("amount", ["-150,00 €", "150,00 €"])
@pytest.mark.parametrize("total", ["TOTAL", "Total a pagar", "Líquido a percibir"])
def test_income_tax_kept_back_lessens_what_is_paid_and_not_the_gross(label: str, amount: str, total: str) -> None:
    foot = [("Base imponible", "1.000,00 €"), ("IVA (21%)", "210,00 €"), (label, amount), (total, "1.060,00 €")]

    reading = read(TOP + GOODS + sums(foot))

    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("210.00"), D("1210.00"))
    assert (reading.withheld_tax, reading.retention, reading.payable) == (D("150.00"), None, D("1060.00"))
    assert reading.doubtful == ()


def test_what_is_kept_back_must_make_the_total() -> None:
    foot = [("Base imponible", "1.000,00"), ("IVA (21%)", "210,00"), ("IRPF 15%", "-150,00"), ("TOTAL EUR", "1.070,00")]

    reading = read(TOP + GOODS + sums(foot))

    assert {"net", "tax", "gross", "payable"} <= set(reading.doubtful)


@pytest.mark.parametrize(
    "block",
    [
        sums([("£1,000.00", "Net"), ("£200.00", "VAT"), ("£1,200.00", "Total")]),
        "<p>£1,000.00 Net</p><p>£200.00 VAT</p><p>£1,200.00 Total</p>",
        table(["£1,000.00", "£200.00", "£1,200.00"], [["Net", "VAT", "Total"]], 9),
    ],
)
def test_sums_left_of_their_labels_or_above_them_count_where_they_add_up(block: str) -> None:
    reading = read(ENGLISH + block)

    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("200.00"), D("1200.00"))
    assert not {"net", "tax", "gross"} & set(reading.doubtful)


def test_sums_left_of_their_labels_that_do_not_add_up_are_flagged() -> None:
    reading = read(ENGLISH + sums([("£1,000.00", "Net"), ("£200.00", "VAT"), ("£1,300.00", "Total")]))

    assert {"gross", "net"} <= set(reading.doubtful)


def test_a_deposit_called_in_words_that_nobody_knows_is_what_the_total_and_the_balance_differ_by() -> None:
    foot = [
        ("Net", "1,000.00"),
        ("VAT 20%", "200.00"),
        ("Invoice total", "1,200.00"),
        ("With thanks for your first cheque", "-300.00"),
        ("Balance to pay", "£900.00"),
    ]

    reading = read(ENGLISH + sums(foot))

    assert (reading.gross, reading.prepaid, reading.payable) == (D("1200.00"), D("300.00"), D("900.00"))
    assert reading.doubtful == ()


def test_a_seller_s_number_of_registration_stands_between_a_tax_and_its_amount() -> None:
    foot = [
        ("Sous-total", "1 000,00 $"),
        ("TPS (5 %) 123456789 RT0001", "50,00 $"),
        ("TVQ (9,975 %) 1234567890 TQ0001", "99,75 $"),
        ("Total (CAD)", "1 149,75 $"),
    ]

    reading = read("<h1>Facture</h1><p>Numéro de facture : 17</p><p>Date : 2026-01-31</p>" + sums(foot))

    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("149.75"), D("1149.75"))


def test_a_tax_that_says_what_it_is_taken_from_is_not_that_amount() -> None:
    foot = [("Nettosumme", "1.000,00 €"), ("20% USt von 1.000,00 €", "200,00 €"), ("Rechnungssumme", "1.200,00 €")]

    reading = read("<h1>Rechnung</h1><p>Rechnungsnummer: AR17</p><p>Datum: 31.01.2026</p>" + sums(foot))

    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("200.00"), D("1200.00"))


def test_the_invoice_that_is_corrected_does_not_give_its_number() -> None:
    facts = "<h1>FACTURA RECTIFICATIVA</h1><table><tr><td>Fecha</td><td>31/01/2026</td></tr><tr><td>Factura rectificada</td><td>A-1180</td></tr></table>"

    reading = read(facts + sums([("Base imponible", "-100,00"), ("IVA 21%", "-21,00"), ("Total EUR", "-121,00")]))

    assert (reading.number, reading.preceding_invoice) == (None, "A-1180")
    assert "number" in reading.doubtful


def test_the_hour_behind_a_day_belongs_to_it() -> None:
    foot = [("Subtotal", "100.00"), ("IVA 16%", "16.00"), ("Total MXN", "116.00")]

    reading = read(
        "<h1>Factura</h1><p>Número de factura: A-17</p><p>Fecha de emisión: 2026-01-31T10:22:00</p>" + sums(foot)
    )

    assert str(reading.issue_date) == "2026-01-31"
