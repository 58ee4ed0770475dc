"""How long papers are kept: whole years from the end, the signature or the archive; without an end while nobody knows it."""

from datetime import date

import pytest

from contracts.retention import ARCHIVE, END, SIGNATURE, Life, kept_until, years_later

LIFE = Life(archived_on=date(2027, 3, 2), signed_on=date(2027, 3, 1), ends_on=date(2028, 2, 29))


@pytest.mark.parametrize(
    ("counted_from", "last_day"),
    [(END, date(2038, 2, 28)), (SIGNATURE, date(2037, 3, 1)), (ARCHIVE, date(2037, 3, 2))],
)
def test_ten_years_are_counted_from_the_day_that_the_sequence_names(counted_from: str, last_day: date) -> None:
    assert kept_until(10, counted_from, LIFE) == last_day


def test_a_leap_day_becomes_the_last_of_february_where_there_is_none() -> None:
    assert years_later(date(2028, 2, 29), 10) == date(2038, 2, 28)
    assert years_later(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert years_later(date(2096, 2, 29), 4) == date(2100, 2, 28)
    assert years_later(date(2027, 2, 28), 1) == date(2028, 2, 28)


def test_no_years_are_kept_without_an_end() -> None:
    assert kept_until(None, ARCHIVE, LIFE) is None


def test_an_end_that_nobody_knows_keeps_papers_until_it_is_known() -> None:
    unknown = Life(archived_on=date(2027, 3, 2), signed_on=date(2027, 3, 1))
    renewing = Life(date(2027, 3, 2), date(2027, 3, 1), date(2028, 3, 1), renews=True)

    assert kept_until(10, END, unknown) is None
    assert kept_until(10, END, renewing) is None
    assert kept_until(1, SIGNATURE, renewing) is None


def test_papers_are_never_due_while_the_contract_still_runs() -> None:
    long = Life(date(2027, 3, 2), date(2027, 3, 1), date(2040, 1, 31))

    assert kept_until(5, SIGNATURE, long) == date(2040, 1, 31)
