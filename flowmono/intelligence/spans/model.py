"""The stored numbers of all models: read once from one file, without pickle, and shared by everyone who reads in this process."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.linear import Linear
from flowmono.intelligence.spans.trees import Trees

WEIGHTS = Path(__file__).with_name("weights.npz")
LINEAR = ("keys", "rarity", "weights", "scale", "bias")
TREES = ("column", "threshold", "left", "right", "value", "roots")


@dataclass(frozen=True)
class Model:
    """What training made: linear models, trees, and plain settings, each by name."""

    linear: dict[str, Linear]
    trees: dict[str, Trees]
    settings: dict[str, Any]

    @property
    def version(self) -> str:
        return str(self.settings["version"])


@lru_cache(maxsize=1)
def stored_model() -> Model:
    """The model that the product ships with."""
    return load(WEIGHTS)


def load(path: Path) -> Model:
    """A model from its file."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    settings = json.loads(arrays.pop("settings").tobytes())
    linear, trees = _by_name(arrays, "linear"), _by_name(arrays, "trees")
    return Model(
        {name: Linear(**{part: one[part] for part in LINEAR}) for name, one in linear.items()},
        {name: _trees(one, settings["trees"][name]) for name, one in trees.items()},
        settings,
    )


def save(path: Path, model: Model) -> None:
    """Write a model; the same model gives the same bytes."""
    settings = model.settings | {
        "trees": {name: {"base": one.base, "deepest": one.deepest} for name, one in model.trees.items()}
    }
    arrays: dict[str, NDArray[Any]] = {
        "settings": np.frombuffer(json.dumps(settings, sort_keys=True).encode(), np.uint8)
    }
    for name, line in model.linear.items():
        arrays |= {f"linear/{name}/{part}": getattr(line, part) for part in LINEAR}
    for name, wood in model.trees.items():
        arrays |= {f"trees/{name}/{part}": getattr(wood, part) for part in TREES}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def _by_name(arrays: dict[str, NDArray[Any]], kind: str) -> dict[str, dict[str, NDArray[Any]]]:
    found: dict[str, dict[str, NDArray[Any]]] = {}
    for key, array in arrays.items():
        family, name, part = key.split("/")
        if family == kind:
            found.setdefault(name, {})[part] = array
    return found


def _trees(parts: dict[str, NDArray[Any]], numbers: dict[str, Any]) -> Trees:
    return Trees(**{part: parts[part] for part in TREES}, base=numbers["base"], deepest=numbers["deepest"])
