"""Where the second opinion counts: what the rules did not find, and what they found against all that stands around it.

What it says alone is always asked about; what the rules say stays, and is asked about where the opinion is sure of something else.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from ..dates import NotADate, read_printed_date
from ..rows import Phrase, Row
from ..visible.vocabulary import LEGAL_FORM
from .candidates import Candidate
from .page import folded
from .weighing import Weighed, weigh

# From which chance on a value is taken where the rules found none.
LEAST = {"number": 0.5, "issue_date": 0.7, "due_date": 0.9, "seller_name": 0.6, "buyer_name": 0.7}
# Only names take the place of what the rules found: measured by family, other numbers and days were wrong as often as right.
REPLACED = frozenset({"seller_name", "buyer_name"})
RIVALS = {"seller_name": "buyer_name", "buyer_name": "seller_name"}
MUCH_SURER, UNLIKELY = 0.85, 0.05  # the chance of the other name, and that of the rules' own, with which it does
DOUBTS = 0.6  # a chance from which another value puts an unlikely one in doubt


@dataclass(frozen=True)
class Choice:
    """What the opinion puts in a field, with the phrase that it stands in."""

    value: str
    phrase: Phrase


@dataclass(frozen=True)
class Opinion:
    """What to put in the place of what the rules found (`instead`, by field), and which fields a person must look at."""

    instead: dict[str, Choice]
    doubtful: tuple[str, ...] = ()


def second_opinion(rows: Sequence[Row], found: dict[str, str | None]) -> Opinion:
    """The opinion on what the rules found: of each field the value as printed, or None."""
    return weighed_opinion(weigh(rows), found)


def weighed_opinion(weighed: dict[str, Weighed], found: dict[str, str | None]) -> Opinion:
    """The same with the chances at hand."""
    instead: dict[str, Choice] = {}
    doubtful: list[str] = []
    for name, value in found.items():
        best = _best(weighed, name, found)
        if best is None:
            continue
        one, chance = best
        if value is None:
            takes, doubts = chance >= LEAST[name], False
        else:
            other = not _alike(name, one.value)(value)
            unlikely = weighed[name].chance(_alike(name, value)) < UNLIKELY
            takes = other and unlikely and chance >= MUCH_SURER and name in REPLACED and not _is_company(value)
            doubts = other and unlikely and chance >= DOUBTS
        if takes:
            instead[name] = Choice(one.value, one.phrase)
        if takes or doubts:
            doubtful.append(name)
    for name, rival in RIVALS.items():
        theirs = instead[rival].value if rival in instead else found.get(rival)
        if name in instead and found.get(name) is not None and theirs and _same_party(theirs, instead[name].value):
            del instead[name]  # nobody bills himself; that the rules' own is unlikely is asked about all the same
    return Opinion(instead, tuple(doubtful))


def _best(weighed: dict[str, Weighed], name: str, found: dict[str, str | None]) -> tuple[Candidate, float] | None:
    """The likeliest value; of a name one that the other party is not more likely to bear."""
    rival = RIVALS.get(name)
    best = weighed[name].best
    if best is None or rival is None:
        return best
    taken = _alike(rival, best[0].value)
    other = found.get(rival)
    if weighed[rival].chance(taken) > best[1] or (other is not None and taken(other) and found.get(name) is None):
        pairs = zip(weighed[name].candidates, weighed[name].chances, strict=True)
        return max((pair for pair in pairs if not taken(pair[0].value)), key=lambda pair: pair[1], default=None)
    return best


def _alike(name: str, value: str) -> Callable[[str], bool]:
    """Whether another text says the same value of a field."""
    if name == "number":
        return lambda other: _closed(other) == _closed(value)
    if name.endswith("_date"):
        return lambda other: bool(_days(other) & _days(value))
    return lambda other: _same_party(other, value)


def _is_company(name: str) -> bool:
    """The name ends with a legal form, as no street, label or remark does."""
    return any(not name[form.end() :].strip(" .,;)") for form in LEGAL_FORM.finditer(name))


def _closed(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _days(text: str) -> set[date]:
    """The days that a printed date can be."""
    try:
        read = read_printed_date(text)
    except NotADate:
        return set()
    return {day for day in (read.day, read.swapped) if day is not None}


def _same_party(one: str, other: str) -> bool:
    """Names with the same words but for legal forms, or one with most of the other's words."""
    first, second = (folded(LEGAL_FORM.sub(" ", text)) or folded(text) for text in (one, other))
    words, others = set(first.split()), set(second.split())
    shared = len(words & others)
    return (
        2 * shared > max(len(words), len(others)) or SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.9
    )
