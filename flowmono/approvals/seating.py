"""Who can still give which say: so that nobody uses up the one say that a later step needs from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flowmono.accounts.models import User
from flowmono.approvals.models import Mode, Request, Seat, Step, StepState
from flowmono.approvals.routing import can_all_be_given

UNFINISHED = (StepState.OPEN, StepState.WAITING)


@dataclass(frozen=True)
class Table:
    """The steps of one request, each with the people who sit in it; and the human beings who may say nothing (more)."""

    steps: Sequence[tuple[Step, Sequence[Seat]]]
    unable: frozenset[str]

    @classmethod
    def of(cls, request: Request) -> "Table":
        """Reads only what `steps__seats` with their approvers and stand-ins hold, so that a prefetch serves many requests."""
        steps = [(step, list(step.seats.all())) for step in request.steps.all()]
        seats = [seat for _step, of_step in steps for seat in of_step]
        return cls(steps, frozenset(unable_in(request, seats)))

    @classmethod
    def around(cls, seats: Sequence[Seat]) -> "Table":
        """From all the seats of one request, each read with its step, its request and its people."""
        steps: dict[int, tuple[Step, list[Seat]]] = {}
        for seat in seats:
            steps.setdefault(seat.step_id, (seat.step, []))[1].append(seat)
        return cls(list(steps.values()), frozenset(unable_in(seats[0].request, seats)))

    def says_needed(self, *, given: Seat | None = None, by: User | None = None) -> list[frozenset[str]]:
        """For each say that the request still needs, the human beings who may give it; as if `by` had taken the seat `given`.

        An any-of step needs one say from any of its people, an all-of step one for each open seat.
        """
        unable = self.unable | ({str(by.person)} if by is not None else set())
        says: list[frozenset[str]] = []
        for step, seats in self.steps:
            if step.state not in UNFINISHED:
                continue
            open_seats = [seat for seat in seats if not seat.verdict and (given is None or seat.pk != given.pk)]
            if step.mode == Mode.ALL:
                says += [frozenset(humans_of(seat) - unable) for seat in open_seats]
            elif given is None or given.step_id != step.pk:
                says.append(frozenset(human for seat in open_seats for human in humans_of(seat) - unable))
        return says

    def other_step_of(self, seat: Seat, by: User) -> Step | None:
        """Another unfinished step that waits for this person, for saying so in words."""
        for step, seats in self.steps:
            if step.pk == seat.step_id or step.state not in UNFINISHED:
                continue
            if any(str(by.person) in humans_of(other) for other in seats if not other.verdict):
                return step
        return None

    def is_kept_for_later(self, seat: Seat, by: User) -> bool:
        """True when a yes of this person here would leave another step with nobody to decide it, and others can decide here."""
        if self.other_step_of(seat, by) is None:
            return False  # their yes takes nothing from any other step
        if not can_all_be_given(self.says_needed()):
            return False  # it is stuck already; escalation or an administrator helps, waiting does not
        return not can_all_be_given(self.says_needed(given=seat, by=by))

    def asked_in(self, seat: Seat) -> list[User]:
        """Whose yes would count in this seat now: of its approver and stand-in, who may speak and is not kept for another step."""
        if seat.verdict:
            return []
        return [person for person in able_in(seat, self.unable) if not self.is_kept_for_later(seat, person)]


def unable_in(request: Request, seats: Iterable[Seat]) -> set[str]:
    """The human beings who may say nothing more in a request with these seats: the barred ones and who has spoken."""
    return set(request.barred) | {str(seat.decided_person) for seat in seats if seat.decided_person}


def able_in(seat: Seat, unable: Iterable[str]) -> list[User]:
    """The approver and the stand-in of a seat, as far as they may still speak."""
    people = (seat.approver, seat.stand_in)
    return [person for person in people if person is not None and str(person.person) not in set(unable)]


def humans_of(seat: Seat) -> set[str]:
    """Who may speak in this seat: the approver, and whoever stands in."""
    return {str(person.person) for person in (seat.approver, seat.stand_in) if person is not None}
