"""Where a value stands on a page in relation to a label, and what stands at the same spot of another page of that layout."""

import difflib
import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from ..dates import DATE, NotADate, read_printed_date
from ..model import PrintedRow, PrintedWord
from ..visible import vocabulary
from ..visible.figures import AMOUNT, CODES, find_amounts, read_amount
from ..visible.totals import sum_kind
from .page import phrases_of, plain_word

Form = Literal["amount", "day", "text"]
Way = Literal["right", "below", "at"]

MOST_SPOTS = 8
WORDS_OF_LABEL = 4
ROWS_ABOVE, HEIGHTS_ABOVE = 4, 6.0
SIDEWAYS, OTHER_HEIGHT, ON_PAGE = 4.0, 1.2, 1.5  # how far a value may have moved, in letter heights
_GLUED = re.compile(r"(?<=[:=#])(?=\S)")
_AROUND = " \t()[]{}:;,.#=„“\"'"


@dataclass(frozen=True)
class Spot:
    """A place for a value. `right`: in the row of a label, behind it; `below`: under a label; `at`: a place of the page.

    label: its words as `plain_word` writes them. x, end: where the value begins and ends, counted from the beginning of the label (of
    the page's text for `at`), y: how far down, all in letter heights; a negative y of `at` counts from the foot of the page. adjoining:
    nothing stands between label and value. words: how many the value has; whole: it ends with its phrase. nth, of: which of the
    occurrences of the label, counted from 0, and how many there were. mark: what stands before decimals; month_first: how days are read.
    said: the label as it is printed, for people.
    """

    way: Way
    label: tuple[str, ...]
    x: float
    end: float
    y: float = 0.0
    adjoining: bool = False
    words: int = 1
    whole: bool = False
    nth: int = 0
    of: int = 1
    page: int = 1
    mark: str | None = None
    month_first: bool = False
    said: str = ""

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> "Spot":
        """The spot that was stored as JSON."""
        return cls(**{**values, "label": tuple(values["label"])})


@dataclass(frozen=True)
class Piece:
    """What stands somewhere: its words from `first` up to `last` of a row, as printed, and its value in plain form.

    page, quote: the page and the words of the whole row; sure: all of it was recognised with certainty.
    """

    row: int
    first: int
    last: int
    text: str
    value: str
    page: int = 1
    quote: str = ""
    sure: bool = True


class Sheet:
    """The rows of a page with words and what is glued to them taken apart."""

    def __init__(self, rows: Sequence[PrintedRow]) -> None:
        self.rows = [replace(row, words=tuple(_taken_apart(row.words))) for row in rows]
        heights = [row.bottom - row.top for row in self.rows]
        self.height = max(statistics.median(heights), 1.0) if heights else 1.0
        self.left = min((word.left for row in self.rows for word in row.words), default=0.0)
        self.plain = [tuple(plain_word(word.text) for word in row.words) for row in self.rows]

    def piece(self, row: int, first: int, last: int, text: str, value: str) -> Piece:
        words = self.rows[row].words
        quote = " ".join(word.text for word in words)
        return Piece(
            row, first, last, text, value, self.rows[row].page, quote, all(word.sure for word in words[first:last])
        )

    def middle(self, row: int) -> float:
        return (self.rows[row].top + self.rows[row].bottom) / 2

    def amounts_in(self, row: int) -> int:
        """How many amounts stand in a row; a line of goods, and a table of sums, has several."""
        return len([piece for piece in self.pieces(row, "amount", None, False) if re.search(r"[.,]\d\d", piece.text)])

    def edges(self, page: int) -> tuple[float, float]:
        """Top and foot of what is printed on a page."""
        own = [row for row in self.rows if row.page == page]
        return (min(row.top for row in own), max(row.bottom for row in own)) if own else (0.0, 0.0)

    def pieces(self, row: int, form: Form, mark: str | None, month_first: bool) -> list[Piece]:
        """The amounts or days of a row."""
        start, found = 0, []
        for phrase in phrases_of(self.rows[row]):
            text = " ".join(word.text for word in phrase)
            ends = list(itertools.accumulate(len(word.text) + 1 for word in phrase))
            for begin, stop, value in _values(text, form, mark, month_first):
                first = next(place for place, end in enumerate(ends) if begin < end)
                last = next(place for place, end in enumerate(ends) if stop <= end)
                found.append(self.piece(row, start + first, start + last + 1, text[begin:stop].strip(), value))
            start += len(phrase)
        return found


def _taken_apart(words: Sequence[PrintedWord]) -> Iterator[PrintedWord]:
    """`Nr.:4711` is two words: a label and what it names."""
    for word in words:
        parts = _GLUED.split(word.text)
        width, at = (word.right - word.left) / max(len(word.text), 1), 0
        for place, part in enumerate(parts):
            left = word.left + at * width
            at += len(part)
            yield PrintedWord(part, left, word.left + at * width, word.apart and place == 0, word.sure)


