"""Labels that say little: a number called no more than that, several payments on account, a sign that is a letter, a total without tax."""

from decimal import Decimal as D

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice
from tests.intelligence.invoices.pages import draw

GOODS = """<table style='width: 100%'><tr><th>Description<th>Quantity<th>Price<th>Amount
<tr><td>Garden work<td>10<td>100.00<td>1 000.00</table>"""


def sums(*rows: tuple[str, str]) -> str:
    lines = "".join(f"<tr><td>{label}<td style='text-align: right'>{amount}" for label, amount in rows)
    return f"<table style='margin-left: auto'>{lines}</table>"


def read(*parts: str) -> InvoiceReading:
    return read_invoice(draw("".join(parts)), "invoice.pdf")


PARTIES = "<p><b>Jardines del Sur S.L.</b><br>Calle Nueva 3, 41001 Sevilla</p><p>Cliente: Bodegas Norte S.A.</p>"
GROSS = (("Netto", "1 000.00 €"), ("19 % MwSt", "190.00 €"), ("Brutto", "1 190.00 €"))
FOOT = sums(("Base imponible", "1 000.00 €"), ("IVA 21%", "210.00 €"), ("Total", "1 210.00 €"))


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("<h2>FACTURA ELECTRÓNICA</h2><p>Nº 88123</p>", "88123"),
        ("<h2>Factura</h2><table><tr><td>Número<td>B-204<tr><td>Fecha<td>03/02/2026</table>", "B-204"),
        ("<h2>Fattura</h2><p>Numero: 17/A</p>", "17/A"),
        ("<h2>Faktura – daňový doklad č. 260711</h2>", "260711"),
        ("<h2>Daňový doklad č. 260711</h2>", "260711"),
    ],
)
def test_a_bare_number_right_below_the_title_is_the_documents(head: str, number: str) -> None:
    assert read(PARTIES, head, "<p>Fecha: 03/02/2026</p>", GOODS, FOOT).number == number


def test_a_bare_number_elsewhere_is_asked_about_and_what_is_called_its_number_comes_first() -> None:
    head = "<h2>Factura</h2><p>Fecha: 03/02/2026</p><p>Cliente desde 2011</p><p>Gracias por su confianza</p>"
    far = read(PARTIES, head, GOODS, "<p>Nº 88123</p>", FOOT)
    named = read(
        PARTIES, "<h2>Factura</h2><p>Nº 88123</p><p>Factura número: F-9</p><p>Fecha: 03/02/2026</p>", GOODS, FOOT
    )

    assert "number" in far.doubtful
    assert named.number == "F-9"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("abzgl. 1. Abschlagszahlung", "abzgl. 2. Abschlagszahlung"),
        ("Less 1st deposit", "Less 2nd deposit"),
        ("Acompte n° 1", "Acompte n° 2"),
        ("Anzahlung", "Anzahlung"),
    ],
)
def test_several_payments_on_account_are_taken_off_together(one: str, two: str) -> None:
    foot = sums(*GROSS, (one, "-300.00 €"), (two, "-500.00 €"), ("Noch zu zahlen", "390.00 €"))

    reading = read(PARTIES, "<h2>Rechnung Nr. 12</h2>", GOODS, foot)

    assert (reading.gross, reading.prepaid, reading.payable) == (D("1190.00"), D("800.00"), D("390.00"))
    assert "payable" not in reading.doubtful


def test_a_sum_of_payments_beside_its_parts_is_not_taken_off_twice() -> None:
    parts = (("1. Anzahlung", "300.00 €"), ("2. Anzahlung", "500.00 €"), ("Anzahlungen", "800.00 €"))
    foot = sums(*GROSS, *parts, ("Noch zu zahlen", "390.00 €"))

    reading = read(PARTIES, "<h2>Rechnung Nr. 12</h2>", GOODS, foot)

    assert (reading.prepaid, reading.payable) == (D("800.00"), D("390.00"))


def test_an_r_before_an_amount_with_cents_is_the_rand_and_before_a_number_it_is_not() -> None:
    foot = sums(("Total Exclusive", "R 1 000.00"), ("VAT 15%", "R 150.00"), ("Grand Total", "R 1 150.00"))
    south = read("<p><b>Karoo Gardens (Pty) Ltd</b></p><h2>TAX INVOICE</h2><p>Number: R-64</p>", GOODS, foot)
    spain = read(PARTIES, "<h2>Factura</h2><p>Número: R-64</p>", GOODS, FOOT)

    assert (south.currency, south.net, south.gross, south.number) == ("ZAR", D("1000.00"), D("1150.00"), "R-64")
    assert (spain.currency, spain.number) == ("EUR", "R-64")


@pytest.mark.parametrize("label", ["Totaal excl. btw", "Total (excl. VAT)"])
def test_a_total_without_tax_is_the_net_also_where_no_tax_is_charged(label: str) -> None:
    foot = sums((label, "€ 1 000.00"), ("Btw verlegd", "€ 0.00"), ("Te betalen", "€ 1 000.00"))

    reading = read(PARTIES, "<h2>Factuur</h2><p>Factuurnummer: V-3</p>", GOODS, foot)

    assert (reading.net, reading.tax, reading.gross, reading.payable) == (
        D("1000.00"),
        D("0.00"),
        D("1000.00"),
        D("1000.00"),
    )
    assert not {"net", "tax", "gross", "payable"} & set(reading.doubtful)


def test_an_account_of_a_bank_that_no_directory_knows_is_an_account_all_the_same() -> None:
    reading = read(
        PARTIES, "<h2>Factuur</h2><p>Factuurnummer: V-3</p>", GOODS, FOOT, "<p>Rekening BE68 5390 0754 7034</p>"
    )

    assert reading.iban == "BE68539007547034"
