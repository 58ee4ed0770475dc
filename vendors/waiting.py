"""How many days an account waits after it was verified, before it is paid to: the app that pays says so."""

from collections.abc import Callable
from datetime import date, timedelta

from vendors.models import BankAccount, Vendor

DaysOf = Callable[[Vendor], int]
_SAID_BY: list[DaysOf] = []


def register_waiting(days_of: DaysOf) -> None:
    """Let this function say how many days the accounts of a vendor wait; the last one registered counts."""
    _SAID_BY[:] = [days_of]


def waiting_days(vendor: Vendor) -> int:
    """The days of waiting of a vendor's accounts; none while no app pays."""
    return _SAID_BY[0](vendor) if _SAID_BY else 0


def payable_from(account: BankAccount, days: int) -> date | None:
    """The first day on which a verified account may be paid to; None for one that nobody has verified."""
    return account.verified_on + timedelta(days=days) if account.verified_on else None
