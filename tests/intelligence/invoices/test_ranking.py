"""The second opinion: what the rules do not find is found by what stands around it, and asked about; what they found keeps its place."""

import random
from datetime import date
from pathlib import Path

import pytest

from flowmono.intelligence.invoices import InvoiceReading, read_invoice
from flowmono.intelligence.invoices.page import Word, read_words
from flowmono.intelligence.invoices.ranking.candidates import MOST, Candidate, days, names, numbers, spelled
from flowmono.intelligence.invoices.ranking.opinion import Opinion, weighed_opinion
from flowmono.intelligence.invoices.ranking.weighing import WEIGHTS, Weighed, weigh
from flowmono.intelligence.invoices.rows import Phrase, Row, arrange_rows
from tests.intelligence.invoices.pages import GERMAN, draw

# A dealer's page whose number stands under a word that says nothing of numbers, and whose buyer stands under none.
PAGE = draw(
    "<p style='font-size: 20pt'>Brinmoor Tiles</p><p>4 Kiln Lane, Harrowby HB3 1QT<br>www.brinmoortiles.example</p>"
    "<p>Castleford Hotels Ltd<br>9 Minster Road<br>Harrowby HB1 4RE</p><h2>Invoice</h2>"
    "<table><tr><td>Docket</td><td>BT-20417</td></tr><tr><td>Raised</td><td>14 May 2026</td></tr>"
    "<tr><td>Settle by</td><td>13 June 2026</td></tr></table>"
    "<table style='width: 100%'><tr><th>Description<th>Quantity<th>Price<th>Amount"
    "<tr><td>Floor tiles<td>10<td>100.00<td>1,000.00</table>"
    "<table style='margin-left: auto'><tr><td>Net<td>£1,000.00<tr><td>VAT 20%<td>£200.00<tr><td>Total<td>£1,200.00</table>"
)


def words(text: str) -> Row:
    return Row(
        (Phrase(tuple(Word(word, 60.0 * at, 60.0 * at + 50, 100, 110, 1) for at, word in enumerate(text.split()))),)
    )


def read(page: bytes) -> InvoiceReading:
    return read_invoice(page, "invoice.pdf")


def test_a_number_under_an_unknown_word_is_found_and_asked_about() -> None:
    reading = read(PAGE)

    assert reading.number == "BT-20417"
    assert "number" in reading.doubtful
    assert reading.issue_date == date(2026, 5, 14)
    found = reading.evidence_for("number")
    assert found is not None
    assert "BT-20417" in found.quote


def test_what_the_rules_are_sure_of_is_neither_changed_nor_asked_about() -> None:
    reading = read(GERMAN)

    assert (reading.number, reading.seller_name) == ("RE-2026-0815", "Nordbau Hoch- und Tiefbau GmbH")
    assert not {"number", "issue_date", "due_date", "seller_name", "buyer_name"} & set(reading.doubtful)


def weighed(*values: tuple[str, float]) -> Weighed:
    row = words("x")
    return Weighed(
        [Candidate(value, row.phrases[0], 0, 0, "", "") for value, _ in values], [chance for _, chance in values]
    )


def opinion(found: dict[str, str | None], **fields: Weighed) -> Opinion:
    return weighed_opinion(fields, found)


def test_what_the_rules_did_not_find_is_taken_where_it_is_likely() -> None:
    number = weighed(("A-17", 0.8), ("2027", 0.1))

    assert opinion({"number": None}, number=number).instead["number"].value == "A-17"
    assert opinion({"number": None}, number=number).doubtful == ("number",)
    assert opinion({"number": None}, number=weighed(("A-17", 0.2))) == Opinion({})
    assert opinion({"number": None}, number=weighed()) == Opinion({})


