"""What the invoices of the post share: accounts that no bank has given, days, sums and the label of a line."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .drawing import Deal, Item

ZERO = Decimal("0.00")
TRADES = (
    "Hollin & Garside Ltd",
    "Brackwater Mills Ltd",
    "Ostrey Fields Ltd",
    "Tamsel Lighting Ltd",
    "Quarrendon Arts CIC",
)


def account(chance: random.Random, country: str, bank: str, digits: int) -> str:
    """An account that no bank has given, with its right check digits."""
    own = bank + "".join(str(chance.randint(0, 9)) for _ in range(digits))
    check = 98 - int("".join(str(int(sign, 36)) for sign in own + country + "00")) % 97
    return f"{country}{check:02d}{own}"


def fours(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def bill(chance: random.Random, items: Sequence[Item], rate: str, days: int = 30) -> Deal:
    issued = date(2026, 1, 5) + timedelta(days=chance.randint(0, 330))
    return Deal(chance, list(items), Decimal(rate), issued, issued + timedelta(days=days))


def cents(chance: random.Random, low: int, high: int) -> Decimal:
    return Decimal(chance.randint(low, high)) / 100


def told(description: str, net: Decimal, quantity: Any = None, price: Any = None) -> dict[str, str | None]:
    """The label of one line."""
    return {
        "description": description,
        "quantity": None if quantity is None else str(quantity),
        "unit_price": None if price is None else str(price),
        "net": str(net),
    }
