"""Money: Decimal with its currency, rounded by the currency's own minor unit (ISO 4217)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for EUR, 1 for JPY, 0.001 for KWD."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount rounded half up to the currency's minor unit."""
    return amount.quantize(minor_unit(currency), rounding=ROUND_HALF_UP)


def write_money(amount: Decimal, currency: str, locale: str = "en") -> str:
    """The amount as people of a locale write it, with the currency's own number of decimals."""
    return _written(str(amount), currency, locale)


@lru_cache(4096)
def _written(amount: str, currency: str, locale: str) -> str:
    """What stands in lists many times is written once. The key is the amount as it is spelt: -0 and 0 are equal, and are not read so."""
    return format_currency(round_money(Decimal(amount), currency), currency, locale=locale)


def plain_money(amount: Decimal, currency: str) -> str:
    """The amount as programs read it: 24000.00 for EUR, 24000 for JPY, 24000.000 for KWD. What is finer than that stays: nothing is rounded."""
    finest = amount.normalize().as_tuple().exponent
    places = max(get_currency_precision(currency), -finest if isinstance(finest, int) else 0)
    return f"{amount:.{places}f}"


@dataclass(frozen=True, order=False)
class Money:
    """An amount in one currency. Adding two currencies raises ValueError."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added without a rate.")
        return Money(self.amount + other.amount, self.currency)

    def rounded(self) -> "Money":
        return Money(round_money(self.amount, self.currency), self.currency)

    def __str__(self) -> str:
        return write_money(self.amount, self.currency)
