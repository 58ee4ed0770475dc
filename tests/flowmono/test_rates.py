"""What amounts of several currencies are worth: the database says of a row what the pure rule says of an amount."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from flowmono.common.models import ExchangeRate
from flowmono.common.rates import find_rate, worth
from flowmono.monitoring.models import TrueException
from procurement.models import Requisition
from tests.flowmono.test_inbox_ranking import raise_exceptions
from tests.people import NOON, make_people

pytestmark = pytest.mark.django_db

DAY = NOON.date()


def rate(currency: str, into: str, value: str, days_before: int) -> None:
    ExchangeRate.objects.create(currency=currency, into=into, rate=value, valid_on=DAY - timedelta(days=days_before))


def ask_for(requester, currency: str, estimate: int) -> None:
    Requisition.objects.create(
        number=f"RQ-{currency}-{estimate}",
        requester=requester,
        title="Tools",
        need="To work",
        currency=currency,
        estimate=Decimal(estimate),
        base_estimate=Decimal(estimate),
        state="approved",
        created_at=NOON,
    )


@pytest.mark.parametrize("on", [DAY - timedelta(days=30), DAY - timedelta(days=5), DAY, date(2020, 1, 1)])
def test_the_database_takes_the_rate_that_the_rule_takes(on):
    (maya,) = make_people("maya")
    rate("USD", "EUR", "0.90", 20)
    rate("USD", "EUR", "0.80", 2)
    rate("EUR", "JPY", "160", 10)  # only the way back is known
    rate("GBP", "EUR", "1.15", 40)
    rate("EUR", "GBP", "0.80", 1)  # newer, but not direct
    rate("CHF", "EUR", "9", -3)  # of a day to come
    for currency in ("EUR", "USD", "JPY", "GBP", "CHF", "SEK"):
        ask_for(maya, currency, 1000)

    found = dict(Requisition.objects.annotate(worth=worth("estimate", "currency", on)).values_list("currency", "worth"))

    for currency, amount in found.items():
        assert amount == pytest.approx(1000 * (find_rate(currency, "EUR", on) or 1), abs=Decimal("0.001"))


def test_a_large_number_of_a_small_currency_does_not_come_first():
    rate("EUR", "JPY", "160", 1000)
    raise_exceptions(3)
    yen, euro, without = TrueException.objects.order_by("cause")[:3]
    TrueException.objects.filter(pk=yen.pk).update(amount=Decimal(90_000), currency="JPY")
    TrueException.objects.filter(pk=euro.pk).update(amount=Decimal(1_000), currency="EUR")
    TrueException.objects.filter(pk=without.pk).update(amount=None)

    assert [found.pk for found in TrueException.objects.waiting()] == [euro.pk, yen.pk, without.pk]
