"""The words around a find, and which of them to mark. Pure rules on a text and the stretches that were found in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

START, STOP = "\x01", "\x02"
AROUND, FRAGMENTS, LONGEST = 90, 2, 420
_MARKS = re.compile(f"([{START}{STOP}])")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether they are what was looked for."""

    text: str
    is_found: bool = False


def stretches_in(headline: str) -> list[tuple[int, int]]:
    """The [start, end) of what the database marked with START and STOP, in the text without the marks."""
    found: list[tuple[int, int]] = []
    at = start = 0
    for part in _MARKS.split(headline):
        if part == START:
            start = at
        elif part == STOP:
            found.append((start, at))
        else:
            at += len(part)
    return found


def snippet_of(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """At most two places of the text in which most of the stretches stand, cut between words; its beginning when there are none."""
    if not stretches:
        return (Piece(_folded(text[:LONGEST], cut_end=len(text) > LONGEST)),)
    windows = _windows(text, stretches)
    best = sorted(sorted(windows, key=lambda window: (-_hits(window, stretches), window[0]))[:FRAGMENTS])
    pieces: list[Piece] = []
    for number, (start, end) in enumerate(best):
        if start > 0 and not (number and start == best[number - 1][1]):
            pieces.append(Piece(" … " if number else "… "))
        pieces += _marked(text, start, end, stretches)
    if best[-1][1] < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return tuple(pieces)


def _windows(text: str, stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places around the stretches, each between words; those that touch are one as long as it stays short."""
    windows: list[tuple[int, int]] = []
    for start, end in stretches:
        first, last = _between_words(text, start - AROUND, end + AROUND)
        if windows and first <= windows[-1][1]:
            before = windows[-1]
            if end <= before[1]:
                continue
            if last - before[0] <= LONGEST // FRAGMENTS + AROUND:
                windows[-1] = (before[0], last)
                continue
            first = before[1]
        windows.append((first, last))
    return windows


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    first, last = max(0, start), min(len(text), end)
    while 0 < first < len(text) and not text[first - 1].isspace() and start - first < 30:
        first -= 1
    while last < len(text) and not text[last].isspace() and last - end < 30:
        last += 1
    return first, last


def _hits(window: tuple[int, int], stretches: Sequence[tuple[int, int]]) -> int:
    return sum(window[0] <= start and end <= window[1] for start, end in stretches)


def _marked(text: str, start: int, end: int, stretches: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    for first, last in stretches:
        if first < start or last > end:
            continue
        if first > at:
            pieces.append(Piece(_blanks(text[at:first])))
        pieces.append(Piece(_blanks(text[first:last]), is_found=True))
        at = last
    if at < end:
        pieces.append(Piece(_blanks(text[at:end])))
    return pieces


def _blanks(text: str) -> str:
    """One blank for each run of blanks and line ends, at the edges too."""
    inside = " ".join(text.split())
    if not inside:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inside}{' ' if text[-1].isspace() else ''}"


def _folded(text: str, *, cut_end: bool) -> str:
    words = " ".join(text.split())
    return f"{words.rsplit(' ', 1)[0]} …" if cut_end else words
