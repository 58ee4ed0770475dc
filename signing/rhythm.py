"""When somebody who has been asked to sign is reminded, when they are warned, and when the time is over: on plain values."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Rhythm:
    """Days until the first reminder, days between those that follow (0: none), and how many are sent at most."""

    after: int = 3
    every: int = 3
    most: int = 5


@dataclass(frozen=True)
class Asked:
    """Since when somebody has been asked, how often they were reminded by the clock, and when last by anybody."""

    at: datetime
    reminders: int = 0
    reminded_at: datetime | None = None


def next_reminder(asked: Asked, rhythm: Rhythm, *, ends_at: datetime | None) -> datetime | None:
    """When the clock writes next; None when it does not, because none is wanted, all were sent, or the time is over first.

    A reminder that somebody sent by hand puts the next one off by a whole interval, and counts for none of those of the clock.
    """
    if asked.reminders >= rhythm.most:
        return None
    days = rhythm.every if asked.reminders else rhythm.after
    if days <= 0:
        return None
    due = (asked.reminded_at or asked.at) + timedelta(days=days)
    return None if ends_at is not None and due >= ends_at else due


def warning_moment(sent_at: datetime, ends_at: datetime, days: int) -> datetime | None:
    """When it is said that the time is nearly over; None when that would be before the document was sent, or is not wanted."""
    due = ends_at - timedelta(days=days)
    return due if days > 0 and due > sent_at else None


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last second of a day: who signs on the last day is in time."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=zone)
