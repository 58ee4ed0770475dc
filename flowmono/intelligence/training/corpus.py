"""The Contract Understanding Atticus Dataset as training material: contracts, what experts marked, and families that belong together."""

import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowmono.intelligence.likeness import likeness, marks_of

ALIKE = 0.25


@dataclass(frozen=True)
class Labelled:
    """One contract: its text, the marked spans by category, and the answers in CUAD's words."""

    title: str
    text: str
    spans: dict[str, list[dict[str, Any]]]
    answers: dict[str, str]


def load(folder: Path, parts: str) -> list[Labelled]:
    """The contracts of the parts ("train", "train+dev") in the order of the split."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    split = json.loads((folder / "split.json").read_text(encoding="utf-8"))
    titles = [title for part in parts.split("+") for title in split[part]]
    return [
        Labelled(title, gold[title]["context"], gold[title]["spans"], gold[title].get("answers", {}))
        for title in titles
    ]


def folds(contracts: list[Labelled], count: int) -> list[int]:
    """The fold of each contract; contracts of one filer and near-duplicates share one, so that nothing is tested on its own twin."""
    family = list(range(len(contracts)))

    def root(place: int) -> int:
        while family[place] != place:
            place = family[place]
        return place

    marks = [marks_of(contract.text) for contract in contracts]
    first: dict[str, int] = {}
    for place, contract in enumerate(contracts):
        filer = re.split(r"[_\s,-]", re.sub(r"[^\w\s,-]", "", contract.title).lower())[0]
        family[root(place)] = root(first.setdefault(filer, place))
        for other in range(place):
            if likeness(marks[place], marks[other]) >= ALIKE:
                family[root(place)] = root(other)
    members = Counter(root(place) for place in range(len(contracts)))
    order = sorted(members.items())
    random.Random(1).shuffle(order)  # noqa: S311
    sizes = [0] * count
    fold: dict[int, int] = {}
    for one, size in sorted(order, key=lambda item: -item[1]):
        smallest = min(range(count), key=sizes.__getitem__)
        sizes[smallest] += size
        fold[one] = smallest
    return [fold[root(place)] for place in range(len(contracts))]
