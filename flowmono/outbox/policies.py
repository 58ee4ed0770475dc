"""Who may look at the orchestration and who may act at the incident desk."""

from flowmono.accounts import roles
from flowmono.accounts.models import User


def can_run_the_desk(by: User) -> bool:
    """Procurement and administrators act at the incident desk."""
    return by.has_role(roles.PROCUREMENT, roles.ADMINISTRATOR)


def can_see_the_desk(by: User) -> bool:
    """Procurement, finance, auditors and administrators see the orchestration."""
    return by.has_role(roles.PROCUREMENT, roles.FINANCE, roles.ADMINISTRATOR, roles.AUDITOR)
