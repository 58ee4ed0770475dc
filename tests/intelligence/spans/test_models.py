"""Stored numbers do what the models that they were written from would do, and travel without code."""

from pathlib import Path

import numpy as np

from flowmono.intelligence.spans.linear import Linear
from flowmono.intelligence.spans.model import WEIGHTS, Model, load, save, stored_model
from flowmono.intelligence.spans.trees import Trees

STUMPS = Trees(
    column=np.array([0, -1, -1, 1, -1, -1], np.int16),
    threshold=np.array([5, 0, 0, 0.5, 0, 0], np.float32),
    left=np.array([1, 0, 0, 4, 0, 0], np.int32),
    right=np.array([2, 0, 0, 5, 0, 0], np.int32),
    value=np.array([0, -1, 2, 0, -0.5, 1], np.float32),
    roots=np.array([0, 3], np.int32),
    base=-0.5,
    deepest=1,
)
LINE = Linear(
    keys=np.array([3, 7], np.uint32),
    rarity=np.array([1, 2], np.float32),
    weights=np.array([[10, -10], [20, 0]], np.int8),
    scale=np.array([0.1, 1], np.float32),
    bias=np.array([0, 0.5], np.float32),
)


def test_trees_add_up_what_their_leaves_say() -> None:
    rows = np.array([[5, 0], [6, 0], [6, 1]], np.float32)

    chances = STUMPS.chances(rows)

    # At the threshold a row goes left: -0.5 - 1 - 0.5, then -0.5 + 2 - 0.5, then -0.5 + 2 + 1.
    assert np.allclose(chances, [1 / (1 + np.exp(2)), 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(-2.5))])


def test_a_line_knows_only_the_features_that_it_learned() -> None:
    rows = [np.array([7], np.uint64), np.array([3, 4], np.uint64), np.array([1], np.uint64), np.array([], np.uint64)]

    scores = LINE.scores(rows)

    assert np.allclose(scores, [[2, 0.5], [1, -9.5], [0, 0.5], [0, 0.5]])


def test_no_rows_have_no_scores() -> None:
    assert LINE.scores([]).shape == (0, 2)
    assert STUMPS.chances(np.zeros((0, 2), np.float32)).shape == (0,)


def test_a_model_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    model = Model({"clauses": LINE}, {"ends": STUMPS}, {"version": "7", "order": [1.0]})

    save(tmp_path / "weights.npz", model)
    again = load(tmp_path / "weights.npz")

    assert again.version == "7"
    assert again.settings["order"] == [1.0]
    assert np.array_equal(again.linear["clauses"].weights, LINE.weights)
    assert np.allclose(again.trees["ends"].chances(np.array([[6, 1]], np.float32)), 1 / (1 + np.exp(-2.5)))


def test_the_shipped_numbers_are_small() -> None:
    assert WEIGHTS.stat().st_size < 10_000_000
    assert set(stored_model().linear) == {"clauses", "day", "title", "name", "length", "place"}
