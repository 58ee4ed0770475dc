"""Puts the pieces of a line in the order they are seen: right-to-left words among left-to-right ones and the reverse.

Works on whole pieces, after the principle of Unicode's bidirectional algorithm (UAX 9, L2): a space between two words of one
direction goes with them, any other follows the paragraph.
"""

import unicodedata

from documents.converter.layout.placed import Line, Placed


def _direction(text: str) -> str:
    """R, L, or N for a piece without a strong character; figures read left to right."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "R"
        if kind in {"L", "EN", "AN"}:
            return "L"
    return "N"


def _resolved(line: Line, base: str) -> list[str]:
    kinds = [_direction(placed.piece.text) if placed.piece.kind != "tab" else base for placed in line.placed]
    for index, kind in enumerate(kinds):
        if kind == "N":
            before = next((other for other in reversed(kinds[:index]) if other != "N"), base)
            after = next((other for other in kinds[index + 1 :] if other != "N"), base)
            kinds[index] = before if before == after else base
    return kinds


def order_visually(line: Line, *, right_to_left: bool, width: float) -> None:
    """Moves the pieces of a line that was filled in reading order from the start edge."""
    if not right_to_left and all(placed.piece.text.isascii() for placed in line.placed):
        return
    if not right_to_left and not any(_direction(placed.piece.text) == "R" for placed in line.placed):
        return
    if right_to_left:
        for placed in line.placed:
            placed.x = width - placed.x - placed.width
    base = "R" if right_to_left else "L"
    run: list[Placed] = []
    for placed, kind in zip(line.placed, _resolved(line, base), strict=True):
        if kind == base:
            _reverse(run)
            run = []
        else:
            run.append(placed)
    _reverse(run)


def _reverse(run: list[Placed]) -> None:
    """Mirrors the pieces of one run within the stretch they cover."""
    if run:
        low = min(placed.x for placed in run)
        high = max(placed.x + placed.width for placed in run)
        for placed in run:
            placed.x = low + high - placed.x - placed.width
