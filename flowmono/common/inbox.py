"""“Needs you”: what waits for a person, gathered from every app by providers that each registers itself."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from flowmono.common.now import moment


@dataclass(frozen=True)
class Answer:
    """One way to answer in place: a POST of `values` to `url`. `asks` names the reason it needs; "" sends at once.

    name: "yes" and "no" also answer to the keys a and r. The page it posts to goes back to the field `next`.
    """

    name: str
    label: str
    url: str
    values: tuple[tuple[str, str], ...] = ()
    asks: str = ""


@dataclass(frozen=True)
class Todo:
    """One thing that waits. `amount` is in the company's currency for ranking; `decide_url` takes verdict and reason by POST.

    `answers` are for things that are answered in place in other words than a verdict.
    """

    kind: str
    title: str
    sentence: str
    url: str
    action: str
    since: datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    shown_amount: Decimal | None = None
    days_at_risk: int = 0
    is_late: bool = True  # that many days past its own day; otherwise that many days are at stake
    decide_url: str = ""
    key: UUID | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def slug(self) -> str:
        """A name for the row that stays the same when the list is fetched again."""
        return hashlib.sha256(f"{self.kind}|{self.key or self.url}".encode()).hexdigest()[:12]

    @property
    def ways(self) -> tuple[Answer, ...]:
        """How it can be answered in place; empty for what needs its own page."""
        if self.answers or not self.decide_url:
            return self.answers
        return (
            Answer("yes", _("Approve"), self.decide_url, (("verdict", "yes"),)),
            Answer("no", _("Reject"), self.decide_url, (("verdict", "no"),), asks=_("Why? Whoever asked reads this.")),
        )


Provider = Callable[[Any, datetime], Iterable[Todo]]
PROVIDERS: dict[str, Provider] = {}


def needs_you(name: str) -> Callable[[Provider], Provider]:
    """Register a provider: (person, moment) → what waits for that person, in a handful of queries."""

    def register(provider: Provider) -> Provider:
        PROVIDERS[name] = provider
        return provider

    return register


def weight(todo: Todo, at: datetime) -> tuple[Decimal, float]:
    """How much is at risk: money, growing by a tenth for each day at risk; then how long it has waited. Higher comes first."""
    days = max(todo.days_at_risk, 0)
    waited = (at - todo.since).total_seconds() if todo.since else 0.0
    return (todo.amount or Decimal(0)) * (10 + days) / 10, waited


def rank(todos: Iterable[Todo], at: datetime) -> list[Todo]:
    """The most at risk first."""
    return sorted(todos, key=lambda todo: weight(todo, at), reverse=True)


def waiting_for(person: Any, at: datetime) -> list[Todo]:
    """Everything that waits for this person, ranked."""
    return rank((todo for provider in PROVIDERS.values() for todo in provider(person, at)), at)


def needs_you_count(person: Any) -> int:
    """How many things wait, for the badge beside the inbox."""
    return len(waiting_for(person, moment()))
