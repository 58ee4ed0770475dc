"""Linear models over hashed features, read from stored numbers: no library of learning is needed to use them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.features import Hashes

Floats = NDArray[np.float32]
_AT_ONCE = 20_000


@dataclass(frozen=True)
class Linear:
    """One score per output for each set of features: tf-idf of the known features, scaled to length one, times the weights.

    ``keys`` are the known features in order; ``weights`` are whole numbers from -127 to 127 with one scale per output.
    """

    keys: NDArray[np.uint32]
    rarity: Floats
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def scores(self, rows: Sequence[Hashes]) -> Floats:
        """Log-odds, one row for each set of features and one column for each output."""
        found = np.zeros((len(rows), len(self.bias)), dtype=np.float32)
        begin = 0
        while begin < len(rows):
            end, size = begin, 0
            while end < len(rows) and (size == 0 or size + len(rows[end]) <= _AT_ONCE):
                size += len(rows[end])
                end += 1
            found[begin:end] = self._some(rows[begin:end])
            begin = end
        return found * self.scale + self.bias

    def _some(self, rows: Sequence[Hashes]) -> Floats:
        every = np.concatenate(rows).astype(np.uint32) if rows else np.zeros(0, np.uint32)
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        place = np.minimum(np.searchsorted(self.keys, every), len(self.keys) - 1)
        known = self.keys[place] == every
        place, owner = place[known], owner[known]
        worth = self.rarity[place]
        length = np.sqrt(np.bincount(owner, worth * worth, minlength=len(rows)))
        found = np.zeros((len(rows), len(self.bias)), dtype=np.float32)
        if len(place):
            products = self.weights[place].astype(np.float32) * worth[:, None]
            starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
            found[owner[starts]] = np.add.reduceat(products, starts, axis=0)
        return (found / np.maximum(length, 1e-6)[:, None]).astype(np.float32)
