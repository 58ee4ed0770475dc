"""The figures of the insights pages: rates, shares, durations in words, and bars. Pure rules on plain values.

Durations are in hours, as floats: they are measured, never money. Money stays Decimal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    def months(self) -> list[date]:
        """The first day of every month that the period touches, in order."""
        found, year, month = [], self.first.year, self.first.month
        while (year, month) <= (self.last.year, self.last.month):
            found.append(date(year, month, 1))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found


LATELY = 28  # days


def recent_part_of(period: Period) -> timedelta:
    """How long the last weeks of a period are: four weeks, of a short period its second half."""
    days = (period.last - period.first).days + 1
    return timedelta(days=min(LATELY, max(days // 2, 1)))


def read_period(first: str, last: str, today: date) -> Period:
    """The period asked for; what is missing or wrong is the twelve months up to today. Two ends the wrong way are turned."""
    start, end = _read_day(first), _read_day(last)
    end = end or today
    start = start or _a_year_before(end)
    return Period(min(start, end), max(start, end))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _a_year_before(day: date) -> date:
    """The first day of the month eleven months before: twelve months with the day's own."""
    months = day.year * 12 + day.month - 1 - 11
    return date(months // 12, months % 12 + 1, 1)


def percent_of(part: int | Decimal, whole: int | Decimal) -> int | None:
    """The share in whole percent, half up; None of nothing. All but all is 99, all but none is 1: 100 and 0 mean it."""
    if not whole:
        return None
    share = int((Decimal(100) * Decimal(part) / Decimal(whole) + Decimal("0.5")) // 1)
    if share >= 100 and part < whole:
        return 99
    return 1 if share <= 0 and part > 0 else share


@dataclass(frozen=True)
class Month:
    """How many invoices of one month went through without a touch, of how many that were decided."""

    month: date
    straight: int
    decided: int

    @property
    def percent(self) -> int | None:
        return percent_of(self.straight, self.decided)


def fill_months(period: Period, counted: Iterable[tuple[date, int, int]]) -> list[Month]:
    """Every month of the period, also those in which nothing came."""
    known = {day.replace(day=1): (straight, decided) for day, straight, decided in counted}
    return [Month(month, *known.get(month, (0, 0))) for month in period.months()]


def overall(months: Iterable[Month]) -> Month:
    """All months as one."""
    listed = list(months)
    first = listed[0].month if listed else date.min
    return Month(first, sum(one.straight for one in listed), sum(one.decided for one in listed))


@dataclass(frozen=True)
class Span:
    """How long something took: how often it was measured, the middle one, and what nine of ten stayed below."""

    name: str
    count: int
    median: float | None
    p90: float | None
    waiting: int = 0
    more: str = ""


def duration_in_words(hours: float | None) -> str:
    """Hours as people say them: minutes under one hour, hours under two days, else days; "" for none."""
    if hours is None:
        return ""
    if hours < 1:
        minutes = max(1, round(hours * 60)) if hours > 0 else 0
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": round(hours)}
    days = hours / 24
    if days < 10:
        return _("%(n)s days") % {"n": f"{days:.1f}".removesuffix(".0")}
    return _("%(n)s days") % {"n": round(days)}


@dataclass(frozen=True)
class Piece:
    """A part of a bar: where it begins and how long it is, in hundredths of the width, its kind, and what it says."""

    start: float
    length: float
    kind: str
    title: str


def pieces_of(parts: Sequence[tuple[float, str, str]], longest: float) -> list[Piece]:
    """Parts (value, kind, title) one after another on a scale on which `longest` fills the width; nothing is drawn as nothing."""
    found: list[Piece] = []
    at = 0.0
    for value, kind, title in parts:
        length = max(0.0, min(100.0 - at, 100.0 * value / longest)) if longest > 0 else 0.0
        if length > 0:
            found.append(Piece(round(at, 2), round(length, 2), kind, title))
        at += length
    return found


def layered(parts: Sequence[tuple[float, str, str]], longest: float) -> list[Piece]:
    """Parts (value, kind, title) all from the start, each in front of the one before: what is paid covers what is ordered."""
    return [piece for part in parts for piece in pieces_of([part], longest)]


@dataclass(frozen=True)
class Spend:
    """One contract's money in the company's currency: ordered, billed of it, paid of it."""

    contract_id: str
    number: str
    title: str
    vendor: str
    ordered: Decimal
    billed: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """Ordered and not billed yet; never below nothing."""
        return max(Decimal(0), self.ordered - self.billed)

    @property
    def percent_paid(self) -> int | None:
        return percent_of(self.paid, self.ordered)


@dataclass(frozen=True)
class Watch:
    """What one watch raised in the period, and how often it was right."""

    name: str
    title: str
    open: int
    handled: int
    dismissed: int
    cleared: int

    @property
    def raised(self) -> int:
        return self.open + self.handled + self.dismissed + self.cleared

    @property
    def precision(self) -> int | None:
        """Handled out of handled and dismissed; those that cleared by themselves count for neither side."""
        return percent_of(self.handled, self.handled + self.dismissed)
