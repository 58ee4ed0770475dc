"""Who can still give which say: so that nobody uses up the one say that a later step needs from them."""

from collections.abc import Iterable

from flowmono.accounts.models import User
from flowmono.approvals.models import Mode, Request, Seat, Step, StepState
from flowmono.approvals.routing import can_all_be_given


def says_needed(request: Request, *, given: Seat | None = None, by: User | None = None) -> list[frozenset[str]]:
    """For each say that the request still needs, the human beings who may give it; as if `by` had taken the seat `given`.

    An any-of step needs one say from any of its people, an all-of step one for each open seat. Reads only what
    `steps__seats` with their approvers and stand-ins hold, so that a prefetch serves many requests.
    """
    unable = unable_in(request, [seat for step in request.steps.all() for seat in step.seats.all()])
    if by is not None:
        unable.add(str(by.person))
    says: list[frozenset[str]] = []
    for step in request.steps.all():
        if step.state not in (StepState.OPEN, StepState.WAITING):
            continue
        open_seats = [seat for seat in step.seats.all() if not seat.verdict and (given is None or seat.pk != given.pk)]
        if step.mode == Mode.ALL:
            says += [frozenset(humans_of(seat) - unable) for seat in open_seats]
        elif given is None or given.step_id != step.pk:
            says.append(frozenset(human for seat in open_seats for human in humans_of(seat) - unable))
    return says


def unable_in(request: Request, seats: Iterable[Seat]) -> set[str]:
    """The human beings who may say nothing more in a request with these seats: the barred ones and who has spoken."""
    return set(request.barred) | {str(seat.decided_person) for seat in seats if seat.decided_person}


def able_in(seat: Seat, unable: set[str]) -> list[User]:
    """The approver and the stand-in of a seat, as far as they may still speak."""
    people = (seat.approver, seat.stand_in)
    return [person for person in people if person is not None and str(person.person) not in unable]


def humans_of(seat: Seat) -> set[str]:
    """Who may speak in this seat: the approver, and whoever stands in."""
    return {str(person.person) for person in (seat.approver, seat.stand_in) if person is not None}


def is_kept_for_later(request: Request, seat: Seat, by: User) -> bool:
    """True when a yes of this person here would leave another step with nobody to decide it, and others can decide here."""
    if not can_all_be_given(says_needed(request)):
        return False  # it is stuck already; escalation or an administrator helps, waiting does not
    return not can_all_be_given(says_needed(request, given=seat, by=by))


def other_step_of(request: Request, seat: Seat, by: User) -> Step | None:
    """The other unfinished step that waits for this person, for saying so in words."""
    for step in request.steps.all():
        if step.pk == seat.step_id or step.state not in (StepState.OPEN, StepState.WAITING):
            continue
        if any(str(by.person) in humans_of(other) for other in step.seats.all() if not other.verdict):
            return step
    return None
