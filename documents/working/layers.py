"""The words of a prepared version: carried over from the version that it was made of, so that quotes are found again.

A layer is the text with its pages and the boxes of its letters (`documents.models.TextLayer`). Pure rules on plain values.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.letters import share_before
from documents.working.leaves import Leaf

Run = Sequence[float]


@dataclass(frozen=True)
class Words:
    """The text of a version. pages: (number, start, end); runs: (page, x, y, width, height, start, end) in points from the lower
    left corner; places: (start there, end there, start here), where the text that quotes point into stands."""

    text: str
    pages: Sequence[Sequence[int]]
    runs: Sequence[Run] = ()
    places: Sequence[Sequence[int]] = ()

    @classmethod
    def of_pages(cls, texts: Sequence[str]) -> "Words":
        """The texts of pages, one after the other."""
        spans, at = [], 0
        for number, text in enumerate(texts, 1):
            spans.append((number, at, at + len(text)))
            at += len(text)
        return cls("".join(texts), spans)


@dataclass
class _Sheet:
    """What is under way: the pieces of text so far and how long they are together."""

    texts: list[str] = field(default_factory=list)
    pages: list[tuple[int, int, int]] = field(default_factory=list)
    runs: list[list[float]] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)
    length: int = 0


def carry(
    leaves: Sequence[Leaf], sources: Sequence[Words | None], sizes: Sequence[tuple[float, float]], read: Sequence[str]
) -> Words:
    """The words of the result whose pages these leaves are.

    sources: the words of each file, None where they are not known. sizes: width and height of the document's pages as they
    are shown. read: the text of each page of the result, for pages whose words no source knows.
    """
    made = _Sheet()
    for number, leaf in enumerate(leaves, 1):
        words = sources[leaf.file]
        span = _span(words, leaf.page) if words is not None else None
        start = made.length
        if words is not None and span is not None and words.text[span[0] : span[1]].strip():
            _carry_page(made, number, leaf, words, span, sizes)
        elif number <= len(read):
            made.texts.append(read[number - 1])
            made.length += len(read[number - 1])
        made.pages.append((number, start, made.length))
    return Words("".join(made.texts), made.pages, made.runs, _joined(made.places))


def _span(words: Words, page: int) -> tuple[int, int] | None:
    return next(((start, end) for number, start, end in words.pages if number == page), None)


def _carry_page(
    made: _Sheet, number: int, leaf: Leaf, words: Words, span: tuple[int, int], sizes: Sequence[tuple[float, float]]
) -> None:
    first, last = span
    shift = made.length - first
    made.texts.append(words.text[first:last])
    made.length += last - first
    for run in words.runs:
        if run[0] == leaf.page and first <= run[5] and run[6] <= last:
            for _page, x, y, width, height, start, end in _turned(run, leaf, words.text, sizes):
                made.runs.append([number, x, y, width, height, start + shift, end + shift])
    if leaf.file:
        return  # quotes point into the document's own text, not into what was inserted
    for there, until, here in words.places:
        begin, finish = max(here, first), min(here + until - there, last)
        if begin < finish:
            made.places.append([there + begin - here, there + finish - here, begin + shift])


def _turned(run: Run, leaf: Leaf, text: str, sizes: Sequence[tuple[float, float]]) -> list[Run]:
    """The boxes of a run on a page that was turned clockwise: one for each word, because a box is only ever cut across."""
    if not leaf.turned or leaf.page > len(sizes):
        return [run]
    wide, high = sizes[leaf.page - 1]
    found: list[Run] = []
    page, x, y, width, height, start, end = run
    for first, last in _words_in(text, int(start), int(end)):
        letters = text[int(start) : int(end)]
        left = x + width * share_before(letters, first - int(start))
        right = x + width * share_before(letters, last - int(start))
        box = _turn((left, y, right, y + height), leaf.turned, wide, high)
        found.append([page, box[0], box[1], box[2] - box[0], box[3] - box[1], first, last])
    return found


def _words_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words between two places, each with the blank behind it."""
    found, begin = [], start
    for at in range(start, end):
        if text[at].isspace():
            found.append((begin, at + 1))
            begin = at + 1
    return [*found, (begin, end)] if begin < end else found


def _turn(box: tuple[float, float, float, float], degrees: int, wide: float, high: float) -> tuple[float, ...]:
    """Left, bottom, right, top of a box on a page of this size, after the page was turned clockwise."""
    left, bottom, right, top = box
    if degrees == 90:
        return bottom, wide - right, top, wide - left
    if degrees == 180:
        return wide - right, high - top, wide - left, high - bottom
    return high - top, left, high - bottom, right


def _joined(places: list[list[int]]) -> list[list[int]]:
    """Stretches that follow each other in both texts become one, so that a quote over the end of a page stays whole."""
    found: list[list[int]] = []
    for there, until, here in places:
        if found and found[-1][1] == there and found[-1][2] + found[-1][1] - found[-1][0] == here:
            found[-1][1] = until
        else:
            found.append([there, until, here])
    return found
