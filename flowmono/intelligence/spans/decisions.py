"""From options to decisions: for each field one value or "absent", with the chance that it is right; for the parties a set."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowmono.intelligence.contracts.names import names_no_company, same_name
from flowmono.intelligence.contracts.roles import FORM_END
from flowmono.intelligence.spans.candidates import Candidate
from flowmono.intelligence.spans.looking import Look
from flowmono.intelligence.spans.model import Model
from flowmono.intelligence.spans.options import FIELDS, Option, best_ends, ends, numbers, options

MOST_PARTIES = 12
_DEFINED_WITHIN = 60_000
_NO_NAME = re.compile(r"(?:whereas|now|this|and)\b", re.IGNORECASE)
_QUOTE_ENDS = ('"', "”", ',"', ",”", '."', ".”")


@dataclass(frozen=True)
class Decision:
    """What a field says: ``value`` None means that the contract does not say it; ``option`` is the best one all the same."""

    field: str
    value: str | None
    chance: float
    option: Option | None


@dataclass(frozen=True)
class PartySet:
    """The names that are kept, each with its chance, and the chance that the set is right."""

    names: list[Option]
    chance: float


@dataclass(frozen=True)
class Weighing:
    """Two logistic models on standardised numbers: that the best option is right, and that the contract says nothing."""

    mean: list[float]
    spread: list[float]
    right: list[float]
    absent: list[float]

    def chances(self, row: Sequence[float]) -> tuple[float, float]:
        scaled = [(number - mean) / spread for number, mean, spread in zip(row, self.mean, self.spread, strict=True)]
        return _logistic(self.right, scaled), _logistic(self.absent, scaled)


def weighing(settings: dict[str, Any]) -> Weighing:
    return Weighing(settings["mean"], settings["spread"], settings["right"], settings["absent"])


def decide(look: Look, model: Model) -> list[Decision]:
    """The decision for every field but the parties."""
    found = []
    for field in FIELDS:
        ranked = ranked_options(look, field, model)
        right, absent = weighing(model.settings["weighing"][field]).chances(numbers(look, field, ranked))
        best = ranked[0] if ranked else None
        if best is not None and right >= absent:
            found.append(Decision(field, best.value, right, best))
        else:
            found.append(Decision(field, None, absent, best))
    return found


def ranked_options(look: Look, field: str, model: Model) -> list[Option]:
    """The options of any field but the parties, best first."""
    if field != "Expiration Date":
        return options(look, field)
    stated = ends(look)
    return best_ends(stated, model.trees["ends"].chances(stated.rows).tolist())


def decide_parties(look: Look, model: Model) -> PartySet:
    """The parties by their legal names."""
    settings = model.settings["weighing"]["Parties"]
    ranked = party_options(look)
    kept = [option for option in ranked if option.chance >= settings["least"]][:MOST_PARTIES]
    right, _ = weighing(settings).chances(party_numbers(ranked, kept))
    return PartySet(kept, right)


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
        if value is None or named[place] < 0.02 or len(found) >= 3 * MOST_PARTIES or _is_short_name(value, text):
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
    weakest = min((option.chance for option in kept), default=0.0)
    dropped = max((option.chance for option in ranked if option not in kept), default=0.0)
    sure = math.prod(option.chance for option in kept) * math.prod(
        1 - option.chance for option in ranked if option not in kept
    )
    return [_odds(weakest), _odds(dropped), float(len(kept)), abs(len(kept) - 2.0), _odds(sure)]


def _alike(one: str, other: str) -> bool:
    """Whether two spellings name one party: equal without legal form, or one the beginning of the other."""
    if same_name(one, other):
        return True
    first, second = (name.casefold().replace(",", "").replace(".", "").split() for name in (one, other))
    short, long = sorted((first, second), key=len)
    return long[: len(short)] == short and len(long) - len(short) <= 1


def _logistic(weights: Sequence[float], row: Sequence[float]) -> float:
    total = sum(weight * number for weight, number in zip(weights, row, strict=False)) + weights[-1]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _odds(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
