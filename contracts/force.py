"""Whether a signed contract is in force on a day, from the days that it states. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

IN_FORCE, NOT_YET, ENDED = "in_force", "not_in_force_yet", "ended"
STANDINGS: Final[tuple[tuple[str, Promise], ...]] = (
    (IN_FORCE, _("in force")),
    (NOT_YET, _("not in force yet")),
    (ENDED, _("ended")),
)


@dataclass(frozen=True)
class Span:
    """The days of a signed contract. first: None where it states none, and it is then in force from its signature.

    last: its last day, None when nobody knows it; a contract that renews by itself goes on after it.
    """

    first: date | None
    last: date | None
    renews: bool = False


def standing_on(day: date, span: Span) -> str:
    """One of IN_FORCE, NOT_YET and ENDED; the first and the last day are days in force."""
    if span.first is not None and day < span.first:
        return NOT_YET
    if span.last is not None and day > span.last and not span.renews:
        return ENDED
    return IN_FORCE
