"""How the second opinion on invoices learns: candidates of labelled pages, models fitted by family, and what they say of pages not learned from.

A family is one way to lay out an invoice. Cross-fitting: every page is weighed by models that never saw its family, first and second look alike.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.invoices.ranking.sums import SUMS, Three, combinations, likeliest
from flowmono.intelligence.invoices.ranking.weighing import FIELDS, GATHER, Seen, Weighed, amounts_weighed, see
from flowmono.intelligence.invoices.rows import Row
from flowmono.intelligence.spans.linear import Linear
from flowmono.intelligence.spans.model import Model
from flowmono.intelligence.spans.ranking import with_standing
from flowmono.intelligence.training.fitting import Table, fit_linear, fit_trees

Array = NDArray[Any]

FOLDS, KEPT_FEATURES, TREES, LEAVES, FEWEST = 6, 4000, 120, 12, 15


@dataclass(frozen=True)
class Labelled:
    """One page: its family, its rows, and for each field whether a printed value is right; None where that is not known.

    A field that the page does not show has no right value.
    """

    family: str
    rows: Sequence[Row]
    fits: dict[str, Callable[[str], bool] | None]


class Lesson:
    """All candidates of one kind, of all pages, with their labels."""

    def __init__(self, kind: str, pages: Sequence[Labelled], seen: Sequence[Seen], fold: Array) -> None:
        self.fields = FIELDS[kind]
        self.sizes = [len(one.candidates) for one in seen]
        self.ends = np.cumsum(self.sizes)
        owner = np.repeat(np.arange(len(pages)), self.sizes)
        self.fold = fold[owner]
        self.hashes = [hashes for one in seen for hashes in one.hashes]
        self.numbers = np.vstack([one.numbers for one in seen if len(one.candidates)])
        self.table = Table(self.hashes)
        often = Counter(page.family for page in pages)
        self.weight = np.array([often[pages[at].family] ** -0.5 for at in owner])
        self.right = np.zeros((len(owner), len(self.fields)), int)
        self.known = np.zeros((len(owner), len(self.fields)), bool)
        for page, one, end, size in zip(pages, seen, self.ends, self.sizes, strict=True):
            for column, name in enumerate(self.fields):
                if (fits := page.fits[name]) is not None:
                    self.known[end - size : end, column] = True
                    self.right[end - size : end, column] = [fits(candidate.value) for candidate in one.candidates]

    def line(self, rows: Array) -> Linear:
        """The first look, learned from these candidates."""
        return fit_linear(self.table, self.right, rows, strength=3.0, rarest=4, keep=KEPT_FEATURES)

    def scores(self, line: Linear, rows: Array) -> Array:
        return line.scores([self.hashes[at] for at in rows])

    def standing(self, scores: Array) -> Array:
        """The rows for the second look."""
        parts = [
            with_standing(self.numbers[end - size : end], scores[end - size : end])
            for end, size in zip(self.ends, self.sizes, strict=True)
            if size
        ]
        return np.vstack(parts)

    def crossed(self, allowed: Array, folds: Sequence[int]) -> Array:
        """First scores of the allowed candidates, each by a model that did not learn from its fold."""
        found = np.zeros((len(self.hashes), len(self.fields)), np.float32)
        for part in folds:
            learn, rest = np.flatnonzero(allowed & (self.fold != part)), np.flatnonzero(allowed & (self.fold == part))
            if len(rest):
                found[rest] = self.scores(self.line(learn), rest)
        return found

    def trees(self, table: Array, rows: Array, column: int) -> Any:
        rows = rows[self.known[rows, column]]
        label, weight = self.right[rows, column], self.weight[rows]
        return fit_trees(table[rows], label, count=TREES, leaves=LEAVES, fewest=FEWEST, weight=weight)


def folds_of(pages: Sequence[Labelled]) -> Array:
    """A fold for each page, the same for all of a family."""
    families = sorted({page.family for page in pages})
    order = np.random.RandomState(3).permutation(len(families))
    fold = {name: int(place) % FOLDS for name, place in zip(families, order, strict=True)}
    return np.array([fold[page.family] for page in pages])


def cross_fitted(pages: Sequence[Labelled], kinds: Sequence[str] = tuple(GATHER)) -> list[dict[str, Weighed]]:
    """What models that never saw its family say of each page."""
    seen, fold = [see(page.rows, kinds) for page in pages], folds_of(pages)
    found: list[dict[str, Weighed]] = [{} for _ in pages]
    for kind in kinds:
        lesson = Lesson(kind, pages, [one[kind] for one in seen], fold)
        chances = np.zeros(lesson.right.shape)
        for part in range(FOLDS):
            learn, rest = np.flatnonzero(lesson.fold != part), np.flatnonzero(lesson.fold == part)
            scores = lesson.crossed(lesson.fold != part, [other for other in range(FOLDS) if other != part])
            scores[rest] = lesson.scores(lesson.line(learn), rest)
            table = lesson.standing(scores)
            for column in range(len(lesson.fields)):
                chances[rest, column] = lesson.trees(table, learn, column).chances(table[rest])
        for place, (end, size) in enumerate(zip(lesson.ends, lesson.sizes, strict=True)):
            for column, name in enumerate(lesson.fields):
                found[place][name] = Weighed(seen[place][kind].candidates, chances[end - size : end, column].tolist())
    return found


class SumsLesson:
    """Every combination of sums of all pages, made of chances by models that never saw their family, with whether it is right."""

    def __init__(self, pages: Sequence[Labelled], weighed: Sequence[dict[str, Weighed]], fold: Array) -> None:
        self.amounts = [amounts_weighed(page.rows, one) for page, one in zip(pages, weighed, strict=True)]
        self.made = [combinations(one) for one in self.amounts]
        sizes = [len(one.threes) for one in self.made]
        owner = np.repeat(np.arange(len(pages)), sizes)
        self.ends, self.sizes, self.fold = np.cumsum(sizes), sizes, fold[owner]
        self.table = np.vstack([one.table for one in self.made if one.threes])
        often = Counter(page.family for page in pages)
        self.weight = np.array([often[pages[at].family] ** -0.5 for at in owner])
        asked = [[page.fits[name] for name in SUMS[:3]] for page in pages]
        self.known = np.array([None not in asked[at] for at in owner])
        self.right = np.array(
            [
                all(fits is not None and fits(str(value)) for fits, value in zip(wanted, three, strict=True))
                for wanted, one in zip(asked, self.made, strict=True)
                for three in one.threes
            ]
        )

    def trees(self, rows: Array) -> Any:
        rows = rows[self.known[rows]]
        label, weight = self.right[rows].astype(int), self.weight[rows]
        return fit_trees(self.table[rows], label, count=TREES, leaves=LEAVES, fewest=FEWEST, weight=weight)


def cross_fitted_sums(pages: Sequence[Labelled], weighed: Sequence[dict[str, Weighed]]) -> list[Three | None]:
    """The likeliest sums of each page, by trees that never saw its family on chances that are cross-fitted too."""
    lesson = SumsLesson(pages, weighed, folds_of(pages))
    chances = np.zeros(len(lesson.right))
    for part in range(FOLDS):
        learn, rest = np.flatnonzero(lesson.fold != part), np.flatnonzero(lesson.fold == part)
        chances[rest] = lesson.trees(learn).chances(lesson.table[rest])
    parts = [chances[end - size : end].tolist() for end, size in zip(lesson.ends, lesson.sizes, strict=True)]
    return [likeliest(*three) for three in zip(lesson.amounts, lesson.made, parts, strict=True)]


def learned(
    pages: Sequence[Labelled],
    weighed: Sequence[dict[str, Weighed]],
    version: str,
    *,
    kinds: Sequence[str] = tuple(GATHER),
    kept: Model | None = None,
) -> Model:
    """The model that all pages teach; `weighed` is what `cross_fitted` says of them, which teaches the sums.

    What is not among the kinds stays as it is in the model that is kept.
    """
    seen, fold = [see(page.rows, kinds) for page in pages], folds_of(pages)
    linear = dict(kept.linear) if kept else {}
    trees = dict(kept.trees) if kept else {}
    for kind in kinds:
        lesson = Lesson(kind, pages, [one[kind] for one in seen], fold)
        everything = np.arange(len(lesson.hashes))
        table = lesson.standing(lesson.crossed(np.ones(len(everything), bool), range(FOLDS)))
        linear[kind] = lesson.line(everything)
        trees |= {name: lesson.trees(table, everything, column) for column, name in enumerate(lesson.fields)}
    trees["sums"] = (lesson := SumsLesson(pages, weighed, fold)).trees(np.arange(len(lesson.right)))
    return Model(linear, trees, {"version": version})
