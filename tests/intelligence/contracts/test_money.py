"""Amounts, lengths of time and dates are read the way people write them."""

from datetime import date
from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.dates import add_months, find_dates, months_between
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.numbers import parse_figures, parse_words


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("USD 148,500.00", "148500.00", "USD"),
        ("48.000,00 EUR", "48000.00", "EUR"),
        ("EUR 48,000.00", "48000.00", "EUR"),
        ("45 000,00 €", "45000.00", "EUR"),
        ("45\u202f000,00\u00a0€", "45000.00", "EUR"),
        ("CHF 12’500.00", "12500.00", "CHF"),
        ("Fr. 12'500.–", "12500", "CHF"),
        ("JPY 1,320,000", "1320000", "JPY"),
        ("¥34,430,000", "34430000", "JPY"),
        ("£7,850", "7850", "GBP"),
        ("$ 480,000.", "480000", None),
        ("$.305", "0.305", None),
        ("$0.005", "0.005", None),
        ("$1.29", "1.29", None),
        ("$1.000", "1000", None),
        ("$250,000,00", "250000.00", None),
        ("US$1.1 million", "1100000.0", "USD"),
        ("RMB200 million", "200000000", "CNY"),
        ("1,5 Mio. EUR", "1500000.0", "EUR"),
        ("€30k", "30000", "EUR"),
        ("CDN$750,000", "750000", "CAD"),
        ("$117,605.60 CDN", "117605.60", "CAD"),
        ("AUD 264,000.00", "264000.00", "AUD"),
        ("one hundred thousand dollars", "100000", None),
        ("two hundred and fifty thousand euros", "250000", "EUR"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, amount: str, currency: str | None) -> None:
    flat = text.replace("\u202f", " ").replace("\u00a0", " ")

    mentions = find_money(f"the sum of {flat} is due")

    assert [(mention.amount, mention.currency) for mention in mentions] == [(Decimal(amount), currency)]


def test_words_and_figures_side_by_side_are_one_amount() -> None:
    before = find_money("pay Ninety-Five Thousand and 00/100 Dollars ($95,000.00) per month")
    after = find_money("a retainer of £7,850 (seven thousand eight hundred and fifty pounds) a month")

    assert [(mention.amount, mention.sure) for mention in before + after] == [
        (Decimal(95000), True),
        (Decimal(7850), True),
    ]


def test_words_that_contradict_the_figures_make_the_amount_unsure() -> None:
    mentions = find_money("pay six thousand dollars ($5,000) per month")

    assert [(mention.amount, mention.sure) for mention in mentions] == [(Decimal(5000), False)]


@pytest.mark.parametrize("text", ["others. 3. Release", "Section 1.2.3", "5 km", "ALL 5 parties", "room 12", "Rev. 4"])
def test_a_number_without_a_currency_is_not_money(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize("figures", ["", "1.2.3,4,5x", "٣٤", "..", "1e400", "-"])
def test_what_is_not_one_number_is_no_number(figures: str) -> None:
    assert parse_figures(figures) is None


def test_number_words_are_added_up_and_multiplied() -> None:
    assert parse_words("three million and seven hundred and fifty thousand") == 3_750_000
    assert parse_words("twenty-four") == 24
    assert parse_words("zwölf") == 12
    assert parse_words("purple") is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("within thirty (30) days", "P30D"),
        ("8 Wochen", "P8W"),
        ("fifteen (15) business days", "P15BD"),
        ("vierzehn Tagen", "P14D"),
        ("12 months", "P12M"),
        ("dos años", "P2Y"),
        ("trente jours", "P30D"),
        ("10 Werktage", "P10BD"),
        ("a six-month term", "P6M"),
    ],
)
def test_a_length_of_time_is_read_in_four_languages(text: str, iso: str) -> None:
    assert [duration.iso for duration in find_durations(text)] == [iso]


def test_the_figure_decides_when_the_words_say_another_number_of_days() -> None:
    (duration,) = find_durations("within thirty (45) days")

    assert (duration.days, duration.sure) == (45, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("October 5, 2026", date(2026, 10, 5)),
        ("the 1st day of February, 2020", date(2020, 2, 1)),
        ("15TH DECEMBER 2001", date(2001, 12, 15)),
        ("1. Dezember 2026", date(2026, 12, 1)),
        ("31.01.2028", date(2028, 1, 31)),
        ("14 de diciembre de 2026", date(2026, 12, 14)),
        ("1er décembre 2026", date(2026, 12, 1)),
        ("2027-02-01", date(2027, 2, 1)),
        ("Sept. 3, 2027", date(2027, 9, 3)),
    ],
)
def test_a_date_is_read_in_four_languages(text: str, day: date) -> None:
    assert [(mention.day, mention.sure) for mention in find_dates(text)] == [(day, True)]


def test_a_date_that_two_countries_read_in_two_ways_is_unsure() -> None:
    (mention,) = find_dates("due 03/04/2026")

    assert (mention.day, mention.sure) == (date(2026, 3, 4), False)


def test_an_impossible_date_is_no_date() -> None:
    assert find_dates("31 February 2027, 2027-13-01, 32.01.2027") == []


def test_months_are_counted_with_the_last_day_in() -> None:
    assert months_between(date(2027, 2, 1), date(2028, 1, 31)) == 12
    assert months_between(date(2020, 2, 1), date(2025, 1, 31)) == 60
    assert months_between(date(2019, 3, 15), date(2022, 3, 15)) == 36
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
