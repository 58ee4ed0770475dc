"""The words of a row as the cells of its table, also where cells stand so close that they read as one phrase."""

import re

from ..page import Word
from ..rows import Phrase, Row
from .columns import NUMERIC, Column, column_for
from .figures import CODES, SYMBOLS, read_amount

_GROUP = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?\Z")
_SIGNS = frozenset(symbol for symbol, _ in SYMBOLS) | {"R"}
NEAR = 4.0  # points between the edge of a number and that of its heading


def cells_of(row: Row, columns: tuple[Column, ...], mark: str | None) -> dict[str, list[Phrase]]:
    """The pieces of a row by the kind of their column, from left to right."""
    cells: dict[str, list[Phrase]] = {}
    for piece in _pieces_of(row, columns, mark):
        column = column_for(piece, columns, is_number(piece.text, mark))
        cells.setdefault(column.kind, []).append(piece)
    numbers = [piece for piece in cells.get("quantity", []) if read_amount(piece.text, mark) is not None]
    if len(numbers) > 1:  # ordered and shipped: the one that stands under its heading counts
        heading = next(column for column in columns if column.kind == "quantity")
        cells["quantity"] = [min(numbers, key=lambda number: abs(number.right - heading.right))]
    return cells


def is_number(text: str, mark: str | None) -> bool:
    """An amount, a rate in per cent, or a number with its unit."""
    return read_amount(text, mark) is not None or bool(
        re.fullmatch(r"[-+]?[0-9.,]+\s*%|-?[0-9][0-9.,]*\s+\S{1,12}", text)
    )


def _pieces_of(row: Row, columns: tuple[Column, ...], mark: str | None) -> list[Phrase]:
    pieces = [piece for phrase in row.phrases for piece in _numbers_apart(phrase)]
    numbers = [piece for piece in pieces if is_number(piece.text, mark)]
    taken = [column_for(number, columns, numeric=True) for number in numbers]
    free = [column for column in columns if column.kind in NUMERIC and column not in taken]
    found: list[Phrase] = []
    for piece in pieces:
        cut = _tail(piece, free, bool(numbers), mark)
        found.extend([Phrase(piece.words[:cut]), *_numbers_apart(Phrase(piece.words[cut:]))] if cut else [piece])
    return found


def _tail(piece: Phrase, columns: list[Column], beside_numbers: bool, mark: str | None) -> int | None:
    """Where numbers begin that follow words without a gap, but stand under headings of numbers that have no other.

    One number alone in its row may be the end of a sentence, such as a day, unless it bears a currency.
    """
    if re.match(r"[^\w\s]*[0-9]", piece.text) or _is_currency(piece.words[0]):
        return None
    for place in range(1, len(piece.words)):
        tail = _numbers_apart(Phrase(piece.words[place:]))
        if (
            all(is_number(number.text, mark) for number in tail)
            and (beside_numbers or len(tail) > 1 or any(_is_currency(word) for word in tail[0].words))
            and any(_stands_under(tail[0], column) for column in columns)
        ):
            return place
    return None


def _stands_under(piece: Phrase, column: Column) -> bool:
    """The number overlaps its heading, or starts or ends with it."""
    overlap = min(piece.right, column.right) - max(piece.left, column.left)
    return overlap > 0 or abs(piece.left - column.left) < NEAR or abs(piece.right - column.right) < NEAR


def _numbers_apart(phrase: Phrase) -> list[Phrase]:
    """A phrase of numbers that stand close together, cut between them; `109 440,00` stays one number."""
    words = phrase.words
    if not (re.match(r"[-−(]?[^\w\s]*[0-9]", words[0].text) or _is_currency(words[0])):
        return [phrase]
    before = _is_currency(words[0]) and not re.search(r"[0-9]", words[0].text)  # the currency stands before its amounts
    starts = [0, *(place for place in range(1, len(words)) if _begins(words, place, before))]
    return [Phrase(words[start:end]) for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _begins(words: tuple[Word, ...], place: int, currency_before: bool) -> bool:
    """A number begins with this word: after a number, or with a currency that stands before or behind each of them."""
    before, word = words[place - 1].text, words[place].text
    number = bool(re.match(r"[-−(]?[€$£₹]?[0-9]", word))
    after_number = bool(re.search(r"[0-9]%?\Z", before))
    if _is_currency(words[place]) and not number:
        follows = place + 1 < len(words) and re.match(r"[-−(]?[0-9]", words[place + 1].text)
        last_is_number = re.search(r"[0-9]\Z", words[-1].text)
        return bool(follows and last_is_number and after_number)
    if _is_currency(words[place - 1]) and not re.search(r"[0-9]", before):
        return number and not currency_before and place > 1 and not re.search(r"[0-9]\Z", words[-1].text)
    grouped = (
        bool(_GROUP.match(word))
        and bool(re.fullmatch(r"[-−(]?[0-9]{1,3}", before))
        and words[place].left - words[place - 1].right < 4
    )
    return number and after_number and not grouped


def _is_currency(word: Word) -> bool:
    return word.text in CODES or word.text in _SIGNS
