"""Who sees the figures."""

from flowmono.accounts import roles
from flowmono.accounts.models import User


def can_see_insights(by: User) -> bool:
    """Procurement, finance, legal, directors, the CFO, auditors and administrators see the figures of the whole company."""
    return by.has_role(
        roles.PROCUREMENT,
        roles.FINANCE,
        roles.LEGAL,
        roles.DIRECTOR,
        roles.CFO,
        roles.AUDITOR,
        roles.ADMINISTRATOR,
    )
