"""What all acts on orders begin with: the order locked, its rate, and the state that the act needs."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.common.rates import find_rate
from flowmono.common.refusals import Conflict
from flowmono.common.templatetags.writing import say_day
from procurement.models import Order, Requisition


def lock_order(order: Order) -> Order:
    """The order, read afresh and locked, with the people and the vendor that rules ask about."""
    locked: Order = Order.objects.select_for_update(of=("self",)).select_related("vendor", "requester").get(pk=order.pk)
    return locked


def locked_rate(currency: str, at: datetime) -> Decimal:
    """The rate into the company's currency on the day. Raises Conflict when none is stored."""
    rate = find_rate(currency, settings.COMPANY_CURRENCY, at.date())
    if rate is None:
        raise Conflict(
            _("There is no exchange rate from %(from)s to %(into)s on %(day)s. An administrator can enter one.")
            % {"from": currency, "into": settings.COMPANY_CURRENCY, "day": say_day(at.date())},
            code="rate_missing",
        )
    return rate


def demand(order: Order | Requisition, transition: str, words: str) -> None:
    """The record can make the transition. Raises Conflict, which says what it can be done to and what it is."""
    if not order.can(transition):
        raise Conflict(f"{words} " + _("It is %(state)s.") % {"state": order.get_state_display()})
