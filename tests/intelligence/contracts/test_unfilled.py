"""Places that nobody filled in are found, and none of them is a value; what only looks like one is left alone."""

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.contracts.unfilled import find_unfilled
from flowmono.intelligence.reader import PageSpan

TEMPLATE = """Services Agreement
This Services Agreement is made between [Customer Name] (the “Customer”) and Harbour Works Ltd (the “Provider”).
1. Fees. The Customer shall pay the Provider EUR 9,000.00 within ____ days of receipt of the invoice.
2. Governing law. This Agreement is governed by the laws of {governing_law}.
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("between [Customer Name] and", "[Customer Name]"),
        ("the laws of {governing_law}, and", "{governing_law}"),
        ("for {{ fee }} a month", "{{ fee }}"),
        ("dated ${date} in", "${date}"),
        ("dated <<date>> in", "<<date>>"),
        ("Dear «Vorname» Müller", "«Vorname»"),
        ("as of this ____ day", "____"),
        ("within [●] days", "[●]"),
        ("within ● days", "●"),
        ("a fee of [    ] euros", "[    ]"),
        ("a term of ........... months", "..........."),
        ("Agreement No.: ______ of", "______"),
    ],
)
def test_a_place_that_nobody_filled_in_is_found(text: str, words: str) -> None:
    found = find_unfilled(text)

    assert [place.words for place in found] == [words]
    assert text[found[0].start : found[0].end] == words


@pytest.mark.parametrize(
    "text",
    [
        "[Signature page follows]",
        "[The remainder of this page is intentionally left blank]",
        "as said in [12] and [3, 4]",
        "the price is [***] per unit",
        "[x] Pay by invoice",
        "\t[    ] Automatic payment",
        "he said that “[t]he fee is due”",
        "By: ____________\nName: ____________\nDate: ____________",
        "By: ______________  By: ______________",
        "____________________\t____________________",
        "____________________ (Signature)",
        "1. Fees .......................... 4",
        "see [the price list](https://example.com/prices)",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert find_unfilled(text) == []


def test_each_place_knows_its_page() -> None:
    text = "Party: [Name]\nLaw: {law}\n"

    found = find_unfilled(text, [PageSpan(1, 0, 14), PageSpan(2, 14, len(text))])

    assert [(place.asks_for, place.page) for place in found] == [("Name", 1), ("law", 2)]


def test_an_unfilled_place_is_never_a_value() -> None:
    reading = EmbeddedReader().read(TEMPLATE)

    assert [party.name for party in reading.parties] == ["Harbour Works Ltd"]
    assert reading.governing_law is None
    assert reading.payment_terms is None
    said = [reading.payer, reading.payee, reading.title, *reading.parties]
    assert not any(mark in repr(one) for one in said for mark in ("[Customer", "Customer Name", "{"))


@pytest.mark.parametrize(
    "heading",
    ["Cover Page", "the NDA Terms", "this Agreement", "Section 5", "Term Sheet", "the Order Form", "NOT BEEN"],
)
def test_a_part_of_the_document_is_no_party(heading: str) -> None:
    text = f"Mutual Agreement\nThis paper consists of an agreement between {heading} and {heading} Annex.\n" + TEMPLATE

    names = [party.name for party in EmbeddedReader().read(text).parties]

    assert heading not in names


@pytest.mark.parametrize("name", ["Order Form Systems Ltd", "Agreement Partners LLC", "Standard Terms GmbH"])
def test_a_company_called_like_a_paper_stays_a_party(name: str) -> None:
    text = TEMPLATE.replace("Harbour Works Ltd", name)

    assert name in [party.name for party in EmbeddedReader().read(text).parties]
