"""The whole training: each stage learns from what the stage before said about contracts that it had not learned from.

Cross-fitting: every contract is scored by models that never saw its family, first look, second look, candidates and decisions alike. The
same scores are the honest figures (``Training.readings``) and the material for the next stage; at the end each stage learns from all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from flowmono.intelligence.spans.candidates import GROUPS, Group, Seen
from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.decisions import Decision, PartySet, weighing
from flowmono.intelligence.spans.features import features_of
from flowmono.intelligence.spans.linear import Linear
from flowmono.intelligence.spans.looking import ASKED, Look, second_look
from flowmono.intelligence.spans.model import Model
from flowmono.intelligence.spans.options import FIELDS, Option, best_ends, ends, numbers, options
from flowmono.intelligence.spans.parties import MOST_PARTIES, party_numbers, party_options, party_rows, reweighed
from flowmono.intelligence.spans.ranking import clause_rows, with_standing
from flowmono.intelligence.spans.reader import SpanReading, assemble
from flowmono.intelligence.spans.segments import Segment, cut
from flowmono.intelligence.spans.trees import Trees
from flowmono.intelligence.training.corpus import Labelled
from flowmono.intelligence.training.fitting import Table, fit_linear, fit_trees
from flowmono.intelligence.training.labels import Judge

Array = NDArray[Any]
Say = Callable[[str], None]
KEPT_FEATURES = 110_000
LEAST_PARTY = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


@dataclass
class Training:
    """The material and what has been learned so far; fold numbers say who may be scored by whom."""

    contracts: list[Labelled]
    fold: list[int]
    judge: Judge
    say: Say
    keep: Path | None = None
    segments: list[list[Segment]] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    readings: list[SpanReading] = field(default_factory=list)
    linear: dict[str, Linear] = field(default_factory=dict)
    trees: dict[str, Trees] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)

    def run(self, version: str) -> Model:
        """All stages; the model learned from all contracts. ``readings`` then holds the cross-fitted reading of each."""
        self.segments = [cut(contract.text) for contract in self.contracts]
        labels = [self.judge.stretches(*pair) for pair in zip(self.contracts, self.segments, strict=True)]
        self.say("first look")
        first = self._first_look(labels)
        self.say("second look")
        self._second_look(first, labels)
        groups: list[dict[str, Group]] = [{kind: gather(seen) for kind, gather in GROUPS.items()} for seen in self.seen]
        chances: list[dict[str, Array]] = [{} for _ in self.contracts]
        for kind in GROUPS:
            self.say(f"candidates: {kind}")
            self._candidates(kind, [group[kind] for group in groups], chances)
        self.looks = [Look(*parts) for parts in zip(self.seen, groups, chances, strict=True)]
        self.say("decisions")
        self._decisions()
        self.settings["version"] = version
        return Model(self.linear, self.trees, self.settings)

    def _owner(self, sizes: Sequence[int]) -> tuple[Array, Array]:
        """For each row the contract that it belongs to, and that contract's fold."""
        owner = np.repeat(np.arange(len(sizes)), sizes)
        return owner, np.array(self.fold)[owner]

    def _first_look(self, labels: list[Array]) -> list[Array]:
        hashed = [
            row
            for contract, segments in zip(self.contracts, self.segments, strict=True)
            for row in features_of(contract.text, segments)
        ]
        table, label = Table(hashed), np.concatenate(labels)
        owner, fold = self._owner([len(segments) for segments in self.segments])

        def learn(rows: Array) -> Linear:
            return fit_linear(table, label, rows, strength=30, rarest=4, negatives=12_000, keep=KEPT_FEATURES)

        kept = self.keep / "first.npy" if self.keep else None
        if kept is not None and kept.exists():
            scores = np.load(kept)
        else:
            scores = np.zeros(label.shape, np.float32)
            for number in sorted(set(self.fold)):
                rows = np.flatnonzero(fold == number)
                scores[rows] = learn(np.flatnonzero(fold != number)).scores([hashed[row] for row in rows])
                self.say(f"  fold {number}")
            if kept is not None:
                np.save(kept, scores)
        self.linear["clauses"] = learn(np.arange(len(label)))
        return [scores[owner == place] for place in range(len(self.contracts))]

    def _second_look(self, first: list[Array], labels: list[Array]) -> None:
        parts = [
            clause_rows(one.text, segments, scores)
            for one, segments, scores in zip(self.contracts, self.segments, first, strict=True)
        ]
        rows = np.concatenate([part[2] for part in parts])
        label = np.concatenate([marks[part[0], part[1]] == 2 for marks, part in zip(labels, parts, strict=True)])
        owner, fold = self._owner([len(part[2]) for part in parts])
        near = label | (rows[:, 1] > -4.5)
        order = np.zeros(len(CATEGORIES), np.float32)
        rates = [
            label[rows[:, 0] == column].sum() / max(1, (near & (rows[:, 0] == column)).sum())
            for column in range(len(CATEGORIES))
        ]
        order[np.argsort(rates, kind="stable")] = np.arange(len(CATEGORIES))
        self.settings["order"] = order.tolist()
        rows[:, 0] = order[rows[:, 0].astype(int)]
        chance = np.random.RandomState(0).rand(len(rows))
        weight = np.where(near, 1, 1 / 0.3)

        def learn(mine: Array) -> Trees:
            mine = mine[near[mine] | (chance[mine] < 0.3)]
            return fit_trees(rows[mine], label[mine], count=160, leaves=24, fewest=30, weight=weight[mine])

        found = self._crossed(fold, learn, rows)
        self.trees["clauses"] = learn(np.arange(len(rows)))
        for place, (contract, segments, scores, part) in enumerate(
            zip(self.contracts, self.segments, first, parts, strict=True)
        ):
            second = second_look(scores.shape, part[0], part[1], found[owner == place])
            self.seen.append(Seen(contract.text, segments, scores, second))

    def _crossed(self, fold: Array, learn: Callable[[Array], Trees], rows: Array) -> Array:
        """The chance of each row by trees that learned from the other folds."""
        found = np.zeros(len(rows), np.float32)
        for number in sorted(set(self.fold)):
            mine = np.flatnonzero(fold == number)
            found[mine] = learn(np.flatnonzero(fold != number)).chances(rows[mine])
        return found

    def _candidates(self, kind: str, groups: list[Group], chances: list[dict[str, Array]]) -> None:
        hashed = [row for group in groups for row in group.hashed]
        label = np.concatenate(
            [self.judge.candidates(one, kind, group) for one, group in zip(self.contracts, groups, strict=True)]
        )
        owner, fold = self._owner([len(group.candidates) for group in groups])
        table = Table(hashed)
        scores = np.zeros(label.shape, np.float32)
        for number in sorted(set(self.fold)):
            mine = np.flatnonzero(fold == number)
            line = fit_linear(table, label, np.flatnonzero(fold != number), strength=10, rarest=2)
            scores[mine] = line.scores([hashed[row] for row in mine])
        self.linear[kind] = fit_linear(table, label, np.arange(len(label)), strength=10, rarest=2, keep=30_000)
        rows = np.concatenate(
            [with_standing(group.numbers, scores[owner == place]) for place, group in enumerate(groups)]
        )
        found = np.zeros(label.shape, np.float32)
        for column, question in enumerate(ASKED[kind]):

            def learn(mine: Array, column: int = column) -> Trees:
                return fit_trees(rows[mine], label[mine, column], count=120, leaves=12, fewest=15, rate=0.06)

            found[:, column] = self._crossed(fold, learn, rows)
            self.trees[f"{kind}: {question}"] = learn(np.arange(len(rows)))
        for place in range(len(groups)):
            chances[place][kind] = found[owner == place]

    def _decisions(self) -> None:
        ranked = {name: [options(look, name) for look in self.looks] for name in FIELDS if name != "Expiration Date"}
        ranked["Expiration Date"] = self._ends()
        self.settings["weighing"] = {}
        decided: list[list[Decision]] = [[] for _ in self.contracts]
        for name in FIELDS:
            self._weigh_field(name, ranked[name], decided)
        parties = self._weigh_parties()
        self.readings = [assemble(*parts) for parts in zip(self.looks, decided, parties, strict=True)]

    def _ends(self) -> list[list[Option]]:
        found = [ends(look) for look in self.looks]
        rows = np.concatenate([one.rows for one in found])
        right = [self.judge.answer(contract, "Expiration Date") for contract in self.contracts]
        label = np.array([
            self.judge.is_right("Expiration Date", value, answer) for one, answer in zip(found, right, strict=True) for value in one.values
        ])  # fmt: skip
        owner, fold = self._owner([len(one.values) for one in found])

        def learn(mine: Array) -> Trees:
            return fit_trees(rows[mine], label[mine], count=60, leaves=8, fewest=10)

        chance = self._crossed(fold, learn, rows)
        self.trees["ends"] = learn(np.arange(len(rows)))
        return [best_ends(one, chance[owner == place].tolist()) for place, one in enumerate(found)]

    def _weigh_field(self, name: str, ranked: list[list[Option]], decided: list[list[Decision]]) -> None:
        rows = np.array([numbers(look, name, found) for look, found in zip(self.looks, ranked, strict=True)])
        answers = [self.judge.answer(contract, name) for contract in self.contracts]
        right = np.array(
            [
                bool(found) and self.judge.is_right(name, found[0].value, said)
                for found, said in zip(ranked, answers, strict=True)
            ]
        )
        absent = np.array([said is None for said in answers])
        graded = np.array([not (isinstance(said, str) and said == "skip") for said in answers])
        fold = np.array(self.fold)
        for number in sorted(set(self.fold)):
            learned = weighing(_weigh(rows, right, absent, graded & (fold != number)))
            for place in np.flatnonzero(fold == number):
                sure, none = learned.chances(rows[place].tolist())
                best = ranked[place][0] if ranked[place] else None
                taken = best is not None and sure >= none
                decided[place].append(
                    Decision(name, best.value if best and taken else None, sure if taken else none, best)
                )
        self.settings["weighing"][name] = _weigh(rows, right, absent, graded)

    def _weigh_parties(self) -> list[PartySet]:
        answers = [self.judge.answer(contract, "Parties") for contract in self.contracts]
        ranked = self._reweighed(answers)
        graded = np.array([bool(answer) for answer in answers])
        least = max(LEAST_PARTY, key=lambda level: self._party_worth(ranked, answers, level))
        kept = [[option for option in found if option.chance >= least][:MOST_PARTIES] for found in ranked]
        rows = np.array([party_numbers(*pair) for pair in zip(ranked, kept, strict=True)])
        right = np.array([
            bool(names) and all(self.judge.is_party(name.value, answer) for name in names)
            and all(any(self.judge.is_party(name.value, {one}) for name in names) for one in answer or ())
            for names, answer in zip(kept, answers, strict=True)
        ])  # fmt: skip
        fold, found = np.array(self.fold), [PartySet([], 0.0) for _ in kept]
        for number in sorted(set(self.fold)):
            learned = weighing(_weigh(rows, right, ~right, graded & (fold != number)))
            for place in np.flatnonzero(fold == number):
                found[place] = PartySet(kept[place], learned.chances(rows[place].tolist())[0])
        self.settings["weighing"]["Parties"] = _weigh(rows, right, ~right, graded) | {"least": least}
        return found

    def _reweighed(self, answers: list[Any]) -> list[list[Option]]:
        """The names of each contract with the chances by trees that learned from other families."""
        named = [party_options(look) for look in self.looks]
        rows = np.concatenate([party_rows(*pair) for pair in zip(self.looks, named, strict=True)])
        label = np.array([
            self.judge.is_party(option.value, answer) for found, answer in zip(named, answers, strict=True) for option in found
        ])  # fmt: skip
        owner, fold = self._owner([len(found) for found in named])
        graded = np.array([bool(answer) for answer in answers])[owner]

        def learn(mine: Array) -> Trees:
            mine = mine[graded[mine]]
            return fit_trees(rows[mine], label[mine], count=80, leaves=8, fewest=20, rate=0.06)

        chance = self._crossed(fold, learn, rows)
        self.trees["parties"] = learn(np.arange(len(rows)))
        return [reweighed(found, chance[owner == place]) for place, found in enumerate(named)]

    def _party_worth(self, ranked: list[list[Option]], answers: list[Any], least: float) -> float:
        """F1 over all names and the share of contracts whose names are all right, added: one contract of fifty parties must not decide alone."""
        right = kept = reached = wanted = exact = graded = 0
        for found, answer in zip(ranked, answers, strict=True):
            if answer:
                names = [option.value for option in found if option.chance >= least][:MOST_PARTIES]
                true = sum(self.judge.is_party(name, answer) for name in names)
                met = sum(any(self.judge.is_party(name, {one}) for name in names) for one in answer)
                right, kept, reached, wanted = right + true, kept + len(names), reached + met, wanted + len(answer)
                exact, graded = exact + (true == len(names) and met == len(answer)), graded + 1
        precision, recall = right / max(1, kept), reached / max(1, wanted)
        return 2 * precision * recall / max(1e-9, precision + recall) + exact / max(1, graded)


def _weigh(rows: Array, right: Array, absent: Array, use: Array) -> dict[str, list[float]]:
    mean, spread = rows[use].mean(axis=0), rows[use].std(axis=0) + 1e-6
    scaled = (rows[use] - mean) / spread
    found = {"mean": mean.tolist(), "spread": spread.tolist()}
    for name, label in (("right", right[use]), ("absent", absent[use])):
        if label.sum() < 3 or label.sum() > len(label) - 3:
            rate = min(max(float(label.mean()), 1e-3), 1 - 1e-3)
            found[name] = [0.0] * rows.shape[1] + [float(np.log(rate / (1 - rate)))]
            continue
        model = LogisticRegression(C=0.3).fit(scaled, label)
        found[name] = [*model.coef_.ravel().tolist(), float(model.intercept_[0])]
    return found
