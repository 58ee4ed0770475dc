"""Fitting linear models and trees with scikit-learn, and writing them down as the plain arrays that the product reads."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from flowmono.intelligence.spans.features import Hashes
from flowmono.intelligence.spans.linear import Linear
from flowmono.intelligence.spans.trees import Trees

Array = NDArray[Any]


class Table:
    """Sets of hashed features as one sparse matrix over all features that occur."""

    def __init__(self, rows: Sequence[Hashes]) -> None:
        every = np.concatenate(rows).astype(np.uint32)
        self.keys, place = np.unique(every, return_inverse=True)
        ends = np.cumsum([0, *(len(row) for row in rows)])
        ones = np.ones(len(every), np.float32)
        self.matrix = sparse.csr_matrix((ones, place, ends), shape=(len(rows), len(self.keys)))


def fit_linear(
    table: Table,
    labels: Array,
    rows: Array,
    *,
    strength: float,
    rarest: int,
    negatives: int | None = None,
    keep: int | None = None,
) -> Linear:
    """One logistic model per column of the labels, on the given rows of the table.

    ``negatives``: learn from so many rows without the label, taken by chance, and from half as many of the hardest; None: from all.
    ``keep``: only the so many features with the largest weights are written down.
    """
    part = table.matrix[rows]
    often = np.asarray((part > 0).sum(axis=0)).ravel()
    known = np.flatnonzero(often >= rarest)
    rarity = (np.log(len(rows) / often[known]) + 0.1).astype(np.float32)
    part = part[:, known] @ sparse.diags(rarity)
    length = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
    part = (sparse.diags(1 / np.maximum(length, 1e-6)) @ part).tocsr().astype(np.float32)
    weights = np.zeros((len(known), labels.shape[1]), np.float32)
    bias = np.zeros(labels.shape[1], np.float32)
    for column in range(labels.shape[1]):
        weights[:, column], bias[column] = _one(part, labels[rows, column] > 0, strength, negatives)
    if keep is not None and keep < len(known):
        worth = np.abs(weights).max(axis=1) * rarity * np.sqrt(np.minimum(often[known], 20))
        best = np.sort(np.argsort(-worth, kind="stable")[:keep])
        known, rarity, weights = known[best], rarity[best], weights[best]
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    whole = np.round(weights / scale).astype(np.int8)
    return Linear(table.keys[known], rarity, whole, scale.astype(np.float32), bias)


def _one(part: Any, label: Array, strength: float, negatives: int | None) -> tuple[Array, float]:
    chance = np.random.RandomState(0)
    with_it, without = np.flatnonzero(label), np.flatnonzero(~label)
    if not len(with_it) or not len(without):
        return np.zeros(part.shape[1], np.float32), 6.0 if len(with_it) else -8.0
    some = without if negatives is None else chance.choice(without, min(len(without), negatives), replace=False)
    model = _logistic(part, label, np.concatenate([with_it, some]), strength)
    if negatives is not None and len(without) > negatives:
        score = part[without] @ model.coef_.ravel()
        hardest = without[np.argsort(-score, kind="stable")[: negatives // 2]]
        some = np.unique(np.concatenate([chance.choice(without, negatives, replace=False), hardest]))
        model = _logistic(part, label, np.concatenate([with_it, some]), strength)
    return model.coef_.ravel(), float(model.intercept_[0])


def _logistic(part: Any, label: Array, rows: Array, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", tol=1e-2, max_iter=50).fit(part[rows], label[rows])


def fit_trees(
    rows: Array, label: Array, *, count: int, leaves: int, fewest: int, rate: float = 0.07, weight: Array | None = None
) -> Trees:
    """Boosted trees for one label."""
    if label.sum() < 5 or label.sum() > len(label) - 5:
        return _constant(float(label.mean()) if len(label) else 0.0)
    model = HistGradientBoostingClassifier(
        max_iter=count, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=fewest, l2_regularization=5, max_bins=63,
        early_stopping=False, random_state=0,
    ).fit(rows, label, sample_weight=weight)  # fmt: skip
    return _written(model)


def _constant(chance: float) -> Trees:
    base = float(np.log((chance + 1e-4) / (1 - chance + 1e-4)))
    zero = np.zeros(1, np.int32)
    return Trees(np.array([-1], np.int16), np.zeros(1, np.float32), zero, zero, np.zeros(1, np.float32), zero, base, 1)


def _written(model: HistGradientBoostingClassifier) -> Trees:
    columns, thresholds, lefts, rights, values, roots = [], [], [], [], [], []
    offset = deepest = 0
    for (grown,) in model._predictors:
        nodes = grown.nodes
        leaf = nodes["is_leaf"].astype(bool)
        roots.append(offset)
        columns.append(np.where(leaf, -1, nodes["feature_idx"]).astype(np.int16))
        # Compared in single precision by the product: a threshold must not fall below a value that it was to hold.
        thresholds.append(np.nextafter(nodes["num_threshold"].astype(np.float32), np.float32(np.inf)))
        lefts.append(nodes["left"].astype(np.int32) + offset)
        rights.append(nodes["right"].astype(np.int32) + offset)
        values.append(nodes["value"].astype(np.float32))
        deepest = max(deepest, int(nodes["depth"].max()))
        offset += len(nodes)
    joined = [np.concatenate(parts) for parts in (columns, thresholds, lefts, rights, values)]
    base = float(np.ravel(model._baseline_prediction)[0])
    return Trees(*joined, np.array(roots, np.int32), base, deepest)
