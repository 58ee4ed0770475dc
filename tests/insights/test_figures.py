"""The figures of the insights pages, on exact values."""

from datetime import date
from decimal import Decimal

import pytest

from flowmono.insights.figures import (
    Month,
    Period,
    Spend,
    Watch,
    duration_in_words,
    fill_months,
    layered,
    overall,
    percent_of,
    pieces_of,
    read_period,
)

TODAY = date(2027, 3, 15)


def test_without_a_period_the_last_twelve_months_are_shown() -> None:
    period = read_period("", "", TODAY)

    assert period == Period(date(2026, 4, 1), TODAY)
    assert len(period.months()) == 12


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2027-01-01", "2027-01-31", Period(date(2027, 1, 1), date(2027, 1, 31))),
        ("2027-01-31", "2027-01-01", Period(date(2027, 1, 1), date(2027, 1, 31))),
        ("yesterday", "2027-01-31", Period(date(2026, 2, 1), date(2027, 1, 31))),
        ("2027-03-01", "", Period(date(2027, 3, 1), TODAY)),
        ("2027-02-30", "2027-13-01", Period(date(2026, 4, 1), TODAY)),
    ],
)
def test_a_period_is_read_from_what_people_type(first: str, last: str, period: Period) -> None:
    assert read_period(first, last, TODAY) == period


def test_a_period_over_new_year_has_every_month() -> None:
    months = Period(date(2026, 11, 30), date(2027, 2, 1)).months()

    assert months == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (0, 7, 0),
        (7, 7, 100),
        (1, 3, 33),
        (2, 3, 67),
        (1, 200, 1),
        (1, 1000, 1),
        (999, 1000, 99),
        (1, 8, 13),
        (Decimal("2500.00"), Decimal("10000.00"), 25),
        (3, 2, 150),
    ],
)
def test_all_and_none_are_said_only_of_all_and_none(
    part: int | Decimal, whole: int | Decimal, percent: int | None
) -> None:
    assert percent_of(part, whole) == percent


def test_months_without_invoices_stand_in_the_chart_too() -> None:
    months = fill_months(
        Period(date(2027, 1, 10), date(2027, 3, 5)), [(date(2027, 3, 1), 3, 4), (date(2027, 1, 1), 1, 2)]
    )

    assert [(one.month.month, one.straight, one.decided, one.percent) for one in months] == [
        (1, 1, 2, 50),
        (2, 0, 0, None),
        (3, 3, 4, 75),
    ]
    assert overall(months) == Month(date(2027, 1, 1), 4, 6)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, ""),
        (0.0, "0 minutes"),
        (0.001, "1 minute"),
        (0.5, "30 minutes"),
        (1.0, "1 hour"),
        (47.4, "47 hours"),
        (48.0, "2 days"),
        (60.0, "2.5 days"),
        (239.0, "10 days"),
        (240.0, "10 days"),
        (1000.0, "42 days"),
    ],
)
def test_durations_are_said_in_the_unit_that_people_use(hours: float | None, words: str) -> None:
    assert duration_in_words(hours) == words


def test_parts_of_a_bar_stand_one_after_another_and_never_leave_it() -> None:
    drawn = pieces_of([(30, "good", "a"), (0, "bad", "b"), (10, "warn", "c"), (999, "faint", "d")], 40)

    assert [(one.start, one.length, one.kind) for one in drawn] == [(0.0, 75.0, "good"), (75.0, 25.0, "warn")]
    assert pieces_of([(1, "good", "a")], 0) == []


def test_layers_begin_together_each_in_front_of_the_one_before() -> None:
    drawn = layered([(100, "far", "ordered"), (50, "mid", "billed"), (25, "near", "paid")], 100)

    assert [(one.start, one.length, one.kind) for one in drawn] == [
        (0.0, 100.0, "far"),
        (0.0, 50.0, "mid"),
        (0.0, 25.0, "near"),
    ]


def test_what_is_left_of_a_contract_is_never_less_than_nothing() -> None:
    over = Spend("1", "CT-2027-0001", "Cleaning", "Halden", Decimal("100.00"), Decimal("120.00"), Decimal("60.00"))

    assert (over.left, over.percent_paid) == (Decimal(0), 60)


def test_precision_counts_only_what_people_judged() -> None:
    assert Watch("w", "W", open=4, handled=3, dismissed=1, cleared=9).precision == 75
    assert Watch("w", "W", open=4, handled=0, dismissed=0, cleared=9).precision is None
    assert Watch("w", "W", open=4, handled=3, dismissed=1, cleared=9).raised == 17
