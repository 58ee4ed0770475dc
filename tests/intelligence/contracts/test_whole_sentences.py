"""The sentence that justifies a price is shown whole: no order or payment rests on half a word."""

import pytest

from flowmono.intelligence.contracts.source import LONGEST_QUOTE, fold

RATES = (
    "Fees are due monthly. Such fee shall be £120 per hour for seniors and £140 per hour for partners. VAT is added."
)


def whole(text: str, quoted: str) -> str:
    start = text.index(quoted)
    found = fold(text).sentence_of(start, start + len(quoted))
    assert text[found.start : found.end] == found.quote
    return " ".join(found.quote.split())


@pytest.mark.parametrize("quoted", ["£120 per hour", "per hour for seniors and £140", "our for partners"])
def test_two_rates_of_one_sentence_both_stand_with_all_of_it(quoted: str) -> None:
    assert whole(RATES, quoted) == "Such fee shall be £120 per hour for seniors and £140 per hour for partners."


def test_a_row_of_a_table_stays_as_it_was_quoted() -> None:
    text = "Instalment\tDue\tAmount\n1 (25 %)\ton signature\t12.000,00 EUR\nAnything else."

    assert whole(text, "1 (25 %)\ton signature\t12.000,00 EUR") == "1 (25 %) on signature 12.000,00 EUR"


def test_of_a_sentence_without_an_end_only_cut_words_are_completed() -> None:
    text = "and so on " * LONGEST_QUOTE + "the surcharge is $40 per started hour " + "and so on " * LONGEST_QUOTE

    assert whole(text, "urcharge is $40 per star") == "surcharge is $40 per started"


def test_what_is_a_sentence_already_is_left_alone() -> None:
    assert whole(RATES, "VAT is added.") == "VAT is added."
