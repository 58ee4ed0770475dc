"""A redline as its page and its paper draw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from documents.models import Comparison, Version
from documents.toolbox.comparison import Change, Clause, Piece, Redline, changed_figures

MOST_LISTED = 60


@dataclass(frozen=True)
class Block:
    """One clause as it is drawn. number: which change it is, 0 for none; old and new: the pieces of each side."""

    clause: Clause
    place: int
    number: int
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    inserted: int
    deleted: int

    @property
    def anchor(self) -> str:
        return f"change-{self.number}" if self.number else f"clause-{self.place}"

    @property
    def label(self) -> str:
        return self.clause.new_label or self.clause.old_label

    @property
    def opening(self) -> str:
        """The first words of it, for the list at the side."""
        said = "".join(piece.text for piece in (self.new or self.old)) or "".join(piece.text for piece in self.old)
        words = said.split()
        return " ".join(words[:7]) + (" …" if len(words) > 7 else "")


@dataclass(frozen=True)
class Gap:
    """So many clauses that are the same, left out."""

    count: int


@dataclass(frozen=True)
class Side:
    """One of the two: what it is called, and the version when it is one of ours."""

    title: str
    version: Version | None


def counts_in_words(counts: Mapping[str, int]) -> str:
    """What became of how many clauses, and how many words came and went: "2 clauses changed. 3 words inserted, 3 deleted."; what there is
    none of is not said."""
    said = [
        ("changed", ngettext("%(n)s clause changed", "%(n)s clauses changed", counts["changed"])),
        ("added", ngettext("%(n)s clause new", "%(n)s clauses new", counts["added"])),
        ("removed", ngettext("%(n)s clause gone", "%(n)s clauses gone", counts["removed"])),
        ("moved", ngettext("%(n)s clause moved", "%(n)s clauses moved", counts["moved"])),
    ]
    words = [
        ("words_inserted", ngettext("%(n)s word inserted", "%(n)s words inserted", counts["words_inserted"])),
        ("words_deleted", ngettext("%(n)s word deleted", "%(n)s words deleted", counts["words_deleted"])),
    ]
    sentences = [", ".join(one % {"n": counts[key]} for key, one in part if counts[key]) for part in (said, words)]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def sides_of(comparison: Comparison) -> tuple[Side, Side]:
    """Older and newer."""
    return _side(comparison, comparison.older), _side(comparison, comparison.newer)


def _side(comparison: Comparison, version: Version | None) -> Side:
    return Side(comparison.brought_name, None) if version is None else Side(version.name, version)


def redline_of(comparison: Comparison) -> Redline:
    """The redline of a comparison that is done."""
    return Redline.from_json(comparison.redline)


def blocks_of(redline: Redline) -> list[Block]:
    """Every clause, its changes numbered from 1."""
    blocks, number = [], 0
    for place, clause in enumerate(redline.clauses):
        is_change = clause.kind != "same"
        number += is_change
        blocks.append(
            Block(
                clause,
                place,
                number if is_change else 0,
                tuple(piece for piece in clause.pieces if piece.kind != "inserted"),
                tuple(piece for piece in clause.pieces if piece.kind != "deleted"),
                _words(clause, "inserted"),
                _words(clause, "deleted"),
            )
        )
    return blocks


def _words(clause: Clause, kind: str) -> int:
    return sum(len(piece.text.split()) for piece in clause.pieces if piece.kind == kind)


def only_changes(blocks: Sequence[Block]) -> list[Block | Gap]:
    """The changes, and between them how many clauses are the same."""
    found: list[Block | Gap] = []
    same = 0
    for block in blocks:
        if not block.number:
            same += 1
            continue
        if same:
            found.append(Gap(same))
            same = 0
        found.append(block)
    if same:
        found.append(Gap(same))
    return found


@dataclass(frozen=True)
class Figure:
    """A figure that changed, and the clause it leads to."""

    change: Change
    anchor: str


def figures_of(redline: Redline, blocks: Sequence[Block]) -> list[Figure]:
    """What stands out in the summary, what changed before what only came or went."""
    found = [Figure(change, blocks[change.place].anchor) for change in changed_figures(redline.clauses)]
    return sorted(found, key=lambda figure: not (figure.change.old and figure.change.new))[:MOST_LISTED]
