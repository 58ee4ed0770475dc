"""Which months a description names: "Retainer Feb-27", "Jan 1 – Dec 31, 2027", "2027-03", "Q2 2027", "year 1".

A month is counted as year × 12 + month − 1, so that periods are plain ranges of whole numbers.
"""

import re
from dataclasses import dataclass
from datetime import date

from procurement.matching.model import OrderLine
from procurement.matching.references import plain_words

# English, German, French, Spanish, Italian, Portuguese and Dutch month names by their first letters.
_MONTH_STEMS = (
    ("jan", "gen", "ene"),
    ("feb", "fev"),
    ("mar", "mrz", "maerz", "mrt", "maart"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "dic"),
)
_MONTH_WORDS = frozenset(
    """
    january february march april may june july august september october november december
    januar februar marz maerz mai juni juli oktober dezember
    janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro
    januari februari maart mei augustus
    jan feb mar mrz apr may jun jul aug sep sept oct okt nov dec dez gen ene fev abr avr ago dic
    """.split()  # noqa: SIM905
)
_NUMERIC = (
    # A whole day: 2027-02-28, 28.02.2027. With strokes the order of day and month is anyone's guess, so it is left out.
    (re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])-\d\d\b"), 1, 2),
    (re.compile(r"\b(?:0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(20\d\d)\b"), 2, 1),
    (re.compile(r"\b(20\d\d)[-/.](0[1-9]|1[0-2])\b(?![-/.]?\d)"), 1, 2),
    (re.compile(r"(?<![\d.])\b(0?[1-9]|1[0-2])[/.-](20\d\d)\b"), 2, 1),
)
_QUARTER = re.compile(r"\bq\s?([1-4])\b|\b([1-4])\.?\s?(?:quartal|quarter|trimestre)\b", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:year|month|quarter|period|instal?lment|jahr|monat|rate|annee|ano|mes|mois|periode)\s*(?:no|nr)?\s*(\d{1,2})\b"
)
_WORD = re.compile(r"20\d\d|['’]\d\d\b|[^\W\d_]+|\d+|[-/]")
MONTHS_IN = {"P1M": 1, "P2M": 2, "P3M": 3, "P6M": 6, "P1Y": 12, "P12M": 12}


@dataclass(frozen=True)
class Months:
    """A range of months, both ends within."""

    first: int
    last: int


def month_number(day: date) -> int:
    """The month of a day, counted from year zero."""
    return day.year * 12 + day.month - 1


def months_named(text: str, near: date | None = None) -> Months | None:
    """The months that a text names, None when it names none. `near` gives the year to a month without one."""
    for pattern, year_at, month_at in _NUMERIC:
        if found := [int(m[year_at]) * 12 + int(m[month_at]) - 1 for m in pattern.finditer(text)]:
            return Months(min(found), max(found))
    words = _WORD.findall(text)
    years = [(at, int(word)) for at, word in enumerate(words) if re.fullmatch(r"20\d\d", word)]
    named = [(at, m) for at, word in enumerate(words) if (m := _month_of(word)) is not None and not _is_verb(words, at)]
    if named:
        return _with_years(named, years, words, near)
    if quarter := _QUARTER.search(text):
        year = years[-1][1] if years else (near.year if near else None)
        first = (int(quarter[1] or quarter[2]) - 1) * 3
        return None if year is None else Months(year * 12 + first, year * 12 + first + 2)
    return Months(years[0][1] * 12, years[-1][1] * 12 + 11) if years else None


def _month_of(word: str) -> int | None:
    plain = plain_words(word)
    if plain not in _MONTH_WORDS:
        return None
    return next((m for m, stems in enumerate(_MONTH_STEMS) if plain.startswith(stems)), None)


def _is_verb(words: list[str], at: int) -> bool:
    """Whether "may" is the verb: written small, and no number follows."""
    return words[at] == "may" and not any(word[-1:].isdigit() for word in words[at + 1 : at + 3])


def _with_years(
    named: list[tuple[int, int]], years: list[tuple[int, int]], words: list[str], near: date | None
) -> Months | None:
    """Give each month the first year after it, else the last year before it, else a short year, else the nearest."""
    found: list[int] = []
    for at, month in named:
        after = [year for place, year in years if place > at]
        before = [year for place, year in years if place < at]
        if after or before:
            year = after[0] if after else before[-1]
        elif (short := _short_year(words, at)) is not None:
            year = short
        elif near is not None:
            year = min(
                (near.year - 1, near.year, near.year + 1), key=lambda y: abs(y * 12 + month - month_number(near))
            )
        else:
            continue
        found.append(year * 12 + month)
    if not found:
        return None
    first, last = found[0], found[-1]
    # "Nov – Jan 2027" starts in the year before.
    return Months(first - 12, last) if first > last else Months(first, last)


def _short_year(words: list[str], at: int) -> int | None:
    after = words[at + 1 : at + 3]
    if after and re.fullmatch(r"['’]\d\d", after[0]):
        return 2000 + int(after[0][1:])
    if len(after) == 2 and after[0] in "-/" and re.fullmatch(r"\d\d", after[1]):
        return 2000 + int(after[1])
    return None


def occurrences_named(line: OrderLine, text: str, near: date | None = None) -> frozenset[int] | None:
    """Which occurrences of a periodic line a text names, counted from 0; None when it names none.

    Months before the start give negative numbers and months after the end numbers beyond the last: they are outside
    what was ordered, and the caller says so.
    """
    if ordinal := _ORDINAL.search(plain_words(text)):
        return frozenset({int(ordinal[1]) - 1})
    length = MONTHS_IN.get(line.period or "")
    if length is None or line.starts_on is None:
        return None
    months = months_named(text, near)
    if months is None:
        return None
    start = month_number(line.starts_on)
    first, last = (months.first - start) // length, (months.last - start) // length
    if length == MONTHS_IN["P1Y"] and months.last - months.first < length:
        # A year named by one date, or a range that straddles the anniversary, is the year it begins in.
        last = first
    return frozenset(range(first, last + 1))
