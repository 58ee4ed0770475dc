"""Watches: functions that look at the world at a moment and yield what fell outside the rules."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Option:
    """One way to deal with it: a label, a page of ours, and the method (a "post" asks first)."""

    label: str
    url: str
    method: str = "get"


@dataclass(frozen=True)
class Finding:
    """Something outside the rules. `cause` merges findings: one open exception per watch and cause."""

    cause: str
    title: str
    sentence: str
    owner_role: str
    case_id: UUID
    url: str
    amount: Decimal | None = None
    currency: str = ""
    days: int | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Watch:
    """A registered watch; `title` is said in the reader's language.

    `look` yields Finding for an exception and None for a case that was looked at and is in order.
    """

    name: str
    title: Any
    look: Callable[[datetime], Iterable[Finding | None]]


WATCHES: dict[str, Watch] = {}
Settler = Callable[..., object]
_SETTLERS: list[Settler] = []


def settles(function: Settler) -> Settler:
    """Register what closes an open exception: called with the watch, the cause and `at`."""
    _SETTLERS.append(function)
    return function


def settle(watch: str, cause: str, *, at: datetime) -> None:
    """Say in the transaction of a change that it took away what a watch raised; nothing happens where nothing is open.

    For apps on the floors below the queue of exceptions; those above call clear_exception.
    """
    for function in _SETTLERS:
        function(watch, cause, at=at)


def watch(
    name: str, title: Any
) -> Callable[[Callable[[datetime], Iterator[Finding | None]]], Callable[[datetime], Iterator[Finding | None]]]:
    """Register a function of the moment as a watch under a name that never changes."""

    def register(
        look: Callable[[datetime], Iterator[Finding | None]],
    ) -> Callable[[datetime], Iterator[Finding | None]]:
        WATCHES[name] = Watch(name, title, look)
        return look

    return register
