"""Whether a document was looked at for as long as it takes to read it, in a pure rule that says why.

Silent reading of English prose runs at about 240 words a minute (Brysbaert, Journal of Memory and Language 109, 2019); who skims for
what matters gets through about twice or three times as many. At 900 words a minute nobody has read. Such a review is said to the
person and kept; it stops nobody, except where the company asks for a second look (docs/decisions/reviews-too-quick.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORDS_A_SECOND = 15
LEAST_SECONDS_A_PAGE = 1


@dataclass(frozen=True)
class Reading:
    """One page of a document: how many words stand on it, whether it was opened, and for how many seconds it was in sight."""

    page: int
    words: int
    opened: bool
    seconds: int = 0

    @property
    def needs(self) -> int:
        """The seconds below which nobody can have read it."""
        return max(LEAST_SECONDS_A_PAGE, ceil(self.words / WORDS_A_SECOND))


@dataclass(frozen=True)
class Pace:
    """What a review was: the pages that were never opened, and whether its time was too short for what stands on the others."""

    unseen: tuple[int, ...]
    total: int
    seconds: int
    needs: int

    @property
    def is_hurried(self) -> bool:
        return self.seconds < self.needs

    @property
    def is_too_quick(self) -> bool:
        """True when this was no review: pages were left out, or all of it went by faster than anybody reads."""
        return bool(self.unseen) or self.is_hurried

    @property
    def words(self) -> str:
        """What there is to say about it; "" for a review."""
        return " ".join(filter(None, [self.unseen_words, self.hurry_words]))

    @property
    def unseen_words(self) -> str:
        """Which pages were never opened; "" for none."""
        words = ngettext("Page %(pages)s was not opened.", "Pages %(pages)s were not opened.", len(self.unseen))
        return words % {"pages": in_runs(self.unseen)} if self.unseen else ""

    @property
    def hurry_words(self) -> str:
        """How long it was in sight, and how long reading takes; "" where it was long enough."""
        words = _("The document was in sight for %(seconds)s; to read what was opened takes at least %(needs)s.")
        return words % {"seconds": in_time(self.seconds), "needs": in_time(self.needs)} if self.is_hurried else ""

    @property
    def rest_words(self) -> str:
        """How much longer it has to be in sight; "" where it was long enough."""
        return _("It takes %(rest)s more.") % {"rest": in_time(self.needs - self.seconds)} if self.is_hurried else ""


def judge(readings: Sequence[Reading]) -> Pace:
    """The pace of a review. Time is compared over all opened pages together, because people go back and forth."""
    opened = [one for one in readings if one.opened]
    return Pace(
        unseen=tuple(one.page for one in readings if not one.opened),
        total=len(readings),
        seconds=sum(one.seconds for one in opened),
        needs=sum(one.needs for one in opened),
    )


def share_out(claimed: Mapping[int, int], *, at_most: int) -> dict[int, int]:
    """The seconds of each page as a browser tells them, shortened in proportion where they are more than really went by."""
    told = {page: seconds for page, seconds in claimed.items() if seconds > 0}
    total = sum(told.values())
    if total <= at_most:
        return told
    return {page: seconds * max(0, at_most) // total for page, seconds in told.items()}


def times_told_at_once(seen: Sequence[int], times: Mapping[int, int], seconds: int, *, total: int) -> dict[int, int]:
    """The seconds of each page in sight, by what a browser tells with its submit alone; pages that there are not are left out.

    It counts by page (`times`); where it did not, its `seconds` over all fall in equal parts to the pages that it names.
    """
    told = {page: times.get(page, 0) for page in (*seen, *times) if 1 <= page <= total}
    return told if any(told.values()) else {page: seconds // len(told) for page in told}


def in_runs(pages: Sequence[int]) -> str:
    """3, 4, 5 and 9 as "3–5, 9"."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def in_time(seconds: int) -> str:
    """Seconds as people say them, to the second: rounded, what is short of a limit would read as if it had reached it."""
    minutes, rest = divmod(seconds, 60)
    if seconds < 120:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    said = [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}]
    if rest:
        said.append(ngettext("%(n)s second", "%(n)s seconds", rest) % {"n": rest})
    return " ".join(said)
