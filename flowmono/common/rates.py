"""Changing one currency into another, by a stored rate with its date."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import DecimalField, F, Func
from django.db.models.expressions import RawSQL
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


# The rates that `find_rate` would find, as one JSON object that the database makes once for a statement.
_NEWEST = """(
select jsonb_object_agg(currency, rate) from (
  select distinct on (currency) currency, rate from (
    select currency, rate, valid_on, 1 as direct from common_exchangerate where "into" = %s and valid_on <= %s
    union all
    select "into", 1 / rate, valid_on, 0 from common_exchangerate where currency = %s and valid_on <= %s
  ) as known order by currency, direct desc, valid_on desc
) as newest)"""


def worth(amount: str, currency: str, on: date) -> Func:
    """What a column of amounts is worth in the company's currency, unrounded, to put rows in order: given the names of the columns.

    An amount in a currency without a rate counts as if it were in the company's: it is not lost at the end of a list.
    """
    ours = settings.COMPANY_CURRENCY
    rates = RawSQL(_NEWEST, (ours, on, ours, on))  # noqa: S611 - fixed words; what varies is passed beside them
    return Func(
        F(amount),
        Func(rates, F(currency), arg_joiner=" ->> ", template="coalesce((%(expressions)s)::numeric, 1)"),
        arg_joiner=" * ",
        template="(%(expressions)s)",
        output_field=DecimalField(max_digits=30, decimal_places=6),
    )
