"""Decisions that wait for a person, in their own name or standing in."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Request, Seat
from flowmono.approvals.seating import is_kept_for_later
from flowmono.common.inbox import Todo, needs_you

# Where a decision is posted: the record's own page moves it in the same transaction.
DECIDE = {
    Kind.CONTRACT: "contracts:decide",
    Kind.REQUISITION: "procurement:requisition_decide",
    Kind.ORDER: "procurement:order_decide",
    Kind.PAYMENT: "procurement:payment_decide",
}


@needs_you("approvals")
def decisions(person: User, at: datetime) -> Iterator[Todo]:
    waiting = Seat.objects.waiting_for(person).select_related("request__requested_by")
    for seat in waiting.prefetch_related("request__steps__seats__approver", "request__steps__seats__stand_in")[:200]:
        request = seat.request
        if not _can_say(request, seat, person):
            continue
        due = seat.step.due_at
        words = _("%(step)s, asked by %(who)s") % {
            "step": seat.step.title,
            "who": request.requested_by or _("the chain"),
        }
        if seat.approver_id != person.pk:
            words += _(" — you stand in for %(name)s") % {"name": seat.approver}
        yield Todo(
            kind=_("Approval"),
            title=request.title,
            sentence=words,
            url=request.url,
            action=_("Review"),
            since=seat.step.opened_at,
            amount=request.base_amount,
            shown_amount=request.amount,
            currency=request.currency,
            days_at_risk=(at - due).days if due and due < at else 0,
            decide_url=_decide_url(request.kind, request.subject_id),
            key=request.pk,
        )


def _can_say(request: Request, seat: Seat, person: User) -> bool:
    """False when they may not decide, have decided another step, or are kept for a later one."""
    spoken = {other.decided_person for step in request.steps.all() for other in step.seats.all()}
    return (
        str(person.person) not in request.barred
        and person.person not in spoken
        and not is_kept_for_later(request, seat, person)
    )


def _decide_url(kind: str, subject_id: object) -> str:
    try:
        return reverse(DECIDE[Kind(kind)], args=[subject_id])
    except (NoReverseMatch, KeyError):
        return ""
