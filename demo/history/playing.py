"""Plays the history: two years of contracts up to the demonstration's present, from a seed, as often as it is interrupted."""

import time as machine
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from demo.company import PASSWORD
from demo.history.cast import seed_cast
from demo.history.deals import tell_deal
from demo.history.desks import open_desks
from demo.history.firms import make_firms
from demo.history.plan import Deal, make_plan
from demo.history.stories import Stage, Story
from demo.models import Act

FIRST, TODAY = date(2025, 1, 13), date(2027, 1, 22)
SEED, CONTRACTS = 2027, 60
BEGUN, ENDED = "history:begun", "history:ended"


@dataclass(frozen=True)
class Played:
    """What a preparation came to: how many contracts, how long it took, and what others had taken over meanwhile."""

    contracts: int
    seconds: float
    given_up: tuple[str, ...]


def is_played() -> bool:
    """True when the whole history is there."""
    return Act.objects.filter(story="history", label="ended").exists()


def prepare_cast(*, seed: int = SEED, today: date = TODAY, password: str = PASSWORD) -> None:
    """Seed everybody whom the history needs, in the process that begins: two processes never seed at once."""
    seed_cast(at=_morning(FIRST), seed=seed, today=today, password=password)


def play_history(
    *,
    contracts: int = CONTRACTS,
    seed: int = SEED,
    first: date = FIRST,
    today: date = TODAY,
    password: str = PASSWORD,
    say: Callable[[str], None] = lambda words: None,
    step: Callable[[int, int], None] = lambda done, total: None,
) -> Played:
    """Play so many contracts between two days; what an earlier, interrupted call has done is not done again.

    `say` hears what happens; `step` hears after every act how many contracts of how many have come as far as they do.
    """
    start = machine.perf_counter()
    people = seed_cast(at=_morning(first), seed=seed, today=today, password=password)
    firms = make_firms(seed)
    stage = Stage(seed=seed, today=today, people=people, firms=firms, say=say)
    stage.load()
    plan = make_plan(seed=seed, firms=firms, contracts=contracts, first=first, today=today)
    told: set[str] = set()

    def finished(deal: Deal) -> None:
        told.add(deal.key)

    for deal in plan:
        story = Story(stage, deal.key)
        stage.begin(story, tell_deal(story, deal, finished=finished))
    open_desks(stage, first)
    stage.play(step=lambda: step(len(told), len(plan)))
    Story(stage, "history").once("ended", lambda: None)
    return Played(len(plan), machine.perf_counter() - start, tuple(stage.given_up))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)
