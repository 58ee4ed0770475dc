"""The causation tree of a case: which event led to which step, which to which event."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from flowmono.common.acting import Actor
from flowmono.outbox.models import Delivery, RecordedEvent


@dataclass
class Step:
    """One receiver's part: what it did, how it stands, what it led to."""

    delivery: Delivery
    events: "list[Happening]" = field(default_factory=list)

    @property
    def corrected_by(self) -> list[str]:
        """Who corrected what this step was given, each once, in order."""
        if self.delivery.corrected_values is None:
            return []
        return list(dict.fromkeys(str(correction.by) for correction in self.delivery.corrections.all()))


@dataclass
class Happening:
    """One event, by whom, when, and the steps that it started."""

    recorded: RecordedEvent
    steps: list[Step] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.recorded.name)

    @property
    def at(self) -> datetime:
        return self.recorded.at

    @property
    def actor(self) -> Actor:
        return self.recorded.actor


def tree_of(case_id: UUID) -> list[Happening]:
    """The case's events as a forest, in order, in two queries; two more when somebody corrected an input."""
    recorded = list(RecordedEvent.objects.filter(case_id=case_id).order_by("id"))
    deliveries = list(Delivery.objects.filter(event__case_id=case_id).select_related("event").order_by("id"))
    corrected = [delivery for delivery in deliveries if delivery.corrected_values is not None]
    prefetch_related_objects(corrected, "corrections__by")
    happenings = {event.pk: Happening(event) for event in recorded}
    steps: dict[int, Step] = {}
    for delivery in deliveries:
        happening = happenings.get(delivery.event_id)
        if happening is None:
            continue  # announced between the two queries: whoever looks next sees it
        step = Step(delivery)
        steps[delivery.pk] = step
        happening.steps.append(step)
    roots = []
    for happening in happenings.values():
        cause = steps.get(happening.recorded.caused_by_id or 0)
        (cause.events if cause else roots).append(happening)
    return roots


def lines_of(happenings: list[Happening], depth: int = 0) -> Iterator[str]:
    """The tree as indented lines of text: the form in which journeys and commands print it."""
    for happening in happenings:
        who = "" if happening.actor.kind == "event" else f"  ({happening.actor.label})"
        yield f"{'  ' * depth}{happening.name}{who}"
        for step in happening.steps:
            mark = "" if step.delivery.state == "done" else f"  [{step.delivery.get_state_display()}]"
            mark += "".join(f"  (corrected by {name})" for name in step.corrected_by)
            yield f"{'  ' * (depth + 1)}→ {step.delivery.step}{mark}"
            yield from lines_of(step.events, depth + 2)


def events_by_name(case_id: UUID) -> dict[str, list[RecordedEvent]]:
    """The case's events grouped by name, each in order."""
    found: dict[str, list[RecordedEvent]] = defaultdict(list)
    for recorded in RecordedEvent.objects.filter(case_id=case_id).order_by("id"):
        found[recorded.name].append(recorded)
    return dict(found)
