"""What the experts' marks and answers say about each stretch and candidate; right and wrong are those of the data's own scorer."""

import importlib.util
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.candidates import Candidate, Group
from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.options import ENDLESS, after
from flowmono.intelligence.spans.segments import Segment
from flowmono.intelligence.training.corpus import Labelled

Array = NDArray[Any]
SHORT = {"Document Name", "Agreement Date", "Effective Date"}


def load_scorer(folder: Path) -> ModuleType:
    """The scorer that comes with the data."""
    spec = importlib.util.spec_from_file_location("score_cuad", folder / "score_cuad.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score_cuad.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Judge:
    """Labels by the scorer's rules."""

    def __init__(self, scorer: ModuleType) -> None:
        self.scorer = scorer

    def stretches(self, contract: Labelled, segments: Sequence[Segment]) -> Array:
        """2 where a stretch matches a mark of the category, 1 where it lies within one, else 0."""
        found = np.zeros((len(segments), len(CATEGORIES)), np.int8)
        words = [self.scorer.toks(contract.text[segment.start : segment.end]) for segment in segments]
        for column, category in enumerate(CATEGORIES):
            for mark in contract.spans[category]:
                wanted = self.scorer.toks(mark["text"])
                for place, segment in enumerate(segments):
                    shared = min(segment.end, mark["end"]) - max(segment.start, mark["start"])
                    if shared <= 0:
                        continue
                    inside = category == "Parties" and mark["text"] in contract.text[segment.start : segment.end]
                    if inside or _jaccard(wanted, words[place]) >= 0.5:
                        found[place, column] = 2
                    elif shared >= 0.7 * (segment.end - segment.start) or (
                        category in SHORT and shared >= 0.7 * len(mark["text"])
                    ):
                        found[place, column] = max(found[place, column], 1)
        return found

    def answer(self, contract: Labelled, field: str) -> Any:
        """The right values of a field: a set, None for "says nothing", "skip" where it cannot be judged."""
        said = contract.answers.get(field, "")
        if field == "Parties":
            return self.scorer.gold_parties(said)
        right = self.scorer.FIELDS[field][0](said)
        return "skip" if right is None and contract.spans[field] else right

    def is_right(self, field: str, value: str, right: Any) -> bool:
        return isinstance(right, set) and bool(self.scorer.FIELDS[field][1](value, right))

    def is_party(self, value: str, right: Any) -> bool:
        return any(self.scorer.sim(self.scorer.pname(value), name) for name in right or ())

    def candidates(self, contract: Labelled, kind: str, group: Group) -> Array:
        """One column for each question that this kind of candidate is asked."""
        found = group.candidates
        answers = {field: self.answer(contract, field) for field in (*self.scorer.FIELDS, "Parties")}
        columns: list[list[bool]]
        if kind == "day":
            columns = [self._marked(contract, field, found) for field in ("Agreement Date", "Effective Date")]
            columns += [
                self._right(field, found, answers) for field in ("Agreement Date", "Effective Date", "Expiration Date")
            ]
        elif kind == "title":
            columns = [self._marked(contract, "Document Name", found), self._right("Document Name", found, answers)]
        elif kind == "name":
            columns = [
                self._marked(contract, "Parties", found),
                [self.is_party(one.value or "", answers["Parties"]) for one in found],
            ]
        elif kind == "length":
            columns = [[self._is_term(one.value or "", answers) for one in found]]
            columns += [
                self._right(field, found, answers) for field in ("Renewal Term", "Notice Period To Terminate Renewal")
            ]
        else:
            columns = [self._right("Governing Law", found, answers)]
        return np.array(columns, dtype=bool).T.reshape(len(found), len(columns))

    def _right(self, field: str, found: Sequence[Candidate], answers: dict[str, Any]) -> list[bool]:
        return [one.value is not None and self.is_right(field, one.value, answers[field]) for one in found]

    def _marked(self, contract: Labelled, category: str, found: Sequence[Candidate]) -> list[bool]:
        marks = [self.scorer.toks(mark["text"]) for mark in contract.spans[category]]
        words = [self.scorer.toks(contract.text[one.start : one.end]) for one in found]
        return [any(_jaccard(mark, own) >= 0.5 for mark in marks) for own in words]

    def _is_term(self, length: str, answers: dict[str, Any]) -> bool:
        """Whether the length leads from a right start to a right end."""
        right = answers["Expiration Date"]
        if not isinstance(right, set):
            return False
        if length == ENDLESS:
            return ENDLESS in right
        starts = {
            day
            for field in ("Agreement Date", "Effective Date")
            if isinstance(answers[field], set)
            for day in answers[field]
        }
        reached = [after(date.fromisoformat(start), length) for start in starts if start != ENDLESS]
        days = [date.fromisoformat(day) for day in right if day != ENDLESS]
        return any(end is not None and abs((day - end).days) <= 3 for end in reached for day in days)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
