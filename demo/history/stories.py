"""Stories that wait for each other's days: an agenda plays the earliest next, and a journal keeps what is done.

A story is a generator. It yields the moment at which it wants to go on; between two yields it acts. Every act goes through
`Story.once`, which writes the act's name and result in the act's own transaction: a preparation that was killed begins its
stories again, and each act that was done is answered from the journal and not done twice.
"""

import heapq
import time as machine
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from demo.history.firms import Firm
from demo.models import Act
from flowmono.accounts.models import User
from flowmono.common.refusals import Refused
from flowmono.outbox.delivering import deliver, drain
from flowmono.outbox.models import Delivery, DeliveryState

Script = Iterator[datetime]
OPENS, CLOSES = 8, 17
DAWN = datetime(2000, 1, 1, tzinfo=UTC)
PATIENCE = 120.0


class NotSettled(Exception):
    """A step that should follow by itself did not; the message names it."""


def settle() -> None:
    """Let everything follow that follows by itself, also what another process has in its hands. Raises NotSettled."""
    end = machine.monotonic() + PATIENCE
    while True:
        drain()
        owed = Delivery.objects.filter(state=DeliveryState.WAITING).select_related("event").order_by("pk").first()
        if owed is None:
            return
        if machine.monotonic() > end:
            raise NotSettled(
                f"{owed.event.name} → {owed.step}: {owed.error.splitlines()[0] if owed.error else 'waits'}"
            )
        if owed.attempts and owed.next_try_at <= timezone.now():
            deliver(owed.pk)
        else:
            machine.sleep(0.02)


@dataclass
class Stage:
    """What all stories share: the seed, the last day, people and firms, what is done already, and the agenda."""

    seed: int
    today: date
    people: dict[str, User]
    firms: dict[str, Firm]
    say: Callable[[str], None]
    done: dict[tuple[str, str], Any] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)
    _heap: list[tuple[datetime, int, "Story", Script]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def load(self) -> None:
        """Read what an earlier preparation has done."""
        self.done = {(act.story, act.label): act.result for act in Act.objects.all()}

    def begin(self, story: "Story", script: Script) -> None:
        """Put a story on the agenda."""
        self._go_on(story, script)

    def play(self, *, step: Callable[[], None] = lambda: None) -> None:
        """Play all stories in the order of their days, until nothing is left to do before the end of the last day."""
        while self._heap:
            moment, _number, story, script = heapq.heappop(self._heap)
            story.at = moment
            self._go_on(story, script)
            step()

    def _go_on(self, story: "Story", script: Script) -> None:
        try:
            moment = next(script, None)
        except Refused as refusal:
            # Somebody who looks around has acted here meanwhile: the rest of this story is theirs.
            self.given_up.append(f"{story.key} on {story.at:%Y-%m-%d}: {refusal.message}")
            return
        if moment is not None and moment.date() <= self.today:
            heapq.heappush(self._heap, (moment, next(self._order), story, script))


class Story:
    """One thread of the history: its name, its own chance, and its own clock."""

    def __init__(self, stage: Stage, key: str, at: datetime = DAWN) -> None:
        self.stage, self.key, self.at = stage, key, at
        self.random = Random(f"{stage.seed}:{key}")  # noqa: S311 - a demonstration

    def once(self, label: str, act: Callable[[], Any]) -> Any:
        """Do an act and let everything follow; or, when an earlier preparation did it, only tell what came of it.

        The result is what JSON can hold; a record is kept by its key.
        """
        known = (self.key, label)
        if known not in self.stage.done:
            with transaction.atomic():
                result = act()
                kept = str(result.pk) if hasattr(result, "pk") else result
                Act.objects.create(story=self.key, label=label, result=kept)
            self.stage.done[known] = kept
            settle()
        return self.stage.done[known]

    def chance(self, name: str) -> Random:
        """A chance of its own for a choice that is made only where an act is really done."""
        return Random(f"{self.stage.seed}:{self.key}:{name}")  # noqa: S311 - a demonstration

    def did(self, label: str) -> bool:
        """True when this act was done."""
        return (self.key, label) in self.stage.done

    def tick(self) -> datetime:
        """Some minutes later. Chance has no part in it: an act that is only told again does not draw."""
        self.at += timedelta(minutes=7)
        return self.at

    def later(self, least: int, most: int | None = None) -> datetime:
        """A moment in office hours some days on: at least and at most so many."""
        days = self.random.randint(least, most if most is not None else least)
        return self.office(self.at.date() + timedelta(days=days))

    def office(self, day: date) -> datetime:
        """A moment in the office hours of a day, of Monday for a weekend; never before now."""
        while day.weekday() >= 5:
            day += timedelta(days=1)
        minutes = self.random.randrange((CLOSES - OPENS) * 60)
        moment = datetime.combine(day, time(OPENS), UTC) + timedelta(minutes=minutes)
        return max(moment, self.at + timedelta(minutes=1))
