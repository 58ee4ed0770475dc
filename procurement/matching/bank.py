"""Whether the account printed on the invoice may be paid (section 11). Only a verified account ever is."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from procurement.matching.case import Case
from procurement.matching.model import ZERO, BankAccount, Vendor
from procurement.matching.references import alphanumeric
from procurement.matching.verdict import Facts, Observation


def check_bank(case: Case, vendor: Vendor | None) -> tuple[Observation, ...]:
    """The first of: invalid, of another vendor, unknown, unverified, cooling off. No account printed: the master's.

    A printed account is checked on a credit note too, where none is needed.
    """
    printed = case.invoice.iban
    if printed:
        return _check_printed(case, vendor, printed)
    if vendor is None or case.invoice.is_credit:
        return ()
    payable = [*vendor.bank_accounts, *_assignee(case)]
    verified = [account for account in payable if account.verified]
    if not verified:
        return (Observation("BANK_UNVERIFIED", {"account": "no account", "name": vendor.name}, at_risk=_risk(case)),)
    if all(cooling_off(case, account) for account in verified):
        return (_cooling(case, verified, vendor),)
    usable = next(account for account in verified if not cooling_off(case, account))
    return (Observation("BANK_FROM_MASTER", {"account": masked(usable.iban)}),)


def _assignee(case: Case) -> tuple[BankAccount, ...]:
    account = case.contract.assignee_account if case.contract else None
    return (account,) if account else ()


def _check_printed(case: Case, vendor: Vendor | None, printed: str) -> tuple[Observation, ...]:
    risk = _risk(case)
    facts: Facts = {"account": masked(printed), "name": vendor.name if vendor else "an unknown vendor"}
    if looks_like_iban(printed) and not valid_iban(printed):
        return (Observation("BANK_INVALID_IBAN", facts, at_risk=risk),)
    if any(same_account(account.iban, printed) for account in _assignee(case)):
        return ()
    own = [a for a in (vendor.bank_accounts if vendor else ()) if same_account(a.iban, printed)]
    verified = [account for account in own if account.verified]
    if verified:
        return (_cooling(case, verified, vendor),) if all(cooling_off(case, a) for a in verified) else ()
    owner = next((v for v in case.vendors if v is not vendor and _holds(v, printed)), None)
    if owner is not None:
        return (Observation("BANK_SHARED", {**facts, "owner": owner.name}, at_risk=risk),)
    if vendor is None:
        return ()
    if own:
        return (Observation("BANK_UNVERIFIED", facts, at_risk=risk),)
    seen = [Observation("BANK_CHANGED", facts, at_risk=risk)]
    country = alphanumeric(printed)[:2]
    if looks_like_iban(printed) and vendor.country and country != vendor.country.upper():
        facts = {**facts, "country": country, "vendor_country": vendor.country}
        seen.append(Observation("BANK_COUNTRY_MISMATCH", facts, at_risk=risk))
    return tuple(seen)


def _holds(vendor: Vendor, printed: str) -> bool:
    return any(same_account(account.iban, printed) for account in vendor.bank_accounts)


def _risk(case: Case) -> Decimal:
    return max(case.invoice.payable, ZERO)


def _cooling(case: Case, accounts: Sequence[BankAccount], vendor: Vendor | None) -> Observation:
    """All of these accounts are too young; the one that was verified first may be paid first."""
    account = min(accounts, key=lambda one: one.verified_on or date.min)
    verified_on = account.verified_on or date.min
    facts: Facts = {
        "account": masked(account.iban),
        "name": vendor.name if vendor else "an unknown vendor",
        "verified_on": verified_on,
        "limit": case.policy.bank_cooloff_days,
        "payable_from": verified_on + timedelta(days=case.policy.bank_cooloff_days),
        "limit_source": case.policy.source_of("bank_cooloff_days"),
    }
    return Observation("BANK_COOLING_OFF", facts, at_risk=_risk(case))


def cooling_off(case: Case, account: BankAccount) -> bool:
    """Whether a verified account is too young to pay to: verified fewer days ago than the policy waits."""
    if account.verified_on is None:
        return False
    return (case.today - account.verified_on).days < case.policy.bank_cooloff_days


def looks_like_iban(text: str) -> bool:
    """Whether a text is written as an IBAN: two letters, two digits, then the account."""
    number = alphanumeric(text)
    return len(number) >= 5 and number[:2].isalpha() and number[2:4].isdigit()


def valid_iban(text: str) -> bool:
    """Whether the country's length, format and the mod-97 check are right (ISO 13616)."""
    try:
        IBAN(alphanumeric(text))
    except SchwiftyException:
        return False
    return True


def same_account(left: str, right: str) -> bool:
    """Whether two texts name one account. Accounts without an IBAN are compared by their digits, words dropped."""
    if alphanumeric(left) == alphanumeric(right):
        return True
    if looks_like_iban(left) or looks_like_iban(right):
        return False
    digits = "".join(ch for ch in left if ch.isdigit())
    return digits != "" and digits == "".join(ch for ch in right if ch.isdigit())


IBAN_BEGINS = re.compile(r"[A-Z]{2}\d{2}")


def masked(account: str) -> str:
    """An account as people may see it in a message: of an IBAN the first four and the last four characters, of others the last."""
    number = alphanumeric(account)
    if len(number) <= 10:
        return number
    return f"{number[:4] if IBAN_BEGINS.match(number) else ''}…{number[-4:]}"