def _values(text: str, form: Form, mark: str | None, month_first: bool) -> Iterator[tuple[int, int, str]]:
    if form == "day":
        for match in DATE.finditer(text):
            try:
                printed = read_printed_date(match[0])
            except NotADate:
                continue
            day = printed.swapped if month_first and printed.swapped else printed.day
            yield match.start(), match.end(), day.isoformat()
        return
    for match in AMOUNT.finditer(text):
        if not text[match.end() :].lstrip().startswith("%"):
            amount = read_amount(match[0], mark)
            amounts = [amount] if amount is not None else find_amounts(match[0], mark)
            if amounts:
                begin = match.start() + len(match[0]) - len(match[0].lstrip())
                yield begin, match.start() + len(match[0].rstrip()), f"{amounts[0]:f}"


def folded(text: str) -> str:
    """Letters and figures alone, as texts are compared."""
    return re.sub(r"[\W_]+", "", text).casefold()


def same_value(form: Form, one: str | None, other: str | None) -> bool:
    """Both say the same: amounts by their value, texts by letters and figures."""
    if one is None or other is None:
        return one is other
    if form == "amount":
        return Decimal(one) == Decimal(other)
    return one == other if form == "day" else folded(one) == folded(other)


def spots_that_hold(
    rows: Sequence[PrintedRow], form: Form, spots: Sequence[Spot], value: str | None
) -> tuple[Spot, ...]:
    """The spots at which, on a page that a person has looked at, nothing stands but the value; all of them when none is left."""
    sheet = Sheet(rows)
    held = [
        spot for spot in spots if all(same_value(form, piece.value, value) for piece in read_at(sheet, form, spot)[:1])
    ]
    return tuple(held or spots)


def find_printed(sheet: Sheet, form: Form, value: str) -> Piece | None:
    """Where a value first stands, None when the page does not show it."""
    readings = _readings(form)
    return next((piece for reading in readings for piece in _all_pieces(sheet, form, value, *reading)), None)


def find_spots(sheet: Sheet, form: Form, value: str) -> tuple[Spot, ...]:
    """The places at which a value stands, the most telling first; none when the page does not show it."""
    found: list[Spot] = []
    for mark, month_first in _readings(form):
        pieces = list(_all_pieces(sheet, form, value, mark, month_first))
        # A row with several amounts is mostly one of goods, whose sum happens to be the same.
        for piece in sorted(pieces, key=lambda piece: form == "amount" and sheet.amounts_in(piece.row) >= 2):
            found += _spots_of(sheet, piece, form, mark, month_first)
        if found:
            break
    labelled = [spot for spot in found if spot.way != "at"]
    ranked = sorted(
        labelled,
        key=lambda spot: (
            spot.way != "right" and form == "amount",
            not _is_known(spot.said),
            spot.way != "right",
            not spot.adjoining,
        ),
    )
    placed = [spot for spot in found if spot.way == "at"]
    return tuple(dict.fromkeys([*ranked[:MOST_SPOTS], *placed[:2]]))


def _is_known(said: str) -> bool:
    """A label in one of the languages that the reader knows goes before words that merely stand beside."""
    return sum_kind(said) is not None or any(
        pattern.fullmatch(vocabulary.plain(said)) for pattern in vocabulary.LABELS.values()
    )


def _readings(form: Form) -> list[tuple[str | None, bool]]:
    if form == "amount":
        return [(",", False), (".", False)]
    return [(None, False), (None, True)] if form == "day" else [(None, False)]


def _all_pieces(sheet: Sheet, form: Form, value: str, mark: str | None, month_first: bool) -> Iterator[Piece]:
    for row in range(len(sheet.rows)):
        if form == "text":
            yield from _texts_like(sheet, row, value)
        else:
            found = sheet.pieces(row, form, mark, month_first)
            yield from (piece for piece in found if same_value(form, piece.value, value))


def _texts_like(sheet: Sheet, row: int, value: str) -> Iterator[Piece]:
    wanted, start = folded(value), 0
    for phrase in phrases_of(sheet.rows[row]):
        for first in range(len(phrase)):
            for last in range(first + 1, len(phrase) + 1):
                text = " ".join(word.text for word in phrase[first:last]).strip(_AROUND)
                if wanted and folded(text) == wanted and folded(phrase[first].text) and folded(phrase[last - 1].text):
                    yield sheet.piece(row, start + first, start + last, text, text)
        start += len(phrase)


