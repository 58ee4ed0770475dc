"""Changing one currency into another, by a stored rate with its date."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.common.models import ExchangeRate
from flowmono.common.money import round_money
from flowmono.common.refusals import Conflict
from flowmono.common.templatetags.writing import say_day


def find_rate(currency: str, into: str, on: date) -> Decimal | None:
    """The newest rate not after `on`, in either direction; 1 for the same currency; None when there is none."""
    if currency == into:
        return Decimal(1)
    known = ExchangeRate.objects.filter(valid_on__lte=on).order_by("-valid_on")
    direct = known.filter(currency=currency, into=into).first()
    if direct:
        return direct.rate
    inverse = known.filter(currency=into, into=currency).first()
    return Decimal(1) / inverse.rate if inverse else None


def in_company_currency(amount: Decimal, currency: str, on: date) -> Decimal:
    """The amount in the company's currency, rounded. Raises Conflict when no rate is stored for that day or before."""
    rate = find_rate(currency, settings.COMPANY_CURRENCY, on)
    if rate is None:
        raise Conflict(
            _("There is no exchange rate from %(from)s to %(into)s on %(day)s. An administrator can enter one.")
            % {"from": currency, "into": settings.COMPANY_CURRENCY, "day": say_day(on)},
            code="rate_missing",
        )
    return round_money(amount * rate, settings.COMPANY_CURRENCY)
