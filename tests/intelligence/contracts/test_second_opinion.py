"""Two readers of one contract: what both say is surer, what they dispute is asked, what only one knows is taken from it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.contracts.second_opinion import DISPUTED, with_spans
from flowmono.intelligence.reader import Evidence, Reading, Value
from flowmono.intelligence.spans.reader import SpanReading, read_spans
from tests.intelligence.spans.agreements import HOSTING

EMPTY = Reading(model="rules", version="1", orderable=False, why_not="nothing is priced")


def law(name: str, confidence: str) -> Value:
    start = HOSTING.index("This Agreement shall be governed")
    quote = HOSTING[start : start + 40]
    return Value("governing_law", name, Evidence(quote, start, start + 40), Decimal(confidence), "rules", "1")


def day(value: date, confidence: str) -> Value:
    start = HOSTING.index("March 3, 2027")
    return Value("agreement_on", value, Evidence("March 3, 2027", start, start + 13), Decimal(confidence), "rules", "1")


def test_what_the_rules_do_not_know_is_taken_with_its_quote_and_its_reader() -> None:
    reading = with_spans(EMPTY, read_spans(HOSTING), HOSTING)

    assert reading.governing_law is not None
    assert (reading.governing_law.value, reading.governing_law.model) == ("Delaware", "spans")
    evidence = reading.governing_law.evidence
    assert evidence is not None
    assert "State of Delaware" in evidence.quote
    assert HOSTING[evidence.start : evidence.end] == evidence.quote


def test_an_end_that_is_reckoned_is_the_last_day_of_the_term() -> None:
    reading = with_spans(EMPTY, read_spans(HOSTING), HOSTING)

    assert reading.ends_on is not None
    assert reading.ends_on.value == date(2029, 3, 2)


def test_no_end_is_reckoned_where_the_term_runs_from_an_event() -> None:
    assert with_spans(EMPTY, read_spans(HOSTING), HOSTING, reckoned=False).ends_on is None


def test_what_both_say_is_as_sure_as_the_surer_of_the_two() -> None:
    spans = read_spans(HOSTING)
    known = replace(EMPTY, governing_law=law("State of Delaware", "0.20"))

    reading = with_spans(known, spans, HOSTING)

    assert reading.governing_law is not None
    assert reading.governing_law.value == "State of Delaware"
    assert reading.governing_law.confidence > Decimal("0.8")


def test_a_law_that_the_rules_found_stays_but_is_asked_about() -> None:
    reading = with_spans(replace(EMPTY, governing_law=law("Ontario", "0.85")), read_spans(HOSTING), HOSTING)

    assert reading.governing_law is not None
    assert (reading.governing_law.value, reading.governing_law.confidence) == ("Ontario", DISPUTED)


def test_of_two_days_the_surer_reader_is_shown_and_asked_about() -> None:
    reading = with_spans(replace(EMPTY, agreement_on=day(date(2027, 5, 1), "0.30")), read_spans(HOSTING), HOSTING)

    assert reading.agreement_on is not None
    assert (reading.agreement_on.value, reading.agreement_on.model) == (date(2027, 3, 3), "spans")
    assert reading.agreement_on.confidence <= DISPUTED


def test_without_a_span_reading_the_rules_reading_is_as_it_was() -> None:
    known = replace(EMPTY, governing_law=law("Ontario", "0.85"))

    assert with_spans(known, SpanReading(), HOSTING) == known


def test_the_embedded_reader_is_surer_where_both_agree() -> None:
    reading = EmbeddedReader().read(HOSTING)

    assert reading.governing_law is not None
    assert "Delaware" in str(reading.governing_law.value)
    assert reading.governing_law.confidence > Decimal("0.85")
    assert reading.renewal is not None
    assert (reading.renewal.notice_days, reading.renewal.confidence > Decimal("0.8")) == (60, True)
