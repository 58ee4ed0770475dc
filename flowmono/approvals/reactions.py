"""Telling approvers: each person whose seat opened gets one letter with a link to the page."""

from django.utils.translation import gettext as _

from flowmono import events
from flowmono.approvals.models import Request, Seat
from flowmono.common.money import write_money
from flowmono.outbox.letters import write_letter


def tell_approvers(event: events.ApprovalRequested) -> None:
    """Write to everyone with an open seat in this step, and to whoever stands in for them."""
    seats = Seat.objects.filter(step__uuid=event.step_id, verdict="").select_related(
        "request", "approver", "stand_in", "step"
    )
    for seat in seats:
        for person in filter(None, (seat.approver, seat.stand_in)):
            write_letter(
                key=f"approval:{seat.uuid}:{person.pk}",
                to=person.email,
                subject=_("For your decision: %(title)s") % {"title": seat.request.title},
                template="approval_requested.txt",
                facts={"person": person, "seat": seat, "request": seat.request, "amount": _amount_of(seat.request)},
                case_id=seat.request.case,
            )


def _amount_of(request: Request) -> str:
    """The amount as people write it; nothing when there is none."""
    if request.amount is None or not request.currency:
        return ""
    return write_money(request.amount, request.currency)
