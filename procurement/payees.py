"""The account that a payment goes to: as it was when permission was asked for, and whether that still holds."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import known_locale, write_day
from procurement.models import PaymentAuthorization
from vendors.models import AccountState, BankAccount

PAYEE = ("holder", "iban", "bban", "clearing_system", "clearing_member", "bic", "country", "currency")


@dataclass(frozen=True)
class Trouble:
    """Why an account may not be paid now: a code for programs and a sentence for people."""

    code: str
    sentence: str


def snapshot(account: BankAccount) -> dict[str, str]:
    """The account as it is now: what a payment is authorized for, and must still equal when the file is made."""
    return {name: getattr(account, name) for name in PAYEE}


def trouble_with(payment: PaymentAuthorization, *, on: date) -> Trouble | None:
    """What keeps the payment's account from being paid on a day: retired, changed, or not yet cooled off; None when nothing."""
    account = payment.account
    again = _("Stop the payment and match the invoice again.")
    if account.state != AccountState.VERIFIED:
        words = _("The account of %(vendor)s that this payment goes to is %(state)s.") % {
            "vendor": payment.vendor,
            "state": account.get_state_display(),
        }
        return Trouble("account_changed", f"{words} {again}")
    if snapshot(account) != payment.payee:
        words = _("The account of %(vendor)s has changed since this payment was asked for.") % {
            "vendor": payment.vendor
        }
        return Trouble("account_changed", f"{words} {again}")
    cooled = account.verified_on + timedelta(days=int(payment.match.policy.get("bank_cooloff_days", 3)))
    if on < cooled:
        words = _("The account was verified on %(day)s; it may be paid from %(cooled)s.")
        locale = known_locale(get_language() or "en")
        days = {"day": write_day(account.verified_on, locale), "cooled": write_day(cooled, locale)}
        return Trouble("cooling_off", words % days)
    return None


def tail_of(payee: dict[str, str]) -> str:
    """The account as evidence shows it: whose it is, and no more of its number than the end."""
    number = payee.get("iban") or payee.get("bban") or ""
    return f"{payee.get('holder', '')} …{number[-4:]}".strip()
