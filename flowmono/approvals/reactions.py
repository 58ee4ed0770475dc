"""Telling approvers: each person whose seat opened is asked."""

from flowmono import events
from flowmono.approvals.asking import ask
from flowmono.approvals.models import Seat


def tell_approvers(event: events.ApprovalRequested) -> None:
    """Ask everyone with an open seat in this step, and whoever stands in for them."""
    seats = Seat.objects.filter(step__uuid=event.step_id, verdict="").select_related(
        "request__requested_by", "approver", "stand_in", "step"
    )
    for seat in seats:
        ask(seat, (seat.approver, seat.stand_in), at=event.at)
