"""How long a contract's papers are kept: from which day, for how many years, until which day. Pure."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

END, SIGNATURE, ARCHIVE = "end", "signature", "archive"
COUNTED_FROM: tuple[tuple[str, str | Promise], ...] = (
    (END, _("the end of the contract")),
    (SIGNATURE, _("the last signature")),
    (ARCHIVE, _("the day it is archived")),
)


@dataclass(frozen=True)
class Life:
    """The days of a contract that its keeping is counted from. ends_on: its last day, None when nobody knows it."""

    archived_on: date
    signed_on: date | None = None
    ends_on: date | None = None
    renews: bool = False


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28 February where that year has none."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def kept_until(years: int | None, counted_from: str, life: Life) -> date | None:
    """The last day on which the papers must be kept; None: they are kept without an end.

    A contract whose end is not known, or that renews by itself, is kept without an end where keeping is counted from its end:
    it may still be in force. Papers are never due before the contract's own last day.
    """
    if years is None:
        return None
    if counted_from == END:
        return years_later(life.ends_on, years) if life.ends_on and not life.renews else None
    first = (life.signed_on or life.archived_on) if counted_from == SIGNATURE else life.archived_on
    if life.renews:
        return None
    last = years_later(first, years)
    return max(last, life.ends_on) if life.ends_on else last
