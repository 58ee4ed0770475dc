"""When a step stands too long, and what ends that: pure, on the steps of one request."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from flowmono.approvals.models import Step, StepState

# The watch that raises it; its name stands in records.
OVERDUE = "approval_overdue"


def days_late(due_at: datetime | None, at: datetime) -> int | None:
    """Whole days since the step was due, 0 on the first; None while it is in time or has no date."""
    return (at - due_at).days if due_at is not None and at > due_at else None


def cause_of(beside: Iterable[Step]) -> str:
    """One cause for all steps that are asked side by side, however many of them are still open; the next ones are a new cause."""
    return str(min(beside, key=lambda step: int(step.pk)).uuid)


def causes_over(steps: Sequence[Step], at: datetime) -> Iterator[str]:
    """The causes of what stood too long and does no more: steps side by side that were late, of which none is open."""
    by_sequence = attrgetter("sequence")
    for _sequence, group in groupby(sorted(steps, key=by_sequence), key=by_sequence):
        beside = list(group)
        was_late = any(days_late(step.due_at, at) is not None for step in beside)
        if was_late and all(step.state != StepState.OPEN for step in beside):
            yield cause_of(beside)
