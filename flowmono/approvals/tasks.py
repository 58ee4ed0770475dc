"""What the clock calls."""

from django.db import transaction

from flowmono.approvals import absences
from flowmono.approvals.actions import escalate_overdue
from flowmono.common.now import moment


def escalate() -> int:
    """Escalate approval steps that stand too long."""
    return escalate_overdue(at=moment())


@transaction.atomic
def follow_absences() -> int:
    """Let stand-ins decide from the first day of an absence to its last."""
    return absences.follow_absences(at=moment())
