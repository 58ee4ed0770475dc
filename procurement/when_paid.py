"""From which day an invoice may be paid, as its vendor may know: the due day, a new account that waits, what is missing.

Nothing of what our people decide is told, and nothing about accounts where one on the invoice is doubted: whoever sent it is not
told what was noticed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day
from procurement.limits import days_before_payment
from procurement.models import Invoice, InvoiceState, Match, PaymentAuthorization
from procurement.pain001 import asked_day
from vendors.models import AccountState, VendorState

WAITING = frozenset(
    {
        InvoiceState.RECEIVED,
        InvoiceState.READ,
        InvoiceState.REVIEW,
        InvoiceState.HELD,
        InvoiceState.MATCHED,
        InvoiceState.AUTHORIZED,
    }
)
DECIDED = frozenset({InvoiceState.MATCHED, InvoiceState.AUTHORIZED})
# What is known of the vendor's own accounts; any other finding about an account is a doubt.
OPEN_ABOUT = frozenset({"BANK_COOLING_OFF", "BANK_FROM_MASTER"})


@dataclass(frozen=True)
class Missing:
    """What the vendor has to see to, or waits for, and the page of the portal where it stands, by what leads there."""

    words: str
    page: str
    called: str


@dataclass(frozen=True)
class WhenPaid:
    """The due day, the first day on which the bank may be asked to pay (None while something is missing), and why."""

    due_on: date | None
    day: date | None
    why: tuple[str, ...]
    missing: tuple[Missing, ...]


def when_paid(
    invoice: Invoice, payment: PaymentAuthorization | None, match: Match | None, *, on: date
) -> WhenPaid | None:
    """None for what is paid, sent back or withdrawn, and for a credit note."""
    if invoice.state not in WAITING or (invoice.owed or 0) < 0:
        return None
    due = payment.due_on if payment is not None else invoice.due_on
    if payment is not None and payment.executed_on is not None:
        return WhenPaid(due, payment.executed_on, (_("Our bank is asked to pay it on this day."),), ())
    account, cooled = _account(invoice, payment, match, on=on)
    missing = tuple(one for one in (account, _papers(invoice, on=on)) if one is not None)
    if missing or due is None:
        return WhenPaid(due, None, (), missing)
    asked = asked_day(max(due, cooled or due), on, invoice.currency)
    why = []
    if cooled is not None and cooled > max(due, on):
        why.append(
            _("Your account is new to us: nothing is paid to it before that day.")
            if cooled == asked.day
            else _("Your account is new to us: nothing is paid to it before %(day)s.") % {"day": say_day(cooled)}
        )
    if asked.passed_over:
        why.append(_("Banks carry nothing out on the days before it."))
    if invoice.state not in DECIDED:
        why.append(_("If the invoice is found right; it is still being checked."))
    return WhenPaid(due, asked.day, tuple(why), ())


def _account(
    invoice: Invoice, payment: PaymentAuthorization | None, match: Match | None, *, on: date
) -> tuple[Missing | None, date | None]:
    """What is missing for want of an account, and the first day of the account that is paid."""
    vendor: Any = invoice.vendor
    codes = match.codes if match is not None else []
    if vendor is None or any(code.startswith("BANK_") and code not in OPEN_ABOUT for code in codes):
        return None, None
    days = timedelta(days=days_before_payment(vendor))
    if payment is not None and payment.account.verified_on is not None:
        return None, payment.account.verified_on + days
    known = list(vendor.accounts.filter(state=AccountState.VERIFIED, verified_on__isnull=False))
    if known:
        return None, min(one.verified_on for one in known) + days
    asked = vendor.accounts.filter(state__in=[AccountState.PROPOSED, AccountState.CALLED_BACK]).exists()
    if asked:
        words = _("We still confirm your account: we call you on a number that we know from before.")
    else:
        words = _("We know no account of yours that we may pay. Enter it, and we confirm it by telephone.")
    return Missing(words, reverse("portal:accounts"), _("Open your bank account")), None


def _papers(invoice: Invoice, *, on: date) -> Missing | None:
    """Papers of the vendor that hold its payments; why somebody stopped dealing with it is not for this page."""
    vendor: Any = invoice.vendor
    if vendor is None or vendor.state in {VendorState.ON_HOLD, VendorState.BLOCKED}:
        return None
    if vendor.standing(invoice.issued_on or on).ok:
        return None
    words = _("Papers of yours are missing, have run out, or are being checked; nothing is paid before.")
    return Missing(words, reverse("portal:papers"), _("Open your papers"))
