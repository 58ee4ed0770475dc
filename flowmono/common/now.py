"""The one clock of the doors. Only the demonstration sets it ahead, so that its papers of 2027 are of its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from flowmono.common import acting

FILE = "clock-ahead-days"
_played: ContextVar[bool] = ContextVar("played", default=False)


def moment() -> datetime:
    """Now, as people and watches see it. The outbox keeps the machine's own time."""
    return timezone.now() + ahead()


def as_seen(machine: datetime) -> datetime:
    """A moment of the outbox, which keeps the machine's own time, beside the moments that people and watches see."""
    return machine + ahead()


@contextmanager
def as_played() -> Iterator[None]:
    """Inside, histories keep the moment that each act is given: two years that are played in a minute are two years to whoever reads them."""
    token = _played.set(True)
    try:
        yield
    finally:
        _played.reset(token)


def moment_of_change() -> datetime:
    """When what is being written was changed, for its history: now, or in what is played the moment of the act."""
    return (acting.current().at if _played.get() else None) or moment()


def ahead() -> timedelta:
    """How far this clock runs before the machine's. A running demonstration is moved on by a file (`manage.py demo_days`), and
    never back; where the clock is not set ahead at its start, as in production, no file is read."""
    start: timedelta = settings.CLOCK_AHEAD
    said = days_written() if start else None
    return start if said is None else max(start, timedelta(days=said))


def days_written() -> int | None:
    """How many days ahead the demonstration of this folder was moved last; None where none was served."""
    try:
        return int(_file().read_text())
    except (OSError, ValueError):
        return None


def write_days(days: int) -> None:
    """Move the clock of the demonstration of this folder; every process of it reads the new one."""
    fresh = _file().with_suffix(".new")
    fresh.write_text(str(days))
    fresh.replace(_file())


def forget_days() -> None:
    """Begin anew."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.VAR_DIR) / FILE
