"""Dates in English, German, Spanish, French and Dutch words, ISO and figures; and dates reckoned by months."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from babel import Locale

_EXTRA = {"jänner": 1, "sept": 9, "oct": 10, "okt": 10, "dez": 12, "dic": 12, "setiembre": 9}


def _month_names() -> dict[str, int]:
    names = dict(_EXTRA)
    for language in ("en", "de", "es", "fr", "nl"):
        months = Locale(language).months["format"]
        for width in ("wide", "abbreviated"):
            names |= {str(name).rstrip(".").casefold(): number for number, name in months[width].items()}
    return names


_MONTHS = _month_names()
_MONTH = "|".join(re.escape(name) for name in sorted(_MONTHS, key=len, reverse=True))
_PATTERNS = (
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month_number>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(
        rf"\b(?P<month>{_MONTH})\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ,]{{1,3}}(?:of )?(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?: ?(?:st|nd|rd|th|er|º)\b|\.)?,?[ -](?:day )?(?:(?:of"
        rf"|de) )?(?P<month>{_MONTH})\.?,?[ -](?:de(?:l)? )?(?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month_number>\d{1,2})\.(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])"),
)


_FIGURE = re.compile(r"\d")
_MONTH_WORD = re.compile(
    rf"\b(?:{'|'.join(name for name in _MONTHS if len(name) > 3 or name == 'may')})\b", re.IGNORECASE
)


@dataclass(frozen=True)
class DateMention:
    """A date in a text; ``sure`` is False for 03/04/2026, which two countries read in two ways (read here as month/day)."""

    day: date
    start: int
    end: int
    sure: bool = True


def find_dates(text: str) -> list[DateMention]:
    """All full dates of a text in order; impossible ones (31 February) are left out."""
    if _FIGURE.search(text) is None:
        return []
    found: list[DateMention] = []
    taken = bytearray(len(text) + 1)
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            mention = _from_match(match)
            if mention and not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _from_match(match: "re.Match[str]") -> DateMention | None:
    groups = match.groupdict()
    sure = True
    if groups.get("first"):
        month, day = int(groups["first"]), int(groups["second"])
        sure = month > 12 or day > 12 or month == day
        if month > 12:
            month, day = day, month
    else:
        month = int(groups["month_number"]) if groups.get("month_number") else _MONTHS[groups["month"].casefold()]
        day = int(groups["day"])
    try:
        return DateMention(date(int(groups["year"]), month, day), match.start(), match.end(), sure)
    except ValueError:
        return None


def month_named(text: str) -> int | None:
    """The first month that a text names in words, 1 to 12; "May" only with a capital."""
    match = next((match for match in _MONTH_WORD.finditer(text) if match.group()[0].isupper()), None)
    return _MONTHS[match.group().casefold()] if match else None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Whole months from the first day to the last one, the last day counted in: 1 February 2027 to 31 January 2028 is 12."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.day + 1 < first.day and last.day < monthrange(last.year, last.month)[1]:
        months -= 1
    elif last.day >= first.day + 25 or (first.day == 1 and last.day == monthrange(last.year, last.month)[1]):
        months += 1
    return max(months, 0)
