"""What the clock calls."""

from django.utils import timezone

from flowmono.approvals.actions import escalate_overdue


def escalate() -> int:
    """Escalate approval steps that stand too long."""
    return escalate_overdue(at=timezone.now())
