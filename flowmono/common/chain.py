"""The stations of a case, from its draft to its archive: each app says what its own records have come to.

A module named `chain` in an app registers a provider; the contract's page asks all of them and imports none of those apps.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

# The stations in the order in which a case passes them; what the signature sets off runs side by side.
AGREEMENT = ("draft", "approval", "signature", "archive")
BRANCHES = ("order", "workspace", "onboarding", "obligations")
MONEY = ("milestones", "invoices", "payments")
# Where a step stands that belongs to none of them, such as a letter.
BESIDE = "steps"

DONE, CURRENT, WAITING, STOPPED = "done", "current", "waiting", "stopped"


@dataclass(frozen=True)
class Station:
    """One record on the way. kind: done, current (somebody's move or running), waiting (its turn has not come), stopped.

    `words` is its state in words; `waits_for` who or what is awaited since `since`; `at` when it came to where it is. A step that
    did not happen says in `why` what is in its way, in one sentence.
    """

    stage: str
    title: str
    kind: str
    words: str
    who: str = ""
    at: datetime | date | None = None
    amount: Decimal | None = None
    currency: str = ""
    waits_for: str = ""
    since: datetime | None = None
    url: str = ""
    more: str = ""
    why: str = ""


@dataclass(frozen=True)
class Expected:
    """How many records of a stage the agreement asks for: `done` of `whole`, which is None where they go on without an end.

    A whole of 0 says that this case has none of them.
    """

    stage: str
    done: int
    whole: int | None

    @property
    def is_met(self) -> bool:
        return self.whole is not None and self.done >= self.whole


@dataclass(frozen=True)
class Stage:
    """All records of one station of the way, and the kind of the whole; more may be expected than there are yet."""

    key: str
    stations: tuple[Station, ...]
    expected: Expected | None = None

    @property
    def kind(self) -> str:
        """Stopped when anything is stopped, current when anything moves or only part is done, done when all is; else waiting."""
        kinds = {station.kind for station in self.stations}
        if STOPPED in kinds:
            return STOPPED
        if CURRENT in kinds or (DONE in kinds and WAITING in kinds):
            return CURRENT
        if kinds == {DONE}:
            return CURRENT if self.more_to_come else DONE
        return WAITING

    @property
    def more_to_come(self) -> bool:
        """True while the agreement asks for more than was done so far."""
        return self.expected is not None and not self.expected.is_met

    @property
    def is_left_out(self) -> bool:
        """True when the case is known to have no such record at all."""
        return not self.stations and self.expected is not None and self.expected.whole == 0

    @property
    def done(self) -> int:
        return sum(station.kind == DONE for station in self.stations)


@dataclass(frozen=True)
class Case:
    """The case that is drawn, for whom, and when; `shared` keeps what one provider read and another needs as well."""

    pk: UUID
    person: Any
    at: datetime
    shared: dict[str, Any] = field(default_factory=dict)


Provider = Callable[[Case], Iterable[Station | Expected]]
_PROVIDERS: list[Provider] = []
_STAGE_OF_STEP: dict[str, str] = {}


def stations_of(provider: Provider) -> Provider:
    """Register a provider: case → the stations of its app's records that its person may see, and what is expected of a stage."""
    _PROVIDERS.append(provider)
    return provider


def steps_at(stage: str, module: str, *names: str) -> None:
    """Say at which stage these reactions of a module do their part, so that one that did not happen is drawn there."""
    _STAGE_OF_STEP.update({f"{module}.{name}": stage for name in names})


def stage_of_step(path: str) -> str:
    """The stage at which a reaction stands; the one beside all others where nobody said so."""
    return _STAGE_OF_STEP.get(path, BESIDE)


def stages_of(case: Case) -> dict[str, Stage]:
    """Every stage by its name, empty ones included, the records of each in their provider's order."""
    return arrange([station for provider in _PROVIDERS for station in provider(case)])


def arrange(told: Sequence[Station | Expected]) -> dict[str, Stage]:
    """The stations under their stages, in the order of the way."""
    keys = (*AGREEMENT, *BRANCHES, *MONEY, BESIDE)
    stations = [one for one in told if isinstance(one, Station)]
    expected = {one.stage: one for one in told if isinstance(one, Expected)}
    return {key: Stage(key, tuple(one for one in stations if one.stage == key), expected.get(key)) for key in keys}


def what_waits(stages: dict[str, Stage]) -> list[Station]:
    """The stations at which somebody or something is awaited, the longest wait first."""
    found = [station for stage in stages.values() for station in stage.stations if station.waits_for]
    return sorted(found, key=lambda station: (station.since is None, station.since or 0))
