"""Who writes, where no label says so: large print that comes again with its legal form, the larger of two addresses; and what else stands in letters."""

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice

from .pages import draw, sums, table

FACTS = "<p>Invoice number: 4711</p><p>Date: 14 January 2027</p>"
FOOT = sums([("Net", "£1,200.00"), ("VAT 20%", "£240.00"), ("Total", "£1,440.00")])
BUYER = "<p>Ostrey Fields Ltd<br>Rookery Cottage<br>Dunmere</p>"


def read(*parts: str) -> InvoiceReading:
    return read_invoice(draw("".join(parts)), "invoice.pdf")


def large(name: str) -> str:
    return f"<p style='font-size:20pt'>{name}</p>"


def test_the_letterhead_is_whom_the_page_names_again_with_a_legal_form() -> None:
    end = "<p>Fennmoor Power Ltd, registered at Dyke Road, Fennmoor.</p>"

    assert read(large("FENNMOOR POWER"), BUYER, FACTS, FOOT, end).seller_name == "Fennmoor Power Ltd"
    assert read(large("Power"), BUYER, FACTS, FOOT, end).seller_name != "Power Ltd"


def test_of_two_addresses_the_one_in_larger_print_writes() -> None:
    left = "<span style='font-size:16pt'>Imprimerie Trois-Ormes</span><br>22 rue du Plomb<br>31999 Brénac"
    right = "Atelier Vaucresson SARL<br>6 place du Foirail<br>31999 Brénac"

    reading = read(f"<table style='width:100%'><tr><td>{left}</td><td>{right}</td></tr></table>", FACTS, FOOT)

    assert (reading.seller_name, reading.buyer_name) == ("Imprimerie Trois-Ormes", "Atelier Vaucresson SARL")


def test_the_short_name_above_the_window_is_said_in_full_by_the_letterhead() -> None:
    window = "<p><u style='font-size:7pt'>Kolbenhuber, Sägweg 2, 99417 Oberlinden</u><br>Baugruppe Lerchenrain GbR<br>Lerchenrain 8<br>99417 Oberlinden</p>"

    assert read(large("Schreinerei Kolbenhuber"), window, FACTS, FOOT).seller_name == "Schreinerei Kolbenhuber"
    assert read(large("Herzlich willkommen"), window, FACTS, FOOT).seller_name == "Kolbenhuber"


def test_a_list_of_labels_in_capitals_has_its_values_beside_them() -> None:
    head = "<table><tr><td>CUSTOMER</td><td>GRANTLEY ORCHARDS LLC</td></tr><tr><td>VEHICLE</td><td>2014 WAGON</td></tr></table>"

    reading = read("<p>TALLOW CREEK REPAIR<br>TALLOW CREEK, OH 45999</p>", head, FACTS, FOOT)

    assert (reading.seller_name, reading.buyer_name) == ("TALLOW CREEK REPAIR", "GRANTLEY ORCHARDS LLC")


@pytest.mark.parametrize(
    ("said", "number"), [("<h2>Sales invoice SIN244027</h2>", "SIN244027"), ("<p>R.O. 78359</p>", "78359")]
)
def test_a_number_follows_the_kind_of_document(said: str, number: str) -> None:
    assert read(BUYER, said, "<p>Date: 14 January 2027</p>", FOOT).number == number


def test_the_dollar_of_an_american_address_is_a_guess() -> None:
    foot = sums([("Net", "1,200.00"), ("Tax 20%", "240.00"), ("Total", "1,440.00")])

    reading = read("<p>Tallow Creek Repair LLC<br>1180 Old Mill Rd<br>Tallow Creek, OH 45999</p>", FACTS, foot)

    assert reading.currency == "USD"
    assert "currency" in reading.doubtful


@pytest.mark.parametrize(
    ("rest", "found"), [("5212 3456 78.", ["IE29AIBK93115212345678"]), ("5212 3456 79.", []), ("of Dublin.", [])]
)
def test_an_account_goes_on_in_the_next_line_where_its_check_digits_say_so(rest: str, found: list[str]) -> None:
    reading = read(BUYER, FACTS, FOOT, f"<p>My account is IE29 AIBK 9311<br>{rest}</p>")

    assert [account.iban for account in reading.accounts] == found


@pytest.mark.parametrize(
    "said",
    [
        "Zahlbar ohne Abzug bis 24.01.2027.",
        "This bill is to be settled by 24 January 2027.",
        "I would be glad to have it by 24 January 2027.",
    ],
)
def test_a_sentence_says_by_when(said: str) -> None:
    reading = read(BUYER, FACTS, FOOT, f"<p>{said}</p>")

    assert str(reading.due_date) == "2027-01-24"


def test_the_seller_s_own_reference_is_no_order() -> None:
    assert read(BUYER, FACTS, "<p>Our ref: JMH/3442/2</p>", FOOT).order_ref is None
    assert read(BUYER, FACTS, "<p>Your ref: JMH/3442/2</p>", FOOT).order_ref == "JMH/3442/2"


def test_a_credit_note_says_which_invoice_and_bills_no_sum_of_its_own() -> None:
    goods = table(["Qty", "Goods credited", "Price", "Credit"], [["5", "Grout grey", "9.80", "49.00"]], 2)
    foot = sums([("Net credit", "£49.00"), ("VAT 20%", "£9.80"), ("Total credit", "£58.80")])

    reading = read(
        "<h2>Credit note</h2><p>Credit note no.: CN3038</p><p>Against invoice: IN25271</p><p>Date: 1 February 2026</p>",
        goods,
        foot,
    )

    assert (reading.preceding_invoice, [line.description for line in reading.lines]) == ("IN25271", ["Grout grey"])
