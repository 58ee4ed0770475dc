"""The names that may be a contract's parties, and what tells a party from a name that is only mentioned."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from flowmono.intelligence.contracts.names import names_no_company, same_name
from flowmono.intelligence.contracts.roles import FORM_END
from flowmono.intelligence.spans.candidates import Candidate
from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.linear import Floats
from flowmono.intelligence.spans.looking import Look
from flowmono.intelligence.spans.options import Option

MOST_PARTIES = 60
MOST_OPTIONS = 120
_COLUMN = CATEGORIES.index("Parties")
_DEFINED_WITHIN = 60_000
_NO_NAME = re.compile(r"(?:whereas|now|this|and)\b", re.IGNORECASE)
_QUOTE_ENDS = ('"', "”", ',"', ",”", '."', ".”")
# What stands beside a name where it is signed for, and how far below it; signatures stand in the last part of the text.
_SIGNED = re.compile(r"\bby\b\s*:?|/s/|\bname\s*:|\btitle\s*:|\bits\s*:")
_SIGNED_WITHIN = 250
_SIGNATURES_FROM = 0.6
_PLACES = 20
_DEFINED = re.compile(r"[^“\"]{0,160}\([^()“\"]{0,60}[“\"]|[^.;]{0,120}\bherein(?:after)?\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w]+")


def party_options(look: Look) -> list[Option]:
    """Distinct names, best first: of spans that overlap and of spellings of one name only the best."""
    named, marked = look.asked("name", "Parties"), look.asked("name", "Parties, marked")
    candidates = look.groups["name"].candidates
    text = look.seen.text[:_DEFINED_WITHIN].casefold()
    order = sorted(range(len(candidates)), key=lambda place: -float(named[place] + 0.3 * marked[place]))
    found: list[Option] = []
    taken: list[Candidate] = []
    for place in order:
        candidate, value = candidates[place], candidates[place].value
        if value is None or named[place] < 0.02 or len(found) >= MOST_OPTIONS or _is_short_name(value, text):
            continue
        overlaps = any(candidate.start < other.end and candidate.end > other.start for other in taken)
        if overlaps or any(_alike(value, option.value) for option in found):
            continue
        taken.append(candidate)
        found.append(Option(value, float(named[place]), candidate))
    return found


def _is_short_name(value: str, text: str) -> bool:
    """Whether the words are a role, a part of a sentence, or what the text (case folded) defines as the short name of a party."""
    if any(mark in value for mark in '"“”') or names_no_company(value) or _NO_NAME.match(value):
        return True
    if FORM_END.search(value):
        return False
    said = value.casefold()
    return any(
        f"{mark}{article}{said}{end}" in text for mark in '"“' for article in ("", "the ") for end in _QUOTE_ENDS
    )


def party_numbers(ranked: Sequence[Option], kept: Sequence[Option]) -> list[float]:
    """What the chance of the whole set is made on."""
    left = [option.chance for option in ranked if option not in kept]
    weakest = min((option.chance for option in kept), default=0.0)
    sure = math.prod(option.chance for option in kept) * math.prod(1 - chance for chance in left)
    count = len(kept)
    return [
        _odds(weakest), _odds(max(left, default=0.0)), float(count), abs(count - 2.0), _odds(sure), _log(sum(1 - option.chance for option in kept)),
        _log(sum(left)), float(count == 2), float(count == 1), math.log1p(len(ranked)),
    ]  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """Whether two spellings name one party: equal without legal form, or one the beginning of the other."""
    if same_name(one, other):
        return True
    first, second = (name.casefold().replace(",", "").replace(".", "").split() for name in (one, other))
    short, long = sorted((first, second), key=len)
    return long[: len(short)] == short and len(long) - len(short) <= 1


def party_rows(look: Look, found: Sequence[Option]) -> Floats:
    """One row for each name: its own chances, its standing among the others, and where else the contract names it."""
    text = look.seen.text
    words = _words(text)
    last = text[int(len(text) * _SIGNATURES_FROM) :].casefold()
    marked = dict(zip(look.groups["name"].candidates, look.asked("name", "Parties, marked").tolist(), strict=True))
    spelled = [f" {_words(option.value)} " for option in found]
    odds = [*(_odds(option.chance) for option in found), -9.0, -9.0, -9.0]
    likely = sum(option.chance >= 0.5 for option in found)
    rows = []
    for place, option in enumerate(found):
        candidate, own = option.candidate, spelled[place]
        others = [name for index, name in enumerate(spelled) if index != place and found[index].chance > 0.3]
        signed = _signatures(last, option.value.casefold())
        after = text[candidate.end : candidate.end + 220]
        rows.append([
            odds[place], _odds(marked[candidate]), place, odds[0] - odds[place], odds[1], odds[2], likely, math.log1p(words.count(own.strip())),
            len(signed), min(signed, default=2 * _SIGNED_WITHIN), bool(FORM_END.search(option.value)), sum(name in own for name in others),
            sum(own in name for name in others), len(own.split()), math.log1p(candidate.start), candidate.start / len(text),
            bool(_DEFINED.match(after)), " and " in own or "&" in option.value, look.seen.second[candidate.segment, _COLUMN],
            look.seen.first[candidate.segment, _COLUMN], option.value.isupper(), after.startswith((", ", ",\n")), math.log(len(text)),
        ])  # fmt: skip
    return np.array(rows, dtype=np.float32).reshape(len(rows), 23)


def reweighed(found: Sequence[Option], chances: Floats) -> list[Option]:
    """The names with the chances that they are parties, best first."""
    weighed = [replace(option, chance=float(chance)) for option, chance in zip(found, chances, strict=True)]
    return sorted(weighed, key=lambda option: -option.chance)


def _signatures(last: str, name: str) -> list[int]:
    """How far below the name, where it stands among the signatures, somebody signs for it; one number for each place."""
    found: list[int] = []
    start = last.find(name)
    while start >= 0 and len(found) < _PLACES:
        sign = _SIGNED.search(last, start, start + 2 * _SIGNED_WITHIN)
        found.append(sign.start() - start if sign else 2 * _SIGNED_WITHIN)
        start = last.find(name, start + len(name))
    return found


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", text.casefold()).strip()


def _log(number: float) -> float:
    return math.log(number + 0.01)


def _odds(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
