"""The day on which a bank carries a transfer out: never on a weekend, nor on a day on which its settlement is closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

# The country whose public holidays close the settlement of a currency; the euro's closing days are TARGET's own.
_COUNTRIES = {
    "AUD": "AU",
    "CAD": "CA",
    "CHF": "CH",
    "CZK": "CZ",
    "DKK": "DK",
    "GBP": "GB",
    "HUF": "HU",
    "JPY": "JP",
    "NOK": "NO",
    "NZD": "NZ",
    "PLN": "PL",
    "SEK": "SE",
    "USD": "US",
}
_SATURDAY = 5


def is_banking_day(day: date, currency: str) -> bool:
    """Whether banks settle this currency on a day; of a currency without a known calendar only weekends are left out."""
    return day.weekday() < _SATURDAY and day not in _closed(currency)


@dataclass(frozen=True)
class AskedDay:
    """The day that a file asks the bank for, and what moved it: the file that is made after the due day, and closed days."""

    day: date
    due_on: date
    made_on: date
    passed_over: tuple[date, ...]

    @property
    def weekend(self) -> tuple[date, ...]:
        """The Saturdays and Sundays that were passed over."""
        return tuple(day for day in self.passed_over if day.weekday() >= _SATURDAY)

    @property
    def closed(self) -> tuple[date, ...]:
        """The weekdays that were passed over, because banks do not settle the currency on them."""
        return tuple(day for day in self.passed_over if day.weekday() < _SATURDAY)


def asked_day(due_on: date, made_on: date, currency: str) -> AskedDay:
    """What a file made on `made_on` asks for: the due day, never before the file, or the next banking day."""
    day = max(due_on, made_on)
    passed_over = []
    while not is_banking_day(day, currency):
        passed_over.append(day)
        day += timedelta(days=1)
    return AskedDay(day, due_on, made_on, tuple(passed_over))


def execution_day(due_on: date, made_on: date, currency: str) -> date:
    """The day alone, without what moved it."""
    return asked_day(due_on, made_on, currency).day


@cache
def _closed(currency: str) -> holidays.HolidayBase | frozenset[date]:
    """The closed days; the years are worked out when they are asked for."""
    if currency == "EUR":
        return holidays.financial_holidays("ECB")
    country = _COUNTRIES.get(currency)
    if country is None:
        return frozenset()
    return holidays.country_holidays(country, subdiv="ENG" if country == "GB" else None)
