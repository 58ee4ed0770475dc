"""Fees that come again: their period, when they start, how often they come."""

import re
from datetime import date, timedelta

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dates import DateMention, add_months, find_dates, months_between
from flowmono.intelligence.contracts.durations import DURATION, PERIODS, find_durations, months_in
from flowmono.intelligence.contracts.numbers import COUNT, parse_words
from flowmono.intelligence.reader import Due

_PERIOD = "|".join(PERIODS.values())
_START = re.compile(
    r"\b(?:for the first time|first (?:\w+ ){0,3}(?:being|is|falls?|falling)|erstmals"
    r"|commenc\w+|beginn\w+|start\w*|from|effective|as of|ab dem|ab|a partir del?|desde|à compter du|à partir du|dès le)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:until|through|to|up to and including|ending|and|thru|bis(?: zum)?|hasta(?: el)?|jusqu['’]au|au|al)\b[^.;,]{0,25}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|over|during|für|durante|por|pendant|first|next|initial|lasting|of)\W+(?:\w+\W+){0,4}$|\b(?:laufzeit|duraci[oó]n|durée|period"
    r"|term)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    rf"\b(?:for|over|during|für|durante) (?:a (?:period"
    rf"|term) of )?(?P<count>{COUNT})(?: \((?P<figure>\d{{1,3}})\))? (?:consecutive )?(?:quarters|quartale|trimestres)\b",
    re.IGNORECASE,
)
_EVERY_YEAR = re.compile(
    r"\b(?:before|by|on|no later than|not later than|until) (?P<day>[A-Z][a-z]{2,9} \d{1,2})(?:st|nd|rd|th)?,? (?:of )?(?:each|every) (?:\w+ )?year\b"
)
_PAID = re.compile(
    rf"\b(?:payable|paid|pays?|due|invoiced?|billed|in(?: \w+)? ?(?:\(\d+\) )?(?:equal )?|zahlbar|fällig|pagader\w+"
    rf"|payables?)\b[^.;]{{0,30}}?\b(?P<word>{_PERIOD})\b(?! (?:fee|rate|retainer) of)",
    re.IGNORECASE,
)
INSTALMENTS = re.compile(
    rf"(?<![\d.])\b(?P<count>{COUNT})(?: ?\((?P<figure>\d{{1,3}})\))? (?:(?:equal|consecutive|gleiche[nr]?|successive"
    rf"|cash|lump sum|(?P<period>{_PERIOD})),? (?:and )?){{0,3}}"
    r"(?:instal?lments?|payments?|rentals|raten|cuotas|plazos|mensualités|échéances|tranches)\b",
    re.IGNORECASE,
)  # fmt: skip
_PERIODIC_INSTALMENTS = re.compile(
    rf"\b(?P<period>{_PERIOD}) (?:instal?lments?|payments?|raten|cuotas|échéances)\b", re.IGNORECASE
)


def series_due(period: str, words: str, offset: int, calendar: Calendar, *, whole_term: bool = True) -> Due:
    """The due of a fee of the given period from the words of its sentence; offset is where its amount ends in them.

    The start is a date after "commencing", else the contract's start; the count is a stated length or end, else the contract's term when
    ``whole_term``; what is not stated stays None.
    """
    dates = find_dates(words)
    start = next(
        (mention for mention in dates if _START.search(words[max(0, mention.start - 80) : mention.start])), None
    )
    end = next(
        (
            mention
            for mention in dates
            if mention is not start
            and (start is None or mention.day > start.day)
            and _END.search(words[max(0, mention.start - 60) : mention.start])
        ),
        None,
    )
    begun = start.day if start else _first_month(words)
    months = _stated_months(words, offset)
    if begun is None and end is not None and months is None:
        begun = calendar.start.day if calendar.start else None
    size = months_in(period)
    count = None
    if size and months is not None:
        count = -(-months // size) or None
    elif size and begun and end:
        count = -(-months_between(begun, end.day) // size) or None
    elif size and whole_term and calendar.term_months:
        count = _rest_of_term(begun, calendar, size)
    yearly = _EVERY_YEAR.search(words)
    if begun is None and period == "P1Y" and yearly and calendar.start:
        begun = _first_anniversary(yearly, calendar.start.day)
    if period == "P1W" and count is None and whole_term and calendar.weeks:
        count, begun = calendar.weeks, begun or calendar.weeks_from
    if begun is None and count is not None and calendar.start:
        begun = calendar.start.day
    return Due("period", begun.isoformat() if begun else None, period, count)


def _first_month(words: str) -> date | None:
    """The first day of the month in "starting in January 2027", "à compter du mois de décembre 2026"."""
    match = _FIRST_MONTH.search(words)
    first = find_dates(f"1 {match['month']} {match['year']}") if match else []
    return first[0].day if first else None


_FIRST_MONTH = re.compile(
    r"\b(?:starting|beginning|commencing|from|with effect from|first(?: falling)? (?:due )?in|ab|beginnend|erstmals (?:im|für)|à (?:compter|partir) d[eu]"
    r"|a partir del?|desde|vanaf|met ingang van)"
    r"(?: (?:in|with|on|the|month|of|mois|mes|de|du|del|dem|monat|d[’'])){0,4} ?(?P<month>[^\W\d_]{3,10})\.? (?:de |of )?(?P<year>20\d\d)\b",
    re.IGNORECASE,
)


def _first_anniversary(yearly: "re.Match[str]", start: date) -> date | None:
    """The first day of "before December 31 each year" that is not before the start."""
    found = [mention.day for year in (start.year, start.year + 1) for mention in find_dates(f"{yearly['day']}, {year}")]
    return next((day for day in found if day >= start), None)


def _rest_of_term(begun: date | None, calendar: Calendar, size: int) -> int | None:
    last = calendar.last_day
    if begun and calendar.start and last and begun > calendar.start.day + timedelta(days=31):
        return -(-months_between(begun, last) // size) or None
    months = calendar.term_months
    return (-(-months // size) or None) if months else None


def _stated_months(words: str, offset: int) -> int | None:
    quarters = _QUARTERS.search(words)
    if quarters:
        count = int(quarters["figure"]) if quarters["figure"] else parse_words(quarters["count"])
        return 3 * count if count else None
    for duration in find_durations(words):
        if duration.months is None or not _FOR.search(words[max(0, duration.start - 60) : duration.start]):
            continue
        if re.match(
            r"['’]|\W+(?:prior |written )*notice|\s*(?:after|before|of (?:the )?(?:receipt|invoice))",
            words[duration.end :],
        ):
            continue
        return duration.months
    return None


def payment_rhythm(words: str, period: str | None) -> str | None:
    """The smaller period in which a yearly amount is paid ("payable in quarterly instalments"); None when it is the same or not said."""
    match = _PAID.search(words)
    found = period_named(match["word"]) if match else None
    if found and period and (months_in(found) or 0) < (months_in(period) or 0):
        return found
    return None


def period_named(word: str) -> str | None:
    """The ISO duration of a period word anywhere in a short phrase."""
    lowered = word.strip().casefold()
    return next((iso for iso, pattern in PERIODS.items() if re.fullmatch(pattern, lowered)), None)


def instalments(words: str) -> tuple[int | None, str | None] | None:
    """(how many, their period) for "two (2) monthly installments", "quarterly instalments"; None where there are no instalments."""
    match = INSTALMENTS.search(words)
    if match and not DURATION.match(match.group()):
        count = int(match["figure"]) if match["figure"] else parse_words(match["count"])
        return count, period_named(match["period"]) if match["period"] else None
    match = _PERIODIC_INSTALMENTS.search(words)
    return (None, period_named(match["period"])) if match else None


def even_series(dates: list[DateMention]) -> Due | None:
    """A period due for dates that are evenly one month, quarter, half-year or year apart; None for other dates."""
    days = [mention.day for mention in dates]
    for period in ("P1M", "P3M", "P6M", "P1Y"):
        step = months_in(period) or 1
        if len(days) > 1 and all(add_months(days[0], step * index) == day for index, day in enumerate(days)):
            return Due("period", days[0].isoformat(), period, len(days))
    return None
