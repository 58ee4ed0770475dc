"""Lines to write on that stand in the text itself ("Signature: ____"): where each begins, and labels that share one line."""

import re
from collections.abc import Iterator

from signing.printed_names import Piece

LINE = re.compile(r"[_.…]{3,}")
LABELLED = r"(?:[^\W\d_](?:[^\W_]|[ ’'/-]){0,30}\s*:?\s*[_.…]{3,})"
SEVERAL = re.compile(rf"{LABELLED}(?:\s+{LABELLED})+\s*")
# How wide letters are, in em, in the faces that contracts are set in: enough to tell where a line begins. Lines are taken for short, so
# that nothing is laid over the words before them.
NARROW, BROAD = frozenset("iljtfrI,:;'’|()[] "), frozenset("mwMW@—")


def begin_of_line(piece: Piece) -> float:
    """Where the line begins that a label draws after its words; its right edge where it draws none."""
    found = list(LINE.finditer(piece.text))
    return _at(piece, found[-1].start()) if found else piece.right


def one_by_one(piece: Piece) -> Iterator[Piece]:
    """The labels of "Signature: ____   Date: ____", each with its own line; anything else as it is."""
    if not SEVERAL.fullmatch(piece.text.strip()):
        yield piece
        return
    for found in re.finditer(LABELLED, piece.text):
        yield Piece(piece.page, _at(piece, found.start()), piece.y, _at(piece, found.end()), piece.top, found[0])


def _at(piece: Piece, position: int) -> float:
    whole = sum(map(_width, piece.text)) or 1.0
    return piece.x + (piece.right - piece.x) * sum(map(_width, piece.text[:position])) / whole


def _width(letter: str) -> float:
    if letter in NARROW:
        return 0.28
    if letter in "_.…":
        return 0.4
    return 0.8 if letter in BROAD else 0.6 if letter.isupper() else 0.5
