"""An approval as pages draw it: its steps as a path, and the seat in which a person can decide now."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Mode, Request, RequestState, Seat, Step, StepState, Verdict


def latest_request(kind: str, subject_id: UUID) -> Request | None:
    """The newest request about a record, with everything that its path shows, in three statements; None without one."""
    seats = Seat.objects.select_related("approver", "decided_by", "stand_in")
    found: Request | None = (
        Request.objects.filter(kind=kind, subject_id=subject_id)
        .select_related("requested_by")
        .prefetch_related("steps", Prefetch("steps__seats", queryset=seats))
        .order_by("-requested_at", "-created_at")
        .first()
    )
    return found


def open_seat(asked: Request | None, person: User) -> Seat | None:
    """The seat in which this person can decide now, from what `latest_request` read; None when it does not wait for them."""
    if asked is None or asked.state != RequestState.OPEN or str(person.person) in asked.barred:
        return None
    steps = list(asked.steps.all())
    if any(seat.decided_person == person.person for step in steps for seat in step.seats.all()):
        return None
    for step in steps:
        for seat in step.seats.all() if step.state == StepState.OPEN else ():
            if not seat.verdict and person.pk in {seat.approver_id, seat.stand_in_id}:
                return seat
    return None


def path_of(asked: Request | None) -> list[dict[str, Any]]:
    """The steps for components/path.html, in order; those of one sequence are asked at the same time. Empty without one."""
    return [_step(asked, step) for step in asked.steps.all()] if asked is not None else []


def _step(asked: Request, step: Step) -> dict[str, Any]:
    seats = list(step.seats.all())
    decided = [seat for seat in seats if seat.verdict]
    refused = next((seat for seat in decided if seat.verdict == Verdict.NO), None)
    latest = refused or max(decided, key=lambda seat: seat.decided_at, default=None)
    kinds = {StepState.DONE: "done", StepState.OPEN: "current", StepState.CLOSED: "skipped"}
    kind = "rejected" if refused else kinds.get(StepState(step.state), "waiting")
    if kind == "current" and asked.state != RequestState.OPEN:
        kind = "skipped"
    return {
        "title": step.title,
        "sequence": step.sequence,
        "kind": kind,
        "more": _who_decided(decided) if kind in {"done", "rejected"} else _who_may(asked, step, seats),
        "at": latest.decided_at if latest else None,
        "reason": latest.reason if latest else "",
    }


def _who_decided(decided: Sequence[Seat]) -> str:
    return ", ".join(
        str(seat.decided_by)
        if seat.decided_by == seat.approver
        else _("%(one)s for %(other)s") % {"one": seat.decided_by, "other": seat.approver}
        for seat in decided
    )


def _who_may(asked: Request, step: Step, seats: Sequence[Seat]) -> str:
    """Who can still decide in a step: nobody decides two steps of one request, and who is barred decides none."""
    spoken = {seat.decided_person for one in asked.steps.all() for seat in one.seats.all() if seat.verdict}
    able = [
        seat.approver
        for seat in seats
        if not seat.verdict and seat.approver.person not in spoken and str(seat.approver.person) not in asked.barred
    ]
    joint = _(" and ") if step.mode == Mode.ALL else _(" or ")
    return joint.join(map(str, able))
