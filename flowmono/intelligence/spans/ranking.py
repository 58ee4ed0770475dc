"""The second look: what first scores say in the light of the whole contract, its headings and neighbours, as rows for trees."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.segments import Segment

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

MOST = 60
LOWEST = -6.5
_FAR = -12.0
# The names and days of these two are short spans of their own kinds.
_SHORT = {"Document Name", "Agreement Date"}
WHOLE = [index for index, name in enumerate(CATEGORIES) if name not in _SHORT]


def clause_rows(text: str, segments: Sequence[Segment], scores: Floats) -> tuple[Numbers, Numbers, Floats]:
    """The stretches worth a second look: their places, their categories, and a row of numbers for each."""
    rank = _ranks(scores)
    worth = (rank[:, WHOLE] < MOST) & (scores[:, WHOLE] > LOWEST)
    category, place = np.nonzero(worth.T)
    category = np.array(WHOLE)[category]
    best = np.sort(scores, axis=0)[::-1]
    tops = [best[min(depth, len(segments) - 1)] for depth in (0, 1, 2, 4)]
    expected = np.log((1 / (1 + np.exp(-scores))).sum(axis=0) + 1e-6)
    edge = np.full((2, scores.shape[1]), _FAR, dtype=np.float32)
    padded = np.vstack([edge, scores, edge])
    paragraph = _group_of([segment.paragraph for segment in segments])
    heading = _group_of([segment.heading for segment in segments])
    by_paragraph, by_heading, mean = _highest(scores, paragraph), _highest(scores, heading), _mean(scores, heading)
    ordered = np.sort(scores, axis=1)
    own = scores[place, category]
    shape = np.array([_shape(text, segment) for segment in segments], dtype=np.float32)
    columns = [
        category, own, rank[place, category], *(top[category] for top in tops), expected[category],
        padded[place, category], padded[place + 1, category], padded[place + 3, category], padded[place + 4, category],
        by_paragraph[paragraph[place], category], np.bincount(paragraph)[paragraph[place]],
        by_heading[heading[place], category], mean[heading[place], category], np.bincount(heading)[heading[place]],
        np.where(own == ordered[place, -1], ordered[place, -2], ordered[place, -1]), ordered[place, -1] > -1,
        *shape[place].T, np.full(len(place), len(text)), np.full(len(place), len(segments)),
    ]  # fmt: skip
    rows = np.column_stack([*(np.asarray(column, dtype=np.float32) for column in columns), scores[place]])
    return place, category, rows.astype(np.float32)


def with_standing(numbers: Floats, scores: Floats) -> Floats:
    """The numbers of a group's candidates, each with its scores, its rank among them and its distance to the best other one."""
    if not len(scores):
        return np.zeros((0, numbers.shape[1] + 3 * scores.shape[1]), dtype=np.float32)
    rank = _ranks(scores)
    best = np.sort(scores, axis=0)[::-1]
    other = np.where(rank == 0, best[min(1, len(best) - 1)], best[0])
    return np.hstack([numbers, scores, rank, scores - other]).astype(np.float32)


def _ranks(scores: Floats) -> Numbers:
    return (-scores).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")


def _group_of(keys: Sequence[object]) -> Numbers:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys])


def _highest(scores: Floats, group: Numbers) -> Floats:
    found = np.full((int(group.max()) + 1, scores.shape[1]), -20, dtype=np.float32)
    np.maximum.at(found, group, scores)
    return found


def _mean(scores: Floats, group: Numbers) -> Floats:
    found = np.zeros((int(group.max()) + 1, scores.shape[1]), dtype=np.float32)
    np.add.at(found, group, scores)
    return (found / np.bincount(group)[:, None]).astype(np.float32)


def _shape(text: str, segment: Segment) -> tuple[float, ...]:
    sample = text[segment.start : min(segment.end, segment.start + 200)]
    letters = sum(letter.isalpha() for letter in sample)
    return (
        segment.end - segment.start,
        text.count(" ", segment.start, segment.end) + 1,
        segment.start / len(text),
        float(np.log1p(segment.start)),
        segment.is_heading,
        sample[:1].islower(),
        text[segment.end - 1] in ".;",
        sum(letter.isupper() for letter in sample) / max(letters, 1),
    )
