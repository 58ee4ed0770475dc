"""The day on which the bank will be asked to pay, in words, before the payment file is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day
from procurement.models import PaymentAuthorization
from procurement.pain001 import AskedDay, asked_day


@dataclass(frozen=True)
class Asked:
    """One payment that waits for a file: the day that a file of today would name, and why that one."""

    payment: PaymentAuthorization
    day: date
    why: str
    is_today: bool

    @property
    def said(self) -> str:
        """The day that the bar names once it is chosen; none for a credit note, which goes with what it is taken off."""
        return "" if self.payment.is_credit else say_day(self.day)


def asked_today(payments: Sequence[PaymentAuthorization], *, on: date) -> list[Asked]:
    """For each payment, what a file made on this day would ask for.

    Where a credit note waits for the same account, all payments to it become one transfer, on the earliest of their days.
    """
    with_credit = {(one.account_id, one.currency) for one in payments if one.is_credit}
    found = []
    for one in payments:
        asked = asked_day(one.due_on, on, one.currency)
        why = say_why(asked, one.currency)
        if (one.account_id, one.currency) in with_credit and not one.is_credit:
            why += " " + _("With the credit note, all to this account go in one transfer, on the earliest day.")
        found.append(Asked(one, asked.day, why, asked.day == on))
    return found


def say_why(asked: AskedDay, currency: str) -> str:
    """Why the bank is asked for that day: it is the due day, or what moved it."""
    said = []
    if asked.due_on < asked.made_on:
        said.append(
            _("It was due on %(day)s; a file never asks for a day that is over.") % {"day": say_day(asked.due_on)}
        )
    for day in asked.weekend[:1]:
        facts: dict[str, Any] = {"day": say_day(day), "weekday": date_format(day, "l")}
        said.append(_("%(day)s is a %(weekday)s, when banks carry nothing out.") % facts)
    if asked.closed:
        days = get_text_list([say_day(day) for day in asked.closed], _("and"))
        said.append(_("Banks are closed for %(currency)s on %(days)s.") % {"currency": currency, "days": days})
    return " ".join(said) or _("The day on which it is due.")
