"""Who sees and who resolves exceptions."""

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.monitoring.models import TrueException


def can_see_queue(by: User) -> bool:
    """Procurement, finance, legal, auditors and administrators see the queue."""
    return by.has_role(roles.PROCUREMENT, roles.FINANCE, roles.LEGAL, roles.AUDITOR, roles.ADMINISTRATOR)


def can_answer(by: User) -> bool:
    """Who sees the queue and does more than read may have one to answer."""
    return can_see_queue(by) and by.may_decide


def can_resolve(exception: TrueException, by: User) -> bool:
    """The role that owns an exception resolves it, or procurement."""
    return by.has_role(exception.owner_role, roles.PROCUREMENT)
