"""Signature blocks that run over the end of a page: their last lines stand at the top of the next one.

Those lines are read as if the page went on below the block, and the rooms that are found on them are put back where they stand.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from signing.dates import Area
from signing.printed_names import SAME_LINE, Piece

STEP = 32.0  # points; as far below its last line a block goes on
SAME_COLUMN = 20.0
SAME_HEIGHT = 3.0  # a running head or foot stands at one height on every page


@dataclass(frozen=True)
class Further:
    """What stands on the page of a block, without its running head and foot, and below it the lines with which the block goes on."""

    pieces: tuple[Piece, ...] = ()
    shift: float = 0.0
    end: float = 0.0  # what stands below this stands on the next page

    def is_over(self, room: Area) -> bool:
        return bool(self.pieces) and room[3] < self.end

    def put_back(self, room: Area) -> Area:
        """The room where it stands on the next page."""
        left, bottom, right, top = room
        return left, round(bottom + self.shift, 2), right, round(top + self.shift, 2)


NOTHING = Further()


def further_lines(
    label: Piece,
    pieces: Sequence[Piece],
    following: Sequence[Piece],
    *,
    is_label: Callable[[Piece], bool],
    is_detail: Callable[[str], bool],
) -> Further:
    """The lines at the top of the next page that belong to the block of this label: nothing but lines of its kind ("Name", "Date")
    stands below it on its page, and the next page begins with some.

    pieces, following: what stands on the two pages. Where a signature follows them at once, they may be the next block's: then none.
    """
    own = _without_running(pieces, following)
    rows = [row for row in _rows(own) if row[0].middle < label.middle - SAME_LINE]
    if not all(_goes_on(row, label, is_label, is_detail) for row in rows):
        return NOTHING
    taken: list[Piece] = []
    for row in _rows(_without_running(following, pieces)):
        if any(is_label(piece) for piece in row):
            return NOTHING
        if not any(is_detail(piece.text) for piece in row):
            break
        taken += row
    if not taken:
        return NOTHING
    last = min([label.middle, *(row[0].middle for row in rows)])
    shift = taken[0].middle - (last - STEP)
    below = tuple(replace(one, page=label.page, y=one.y - shift, top=one.top - shift) for one in taken)
    return Further((*own, *below), shift, last - STEP / 2)


def _goes_on(
    row: Sequence[Piece], label: Piece, is_label: Callable[[Piece], bool], is_detail: Callable[[str], bool]
) -> bool:
    if any(is_label(piece) and abs(piece.x - label.x) < SAME_COLUMN for piece in row):
        return False
    return any(is_detail(piece.text) or is_label(piece) for piece in row)


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Lines of the page from its top down, each from the left."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.x)):
        if rows and abs(rows[-1][0].middle - piece.middle) < SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.x) for row in rows]


def _without_running(pieces: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """Without heads and feet: the same words at the same height of the other page, whatever number stands in them."""
    heights = [(_bare(one.text), one.middle) for one in others]
    return [
        one
        for one in pieces
        if not any(words == _bare(one.text) and abs(height - one.middle) < SAME_HEIGHT for words, height in heights)
    ]


def _bare(words: str) -> str:
    return re.sub(r"\d+", "0", " ".join(words.split()).casefold())
