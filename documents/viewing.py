"""A document laid out for components/document.html: its pages, and on each the places that are lit.

Places come from the text layer: every run of characters has a box, so a quote's boxes follow from its offsets alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.letters import share_before
from documents.pages import Frame


@dataclass(frozen=True)
class Span:
    """Characters [start, end) of the reading text that shall be lit.

    anchor: the id that the lit place gets, so that "#anchor" leads to it. back: where it leads back to, "#item-1".
    """

    anchor: str
    start: int
    end: int
    label: str = ""
    back: str = ""


@dataclass(frozen=True)
class Rectangle:
    """A box on a page, from its top left corner, in points."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Lit:
    """A lit place on one page. `anchor` is empty on the second page of a quote that runs over."""

    anchor: str
    of: str
    label: str
    back: str
    boxes: tuple[Rectangle, ...]


@dataclass(frozen=True)
class Sheet:
    """One page: its size in points, the address of its picture, what is lit, and other things drawn over it (`places`)."""

    number: int
    width: float
    height: float
    picture: str
    lit: tuple[Lit, ...] = ()
    places: tuple[Any, ...] = field(default=())


def boxes_of(
    runs: Iterable[Sequence[float]], start: int, end: int, text: str = ""
) -> Iterator[tuple[int, float, float, float, float]]:
    """(page, x, bottom, width, height) of each line of the characters [start, end).

    runs: [page, x, bottom, width, height, start, end] of the text layer. A run of which only a part is wanted is cut
    where its letters end, as wide as letters of `text` are; without a text in proportion to their number. Runs that follow each other on a line become one box.
    """
    line: list[float] | None = None
    for page, x, bottom, width, height, first, last in runs:
        here_from, here_to = max(first, start), min(last, end)
        if here_from >= here_to:
            continue
        left = x + width * _share(text, first, last, here_from)
        right = x + width * _share(text, first, last, here_to)
        if line is not None and line[0] == page and _follows(line, left, bottom, height):
            top = max(line[2] + line[4], bottom + height)
            low = min(line[2], bottom)
            line = [page, line[1], low, right - line[1], top - low]
            continue
        if line is not None:
            yield _box(line)
        line = [page, left, bottom, right - left, height]
    if line is not None:
        yield _box(line)


def _share(text: str, first: float, last: float, at: float) -> float:
    """How much of the run [first, last) lies before a character."""
    if at in (first, last) or not text:
        return (at - first) / (last - first)
    return share_before(text[int(first) : int(last)], int(at - first))


def _follows(line: Sequence[float], left: float, bottom: float, height: float) -> bool:
    """True when the box stands on the same line, to the right, and no further away than a wide space: no column between."""
    overlap = min(line[2] + line[4], bottom + height) - max(line[2], bottom)
    gap = left - (line[1] + line[3])
    return overlap > 0.5 * min(line[4], height) and -1 <= gap <= 1.2 * height


def _box(line: Sequence[float]) -> tuple[int, float, float, float, float]:
    return int(line[0]), line[1], line[2], line[3], line[4]


def sheets_of(
    frames: Sequence[Frame],
    *,
    picture: Callable[[int], str],
    runs: Sequence[Sequence[float]] = (),
    text: str = "",
    spans: Iterable[Span] = (),
    places: Callable[[int, Frame], Iterable[Any]] = lambda number, frame: (),
) -> list[Sheet]:
    """The pages with what is lit on them; `text` is what the runs and spans count in. Spans that have no box (outside the text, on no page) are left out."""
    lit: dict[int, list[Lit]] = {}
    for span in spans:
        by_page: dict[int, list[Rectangle]] = {}
        for page, x, bottom, width, height in boxes_of(runs, span.start, span.end, text):
            if 1 <= page <= len(frames):
                frame = frames[page - 1]
                top = frame.height - (bottom - frame.bottom) - height
                by_page.setdefault(page, []).append(Rectangle(x - frame.left, top, width, height))
        for position, page in enumerate(sorted(by_page)):
            anchor = "" if position else span.anchor
            lit.setdefault(page, []).append(Lit(anchor, span.anchor, span.label, span.back, tuple(by_page[page])))
    return [
        Sheet(
            number=number,
            width=frame.width,
            height=frame.height,
            picture=picture(number),
            lit=tuple(lit.get(number, ())),
            places=tuple(places(number, frame)),
        )
        for number, frame in enumerate(frames, start=1)
    ]
