"""Pages as bookkeeping systems design them: the seller in the foot, labels above their values, carry-overs, rounded totals."""

from decimal import Decimal

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .layouts import side_by_side
from .pages import draw, sums, table

D = Decimal
FACTS = "<p>Invoice number: 4711</p><p>Date: 14 January 2027</p>"
SUMS = sums([("Net", "£1,200.00"), ("VAT 20%", "£240.00"), ("Total", "£1,440.00")])
WINDOW = "<p><u style='font-size:6.5pt'>{sender}, Postfach 11, 59990 Ottensief</u><br>{form}Habicht Haustechnik GmbH<br>Lindenallee 8<br>38999 Brakeln</p>"


def read(*parts: str) -> InvoiceReading:
    return read_invoice(draw("".join(parts)), "invoice.pdf")


def foot(*columns: str) -> str:
    return f"<div style='position:absolute; bottom:0; width:100%; font-size:7pt'>{side_by_side(*columns)}</div>"


def test_the_foot_says_who_writes_and_the_address_above_who_is_written_to() -> None:
    address = "<p style='margin-left:90mm'>Granhult Logistik AB<br>Box 77<br>999 20 Granhult</p>"
    told = ["<b>Adress</b><br>Norrsken Bemanning AB<br>Hamngatan 9<br>999 31 Tallvik", "<b>Telefon</b><br>0999-551 20"]

    reading = read("<h1>Faktura</h1>", address, FACTS, SUMS, foot(*told, "<b>Org.nr</b><br>559999-1122"))

    assert (reading.seller_name, reading.buyer_name) == ("Norrsken Bemanning AB", "Granhult Logistik AB")


def test_two_companies_in_the_foot_say_nothing_about_who_writes() -> None:
    head = "<p><b>Amberley Tools Ltd</b><br>VAT GB123456789</p>"
    told = ["Norrsken Bemanning AB<br>Tel. 0999-551 20", "Printed by Quillfeather Print Ltd"]

    assert read(head, "<h1>Invoice</h1>", FACTS, SUMS, foot(*told)).seller_name == "Amberley Tools Ltd"


@pytest.mark.parametrize("form", ["", "Firma<br>", "Frau<br>"])
def test_a_form_of_address_stands_above_the_addressee_of_a_window(form: str) -> None:
    window = WINDOW.format(sender="Rohrwerk Ottensief GmbH", form=form)

    reading = read(window, FACTS, SUMS, foot("Sitz Ottensief<br>AG Hamm HRB 77123", "USt-IdNr. DE811999234"))

    assert (reading.seller_name, reading.buyer_name) == ("Rohrwerk Ottensief GmbH", "Habicht Haustechnik GmbH")


def test_a_small_name_far_left_of_an_address_is_no_window() -> None:
    own = "<b>BRÜNGGER</b><br>Bauingenieure"
    right = "<span style='font-size:8pt'>Brüngger Ingenieure AG, Bahnhofplatz 9, 8999 Seewilen<br>CHE-199.887.766 MWST</span>"
    buyer = "Gemeinde Oberwilen<br>Bauverwaltung<br>Dorfstrasse 12<br>3999 Oberwilen"

    reading = read(side_by_side(own, right), side_by_side("", buyer), FACTS, SUMS)

    assert (reading.seller_name, reading.buyer_name) == ("Brüngger Ingenieure AG", "Gemeinde Oberwilen")


def test_values_stand_under_their_labels_where_others_of_the_column_do() -> None:
    said = [("Invoice Date", "18 Feb 2026"), ("Invoice Number", "INV-0600"), ("VAT Number", "GB 499 8877 66")]
    column = "<br>".join(f"<b>{label}</b><br>{value}<br>" for label, value in said)
    address = "Plumtree Wharf Studio Ltd<br>Unit 5<br>Plumtree Wharf<br>Hexley<br>HX9 9AB"

    reading = read(side_by_side("<b>INVOICE</b>", column, address), SUMS)

    assert (reading.number, reading.seller_vat) == ("INV-0600", "GB499887766")


def test_a_value_beside_its_label_is_not_looked_for_below() -> None:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("Invoice Number", "A9 77"), ("4 items", "sent")))

    assert read("<h1>Invoice</h1>", f"<table>{rows}</table>", SUMS).number == "A9"


@pytest.mark.parametrize("number", ["26.572.07", "1.12.345"])
def test_a_number_of_groups_that_no_amount_has_is_a_number(number: str) -> None:
    assert read(f"<h2>Honorarrechnung {number}</h2>", "<p>Datum 14.01.2027</p>", SUMS).number == number


def test_an_amount_behind_a_title_is_not_its_number() -> None:
    assert read("<h2>Rechnung 1.572,07</h2>", "<p>Datum 14.01.2027</p>", SUMS).number is None