def test_a_name_takes_the_place_of_an_unlikely_one_and_a_number_only_puts_it_in_doubt() -> None:
    seller = weighed(("Kiln & Sons", 0.9), ("Quay Lane", 0.01))
    number = weighed(("A-17", 0.95), ("B-2", 0.01))

    of_name = opinion({"seller_name": "Quay Lane"}, seller_name=seller, buyer_name=weighed())
    of_number = opinion({"number": "B-2"}, number=number)

    company = opinion({"seller_name": "Quay Lane Ltd"}, seller_name=seller, buyer_name=weighed())

    assert (company.instead, company.doubtful) == ({}, ("seller_name",))
    assert of_name.instead["seller_name"].value == "Kiln & Sons"
    assert of_name.doubtful == ("seller_name",)
    assert (of_number.instead, of_number.doubtful) == ({}, ("number",))


def test_the_same_in_other_words_is_no_other_value() -> None:
    seller = weighed(("Kiln & Sons", 0.9))
    day = weighed(("03/02/2027", 0.9))

    assert opinion({"seller_name": "KILN & SONS LTD"}, seller_name=seller, buyer_name=weighed()) == Opinion({})
    assert opinion({"issue_date": "2027-02-03"}, issue_date=day) == Opinion({})
    assert opinion({"issue_date": "2027-03-02"}, issue_date=day) == Opinion({})


def test_seller_and_buyer_are_not_the_same_company() -> None:
    seller = weighed(("Kiln Ltd", 0.95), ("Hotel Ltd", 0.02))
    buyer = weighed(("Kiln Ltd", 0.8), ("Hotel Ltd", 0.75))

    found = opinion({"seller_name": None, "buyer_name": None}, seller_name=seller, buyer_name=buyer)

    assert {name: one.value for name, one in found.instead.items()} == {
        "seller_name": "Kiln Ltd",
        "buyer_name": "Hotel Ltd",
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Docket #BT-20417", {"BT-20417"}),
        ("Nr.4711 vom 03.02.2026", {"4711"}),
        ("S/N 88 12", {"S/N 88", "S/N 88 12", "88", "88 12", "12"}),
        ("1.250,00 € 19 %", {"19"}),
        ("mail7@kiln.example", set()),
    ],
)
def test_numbers_that_could_be_the_invoices(text: str, found: set[str]) -> None:
    assert {one.value for one in numbers([words(text)])} == found


def test_names_stand_behind_labels_small_words_and_separators() -> None:
    found = {one.value for one in names([words("Bill EV368 · 3 May 2026 · for Nuala Byrne")])}
    labelled = {one.value for one in names([words("SOLD TO Tumbler Bay Pty Ltd")])}

    assert "Nuala Byrne" in found
    assert "Tumbler Bay Pty Ltd" in labelled


def test_a_name_in_spaced_letters_is_closed_up_at_all_but_its_wide_gaps() -> None:
    letters, lefts = "TheSaltLarder", [0, 10, 20, 40, 50, 60, 70, 90, 100, 110, 120, 130, 140]
    phrase = Phrase(tuple(Word(one, left, left + 6, 100, 110, 1) for one, left in zip(letters, lefts, strict=True)))

    assert spelled(phrase) == "The Salt Larder"


def test_of_a_page_without_anything_nothing_is_said() -> None:
    assert all(one.best is None for one in weigh([]).values())


def test_a_page_made_to_keep_the_reader_busy_is_weighed_in_part() -> None:
    chance = random.Random(5)
    signs = "aA1-./@: "
    rows = [words("".join(chance.choice(signs) for _ in range(2_000)) + "a" * 20_000) for _ in range(20)]
    assert max(len(gather(rows)) for gather in (numbers, days, names)) <= MOST
    assert all(0 <= chance <= 1 for found in weigh(rows).values() for chance in found.chances)


def test_the_weights_are_small_and_their_answer_the_same_each_time() -> None:
    rows = arrange_rows(read_words(PAGE).words)

    first, again = weigh(rows)["number"].best, weigh(rows)["number"].best

    assert Path(WEIGHTS).stat().st_size < 400_000
    assert first == again
