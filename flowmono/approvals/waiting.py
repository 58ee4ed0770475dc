"""Who is asked to decide in a case, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from flowmono.approvals.models import Mode, RequestState, Seat, StepState, Verdict
from flowmono.approvals.seating import Table
from flowmono.common.chain import Case


@dataclass(frozen=True)
class Decision:
    """How a record's approval stands: who may decide now since when, or who decided last."""

    waits_for: str = ""
    since: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


def decisions_in(case: Case) -> dict[UUID, Decision]:
    """The newest approval of each record in the case, by the record's id; read once, whoever asks."""
    if "decisions" not in case.shared:
        case.shared["decisions"] = _read(case.pk)
    known: dict[UUID, Decision] = case.shared["decisions"]
    return known


def _read(case: UUID) -> dict[UUID, Decision]:
    seats = (
        Seat.objects.filter(request__case_key=case)
        .exclude(request__state=RequestState.SUPERSEDED)
        .select_related("request", "step", "approver", "stand_in", "decided_by")
        .order_by("request__requested_at", "step__sequence", "step_id", "pk")
    )
    by_request: dict[Any, list[Seat]] = {}
    newest: dict[UUID, Any] = {}
    for seat in seats:
        by_request.setdefault(seat.request_id, []).append(seat)
        newest[seat.request.subject_id] = seat.request_id
    return {subject: _decision(by_request[request]) for subject, request in newest.items()}


def _decision(seats: list[Seat]) -> Decision:
    decided = [seat for seat in seats if seat.verdict]
    refused = [seat for seat in decided if seat.verdict == Verdict.NO]
    last = max(refused or decided, key=lambda seat: seat.decided_at or seat.request.requested_at, default=None)
    waiting = [seat for seat in seats if seat.step.state == StepState.OPEN and not seat.verdict]
    if seats[0].request.state != RequestState.OPEN:
        waiting = []
    table = Table.around(seats)
    joint = _(" and ") if waiting and waiting[0].step.mode == Mode.ALL else _(" or ")
    return Decision(
        waits_for=joint.join(dict.fromkeys(str(able[0]) for seat in waiting if (able := table.asked_in(seat)))),
        since=min((seat.step.opened_at for seat in waiting if seat.step.opened_at), default=None),
        decided_by=str(last.decided_by) if last else "",
        decided_at=last.decided_at if last else None,
        reason=last.reason if last else "",
    )
