"""What a changed rule would have made of past cases: plain values, counted and summed. Nothing here knows a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

# How many days back people try a change, and how many of the differing cases are shown.
DAYS: Final = (30, 90, 365)
MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class Differing:
    """One past case that would be dealt with otherwise: what the rules of today say, and what they would say."""

    title: str
    url: str
    at: datetime
    now: str
    then: str
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True)
class Rehearsal:
    """The cases that were looked at, of how many there were, and those that differ, the newest first.

    warnings: what would be wrong with the rules themselves, whatever the past cases were; each a sentence.
    """

    what: str
    looked_at: int
    there_were: int
    differing: tuple[Differing, ...]
    warnings: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """True when every case of the time was looked at."""
        return self.looked_at >= self.there_were

    @property
    def unchanged(self) -> int:
        return self.looked_at - len(self.differing)

    @property
    def sums(self) -> list[tuple[str, Decimal]]:
        """What the differing cases are worth, by currency, in alphabetical order."""
        return sum_up(self.differing)


def sum_up(cases: Sequence[Differing]) -> list[tuple[str, Decimal]]:
    """The amounts of these cases by currency; cases without an amount count nothing."""
    found: dict[str, Decimal] = {}
    for case in cases:
        if case.amount is not None and case.currency:
            found[case.currency] = found.get(case.currency, Decimal(0)) + case.amount
    return sorted(found.items())
