"""“Needs you”: what waits for a person, gathered from every app by providers that each registers itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from flowmono.common.now import moment


@dataclass(frozen=True)
class Todo:
    """One thing that waits. `amount` is in the company's currency for ranking; `decide_url` takes verdict and reason by POST."""

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
    decide_url: str = ""
    key: UUID | None = None


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
