"""What the clock calls."""

from flowmono.approvals.actions import escalate_overdue
from flowmono.common.now import moment


def escalate() -> int:
    """Escalate approval steps that stand too long."""
    return escalate_overdue(at=moment())