def _spots_of(sheet: Sheet, piece: Piece, form: Form, mark: str | None, month_first: bool) -> Iterator[Spot]:
    words = sheet.rows[piece.row].words
    more: dict[str, Any] = {"words": piece.last - piece.first, "mark": mark, "month_first": month_first}
    more["whole"] = piece.last == len(words) or words[piece.last].apart
    left, right = words[piece.first].left, words[piece.last - 1].right
    for way, row, first, last in (_label_left(sheet, piece), *_labels_above(sheet, piece)):
        if last <= first:
            continue
        label = tuple(filter(None, sheet.plain[row][first:last]))
        begin = sheet.rows[row].words[first].left
        spot = Spot(
            way,
            label,
            round((left - begin) / sheet.height, 1),
            round((right - begin) / sheet.height, 1),
            round((sheet.middle(piece.row) - sheet.middle(row)) / sheet.height, 1),
            said=" ".join(word.text for word in sheet.rows[row].words[first:last]).strip(_AROUND),
            adjoining=way == "right" and not any(sheet.plain[row][last : piece.first]),
            **more,
        )
        places = [place for place, found in _occurrences(sheet, spot, form) if found is not None]
        if (row, first) in places:
            yield replace(spot, nth=places.index((row, first)), of=len(places))
    top, foot = sheet.edges(sheet.rows[piece.row].page)
    y = (sheet.middle(piece.row) - top) / sheet.height
    if y > 0.65 * (foot - top) / sheet.height:
        y = (sheet.middle(piece.row) - foot) / sheet.height
    x, end = (left - sheet.left) / sheet.height, (right - sheet.left) / sheet.height
    yield Spot("at", (), round(x, 1), round(end, 1), round(y, 1), page=sheet.rows[piece.row].page, **more)


def _says(words: Sequence[str]) -> bool:
    """Words that may name something: a currency alone does not."""
    if "".join(words).upper() in CODES:
        return False
    return sum(letter.isalpha() for word in words for letter in word) >= 2


def _is_value(plain: Sequence[str]) -> bool:
    """Words with figures in them name nothing: they are what stands beside. A rate in per cent belongs to its label."""
    following = (*plain[1:], "")
    return any(
        "#" in word and not word.endswith("%") and after != "%" for word, after in zip(plain, following, strict=True)
    )


def _label_left(sheet: Sheet, piece: Piece) -> tuple[Way, int, int, int]:
    """The words before a value: those of its phrase, else of the nearest phrase before it that says something."""
    words, plain = sheet.rows[piece.row].words, sheet.plain[piece.row]
    last = piece.first
    while last > 0:
        first = last - 1
        while first > 0 and not words[first].apart:
            first -= 1
        if _is_value(plain[first:last]):
            break
        if _says(plain[first:last]):
            return "right", piece.row, max(first, last - WORDS_OF_LABEL), last
        last = first
    return "right", piece.row, 0, 0


def _labels_above(sheet: Sheet, piece: Piece) -> Iterator[tuple[Way, int, int, int]]:
    """The nearest words above a value that say something and stand over it."""
    words = sheet.rows[piece.row].words
    left, right = words[piece.first].left, words[piece.last - 1].right
    for row in range(piece.row - 1, max(-1, piece.row - 1 - ROWS_ABOVE), -1):
        other = sheet.rows[row]
        away = (sheet.middle(piece.row) - sheet.middle(row)) / sheet.height
        if other.page != sheet.rows[piece.row].page or away > HEIGHTS_ABOVE:
            return
        first = 0
        for phrase in phrases_of(other):
            last = first + len(phrase)
            over = min(right, phrase[-1].right) - max(left, phrase[0].left) > 0
            said = sheet.plain[row][first:last]
            if over and _says(said) and not _is_value(said):
                yield "below", row, first, min(last, first + WORDS_OF_LABEL)
                return
            first = last


def read_at(sheet: Sheet, form: Form, spot: Spot) -> list[Piece]:
    """What stands at the spot on this page, the likeliest first; nothing when its label is not there, or nothing of that form is.

    A label may come several times: first what stands where it stood, then the others.
    """
    if spot.way == "at":
        return _on_page(sheet, spot, form)
    found = [piece for _, piece in _occurrences(sheet, spot, form) if piece is not None]
    if not found:
        return []
    # Sums stand at the foot: counted from there when a label comes more or less often than before.
    nth = spot.nth if len(found) == spot.of or form != "amount" else len(found) - (spot.of - spot.nth)
    first = found[min(max(nth, 0), len(found) - 1)]
    return [first, *(piece for piece in found if piece is not first)]


def _alike(one: str, other: str) -> bool:
    """The same word, or as near to it as a recogniser comes."""
    return one == other or (min(len(one), len(other)) >= 5 and difflib.SequenceMatcher(None, one, other).ratio() >= 0.8)


