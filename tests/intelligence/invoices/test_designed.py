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


def test_of_a_large_name_that_comes_again_and_a_company_without_numbers_the_first_writes() -> None:
    head = "<p style='font-size:20pt; text-align:center'>Calderwood Roe</p>"
    window = "<p>Ballyfermoyle Dairies Ltd<br>The Creamery<br>Ballyfermoyle<br>Clonmore</p>"

    signed = read(head, window, FACTS, SUMS, "<p>CALDERWOOD ROE</p>")
    unsigned = read(head, window, FACTS, SUMS)

    assert (signed.seller_name, signed.buyer_name) == ("Calderwood Roe", "Ballyfermoyle Dairies Ltd")
    assert unsigned.seller_name == "Ballyfermoyle Dairies Ltd"


def test_a_blank_line_may_stand_above_the_town_of_an_address() -> None:
    own = "<b style='font-size:15pt'>DÉLIFRAIS DES DOMBES</b><br>Grossiste<br>ZA des Étangs, 01999 VILLARD"
    other = "CANTINES DU PAYS SARL<br>27 RUE DE LA HALLE<br><br>01998 TRÉVOUX"

    reading = read(side_by_side(own, other), FACTS, SUMS)

    assert (reading.seller_name, reading.buyer_name) == ("DÉLIFRAIS DES DOMBES", "CANTINES DU PAYS SARL")


@pytest.mark.parametrize("heading", ["Référence", "Réf.", "Reference"])
def test_the_heading_of_a_column_of_codes_refers_to_no_order(heading: str) -> None:
    head, line = [heading, "Description", "Qty", "Price", "Amount"], ["FR1042", "Tomme", "7", "10.00", "70.00"]

    reading = read(FACTS, table(head, [line], 2), sums([("Net", "70.00"), ("VAT 10%", "7.00"), ("Total", "77.00")]))

    assert reading.order_ref is None
    assert read(FACTS, "<p>Reference: FR1042</p>", SUMS).order_ref == "FR1042"


def test_between_an_amount_and_the_total_with_tax_stands_the_tax() -> None:
    head = ["Concepto", "Precio", "Unidades", "Subtotal", "IVA", "Total"]
    goods = table(head, [["Visita técnica", "250,00€", "4", "1.000,00€", "21%", "1.210,00€"]], 1)
    end = sums(
        [("Base imponible", "1.000,00€"), ("IVA 21%", "210,00€"), ("IRPF -15%", "-150,00€"), ("Total", "1.060,00€")]
    )

    reading = read("<h1>Factura 26/7</h1><p>Fecha: 14/01/2027</p>", goods, end)

    assert [line.net for line in reading.lines] == [D("1000.00")]
    assert (reading.gross, reading.withheld_tax, reading.payable) == (D("1210.00"), D("150.00"), D("1060.00"))


def test_an_amount_before_the_words_is_how_many() -> None:
    head, line = ["Amount", "Product", "VAT", "Price", "Total"], ["400.00", "Balloons", "20%", "3.00", "1,200.00"]

    (read_line,) = read(FACTS, table(head, [line], 2), SUMS).lines

    assert (read_line.quantity, read_line.net) == (D("400.00"), D("1200.00"))


@pytest.mark.parametrize(
    ("row", "known"),
    [(["Razem:", "805,25", "142,43", "947,68"], True), (["Razem:", "805,25", "142,43", "947,69"], False)],
)
def test_a_row_of_sums_is_net_tax_and_gross_where_it_adds_up(row: list[str], known: bool) -> None:
    said = table(["", "", "", ""], [row], 1)

    reading = read("<h2>Faktura VAT nr FV 235/02/2026</h2><p>Data wystawienia: 15.02.2026</p>", said)

    assert ((reading.net, reading.tax, reading.gross) == (D("805.25"), D("142.43"), D("947.68"))) is known
    assert ("gross" in reading.doubtful) is not known


def test_an_amount_that_all_lines_add_up_to_is_no_line() -> None:
    head, line = ["Description", "Qty", "Price", "Amount"], ["Rack server", "2", "600.00", "1,200.00"]

    reading = read(FACTS, table(head, [line, ["Whatever this is", "", "", "1,200.00"]], 1), SUMS)

    assert [line.description for line in reading.lines] == ["Rack server"]
    both = read(FACTS, table(head, [["Fee", "", "", "600.00"], ["Fee again", "", "", "600.00"]], 1), SUMS)
    assert [line.description for line in both.lines] == ["Fee", "Fee again"]


def test_an_invoice_in_finnish() -> None:
    facts = [
        ("Laskun numero", "59435"),
        ("Päiväys", "14.06.2026"),
        ("Eräpäivä", "28.06.2026"),
        ("Maksuehto", "14 pv netto"),
    ]
    head = ["Koodi", "Nimike", "Määrä", "á-hinta", "Alv %", "Veroton", "Alv", "Yhteensä"]
    line = ["4010", "Kiinteistöhuolto", "4,00", "250,00", "25,5", "1 000,00", "255,00", "1 255,00"]
    end = [
        ("Veroton hinta yhteensä", "1 000,00"),
        ("Arvonlisävero yhteensä", "255,00"),
        ("Maksettava yhteensä EUR", "1 255,00"),
    ]

    reading = read(
        "<p>Lumipolun Huolto Oy<br>Teollisuustie 8<br>99990 LUMIPOLKU</p><h2>LASKU</h2>",
        sums(facts),
        table(head, [line], 2),
        sums(end),
    )

    assert (reading.number, str(reading.issue_date), str(reading.due_date)) == ("59435", "2026-06-14", "2026-06-28")
    assert (reading.net, reading.tax, reading.gross) == (D("1000.00"), D("255.00"), D("1255.00"))
    assert [(line.quantity, line.unit_price, line.net) for line in reading.lines] == [(D(4), D("250.00"), D("1000.00"))]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("19. marts 2026", "2026-03-19"),
        ("3 maj 2026", "2026-05-03"),
        ("7 września 2026", "2026-09-07"),
        ("5. února 2026", "2026-02-05"),
    ],
)
def test_days_are_said_in_the_months_of_the_north_and_the_east(said: str, day: str) -> None:
    assert str(read("<h2>Faktura 4585</h2>", f"<p>Dato: {said}</p>", SUMS).issue_date) == day


def test_the_legal_form_of_an_austrian_company() -> None:
    bar = "<b>DRUCKHAUS<br>EDLINGER</b><br><br>Edlinger Druck GesmbH<br>Mühlweg 19<br>4999 Traunlos"

    assert (
        read(side_by_side("Weinbau Prandtegger<br>Hauptstraße 1<br>5999 Kleinarl", bar), FACTS, SUMS).seller_name
        == "Edlinger Druck GesmbH"
    )
