"""Who acts, when, and what caused it: carried beside the call so that history and ledger can name it.

The domain never reads a clock: a door (a view, a command, the worker) knows the moment and passes it in.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Actor:
    """An author of changes. kind: person, signer, token, watch, event, system."""

    kind: str
    id: str
    label: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.label}"


class CanAct(Protocol):
    """Anyone a change can be attributed to: a user, a signer of one envelope, a watch."""

    def as_actor(self) -> Actor: ...


@dataclass(frozen=True)
class Acting:
    """The author, the moment, the delivery that caused it (None when a person began it) and the chain's first event."""

    actor: Actor
    at: datetime | None
    delivery_id: int | None = None
    chain_id: UUID | None = None
    user_id: int | None = None


SYSTEM = Actor("system", "system", "Flowmono")
_current: ContextVar[Acting] = ContextVar("acting", default=Acting(SYSTEM, None))  # noqa: B039 - frozen


_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Everything inside was asked for from this network address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def address_here() -> str:
    """From where it was asked for; "" for what the platform does by itself."""
    return _address.get()


def current() -> Acting:
    """Who acts now."""
    return _current.get()


@contextmanager
def acting(
    by: CanAct | Actor, *, at: datetime | None, delivery_id: int | None = None, chain_id: UUID | None = None
) -> Iterator[None]:
    """Attribute all changes inside to `by`, at the moment `at`; the cause of an outer block is kept."""
    outer = _current.get()
    actor = by if isinstance(by, Actor) else by.as_actor()
    user_id = getattr(by, "pk", None) if actor.kind in {"person", "token"} else None
    token = _current.set(
        Acting(
            actor,
            at,
            delivery_id or outer.delivery_id,
            chain_id or outer.chain_id,
            user_id if isinstance(user_id, int) else None,
        )
    )
    try:
        yield
    finally:
        _current.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """An action: one transaction, attributed to its keyword `by` at its keyword `at`."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs["by"]
        at: Any = kwargs["at"]
        with acting(by, at=at), transaction.atomic():
            return function(*args, **kwargs)

    return wrapped
