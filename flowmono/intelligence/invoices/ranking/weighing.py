"""The chance of each candidate to be a field of the invoice, by the stored models."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.features import Hashes
from flowmono.intelligence.spans.model import Model, load
from flowmono.intelligence.spans.ranking import with_standing

from ..rows import Row
from .amounts import amounts
from .candidates import Candidate, days, names, numbers
from .features import hashes_of, numbers_of
from .page import Page
from .sums import SUMS, Amounts, Three, combinations, likeliest

Floats = NDArray[np.float32]
WEIGHTS = Path(__file__).with_name("weights.npz")
# The kinds of candidates, and the fields that each can be.
GATHER: dict[str, Callable[[Sequence[Row]], list[Candidate]]] = {
    "number": numbers,
    "day": days,
    "name": names,
    "amount": amounts,
}
FIELDS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "day": ("issue_date", "due_date"),
    "name": ("seller_name", "buyer_name"),
    "amount": SUMS,
}
WORDS = ("number", "day", "name")  # what is weighed on every page


@dataclass(frozen=True)
class Seen:
    """The candidates of one kind with what the models see of them."""

    candidates: list[Candidate]
    hashes: list[Hashes]
    numbers: Floats


@dataclass(frozen=True)
class Weighed:
    """The candidates of one field with their chances."""

    candidates: Sequence[Candidate]
    chances: Sequence[float]

    @property
    def best(self) -> tuple[Candidate, float] | None:
        """The likeliest candidate and its chance, None where there is no candidate."""
        if not self.candidates:
            return None
        place = max(range(len(self.chances)), key=lambda at: self.chances[at])
        return self.candidates[place], self.chances[place]

    def chance(self, fits: Callable[[str], bool]) -> float:
        """The chance of the likeliest candidate whose value fits."""
        pairs = zip(self.candidates, self.chances, strict=True)
        return max((chance for one, chance in pairs if fits(one.value)), default=0.0)


@lru_cache(maxsize=1)
def stored_model() -> Model:
    """The model that the product ships with."""
    return load(WEIGHTS)


def see(rows: Sequence[Row], kinds: Sequence[str] = tuple(GATHER)) -> dict[str, Seen]:
    """The candidates of each kind."""
    page = Page(rows)
    found = {}
    for kind in kinds:
        candidates = GATHER[kind](rows)
        arounds = [page.around(one) for one in candidates]
        hashes = [hashes_of(*pair) for pair in zip(candidates, arounds, strict=True)]
        found[kind] = Seen(candidates, hashes, numbers_of(kind, page, candidates, arounds))
    return found


def weigh(rows: Sequence[Row], model: Model | None = None, kinds: Sequence[str] = WORDS) -> dict[str, Weighed]:
    """The candidates of each field with their chances."""
    model = model or stored_model()
    found: dict[str, Weighed] = {}
    for kind, seen in see(rows, kinds).items():
        if not seen.candidates:
            found |= {name: Weighed([], []) for name in FIELDS[kind]}
            continue
        table = with_standing(seen.numbers, model.linear[kind].scores(seen.hashes))
        found |= {
            name: Weighed(seen.candidates, model.trees[name].chances(table).astype(float).tolist())
            for name in FIELDS[kind]
        }
    return found


def amounts_weighed(rows: Sequence[Row], weighed: dict[str, Weighed]) -> Amounts:
    """The amounts of a document with the chances that each is one of its sums."""
    return Amounts(rows, weighed[SUMS[0]].candidates, {name: weighed[name].chances for name in SUMS})


def weigh_sums(rows: Sequence[Row], model: Model | None = None) -> Three | None:
    """The likeliest net, tax and gross; None where no amounts of the pages make them."""
    model = model or stored_model()
    here = amounts_weighed(rows, weigh(rows, model, ("amount",)))
    made = combinations(here)
    return likeliest(here, made, model.trees["sums"].chances(made.table).tolist() if made.threes else [])
