"""No value passes without a quote that stands verbatim in the text."""

from dataclasses import replace
from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Evidence, PageSpan, Reading, UnreadableText, enforce_quotes

TEXT = (
    "Consulting Agreement\n"
    "This agreement is made between Alder Works Ltd (“Client”) and Birch Advice LLC (“Consultant”) on 3 May 2027.\n"
    "Client shall pay Consultant a fixed fee of EUR 9,000.00 upon acceptance of the final report.\n"
    "Invoices are payable within 30 days of receipt of the invoice.\n"
)


def read() -> Reading:
    return EmbeddedReader().read(TEXT)


def test_every_quote_of_a_reading_is_the_text_between_its_offsets() -> None:
    reading = read()

    quoted = [
        reading.payer,
        reading.payee,
        reading.currency,
        reading.effective_on,
        reading.total,
        reading.payment_terms,
    ]
    evidence = [value.evidence for value in quoted if value is not None] + [item.evidence for item in reading.schedule]

    assert len(evidence) == 7
    assert all(one is not None and TEXT[one.start : one.end] == one.quote for one in evidence)


def test_a_quote_that_stands_nowhere_is_discarded_with_its_value() -> None:
    reading = read()
    assert reading.total is not None
    forged = replace(reading, total=replace(reading.total, evidence=Evidence("a fixed fee of EUR 90,000.00", 10, 38)))

    kept = enforce_quotes(forged, TEXT)

    assert kept.total is None
    assert kept.schedule == reading.schedule


def test_a_quote_at_a_wrong_place_is_moved_to_where_it_stands() -> None:
    reading = read()
    assert reading.payer is not None
    moved = replace(reading, payer=replace(reading.payer, evidence=Evidence("Alder  Works Ltd", 0, 16)))

    kept = enforce_quotes(moved, TEXT)

    assert kept.payer is not None
    assert kept.payer.evidence is not None
    assert kept.payer.evidence.quote == "Alder Works Ltd"
    assert TEXT[kept.payer.evidence.start : kept.payer.evidence.end] == "Alder Works Ltd"


def test_a_reading_without_any_proven_price_is_no_longer_orderable() -> None:
    reading = read()
    nowhere = Evidence("EUR 1.00", 0, 8)
    forged = replace(reading, total=None, schedule=tuple(replace(item, evidence=nowhere) for item in reading.schedule))

    kept = enforce_quotes(forged, TEXT)

    assert (kept.orderable, kept.schedule) == (False, ())
    assert kept.why_not == "no price is left whose quote stands in the text"


def test_evidence_names_the_page_that_its_quote_stands_on() -> None:
    second = TEXT.index("Client shall pay")
    pages = [PageSpan(1, 0, second), PageSpan(2, second, len(TEXT))]

    reading = EmbeddedReader().read(TEXT, pages)

    assert reading.payer is not None
    assert reading.payer.evidence is not None
    assert (reading.payer.evidence.page, reading.schedule[0].evidence.page) == (1, 2)


@pytest.mark.parametrize(
    ("text", "message"), [("", "no text"), (" \n\t ", "no text"), ("a" * 4_000_001, "Split the document")]
)
def test_a_text_that_cannot_be_read_is_refused_with_what_to_do(text: str, message: str) -> None:
    with pytest.raises(UnreadableText, match=message):
        EmbeddedReader().read(text)


def test_the_same_text_gives_the_same_reading() -> None:
    assert read() == read()


def test_words_that_contradict_the_figures_lower_the_confidence() -> None:
    text = TEXT.replace("EUR 9,000.00", "eight thousand euros (EUR 9,000.00)")

    reading = EmbeddedReader().read(text)

    assert [item.amount for item in reading.schedule] == [Decimal("9000.00")]
    assert all(item.confidence <= Decimal("0.5") for item in reading.schedule)
