"""One contract looked at by all models: stretches, candidates, and the chance of each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flowmono.intelligence.spans.candidates import GROUPS, Group, Seen
from flowmono.intelligence.spans.features import features_of
from flowmono.intelligence.spans.linear import Floats
from flowmono.intelligence.spans.model import Model
from flowmono.intelligence.spans.ranking import clause_rows, with_standing
from flowmono.intelligence.spans.segments import cut

# What each kind of candidate is asked, in the order of the models' outputs.
ASKED = {
    "day": ("Agreement Date, marked", "Effective Date, marked", "Agreement Date", "Effective Date", "Expiration Date"),
    "title": ("Document Name, marked", "Document Name"),
    "name": ("Parties, marked", "Parties"),
    "length": ("Expiration Date", "Renewal Term", "Notice Period To Terminate Renewal"),
    "place": ("Governing Law",),
}
UNSEEN = -9.0


@dataclass(frozen=True)
class Look:
    """The stretches with their chances per category, and the candidates of each kind with their chances per question."""

    seen: Seen
    groups: dict[str, Group]
    chances: dict[str, Floats]

    def asked(self, kind: str, question: str) -> Floats:
        """The chances of one question for all candidates of a kind."""
        return self.chances[kind][:, ASKED[kind].index(question)]


def look(text: str, model: Model) -> Look | None:
    """All chances for one text; None for a text without a single word."""
    segments = cut(text)
    if not segments:
        return None
    first = model.linear["clauses"].scores(features_of(text, segments))
    place, category, rows = clause_rows(text, segments, first)
    rows[:, 0] = np.array(model.settings["order"], np.float32)[category]
    second = second_look(first.shape, place, category, model.trees["clauses"].chances(rows))
    seen = Seen(text, segments, first, second)
    groups = {kind: gather(seen) for kind, gather in GROUPS.items()}
    chances = {kind: _chances(kind, group, model) for kind, group in groups.items()}
    return Look(seen, groups, chances)


def second_look(
    shape: tuple[int, ...], place: NDArray[np.int64], category: NDArray[np.int64], chances: Floats
) -> Floats:
    """Log-odds for every stretch and category; those without a second look are as good as impossible."""
    found = np.full(shape, UNSEEN, dtype=np.float32)
    found[place, category] = log_odds(chances)
    return found


def log_odds(chances: Floats) -> Floats:
    bounded = np.clip(chances, 1e-4, 1 - 1e-4)
    odds: Floats = np.log(bounded / (1 - bounded)).astype(np.float32)
    return odds


def _chances(kind: str, group: Group, model: Model) -> Floats:
    if not group.candidates:
        return np.zeros((0, len(ASKED[kind])), dtype=np.float32)
    rows = with_standing(group.numbers, model.linear[kind].scores(group.hashed))
    return np.column_stack([model.trees[f"{kind}: {question}"].chances(rows) for question in ASKED[kind]])
