"""Who sells and who buys, where the name has a label of its own, stands in two lines, or only looks like one; and what they count in."""

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .pages import draw, sums, table

FACTS = "<p>Invoice number: 4711</p><p>Date: 14 January 2027</p>"
GOODS = table(["Description", "Amount"], [["Survey of the hull", "1,000.00"], ["Report Ltd", "200.00"]], 1)
FOOT = sums([("Net", "£1,200.00"), ("VAT 20%", "£240.00"), ("Total", "£1,440.00")])


def read(top: str, goods: str = GOODS, foot: str = FOOT, end: str = "") -> InvoiceReading:
    return read_invoice(draw(f"{top}{FACTS}{goods}{foot}{end}"), "invoice.pdf")


def test_a_name_in_two_lines_is_one_where_the_page_says_it_whole_elsewhere() -> None:
    top = "<div style='font-size:18pt'>Penhallow &amp; Trevose</div><div style='font-size:18pt'>Marine Surveyors Ltd</div><p>Falmouth TR11 3JT</p>"

    whole = read(top, end="<p>Penhallow &amp; Trevose Marine Surveyors Ltd. Registered in England no. 1234567</p>")
    alone = read(top)

    assert whole.seller_name == "Penhallow & Trevose Marine Surveyors Ltd"
    assert alone.seller_name == "Marine Surveyors Ltd"


def test_what_a_line_bills_is_nobody_s_name() -> None:
    reading = read("<p>Imogen Sallow<br>3 Chapel Row<br>Totnes TQ9 5QE</p>")

    assert reading.seller_name == "Imogen Sallow"


def test_a_name_with_a_label_within_its_block_is_the_party_s() -> None:
    reading = read(
        "<table style='width:100%'><tr><td>Cedente/prestatore (fornitore)<br>Partita IVA: IT01234567897<br>Denominazione: Termoidraulica Bassi S.r.l.</td>"
        "<td>Cessionario/committente (cliente)<br>Codice fiscale: 09876543217<br>Denominazione: Hotel Le Querce S.p.A.</td></tr></table>"
    )

    assert (reading.seller_name, reading.buyer_name) == ("Termoidraulica Bassi S.r.l.", "Hotel Le Querce S.p.A.")


@pytest.mark.parametrize(
    "label", ["Aan:", "Credit to:", "Invoiced for:", "Prepared for", "Datos del cliente:", "Opdrachtgever:"]
)
def test_the_buyer_stands_under_many_words(label: str) -> None:
    reading = read(
        f"<p>Larkfield Joinery Ltd<br>2 Mill Lane<br>Bath BA1 5QQ</p><p>{label}<br>Bakkerij Van Dam<br>Kerkstraat 5<br>1211 CA Hilversum</p>"
    )

    assert (reading.seller_name, reading.buyer_name) == ("Larkfield Joinery Ltd", "Bakkerij Van Dam")


def test_the_name_of_a_country_is_nobody_s_name() -> None:
    reading = read(
        "<p style='font-size:16pt'>Nederland</p><p>Kaasmakerij De Polder<br>Dijkweg 3<br>1131 AB Volendam</p><p>Aan: Bakkerij Van Dam</p>"
    )

    assert reading.seller_name == "Kaasmakerij De Polder"


def test_a_currency_in_the_headings_counts_and_one_of_the_account_is_asked_about() -> None:
    bare = sums([("Net", "1,200.00"), ("VAT 20%", "240.00"), ("Total", "1,440.00")])
    pounds = table(["Particulars", "Amount £"], [["Survey of the hull", "1,200.00"]], 1)
    top = "<p>Larkfield Joinery Ltd<br>2 Mill Lane<br>Bath BA1 5QQ</p>"

    headed = read(top, pounds, bare)
    guessed = read(top, GOODS, bare, "<p>IBAN IT60X0542811101000000123456</p>")
    unknown = read(top, GOODS, bare)

    assert (headed.currency, "currency" in headed.doubtful) == ("GBP", False)
    assert (guessed.currency, "currency" in guessed.doubtful) == ("EUR", True)
    assert (unknown.currency, "currency" in unknown.doubtful) == (None, True)


def test_the_first_letters_of_a_swiss_tax_number_are_no_currency() -> None:
    foot = sums([("Total hors TVA", "Fr. 1'200.00"), ("TVA 8.1%", "Fr. 97.20"), ("Total à payer", "Fr. 1'297.20")])

    reading = read("<p>Chauffage Lémanique Sàrl<br>CHE-116.281.710 TVA</p>", GOODS, foot)

    assert (reading.currency, str(reading.gross)) == ("CHF", "1297.20")


def test_the_company_number_in_a_block_tells_the_seller_from_the_buyer() -> None:
    buyer, seller = (
        "Caféen ved Åen ApS<br>Åboulevarden 30<br>8000 Aarhus C",
        "Snedker Holm A/S<br>Industrivej 4<br>8260 Viby J<br>CVR-nr. 12345674",
    )

    reading = read(f"<table style='width:100%'><tr><td>{buyer}</td><td>{seller}</td></tr></table>")

    assert (reading.seller_name, reading.buyer_name) == ("Snedker Holm A/S", "Caféen ved Åen ApS")
