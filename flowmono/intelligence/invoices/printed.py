"""Where the words of a document stand, as a reading carries it along."""

import itertools
from collections.abc import Iterable

from .model import PrintedRow, PrintedWord
from .rows import Row

MOST_WORDS = 2_000
LEAST_SURE = 0.85  # a recognised word below this is looked at by a person


def printed_rows(rows: Iterable[Row]) -> tuple[PrintedRow, ...]:
    """Where the words stand, row by row; of a document with more than MOST_WORDS words its beginning and its end."""
    found = [
        PrintedRow(
            row.page,
            round(row.top, 1),
            round(row.bottom, 1),
            tuple(
                PrintedWord(
                    word.text, round(word.left, 1), round(word.right, 1), place == 0, word.certainty >= LEAST_SURE
                )
                for phrase in row.phrases
                for place, word in enumerate(phrase.words)
            ),
        )
        for row in rows
    ]
    return tuple(found) if sum(len(row.words) for row in found) <= MOST_WORDS else _both_ends(found)


def _first(rows: Iterable[PrintedRow], most: int) -> list[PrintedRow]:
    listed = list(rows)
    counts = itertools.accumulate(len(row.words) for row in listed)
    return [row for row, count in zip(listed, counts, strict=True) if count <= most]


def _both_ends(rows: list[PrintedRow]) -> tuple[PrintedRow, ...]:
    return (*_first(rows, MOST_WORDS // 2), *reversed(_first(reversed(rows), MOST_WORDS // 2)))
