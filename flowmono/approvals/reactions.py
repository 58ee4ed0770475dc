"""Telling approvers: each person whose seat opened is asked."""

from flowmono import events
from flowmono.approvals.asking import ask
from flowmono.approvals.models import Seat
from flowmono.approvals.seating import Table


def tell_approvers(event: events.ApprovalRequested) -> None:
    """Ask everyone with an open seat in this step, and whoever stands in for them; not who is kept for another step."""
    seats = Seat.objects.filter(request__steps__uuid=event.step_id).select_related(
        "request__requested_by", "approver", "stand_in", "step"
    )
    table = Table.around(list(seats.order_by("step__sequence", "step_id", "pk")))
    for step, of_step in table.steps:
        for seat in of_step if step.uuid == event.step_id else ():
            ask(seat, table.asked_in(seat), at=event.at)
