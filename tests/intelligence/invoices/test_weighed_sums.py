"""Sums by the second opinion: where no label is known, the amounts that make each other and stand where sums stand, always asked about."""

from collections.abc import Sequence
from decimal import Decimal as D

import pytest

from flowmono.intelligence.invoices import InvoiceReading
from flowmono.intelligence.invoices.model import NothingFound
from flowmono.intelligence.invoices.page import Text, Word, read_words
from flowmono.intelligence.invoices.ranking.amounts import amounts
from flowmono.intelligence.invoices.ranking.candidates import MOST
from flowmono.intelligence.invoices.ranking.sums import SUMS, Amounts, Three, combinations, likeliest
from flowmono.intelligence.invoices.ranking.weighing import weigh_sums
from flowmono.intelligence.invoices.rows import Phrase, Row, arrange_rows
from flowmono.intelligence.invoices.visible.reading import read_visible

from .pages import draw, table

ASKED = {"net", "tax", "gross", "payable"}
TOP = "<p><b>Tarnow & Reed</b><br>9 Hill Rise<br>Lincoln LN2 1PZ</p><h1>Invoice</h1><p>Invoice no: TR-118<br>Date: 31 January 2026</p>"
LINES = table(
    ["Description", "Quantity", "Price", "Amount"],
    [["Binding of ledgers", "4", "150.00", "600.00"], ["Repair of maps", "2", "200.00", "400.00"]],
    1,
)


def foot(*rows: tuple[str, str]) -> str:
    return (
        "<table style='margin-left: auto'>"
        + "".join(f"<tr><td>{name}<td style='text-align: right'>{value}" for name, value in rows)
        + "</table>"
    )


def page(*rows: tuple[str, str]) -> Text:
    return read_words(draw(TOP + LINES + foot(*rows)))


def three(reading: InvoiceReading) -> tuple[D | None, D | None, D | None]:
    return reading.net, reading.tax, reading.gross


def test_sums_without_a_known_word_are_found_by_what_they_make_and_asked_about() -> None:
    text = page(("Zwart", "£1,000.00"), ("Grold", "£200.00"), ("Brimmel", "£1,200.00"))

    with_it = read_visible(text, "", "")

    assert three(with_it) == (D("1000.00"), D("200.00"), D("1200.00"))
    assert set(with_it.doubtful) >= ASKED
    assert three(read_visible(text, "", "", rules_alone=True)) != three(with_it)


def test_sums_that_the_rules_are_sure_of_are_not_weighed() -> None:
    reading = read_visible(page(("Net", "£1,000.00"), ("VAT 20%", "£200.00"), ("Total", "£1,200.00")), "", "")

    assert three(reading) == (D("1000.00"), D("200.00"), D("1200.00"))
    assert not ASKED & set(reading.doubtful)


def test_a_letter_with_amounts_and_nothing_of_an_invoice_stays_none() -> None:
    text = read_words(
        draw("<p>Dear Ms Reed,</p><p>the stove costs 400.00, the pipe 80.00, both 480.00. We thank you.</p>")
    )

    with pytest.raises(NothingFound):
        read_visible(text, "", "")


def row(at: int, *texts: str) -> Row:
    return Row(
        tuple(
            Phrase((Word(text, 200.0 * place, 200.0 * place + 60, 20.0 * at, 20.0 * at + 10, 1),))
            for place, text in enumerate(texts)
        )
    )


def made(rows: Sequence[Row], **likely: str) -> Three | None:
    """The sums where one amount of each kind is likely, and each combination is worth what its own amounts are."""
    every = amounts(rows)
    chances = {name: [0.9 if name in likely and one.value == likely[name] else 0.01 for one in every] for name in SUMS}
    here = Amounts(rows, every, chances)
    combined = combinations(here)
    return likeliest(here, combined, [float(numbers[5]) for numbers in combined.table])


def test_a_tax_that_is_not_printed_is_what_the_total_has_more_than_the_net() -> None:
    rows = [row(1, "Zwart", "500.00"), row(2, "Brimmel", "600.00")]

    found = made(rows, net="500.00", gross="600.00")

    assert found is not None
    assert (found.net, found.tax, found.gross) == (D("500.00"), D("100.00"), D("600.00"))


def test_taxes_of_two_authorities_are_one_tax() -> None:
    rows = [row(1, "A", "1000.00"), row(2, "B", "50.00"), row(3, "C", "99.75"), row(4, "D", "1149.75")]
    every = amounts(rows)
    likely = {"net": {"1000.00"}, "tax": {"50.00", "99.75"}, "gross": {"1149.75"}, "payable": {"1149.75"}}
    here = Amounts(rows, every, {name: [0.9 if one.value in likely[name] else 0.01 for one in every] for name in SUMS})

    assert (D("1000.00"), D("149.75"), D("1149.75")) in combinations(here).threes


def test_income_tax_kept_back_stands_between_the_total_and_what_is_to_be_paid() -> None:
    rows = [
        row(1, "Zwart", "1000.00"), row(2, "21%", "210.00"), row(3, "15%", "150.00"), row(4, "Brimmel", "1060.00"),
    ]  # fmt: skip

    found = made(rows, net="1000.00", tax="210.00", payable="1060.00")

    assert found is not None
    assert (found.gross, found.withheld) == (D("1210.00"), D("150.00"))


def test_a_page_without_amounts_makes_no_sums() -> None:
    assert weigh_sums([]) is None
    assert weigh_sums([row(1, "Invoice", "of the fourth")]) is None


def test_of_a_page_of_nothing_but_amounts_only_the_last_are_weighed() -> None:
    rows = [row(at, *(f"{at * 31 + place * 7}.{place}5" for place in range(8))) for at in range(200)]

    assert len(amounts(rows)) == MOST
    assert arrange_rows([]) == []
    found = weigh_sums(rows)
    assert found is None or found.net + found.tax == found.gross


def test_signs_of_a_credit_note_follow_its_total() -> None:
    found = made([row(1, "Zwart", "-500.00"), row(2, "Brimmel", "-600.00")], net="-500.00", gross="-600.00")

    assert found is not None
    assert (found.net, found.gross, found.negative) == (D("500.00"), D("600.00"), True)