def test_of_two_orders_the_buyers_own_is_meant() -> None:
    both = "<p>Auftragsnummer: 12357805</p><p>Ihre Bestellung: 4583908092</p>"

    assert read(FACTS, both, SUMS).order_ref == "4583908092"
    assert read(FACTS, "<p>Auftragsnummer: 12357805</p>", SUMS).order_ref == "12357805"


def test_a_lone_sign_of_number_beside_a_number_names_it_and_a_person_looks() -> None:
    rows = "".join(f"<tr><td>{a}</td><td>: {b}</td></tr>" for a, b in (("#", "SEC/26/0851"), ("Date", "16/05/2026")))

    reading = read("<h1>TAX INVOICE</h1><p>One<br>Two<br>Three<br>Four</p>", f"<table>{rows}</table>", SUMS)

    assert reading.number == "SEC/26/0851"
    assert "number" in reading.doubtful


def test_activity_and_description_say_one_line_together() -> None:
    goods = table(
        ["Activity", "Description", "Qty", "Rate", "Amount"],
        [["Plumbing", "Shut-off valves", "10", "120.00", "1,200.00"]],
        2,
    )

    (line,) = read(FACTS, goods, SUMS).lines

    assert (line.description, line.quantity, line.net) == ("Plumbing Shut-off valves", D(10), D("1200.00"))


def test_what_comes_again_at_one_height_of_every_page_bills_nothing() -> None:
    style = (
        "@page {@bottom-center {content: element(foot); width: 100%}} .foot {position: running(foot); font-size: 7pt}"
    )
    below = f"<div class=foot>{side_by_side('59999 Ottensief', 'Sitz Ottensief', 'ILN 40', '77.00')}</div>"
    head = ["Pos.", "Bezeichnung", "Menge", "Wert"]
    pages = [
        table(head, [["1", "Kugelhahn", "2", "700,00"]], 2),
        "<p style='break-before:page'></p>",
        table(head, [["2", "Pumpe", "1", "500,00"]], 2),
    ]
    end = sums([("Nettowert", "1.200,00"), ("Umsatzsteuer 20 %", "240,00"), ("Endbetrag EUR", "1.440,00")])

    reading = read_invoice(draw("".join([below, FACTS, *pages, end]), style), "invoice.pdf")

    assert [line.net for line in reading.lines] == [D("700.00"), D("500.00")]


@pytest.mark.parametrize(
    ("rounding", "payable", "sure"),
    [("-0,33", "58 050,00", True), ("-0,33", "58 051,00", False), ("", "58 050,00", False)],
)
def test_a_total_rounded_to_whole_coins_is_paid_and_the_gross_is_what_it_was(
    rounding: str, payable: str, sure: bool
) -> None:
    row = table(
        ["Exkl. moms", "Moms 25%", "Öresavr.", "ATT BETALA"],
        [["46 440,26", "11 610,07", rounding, f"SEK {payable}"]],
        0,
    )

    reading = read("<h1>Faktura 4585</h1><p>Fakturadatum: 2026-09-26</p>", row)

    assert ("gross" not in reading.doubtful) is sure
    if sure:
        assert (reading.gross, reading.payable) == (D("58050.33"), D("58050.00"))


@pytest.mark.parametrize(
    ("net", "tax", "total"),
    [
        ("Zwischensumme (netto)", "zzgl. 19 % USt.", "Gesamtbetrag"),
        ("Subtotaal", "19% btw over € 1.000,00", "Te betalen"),
        ("Sub Total", "IGST19 (19%)", "Balance Due"),
        ("Total Net Amount", "Total Tax Amount", "Invoice Total"),
        ("Summe", "USt. 19 %", "Gesamtsumme (brutto)"),
    ],
)
def test_sums_are_known_by_what_systems_call_them(net: str, tax: str, total: str) -> None:
    reading = read(
        "<h1>Invoice 4711</h1><p>Date: 14.01.2027</p>", sums([(net, "1.000,00"), (tax, "190,00"), (total, "1.190,00")])
    )

    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("190.00"), D("1190.00"))
    assert not {"net", "tax", "gross"} & set(reading.doubtful)


def test_the_headings_of_the_lines_name_the_currency() -> None:
    goods = table(["Leistung", "Anzahl", "Einzel {}", "Gesamt {}"], [["Logis", "2", "500,00", "1.000,00"]], 1)
    end = sums([("Summe", "1.000,00"), ("USt. 19 %", "190,00"), ("Gesamtbetrag", "1.190,00")])

    known, unknown = (
        read("<h1>Rechnung 4711</h1><p>Datum: 14.01.2027</p>", goods.replace("{}", said), end) for said in ("EUR", "")
    )

    assert known.currency == "EUR"
    assert "currency" not in known.doubtful
    assert "currency" in unknown.doubtful
