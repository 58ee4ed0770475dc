"""Who may set up webhooks, and who may look at them and send a message again."""

from flowmono.accounts import roles
from flowmono.accounts.models import User


def can_set_up_webhooks(by: User) -> bool:
    """Administrators set up where events are sent."""
    return by.has_role(roles.ADMINISTRATOR)


def can_send_again(by: User) -> bool:
    """Procurement and administrators send a message again."""
    return by.has_role(roles.PROCUREMENT, roles.ADMINISTRATOR)


def can_see_webhooks(by: User) -> bool:
    """Procurement, finance, auditors and administrators see what is sent to other programs."""
    return by.has_role(roles.PROCUREMENT, roles.FINANCE, roles.ADMINISTRATOR, roles.AUDITOR)
