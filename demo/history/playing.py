"""Plays the history: two years of contracts up to the demonstration's present, from a seed, as often as it is interrupted."""

import json
import os
import time as machine
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from demo.company import PASSWORD
from demo.documents import facts
from demo.history.cast import seed_cast
from demo.history.deals import tell_deal
from demo.history.desks import open_desks
from demo.history.firms import make_firms
from demo.history.plan import Deal, make_plan
from demo.history.requisitions import set_requisitions
from demo.history.scenes import set_scenes
from demo.history.stories import Stage, Story
from demo.models import Act
from demo.preparing import Progress, hold_clock, write_progress
from flowmono.common.now import as_played
from signing.levels import Level
from signing.pki import TrialPki, make_trial_pki, renew_revocation_lists
from signing.tasks import renew_trial_revocation_lists

FIRST, TODAY = date(2025, 1, 13), date(2027, 1, 22)
SEED, CONTRACTS = 2027, 60
NOTED_EVERY = 10.0


@dataclass(frozen=True)
class Played:
    """What a preparation came to: how many contracts, how long it took, and what others had taken over meanwhile."""

    contracts: int
    seconds: float
    given_up: tuple[str, ...]


def is_played() -> bool:
    """True when the whole history is there."""
    return Act.objects.filter(story="history", label="ended").exists()


def prepare_authority() -> None:
    """A trial authority that says in every certificate that it is a demonstration's, and is as old as the history.

    One that is there already is kept: what it has sealed must go on being verified by it. Its lists are made anew where they run out.
    """
    folder = Path(settings.PKI_DIR)
    pki = TrialPki(folder)
    if settings.PRODUCTION:
        return
    if pki.root.exists():
        renew_trial_revocation_lists()
        return
    pki = make_trial_pki(folder, f"{facts.CUSTOMER.name} (demonstration)", at=_morning(FIRST))
    secret = json.loads(pki.signer_settings.read_text())["passphrase"]
    renew_revocation_lists(pki, passphrase=secret, at=timezone.now())


def seal_for_the_archive() -> None:
    """Seals have the highest level, with the trial authority's own clock and lists, unless somebody named a level or brought keys.

    A timestamp names the real time, whatever the day is in the demonstration: pages that show one say so.
    """
    prepare_authority()
    if TrialPki(Path(settings.PKI_DIR)).signer_settings.exists():
        os.environ.setdefault("FLOWMONO_SEAL_LEVEL", Level.LTA)
        settings.SEAL_LEVEL = os.environ["FLOWMONO_SEAL_LEVEL"]


class Keeper:
    """Keeps the progress where others read it, and the day's tasks from starting; both once in a few seconds.

    With `starter`, the process that began this one: when it is gone, so is this; the next start takes it up again.
    """

    def __init__(self, total: int, *, starter: int | None = None) -> None:
        self.total, self.done, self.noted_at, self.starter = total, -1, 0.0, starter

    def note(self, done: int, total: int) -> None:
        """Hear how far it is."""
        if self.starter is not None and os.getppid() != self.starter:
            raise SystemExit("The demonstration ended; its history is taken up at the next start.")
        now = machine.monotonic()
        if done != self.done or now - self.noted_at > NOTED_EVERY:
            self.done, self.noted_at = done, now
            write_progress(Progress(done, total))
            hold_clock()

    def end(self, seconds: float) -> None:
        """Hear that it is complete."""
        write_progress(Progress(self.total, self.total, round(seconds, 1)))


def prepare_cast(*, seed: int = SEED, today: date = TODAY, password: str = PASSWORD) -> None:
    """Seed everybody whom the history needs, in the process that begins: two processes never seed at once."""
    seed_cast(at=_morning(FIRST), seed=seed, today=today, password=password)


@as_played()
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

    `say` hears what happens; `step` hears after every act how many contracts of how many have begun.
    """
    start = machine.perf_counter()
    people = seed_cast(at=_morning(first), seed=seed, today=today, password=password)
    firms = make_firms(seed)
    stage = Stage(seed=seed, today=today, people=people, firms=firms, say=say)
    stage.load()
    plan = make_plan(seed=seed, firms=firms, contracts=contracts, first=first, today=today)
    told: list[Deal] = []

    for deal in plan:
        story = Story(stage, deal.key)
        stage.begin(story, tell_deal(story, deal, begun=told.append))
    set_scenes(stage)
    set_requisitions(stage, plan, first)
    open_desks(stage, first)
    stage.play(step=lambda: step(len(told), len(plan)))
    Story(stage, "history").once("ended", lambda: None)
    return Played(len(plan), machine.perf_counter() - start, tuple(stage.given_up))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8), UTC)