def _occurrences(sheet: Sheet, spot: Spot, form: Form) -> Iterator[tuple[tuple[int, int], Piece | None]]:
    """Each place (row, first word) of the label, with what stands at the spot there."""
    for row, plain in enumerate(sheet.plain):
        said = [place for place, word in enumerate(plain) if word]
        for begin in range(len(said) - len(spot.label) + 1):
            places = said[begin : begin + len(spot.label)]
            if all(_alike(plain[place], word) for place, word in zip(places, spot.label, strict=True)):
                first, last = places[0], places[-1] + 1
                behind = _behind if spot.way == "right" else _under
                yield (row, first), behind(sheet, spot, form, row, first, last)


def _off(sheet: Sheet, spot: Spot, origin: float, words: Sequence[PrintedWord]) -> float:
    """How far, in letter heights, words stand from where the spot has them: by their beginning or their end, whichever is nearer."""
    begins = abs((words[0].left - origin) / sheet.height - spot.x)
    ends = abs((words[-1].right - origin) / sheet.height - spot.end)
    return min(begins, ends)


def _behind(sheet: Sheet, spot: Spot, form: Form, row: int, first: int, last: int) -> Piece | None:
    words = sheet.rows[row].words
    origin = words[first].left
    if form == "text":
        starts = [place for place in range(last, len(words)) if folded(words[place].text)]
        if not starts:
            return None
        start = (
            starts[0]
            if spot.adjoining
            else min(starts, key=lambda place: abs((words[place].left - origin) / sheet.height - spot.x))
        )
        near = abs((words[start].left - origin) / sheet.height - spot.x) <= SIDEWAYS
        return _text_from(sheet, spot, row, start) if spot.adjoining or near else None
    found = [piece for piece in sheet.pieces(row, form, spot.mark, spot.month_first) if piece.first >= last]
    best = min(found, key=lambda piece: _off(sheet, spot, origin, words[piece.first : piece.last]), default=None)
    if best is None or len(found) == 1:
        return best
    return best if _off(sheet, spot, origin, words[best.first : best.last]) <= SIDEWAYS else None


def _under(sheet: Sheet, spot: Spot, form: Form, row: int, first: int, last: int) -> Piece | None:
    origin, at = sheet.rows[row].words[first].left, sheet.middle(row)
    below = [
        other
        for other in range(row + 1, len(sheet.rows))
        if sheet.rows[other].page == sheet.rows[row].page
        and abs((sheet.middle(other) - at) / sheet.height - spot.y) <= OTHER_HEIGHT
    ]
    return _nearest(sheet, spot, form, below, origin)


def _on_page(sheet: Sheet, spot: Spot, form: Form) -> list[Piece]:
    top, foot = sheet.edges(spot.page)
    origin = top if spot.y >= 0 else foot
    rows = [
        row
        for row in range(len(sheet.rows))
        if sheet.rows[row].page == spot.page
        and abs((sheet.middle(row) - origin) / sheet.height - spot.y) <= OTHER_HEIGHT
    ]
    rows.sort(key=lambda row: abs((sheet.middle(row) - origin) / sheet.height - spot.y))
    found = _nearest(sheet, spot, form, rows, sheet.left)
    return [found] if found is not None else []


def _nearest(sheet: Sheet, spot: Spot, form: Form, rows: Sequence[int], origin: float) -> Piece | None:
    """What stands where the spot is in one of the rows, the first of them that has something there."""
    for row in rows:
        words = sheet.rows[row].words
        if form == "text":
            starts = [place for place in range(len(words)) if folded(words[place].text)]
            start = min(
                starts, key=lambda place: abs((words[place].left - origin) / sheet.height - spot.x), default=None
            )
            if start is not None and abs((words[start].left - origin) / sheet.height - spot.x) <= ON_PAGE:
                return _text_from(sheet, spot, row, start)
            continue
        found = sheet.pieces(row, form, spot.mark, spot.month_first)
        best = min(found, key=lambda piece: _off(sheet, spot, origin, words[piece.first : piece.last]), default=None)
        if best is not None and _off(sheet, spot, origin, words[best.first : best.last]) <= SIDEWAYS:
            return best
    return None


def _text_from(sheet: Sheet, spot: Spot, row: int, start: int) -> Piece | None:
    """As many words as the value had; all of the phrase when it had several and was the whole of it."""
    words = sheet.rows[row].words
    end = next((place for place in range(start + 1, len(words)) if words[place].apart), len(words))
    last = end if spot.whole and spot.words > 1 else min(start + spot.words, end)
    text = " ".join(word.text for word in words[start:last]).strip(_AROUND)
    return sheet.piece(row, start, last, text, text) if folded(text) else None
