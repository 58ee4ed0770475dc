"""Money in the API: every amount and price with its currency's own number of decimals."""

from typing import Any, Final

from django.conf import settings
from rest_framework import serializers

from flowmono.common.fields import COMPANYS, AmountField, PriceField
from flowmono.common.money import plain_money


class MoneyField(serializers.DecimalField):
    """An amount, read as its currency is written. currency: the way from the record to it; by default as its column says."""

    def __init__(self, *, currency: str | None = None, **options: Any) -> None:
        self.currency = currency
        super().__init__(**options)

    def get_attribute(self, instance: Any) -> Any:
        amount = super().get_attribute(instance)
        return None if amount is None else (amount, self._currency_of(instance))

    def to_representation(self, value: Any) -> Any:
        amount, currency = value
        return plain_money(self.to_internal_value(amount) if isinstance(amount, str) else amount, currency)

    def _currency_of(self, record: Any) -> str:
        way = self.currency if self.currency is not None else self._way_of_the_column()
        if way == COMPANYS:
            return str(settings.COMPANY_CURRENCY)
        for name in way.split("."):
            record = record.get(name) if isinstance(record, dict) else getattr(record, name, None)
        return str(record or "")

    def _way_of_the_column(self) -> str:
        column = self.parent.Meta.model._meta.get_field(self.source)  # type: ignore[union-attr]
        return str(column.currency)


def draw_money() -> None:
    """From now on every shape of a record draws its amounts and prices like this."""
    known: Final = serializers.ModelSerializer.serializer_field_mapping
    known.update({AmountField: MoneyField, PriceField: MoneyField})
