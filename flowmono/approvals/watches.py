"""What is watched about approvals: steps that stand longer than their rule allows."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.accounts import roles
from flowmono.approvals.models import Mode, RequestState, Step, StepState
from flowmono.approvals.seating import able_in, unable_in
from flowmono.common.watching import Finding, Option, watch


def days_late(due_at: datetime | None, at: datetime) -> int | None:
    """Whole days since the step was due, 0 on the first; None while it is in time or has no date."""
    return (at - due_at).days if due_at is not None and at > due_at else None


@watch("approval_overdue", gettext_lazy("An approval stands too long"))
def approval_overdue(at: datetime) -> Iterator[Finding | None]:
    """Every open step; one past its time is an exception with the money that waits behind it."""
    open_steps = (
        Step.objects.filter(state=StepState.OPEN, request__state=RequestState.OPEN)
        .select_related("request__requested_by")
        .prefetch_related("seats__approver", "seats__stand_in", "request__steps__seats")
        .order_by("due_at", "pk")
    )
    for step in open_steps:
        days = days_late(step.due_at, at)
        yield None if days is None else _overdue(step, days)


def _still_asked(step: Step) -> list[str]:
    """Who can still decide the step: nobody who is barred or has spoken in another step of the request."""
    every = [seat for other in step.request.steps.all() for seat in other.seats.all()]
    unable = unable_in(step.request, every)
    people = []
    for seat in step.seats.all():
        able = [] if seat.verdict else able_in(seat, unable)
        if able == [seat.approver, seat.stand_in]:
            people.append(_("%(who)s (%(stand_in)s stands in)") % {"who": seat.approver, "stand_in": seat.stand_in})
        else:
            people += [str(person) for person in able]
    return people


def _overdue(step: Step, days: int) -> Finding:
    request = step.request
    people = _still_asked(step)
    waits_for = ", ".join(people)
    one_of = step.mode == Mode.ANY and len(people) > 1
    words = _("The step “%(step)s” was due on %(due)s and waits for %(people)s.")
    if one_of:
        words = _("The step “%(step)s” was due on %(due)s and waits for one of %(people)s.")
    due = f"{step.due_at:%Y-%m-%d %H:%M} UTC"  # whoever reads it reads it in their own zone
    return Finding(
        cause=str(step.uuid),
        title=_("“%(title)s” waits too long for approval") % {"title": request.title},
        sentence=words % {"step": step.title, "due": due, "people": waits_for},
        owner_role=roles.PROCUREMENT,
        case_id=request.case,
        url=request.url,
        amount=request.amount,
        currency=request.currency,
        days=days,
        evidence={
            "vendor": request.party,
            "step": step.title,
            "rule": request.rule_name,
            "asked by": request.requested_by or _("Flowmono, when the step before was done"),
            "waits for": "; ".join(people),
            "open since": step.opened_at.isoformat(),
            "due": step.due_at.isoformat() if step.due_at else "",
            "escalated": step.escalated_at.isoformat() if step.escalated_at else _("no"),
        },
        options=(Option(_("Open the record"), request.url),),
    )
