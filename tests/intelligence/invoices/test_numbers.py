"""Printed numbers and days: the same amount in every habit of writing, and no guess where two readings are possible."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowmono.intelligence.invoices.amounts import NotANumber, find_decimal_mark, read_printed_number, read_xml_decimal
from flowmono.intelligence.invoices.dates import NotADate, choose_order, read_printed_date, read_xml_date


@pytest.mark.parametrize(
    "text",
    [
        "12,345.60",
        "12.345,60",
        "12 345,60",
        "12 345.60",
        "12'345.60",
        "12’345,60",
        "12345.60",
        "12345,60",
        "12\u00a0345,60",
        "12\u202f345,60",
    ],
)
def test_one_amount_in_every_habit_of_writing(text: str) -> None:
    assert read_printed_number(text) == Decimal("12345.60")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1,234", None, "1234"),
        ("0.052", None, "0.052"),
        ("1,00,000.50", None, "100000.50"),
    ],
)
def test_the_document_s_decimal_mark_settles_three_digits(text: str, mark: str | None, value: str) -> None:
    assert read_printed_number(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["-12,00", "12,00-", "(12,00)", "−12.00"])
def test_a_minus_is_seen_wherever_it_stands(text: str) -> None:
    assert read_printed_number(text) == Decimal("-12.00")


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "12,34,5", "1e5", "٣٤", "12 34"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_printed_number(text)


@given(st.text(max_size=30))
def test_no_text_becomes_a_number_that_is_not_finite(text: str) -> None:
    for read in (read_xml_decimal, read_printed_number):
        with contextlib.suppress(NotANumber):
            assert read(text).is_finite()


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_german_and_english_print_of_an_amount_are_read_back(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert read_printed_number(english, ".") == read_printed_number(german, ",") == amount


def test_the_mark_is_the_one_most_amounts_use() -> None:
    assert find_decimal_mark(["1.234,56", "12,00", "3.50"]) == ","
    assert find_decimal_mark(["12", "1.234"]) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("January 18, 2027", date(2027, 1, 18)),
        ("18. Januar 2027", date(2027, 1, 18)),
        ("18 de enero de 2027", date(2027, 1, 18)),
        ("le 2 août 2026", date(2026, 8, 2)),
        ("02 Juillet 2015", date(2015, 7, 2)),
        ("19 april 2014", date(2014, 4, 19)),
        ("25.02.26", date(2026, 2, 25)),
        ("2027-01-20", date(2027, 1, 20)),
        ("01/20/2027", date(2027, 1, 20)),
        ("27/08/2027", date(2027, 8, 27)),
        ("8-9-2022", date(2022, 9, 8)),
    ],
)
def test_days_are_read_in_the_words_of_their_language(text: str, day: date) -> None:
    assert read_printed_date(text).day == day


def test_a_day_that_can_be_read_two_ways_keeps_both() -> None:
    printed = read_printed_date("03/02/2027")

    assert (printed.day, printed.swapped) == (date(2027, 2, 3), date(2027, 3, 2))


def test_the_days_of_the_payment_terms_settle_the_order_of_day_and_month() -> None:
    issued, due = read_printed_date("03/02/2027"), read_printed_date("05/03/2027")

    assert choose_order([issued, due], month_first=True, gap=30) is False


@pytest.mark.parametrize("text", ["2026-13-45", "20260230", "2026-2-3", "yesterday", "1500-01-01"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        read_xml_date(text)
