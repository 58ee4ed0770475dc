"""An approval as pages draw it: its steps as a path, and the seat in which a person can decide now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Mode, Request, RequestState, Seat, Step, StepState, Verdict
from flowmono.approvals.seating import Table


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
    """The seat in which this person's yes counts now, from what `latest_request` read; None when it does not wait for them."""
    seats = _seats_of(asked, person)
    if asked is None or not seats:
        return None
    table = Table.of(asked)
    return next((seat for seat in seats if not table.is_kept_for_later(seat, person)), None)


@dataclass(frozen=True)
class Kept:
    """A person sits in the open step `now`, but is needed at the step `later`: their yes waits till then, a no counts at once."""

    now: str
    later: str
    others: str

    @property
    def why(self) -> str:
        """Which step waits for whom, and why not for this person."""
        words = _(
            "Your decision is needed at “%(later)s”, and each person decides once. “%(now)s” waits for %(others)s. "
            "You can say no already."
        )
        return words % {"later": self.later, "now": self.now, "others": self.others}


def kept_for_later(asked: Request | None, person: User) -> Kept | None:
    """Why a person with a seat in an open step is not asked for their yes there; None when they are, or have no such seat."""
    seats = _seats_of(asked, person)
    if asked is None or not seats or open_seat(asked, person) is not None:
        return None
    table, seat = Table.of(asked), seats[0]
    step = next(step for step in asked.steps.all() if step.pk == seat.step_id)
    later = table.other_step_of(seat, person)
    return Kept(step.title, later.title if later else "", _who_may(table, step, list(step.seats.all())))


def _seats_of(asked: Request | None, person: User) -> list[Seat]:
    """The seats of open steps in which this person sits and has not spoken; none once they have, or when they never may."""
    if asked is None or asked.state != RequestState.OPEN or str(person.person) in asked.barred:
        return []
    steps = list(asked.steps.all())
    if any(seat.decided_person == person.person for step in steps for seat in step.seats.all()):
        return []
    return [
        seat
        for step in steps
        if step.state == StepState.OPEN
        for seat in step.seats.all()
        if not seat.verdict and person.pk in {seat.approver_id, seat.stand_in_id}
    ]


def path_of(asked: Request | None) -> list[dict[str, Any]]:
    """The steps for components/path.html, in order; those of one sequence are asked at the same time. Empty without one."""
    if asked is None:
        return []
    table = Table.of(asked)
    return [_step(asked, table, step) for step in asked.steps.all()]


def _step(asked: Request, table: Table, step: Step) -> dict[str, Any]:
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
        "more": _who_decided(decided) if kind in {"done", "rejected"} else _who_may(table, step, seats),
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


def _who_may(table: Table, step: Step, seats: Sequence[Seat]) -> str:
    """Who can still decide in a step: nobody decides two steps of one request or is asked where another step needs them."""
    able = [people[0] for seat in seats if (people := table.asked_in(seat))]
    joint = _(" and ") if step.mode == Mode.ALL else _(" or ")
    return joint.join(map(str, able))
