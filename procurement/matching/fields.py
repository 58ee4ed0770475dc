"""Reading fields of plain objects: text, money, days, flags. Every fault names its field and what it must hold.

Money is text or a whole number: a float has already lost what it was, so it is refused.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

# Nobody invoices a quadrillion; a longer number is a fault or an attack on arithmetic.
LARGEST_AMOUNT = Decimal(10) ** 15
LARGEST_EXPONENT = 12


class CaseError(ValueError):
    """A case that cannot be read; the message says which field and what it must hold."""


class Fields:
    """A plain object being read, with the path that error messages name."""

    def __init__(self, obj: object, path: str) -> None:
        if not isinstance(obj, Mapping):
            raise CaseError(f"{path} must be an object, not {type(obj).__name__}.")
        self.obj: Mapping[str, Any] = obj
        self.path = path

    def present(self, *names: str) -> tuple[str, Any]:
        """The first of `names` that holds something, and its value; (names[0], None) when none does."""
        for name in names:
            value = self.obj.get(name)
            if value is not None and value != "":
                return name, value
        return names[0], None

    def text(self, *names: str) -> str | None:
        name, value = self.present(*names)
        if value is None:
            return None
        if isinstance(value, bool | float | list | dict):
            raise CaseError(f"{self.path}.{name} must be text, not {type(value).__name__}.")
        return str(value).strip() or None

    def required_text(self, *names: str) -> str:
        value = self.text(*names)
        if value is None:
            raise CaseError(f"{self.path}.{names[0]} is missing; give it as text.")
        return value

    def amount(self, *names: str) -> Decimal | None:
        name, value = self.present(*names)
        return None if value is None else read_amount(value, f"{self.path}.{name}")

    def required_amount(self, *names: str) -> Decimal:
        value = self.amount(*names)
        if value is None:
            raise CaseError(f"{self.path}.{names[0]} is missing; give an amount as text, such as '1250.00'.")
        return value

    def whole(self, name: str) -> int | None:
        value = self.amount(name)
        if value is None:
            return None
        if value != value.to_integral_value() or value < 0:
            raise CaseError(f"{self.path}.{name} must be a whole number that is not negative, not {value}.")
        return int(value)

    def day(self, name: str) -> date | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CaseError(f"{self.path}.{name} must be a day like 2026-03-31, not '{text}'.") from None

    def required_day(self, name: str) -> date:
        value = self.day(name)
        if value is None:
            raise CaseError(f"{self.path}.{name} is missing; give a day like 2026-03-31.")
        return value

    def flag(self, name: str) -> bool:
        value = self.obj.get(name, False)
        if value is not None and not isinstance(value, bool):
            raise CaseError(f"{self.path}.{name} must be true or false, not {value!r}.")
        return bool(value)

    def child(self, name: str) -> "Fields":
        return Fields(self.obj.get(name) or {}, f"{self.path}.{name}")

    def required_child(self, name: str) -> "Fields":
        if not self.obj.get(name):
            raise CaseError(f"{self.path}.{name} is missing.")
        return self.child(name)

    def children(self, name: str) -> tuple["Fields", ...]:
        items = self.obj.get(name) or []
        if not isinstance(items, Sequence) or isinstance(items, str):
            raise CaseError(f"{self.path}.{name} must be a list.")
        return tuple(Fields(item, f"{self.path}.{name}[{n}]") for n, item in enumerate(items))

    def texts(self, name: str) -> tuple[str, ...]:
        items = self.obj.get(name) or []
        if not isinstance(items, Sequence) or isinstance(items, str):
            raise CaseError(f"{self.path}.{name} must be a list of texts.")
        return tuple(str(item) for item in items)


def read_amount(value: object, path: str) -> Decimal:
    """A finite Decimal of sensible size from text or a whole number. Raises CaseError otherwise."""
    if isinstance(value, float | bool) or not isinstance(value, str | int | Decimal):
        raise CaseError(f"{path} must be a number written as text, such as '12.50', not {value!r}.")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise CaseError(f"{path} must be a number written as text, such as '12.50', not '{value}'.") from None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(number) >= LARGEST_AMOUNT or abs(exponent) > LARGEST_EXPONENT:
        raise CaseError(f"{path} must be a finite number below {LARGEST_AMOUNT:f}, not '{value}'.")
    return number
