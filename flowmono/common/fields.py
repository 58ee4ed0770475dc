"""Columns that money and states need."""

from decimal import Decimal
from typing import Any, Final

from django.core.validators import RegexValidator
from django.db import models
from django_fsm import FSMField

COMPANYS: Final = ""


class AmountField(models.DecimalField):
    """An amount of money: up to 15 digits and the three decimals that KWD or BHD need.

    currency: the way from the record to the currency that it is in, such as "order.currency"; COMPANYS: it is in the company's.
    """

    def __init__(self, *args: Any, currency: str = "currency", **options: Any) -> None:
        self.currency = currency
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", 3)
        super().__init__(*args, **options)


class PriceField(models.DecimalField):
    """A price per unit: up to six decimals, as EN 16931 allows (BT-146). `currency` as of an amount."""

    def __init__(self, *args: Any, currency: str = "currency", **options: Any) -> None:
        self.currency = currency
        options.setdefault("max_digits", 20)
        options.setdefault("decimal_places", 6)
        super().__init__(*args, **options)


class ShareField(models.DecimalField):
    """A share in percent, 0 to 100, with four decimals."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_digits", 7)
        options.setdefault("decimal_places", 4)
        options.setdefault("default", Decimal(0))
        super().__init__(*args, **options)


class CurrencyField(models.CharField):
    """An ISO 4217 code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 3)
        options.setdefault(
            "validators", [RegexValidator(r"^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR.")]
        )
        super().__init__(*args, **options)


class StateField(FSMField):  # type: ignore[misc]
    """A protected state: it changes only through named transitions.

    Migrations see a plain text column. The library listens to every model class that is made, so hundreds of historical
    classes would each add a listener and migrating would take minutes instead of seconds.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("protected", True)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        options.pop("protected", None)
        return name, "django.db.models.CharField", args, options
