"""The values that a field may have in one contract, each with its chance and the span that says so; and the numbers that a decision stands on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from flowmono.intelligence.contracts.dates import add_months
from flowmono.intelligence.spans.candidates import Candidate
from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.cues import cues
from flowmono.intelligence.spans.linear import Floats
from flowmono.intelligence.spans.looking import Look, log_odds

KIND = {
    "Document Name": "title", "Agreement Date": "day", "Effective Date": "day", "Renewal Term": "length",
    "Notice Period To Terminate Renewal": "length", "Governing Law": "place",
}  # fmt: skip
FIELDS = (*KIND, "Expiration Date")
ENDLESS = "perpetual"
_LEAST = 0.002
_BEFORE_TITLE = re.compile(
    r"^(?:(?:exhibit|ex)\b[-. ]*(?:\S*\d\S*|[A-Z]\b)\s*|\d[\w.]*\([\w()]*\)*\s+|form of\s+|this\s+|the\s+|execution (?:copy|version)\s+)+",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(r"\s+(?:dated|between|by and|entered into|made|article|section)\b", re.IGNORECASE)
# Words that name a kind of paper, not this one.
_NO_TITLE = re.compile(
    r"(?:registration statement|agreement|amendment|contract|letter|schedule|exhibit|order|terms|program|plan)s?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Option:
    """One value with its chance; the candidate is the evidence."""

    value: str
    chance: float
    candidate: Candidate


@dataclass(frozen=True)
class Ends:
    """Days on which the contract may end, stated or reckoned from a start and a length, as rows for the trees."""

    values: list[str]
    candidates: list[Candidate]
    rows: Floats


def options(look: Look, field: str) -> list[Option]:
    """The distinct values of a field other than the end, best first."""
    kind = KIND[field]
    found: dict[str, Option] = {}
    for candidate, chance in zip(look.groups[kind].candidates, look.asked(kind, field).tolist(), strict=True):
        value = candidate.value
        if value is None or (field.startswith("Notice") and value == ENDLESS):
            continue
        if kind == "title":
            value = title_of(value)
            chance *= 0.3 if _NO_TITLE.fullmatch(value) else 1
        known = found.get(value.casefold())
        if known is None or chance > known.chance:
            found[value.casefold()] = Option(value, chance, candidate)
    return sorted(found.values(), key=lambda option: -option.chance)


def title_of(words: str) -> str:
    """The name alone: without the exhibit's number before it, a definition in brackets or a date after it."""
    bare = _BEFORE_TITLE.sub("", re.split(r"\s*[(“\"\[]", words, maxsplit=1)[0] or words)
    return _AFTER_TITLE.split(bare, maxsplit=1)[0].strip(" .,;:-–") or words


def ends(look: Look) -> Ends:
    """All days of an end that the candidates allow."""
    values: list[str] = []
    candidates: list[Candidate] = []
    rows: list[list[float]] = []
    column = CATEGORIES.index("Expiration Date")
    days = look.groups["day"].candidates
    for day, chance in zip(days, look.asked("day", "Expiration Date"), strict=True):
        if day.value is not None and chance > _LEAST:
            values.append(day.value)
            candidates.append(day)
            rows.append([_odds(chance), UNSTATED, 0, 0, look.seen.second[day.segment, column], 0, 0])
    starts = _starts(look)
    for length, chance in zip(look.groups["length"].candidates, look.asked("length", "Expiration Date"), strict=True):
        if length.value is None or chance < _LEAST:
            continue
        seen = look.seen.second[length.segment, column]
        if length.value == ENDLESS:
            values.append(ENDLESS)
            candidates.append(length)
            rows.append([UNSTATED, _odds(chance), 4, 0, seen, 0, 0])
            continue
        here = [(3, Option(day.value, 0.5, day)) for day in days if day.value and day.segment == length.segment]
        for number, start in [*starts, *here[:3]]:
            end = after(date.fromisoformat(start.value), length.value)
            if end is not None:
                values.append(end.isoformat())
                candidates.append(length)
                rows.append([UNSTATED, _odds(chance), number, _odds(start.chance), seen, len(here), len(starts)])
    return Ends(values, candidates, np.array(rows, dtype=np.float32).reshape(len(rows), 7))


def best_ends(found: Ends, chances: Sequence[float]) -> list[Option]:
    """The distinct days of an end, best first."""
    best: dict[str, Option] = {}
    for value, candidate, chance in zip(found.values, found.candidates, chances, strict=True):
        if value not in best or chance > best[value].chance:
            best[value] = Option(value, float(chance), candidate)
    return sorted(best.values(), key=lambda option: -option.chance)


def after(start: date, length: str) -> date | None:
    """The day on which an ISO length of time that begins on the start has run."""
    number, unit = length[1:-1], length[-1]
    if not number.isdigit():
        return None
    try:
        if unit == "D":
            return start + timedelta(days=int(number))
        return add_months(start, int(number) * (12 if unit == "Y" else 1))
    except (OverflowError, ValueError):
        return None


def numbers(look: Look, field: str, found: Sequence[Option]) -> list[float]:
    """What the choice between the best option and "absent" is made on."""
    first, second = (found[place].chance if place < len(found) else 0.0 for place in (0, 1))
    highest = look.seen.second.max(axis=0)
    row = [
        _odds(first), _odds(second), _odds(first) - _odds(second), float(highest[CATEGORIES.index(field)]), float(min(len(found), 10)),
        _odds(min(1.0, sum(option.chance for option in found))), float(bool(found) and found[0].value == ENDLESS),
    ]  # fmt: skip
    if field == "Expiration Date":
        row += [_highest(look, "length", field), _highest(look, "day", field)]
    if field == "Effective Date":
        agreed = options(look, "Agreement Date")
        same = bool(found and agreed and found[0].value == agreed[0].value)
        row += [
            float(same),
            _odds(agreed[0].chance) if agreed else UNSTATED,
            _highest(look, "day", "Effective Date, marked"),
        ]
    if field == "Agreement Date":
        row += [_highest(look, "day", "Agreement Date, marked")]
    if field in ("Renewal Term", "Notice Period To Terminate Renewal"):
        row += [
            float(highest[CATEGORIES.index(name)]) for name in ("Renewal Term", "Notice Period To Terminate Renewal")
        ]
    return [*row, *cues(look, field)]


UNSTATED = -9.0


def _odds(chance: float) -> float:
    return float(log_odds(np.array([chance], dtype=np.float32))[0])


def _highest(look: Look, kind: str, question: str) -> float:
    chances = look.asked(kind, question)
    return _odds(float(chances.max())) if len(chances) else UNSTATED


def _starts(look: Look) -> list[tuple[int, Option]]:
    """Days from which a term may run: the best effective and agreement dates, numbered by what they are."""
    effective, agreed = options(look, "Effective Date")[:1], options(look, "Agreement Date")[:2]
    found = [(1, option) for option in effective] + [(2, option) for option in agreed]
    known: dict[str, tuple[int, Option]] = {}
    for number, option in found:
        known.setdefault(option.value, (number, option))
    return list(known.values())
