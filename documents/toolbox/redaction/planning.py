"""What a redaction would take away: where the words stand, which areas that makes, and what lies under each of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pikepdf import Pdf

from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.flattening import flatten_all
from documents.toolbox.frames import IDENTITY, Box, frame_of, inverse, moved
from documents.toolbox.papers import Paper, open_paper, written
from documents.toolbox.redaction.finding import (
    MAX_FOUND,
    Letters,
    areas_of,
    matches,
    patterns_for,
    read_letters,
    text_in,
    text_under,
)
from documents.toolbox.redaction.scans import grown
from documents.toolbox.selecting import NO_SUCH_PAGE, select_pages

MAX_AREAS = 5_000
SHORTEST_PHRASE = 3
MOST_SHOWN = 300


@dataclass
class Areas:
    """What goes from one page: `cut` decides which glyphs go, `shown` is painted black; `guessed` lies over a scan and is still to grow."""

    cut: list[Box] = field(default_factory=list)
    shown: list[Box] = field(default_factory=list)
    guessed: list[Box] = field(default_factory=list)


@dataclass
class Plan:
    """A paper whose fields and notes are part of its pages, and what shall go from it. `source`: its bytes before anything went."""

    paper: Paper
    source: bytes
    letters: list[Letters]
    chosen: list[int]
    patterns: Sequence[Any]
    wanted: dict[int, Areas]
    phrases: set[str]

    @property
    def scanned(self) -> list[int]:
        """The pages, from 1, on which words are found only where they were read right."""
        return [number + 1 for number in sorted(set(self.chosen)) if self.letters[number].over_scan]

    @property
    def unread(self) -> list[int]:
        """The pages, from 1, that are pictures without text."""
        return [number + 1 for number in sorted(set(self.chosen)) if self.letters[number].is_picture]

    def areas_as_shown(self) -> list[list[float]]:
        """What is painted black: [page from 1, left, bottom, width, height] on the page as it is shown."""
        found = []
        for number, spot in sorted(self.wanted.items()):
            to_shown = inverse(frame_of(self.paper.pdf.pages[number]).to_page) or IDENTITY
            for box in (moved(area, to_shown) for area in spot.shown):
                sides = (box.left, box.bottom, box.width, box.height)
                found.append([number + 1, *(round(side, 2) for side in sides)])
        return found

    def words_under(self) -> list[str]:
        """What can be read under each of these areas, in their order; "" where nothing can."""
        return [
            text_under(self.letters[number], [area])[:MOST_SHOWN]
            for number, spot in sorted(self.wanted.items())
            for area in spot.cut
        ]


def plan(
    data: bytes,
    *,
    areas: Sequence[Sequence[float]] = (),
    words: Sequence[str] = (),
    expressions: Sequence[str] = (),
    whole_words: bool = False,
    pages: str = "all",
    as_copy: bool = False,
) -> Plan:
    """What goes from the file in `data`; the options are those of `redacting.redact`. Refused when that is nothing."""
    paper = open_paper(data, as_copy=as_copy)
    pdf = paper.pdf
    flatten_all(pdf)
    # A picture that another page merely lists, but never draws, would stay in the file.
    pdf.remove_unreferenced_resources()
    source = written(pdf)
    letters = all_letters(source)
    chosen = select_pages(pages, len(pdf.pages))
    patterns = patterns_for(words, expressions, whole_words=whole_words)
    wanted, phrases = _found(letters, patterns, chosen)
    _add_areas(pdf, wanted, areas)
    if not wanted:
        sentence = gettext_noop("Nothing was found to redact. Check the words, or mark areas on the pages.")
        if any(letters[number].is_picture for number in chosen):
            sentence = gettext_noop(
                "Nothing was found to redact. Some pages are pictures without text: read the scan first, or mark areas on them."
            )
        raise ToolRefused("nothing_found", sentence)
    for number, spot in wanted.items():
        phrases |= {line for line in text_in(letters[number], spot.cut).split("  ") if line}
    phrases = {phrase for phrase in phrases if len(phrase.strip()) >= SHORTEST_PHRASE}
    _grow(source, wanted)
    return Plan(paper, source, letters, chosen, patterns, wanted, phrases)


def all_letters(data: bytes) -> list[Letters]:
    """The characters of every page, and where they stand."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [read_letters(page) for page in document]
    finally:
        document.close()


def _found(
    letters: Sequence[Letters], patterns: Sequence[Any], chosen: Sequence[int]
) -> tuple[dict[int, Areas], set[str]]:
    """Where the patterns match, by page, and the very texts that matched."""
    wanted: dict[int, Areas] = {}
    phrases: set[str] = set()
    found = 0
    for number in dict.fromkeys(chosen):
        own = letters[number]
        for start, end in matches(patterns, own.text):
            boxes = areas_of(own, start, end)
            found += len(boxes)
            if found > MAX_FOUND:
                sentence = gettext_noop("More than %(most)s places were found. Use narrower words.")
                raise ToolRefused("too_many_found", sentence, most=MAX_FOUND)
            phrases.add(" ".join(own.text[start:end].split()))
            if not boxes:
                continue
            spot = wanted.setdefault(number, Areas())
            if not own.over_scan.isdisjoint(range(start, end)):
                spot.guessed += boxes
                continue
            for box in boxes:
                slim = min(0.15, box.width / 4)
                spot.cut.append(Box(box.left + slim, box.bottom, box.right - slim, box.top))
                spot.shown.append(Box(box.left - 0.5, box.bottom - 1, box.right + 0.5, box.top + 1))
    return wanted, phrases


def _grow(source: bytes, wanted: dict[int, Areas]) -> None:
    """Words over a scan go with all the ink around them."""
    document = pypdfium2.PdfDocument(source)
    try:
        for number, spot in wanted.items():
            boxes = grown(document[number], spot.guessed) if spot.guessed else []
            spot.cut += boxes
            spot.shown += boxes
    finally:
        document.close()


def _add_areas(pdf: Pdf, wanted: dict[int, Areas], areas: Sequence[Sequence[float]]) -> None:
    if len(areas) > MAX_AREAS:
        sentence = gettext_noop("%(count)s areas were marked; at most %(most)s are taken. Mark fewer.")
        raise ToolRefused("too_many_areas", sentence, count=len(areas), most=MAX_AREAS)
    for area in areas:
        try:
            page, left, bottom, width, height = (float(figure) for figure in area)
        except (TypeError, ValueError):
            raise ToolRefused(
                "bad_area", gettext_noop("Write an area as [page, left, bottom, width, height].")
            ) from None
        if not (1 <= page <= len(pdf.pages) and page == int(page)):
            raise ToolRefused("bad_area", NO_SUCH_PAGE, page=f"{page:g}", last=len(pdf.pages))
        if not all(map(math.isfinite, (left, bottom, width, height))):
            raise ToolRefused("bad_area", gettext_noop("Write an area as [page, left, bottom, width, height]."))
        if not (width > 0 and height > 0):
            raise ToolRefused("bad_area", gettext_noop("An area needs a width and a height in points."))
        number = int(page) - 1
        box = moved(Box(left, bottom, left + width, bottom + height), frame_of(pdf.pages[number]).to_page)
        spot = wanted.setdefault(number, Areas())
        spot.cut.append(box)
        spot.shown.append(box)
