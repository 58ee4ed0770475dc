"""Puts the pieces of a line in the order they are seen: right-to-left words among left-to-right ones and the reverse.

Works on whole pieces, after the principle of Unicode's bidirectional algorithm (UAX 9, L2): a space between two words of one
direction goes with them, any other follows the paragraph.
"""

import unicodedata
from collections.abc import Callable

from documents.converter.layout.pieces import Piece
from documents.converter.layout.placed import Line, Placed

BRACKETS = frozenset("()[]{}<>«»")


def _direction(text: str) -> str:
    """R or L by the first strong character; F for figures without one; N for anything else."""
    found = "N"
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "R"
        if kind == "L":
            return "L"
        if kind in {"EN", "AN"}:
            found = "F"
    return found


def _levels(line: Line, base: str) -> list[int]:
    """The embedding level of each piece (UAX 9, W7, N1, N2, I1, I2): even ones read to the right, odd ones to the left."""
    kinds = [_direction(placed.piece.text) if placed.piece.kind != "tab" else base for placed in line.placed]
    # What a piece is to its neighbours: figures stand with the words before them.
    leads, strong = list(kinds), base
    for index, kind in enumerate(kinds):
        if kind == "F":
            leads[index] = strong
        elif kind != "N":
            strong = kind
    level = {"R": 1, "L": 2} if base == "R" else {"R": 1, "L": 0}
    found = []
    for index, kind in enumerate(kinds):
        if kind == "N":
            before = next((other for other in reversed(leads[:index]) if other != "N"), base)
            after = next((other for other in leads[index + 1 :] if other != "N"), base)
            found.append(level[before] if before == after else level[base])
        else:
            found.append(2 if kind == "F" and leads[index] == "R" else level[leads[index]])
    return found


def order_visually(line: Line, *, right_to_left: bool, width: float, mirrored: Callable[[Piece], Piece]) -> None:
    """Moves the pieces of a line that was filled in reading order from the start edge (UAX 9, L2); signs among words that are
    written from right to left are replaced by their mirrored selves."""
    if not right_to_left and all(placed.piece.text.isascii() for placed in line.placed):
        return
    if not right_to_left and not any(_direction(placed.piece.text) == "R" for placed in line.placed):
        return
    levels = _levels(line, "R" if right_to_left else "L")
    for placed, level in zip(line.placed, levels, strict=True):
        signs = placed.piece.text if placed.piece.kind == "word" else ""
        if level == 1 and not BRACKETS.isdisjoint(signs) and _direction(signs) == "N":
            placed.piece = mirrored(placed.piece)
    if right_to_left:
        for placed in line.placed:
            placed.x = width - placed.x - placed.width
    else:
        _reverse_from(line.placed, levels, 1)
    _reverse_from(line.placed, levels, 2)


def _reverse_from(pieces: list[Placed], levels: list[int], least: int) -> None:
    """Mirrors each run of pieces of this level or a higher one within the stretch that it covers."""
    run: list[Placed] = []
    for placed, level in zip(pieces, levels, strict=True):
        if level >= least:
            run.append(placed)
            continue
        _reverse(run)
        run = []
    _reverse(run)


def _reverse(run: list[Placed]) -> None:
    """Mirrors the pieces of one run within the stretch they cover."""
    if run:
        low = min(placed.x for placed in run)
        high = max(placed.x + placed.width for placed in run)
        for placed in run:
            placed.x = low + high - placed.x - placed.width
