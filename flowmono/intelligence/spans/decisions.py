"""From options to decisions: for each field one value or "absent", with the chance that it is right; for the parties a set."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowmono.intelligence.spans.looking import Look
from flowmono.intelligence.spans.model import Model
from flowmono.intelligence.spans.options import FIELDS, Option, best_ends, ends, numbers, options
from flowmono.intelligence.spans.parties import MOST_PARTIES, party_numbers, party_options, party_rows, reweighed


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
    named = party_options(look)
    ranked = reweighed(named, model.trees["parties"].chances(party_rows(look, named)))
    kept = [option for option in ranked if option.chance >= settings["least"]][:MOST_PARTIES]
    right, _ = weighing(settings).chances(party_numbers(ranked, kept))
    return PartySet(kept, right)


def _logistic(weights: Sequence[float], row: Sequence[float]) -> float:
    total = sum(weight * number for weight, number in zip(weights, row, strict=False)) + weights[-1]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
