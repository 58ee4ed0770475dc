"""A redline: every clause with the words inserted and deleted, as plain values that a page, a report and a test read alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rapidfuzz.distance import Indel

from documents.toolbox.comparison.aligning import align, with_same_cuts
from documents.toolbox.comparison.clauses import Block

PieceKind = Literal["same", "inserted", "deleted"]
ClauseKind = Literal["same", "changed", "added", "removed", "moved", "moved_away"]
_WORD = re.compile(r"\w+(?:[.,'’/-]\w+)*|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went. Joined by their own blanks, the pieces of a clause read as a sentence."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class Clause:
    """A clause of either version. "moved_away" stands where a moved clause stood and says where it went; its words stand there."""

    kind: ClauseKind
    old_label: str
    new_label: str
    pieces: tuple[Piece, ...] = ()

    @property
    def is_renumbered(self) -> bool:
        """Whether it is the same clause under another number."""
        return self.kind in ("same", "changed", "moved") and self.old_label != self.new_label


@dataclass(frozen=True)
class Redline:
    """All clauses in the order of the newer version; what only the older has stands where it stood."""

    clauses: tuple[Clause, ...]

    @property
    def changed(self) -> tuple[Clause, ...]:
        """The clauses in which anything but the number is different."""
        return tuple(clause for clause in self.clauses if clause.kind != "same")

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses of each kind, how many renumbered, how many words came and went."""
        found = {kind: 0 for kind in ("same", "changed", "added", "removed", "moved")}
        for clause in self.clauses:
            if clause.kind in found:
                found[clause.kind] += 1
        words = {"inserted": 0, "deleted": 0, "same": 0}
        for clause in self.clauses:
            for piece in clause.pieces:
                words[piece.kind] += len(piece.text.split())
        renumbered = sum(clause.is_renumbered for clause in self.clauses)
        return {
            **found,
            "renumbered": renumbered,
            "words_inserted": words["inserted"],
            "words_deleted": words["deleted"],
        }

    def as_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Redline":
        """The inverse of `as_json`."""
        return cls(
            tuple(
                Clause(**{**clause, "pieces": tuple(Piece(**piece) for piece in clause["pieces"])})
                for clause in values["clauses"]
            )
        )


def redline(old: Sequence[Block], new: Sequence[Block]) -> Redline:
    """What the newer version says differently, clause by clause."""
    old, new = with_same_cuts(old, new)
    pairs, moved = align(old, new)
    went = dict(moved)
    clauses = []
    for i, j in pairs:
        if i is None and j is not None:
            clauses.append(Clause("added", "", new[j].label, (Piece("inserted", new[j].text),)))
        elif j is None and i is not None:
            if i in went:
                clauses.append(Clause("moved_away", old[i].label, new[went[i]].label))
            else:
                clauses.append(Clause("removed", old[i].label, "", (Piece("deleted", old[i].text),)))
        elif i is not None and j is not None:
            pieces = compare_words(old[i].text, new[j].text)
            kind: ClauseKind = (
                "moved" if (i, j) in moved else "same" if len(pieces) < 2 and _is_same(pieces) else "changed"
            )
            clauses.append(Clause(kind, old[i].label, new[j].label, pieces))
    return Redline(tuple(clauses))


def _is_same(pieces: Sequence[Piece]) -> bool:
    return all(piece.kind == "same" for piece in pieces)


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The newer text with what came in marked, and what went where it stood; single small words between two changes change too."""
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    steps = _smoothed(
        [
            [step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end]
            for step in Indel.opcodes([found[0] for found in before], [found[0] for found in after])
        ]
    )
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in steps:
        if tag == "equal":
            pieces.append(Piece("same", _between(new, after, j1, j2)))
            continue
        if i2 > i1:
            pieces.append(Piece("deleted", _between(old, before, i1, i2)))
        if j2 > j1:
            pieces.append(Piece("inserted", _between(new, after, j1, j2)))
    return tuple(pieces)


def _between(text: str, words: Sequence["re.Match[str]"], first: int, last: int) -> str:
    """The words as they stand, with the blanks that follow the last."""
    end = words[last].start() if last < len(words) else len(text)
    return text[words[first].start() : end]


def _smoothed(steps: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Changes that one or two words lie between are one change: people read phrases."""
    merged: list[list[Any]] = []
    for place, step in enumerate(steps):
        tag, i1, i2, j1, j2 = step
        is_island = tag == "equal" and 0 < place < len(steps) - 1 and i2 - i1 <= 2
        if is_island:
            around = [steps[place - 1], steps[place + 1]]
            is_island = sum(s[2] - s[1] + s[4] - s[3] for s in around) >= 3 * (i2 - i1) + 1
        kind = "equal" if tag == "equal" and not is_island else "change"
        if merged and merged[-1][0] == kind:
            merged[-1][2], merged[-1][4] = i2, j2
        else:
            merged.append([kind, i1, i2, j1, j2])
    return merged
