"""Boosted decision trees over numbers, read from stored arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Trees:
    """A sum of trees, laid out one after another: a node goes left where its column is at most its threshold; -1 marks a leaf.

    ``left`` and ``right`` are places in the same arrays, ``roots`` the first node of each tree, ``deepest`` the longest path.
    """

    column: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    roots: NDArray[np.int32]
    base: float
    deepest: int

    def chances(self, rows: Floats) -> Floats:
        """The chance, 0 to 1, for each row."""
        total = np.full(len(rows), self.base, dtype=np.float64)
        if not len(rows):
            return total.astype(np.float32)
        at = np.repeat(self.roots[:, None], len(rows), axis=1)
        every = np.arange(len(rows))[None, :]
        for _ in range(self.deepest):
            column = self.column[at]
            inner = column >= 0
            goes_left = rows[every, np.maximum(column, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        total += self.value[at].sum(axis=0)
        return (1 / (1 + np.exp(-total))).astype(np.float32)
