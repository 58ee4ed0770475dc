"""What is watched about approvals: those that stand longer than their rule allows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.accounts import roles
from flowmono.approvals.models import Mode, RequestState, Step, StepState
from flowmono.approvals.overdue import OVERDUE, cause_of, days_late
from flowmono.approvals.seating import Table
from flowmono.common.watching import Finding, Option, watch


@watch(OVERDUE, gettext_lazy("An approval stands too long"))
def approval_overdue(at: datetime) -> Iterator[Finding | None]:
    """Every open approval; one with steps past their time is one exception with the money that waits behind it.

    Steps that are asked side by side wait with the same money, which is counted once.
    """
    open_steps = (
        Step.objects.filter(state=StepState.OPEN, request__state=RequestState.OPEN)
        .select_related("request__requested_by")
        .prefetch_related("request__steps__seats__approver", "request__steps__seats__stand_in")
        .order_by("due_at", "pk")
    )
    asked: dict[int, list[Step]] = defaultdict(list)
    for step in open_steps:
        asked[step.request_id].append(step)
    for steps in asked.values():
        late = [step for step in steps if days_late(step.due_at, at) is not None]
        yield _overdue(late, at) if late else None


def _still_asked(step: Step) -> list[str]:
    """Who can still decide the step: nobody who is barred, has spoken in another step of the request or is kept for one."""
    table = Table.of(step.request)
    people = []
    for seat in next(seats for other, seats in table.steps if other.pk == step.pk):
        able = table.asked_in(seat)
        if able == [seat.approver, seat.stand_in]:
            people.append(_("%(who)s (%(stand_in)s stands in)") % {"who": seat.approver, "stand_in": seat.stand_in})
        else:
            people += [str(person) for person in able]
    return people


def _overdue(steps: list[Step], at: datetime) -> Finding:
    """One finding about the late steps of an approval, the first that was due before the others."""
    request = steps[0].request
    waits_for = [person for step in steps for person in _still_asked(step)]
    return Finding(
        cause=_cause(steps[0]),
        title=_("“%(title)s” waits too long for approval") % {"title": request.title},
        sentence=" ".join(_due(step) for step in steps),
        owner_role=roles.PROCUREMENT,
        case_id=request.case,
        url=request.url,
        amount=request.amount,
        currency=request.currency,
        days=max(days_late(step.due_at, at) or 0 for step in steps),
        evidence={
            "vendor": request.party,
            "step": "; ".join(step.title for step in steps),
            "rule": request.rule_name,
            "asked by": request.requested_by or _("Flowmono, when the step before was done"),
            "waits for": "; ".join(dict.fromkeys(waits_for)),
            "open since": min(step.opened_at for step in steps).isoformat(),
            "due": steps[0].due_at.isoformat() if steps[0].due_at else "",
            "escalated": next((step.escalated_at.isoformat() for step in steps if step.escalated_at), _("no")),
        },
        options=(Option(_("Open the record"), request.url),),
    )


def _cause(step: Step) -> str:
    return cause_of(other for other in step.request.steps.all() if other.sequence == step.sequence)


def _due(step: Step) -> str:
    people = _still_asked(step)
    words = _("The step “%(step)s” was due on %(due)s and waits for %(people)s.")
    if step.mode == Mode.ANY and len(people) > 1:
        words = _("The step “%(step)s” was due on %(due)s and waits for one of %(people)s.")
    due = f"{step.due_at:%Y-%m-%d %H:%M} UTC"  # whoever reads it reads it in their own zone
    return words % {"step": step.title, "due": due, "people": ", ".join(people)}
