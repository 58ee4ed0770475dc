"""The day on which a bank carries a transfer out: never on a weekend, nor on a day on which its settlement is closed."""

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


def execution_day(due_on: date, made_on: date, currency: str) -> date:
    """The day that a file made on `made_on` asks for: the due day, never before the file, or the next banking day."""
    day = max(due_on, made_on)
    while not is_banking_day(day, currency):
        day += timedelta(days=1)
    return day


@cache
def _closed(currency: str) -> holidays.HolidayBase | frozenset[date]:
    """The closed days; the years are worked out when they are asked for."""
    if currency == "EUR":
        return holidays.financial_holidays("ECB")
    country = _COUNTRIES.get(currency)
    if country is None:
        return frozenset()
    return holidays.country_holidays(country, subdiv="ENG" if country == "GB" else None)
