"""Redact for real: what stood under the areas is removed from the file, then the result is read and looked at to prove it."""

import contextlib
import functools
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from documents.sayings import Saying, gettext_noop
from documents.toolbox.cleaning import forget_everything
from documents.toolbox.errors import ToolRefused
from documents.toolbox.flattening import flatten_all
from documents.toolbox.frames import Box, frame_of, moved
from documents.toolbox.papers import open_paper, rectangle, written
from documents.toolbox.pruning import drop_tags
from documents.toolbox.redaction.editing import Editor, Removed
from documents.toolbox.redaction.finding import (
    MAX_FOUND,
    Letters,
    areas_of,
    matches,
    patterns_for,
    read_letters,
    text_in,
)
from documents.toolbox.redaction.glyphs import Unsafe
from documents.toolbox.redaction.pixels import blank_picture, rasterise
from documents.toolbox.redaction.scans import grown
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import NO_SUCH_PAGE, select_pages
from flowmono.common.limited import progress

MAX_AREAS = 5_000
SHORTEST_PHRASE = 3
LOOK_SCALE = 2.0
NEARLY_BLACK = 60
HIDDEN = "█████"


@dataclass
class _Areas:
    """What goes from one page: `cut` decides which glyphs go, `shown` is painted black; `guessed` lies over a scan and is still to grow."""

    cut: list[Box] = field(default_factory=list)
    shown: list[Box] = field(default_factory=list)
    guessed: list[Box] = field(default_factory=list)


def redact(
    files: Sequence[bytes],
    *,
    areas: Sequence[Sequence[float]] = (),
    words: Sequence[str] = (),
    expressions: Sequence[str] = (),
    whole_words: bool = False,
    pages: str = "all",
    as_copy: bool = False,
) -> Work:
    """Removes what stands in the areas and wherever the words or regular expressions are found on the pages.

    areas: [page from 1, left, bottom, width, height] in points from the lower left corner of the page as it is shown. Glyphs, pixels
    and lines are taken out of the file; form fields and notes become part of the page first; links under the areas, metadata,
    attachments, scripts, tags, and bookmarks that repeat the words go too. A page that cannot be edited with certainty becomes a
    picture. The result is read again and looked at: when anything is left, there is no result.
    """
    paper = open_paper(files[0], as_copy=as_copy)
    pdf = paper.pdf
    flatten_all(pdf)
    # A picture that another page merely lists, but never draws, would stay in the file.
    pdf.remove_unreferenced_resources()
    source = written(pdf)
    letters = _all_letters(source)
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
    task = _Redaction(pdf, source, wanted)
    task.edit()
    left_behind = forget_everything(pdf)
    if drop_tags(pdf):
        left_behind.append(Saying.of(gettext_noop("tags for screen readers, which may repeat the words")))
    hidden = _hide_phrases(pdf, phrases)
    data = _proven(task, patterns, chosen, paper.signed_sha256)
    done: list[str | Saying] = [
        told(f"{sum(len(spot.shown) for spot in wanted.values())} areas redacted on {len(wanted)} pages")
    ]
    glyphs, pictures = task.removed.glyphs, task.removed.pictures
    done.append(
        Saying.of(
            gettext_noop("%(glyphs)s, %(pictures)s"),
            glyphs=Saying.counted(glyphs, gettext_noop("%(n)s glyph removed"), gettext_noop("%(n)s glyphs removed")),
            pictures=Saying.counted(
                pictures, gettext_noop("%(n)s picture blanked"), gettext_noop("%(n)s pictures blanked")
            ),
        )
    )
    if task.pictured:
        shown = ", ".join(str(number + 1) for number in sorted(task.pictured))
        sentence = gettext_noop("made a picture, because it could not be edited with certainty: page %(pages)s")
        done.append(Saying.of(sentence, pages=shown))
    if hidden:
        done.append(
            Saying.counted(
                hidden,
                gettext_noop("%(n)s bookmark or other name repeated the words and was masked"),
                gettext_noop("%(n)s bookmarks or other names repeated the words and were masked"),
            )
        )
    done.append(Saying.of(gettext_noop("read again and looked at: nothing is left under the areas")))
    facts = {
        "pages": sorted(number + 1 for number in wanted),
        "glyphs": task.removed.glyphs,
        "pictures": task.removed.pictures,
        "pictured_pages": {str(number + 1): why for number, why in sorted(task.pictured.items())},
        "areas": [
            [number + 1, *(round(side, 2) for side in (box.left, box.bottom, box.width, box.height))]
            for number, spot in sorted(wanted.items())
            for box in spot.shown
        ],
        "scanned_pages": [number + 1 for number in sorted(set(chosen)) if letters[number].over_scan],
        "unread_pages": [number + 1 for number in sorted(set(chosen)) if letters[number].is_picture],
        "still_elsewhere": _count_elsewhere(data, phrases),
    }
    return Work((data,), tuple(done), (*paper.notes, *left_behind), facts, bool(paper.signed_sha256))


def _all_letters(data: bytes) -> list[Letters]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [read_letters(page) for page in document]
    finally:
        document.close()


def _found(
    letters: Sequence[Letters], patterns: Sequence[Any], chosen: Sequence[int]
) -> tuple[dict[int, _Areas], set[str]]:
    """Where the patterns match, by page, and the very texts that matched."""
    wanted: dict[int, _Areas] = {}
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
            spot = wanted.setdefault(number, _Areas())
            if not own.over_scan.isdisjoint(range(start, end)):
                spot.guessed += boxes
                continue
            for box in boxes:
                slim = min(0.15, box.width / 4)
                spot.cut.append(Box(box.left + slim, box.bottom, box.right - slim, box.top))
                spot.shown.append(Box(box.left - 0.5, box.bottom - 1, box.right + 0.5, box.top + 1))
    return wanted, phrases


def _grow(source: bytes, wanted: dict[int, _Areas]) -> None:
    """Words over a scan go with all the ink around them."""
    document = pypdfium2.PdfDocument(source)
    try:
        for number, spot in wanted.items():
            boxes = grown(document[number], spot.guessed) if spot.guessed else []
            spot.cut += boxes
            spot.shown += boxes
    finally:
        document.close()


def _add_areas(pdf: Pdf, wanted: dict[int, _Areas], areas: Sequence[Sequence[float]]) -> None:
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
            raise ToolRefused("bad_pages", NO_SUCH_PAGE, page=f"{page:g}", last=len(pdf.pages))
        if not (width > 0 and height > 0):
            raise ToolRefused("bad_area", gettext_noop("An area needs a width and a height in points."))
        number = int(page) - 1
        box = moved(Box(left, bottom, left + width, bottom + height), frame_of(pdf.pages[number]).to_page)
        spot = wanted.setdefault(number, _Areas())
        spot.cut.append(box)
        spot.shown.append(box)


class _Redaction:
    """The edit of one document, page by page, and which pages had to become pictures and why."""

    def __init__(self, pdf: Pdf, source: bytes, wanted: dict[int, _Areas]) -> None:
        self.pdf, self.source, self.wanted = pdf, source, wanted
        self.pictured: dict[int, str] = {}
        self.removed = Removed()

    def edit(self) -> None:
        for done, (number, spot) in enumerate(sorted(self.wanted.items()), 1):
            try:
                self._edit_page(number, spot)
            except (Unsafe, pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
                self.picture(number, str(error) if isinstance(error, Unsafe) else "its content is not as it should be")
            progress.tell(done, len(self.wanted) + 1)

    def _edit_page(self, number: int, spot: _Areas) -> None:
        page = self.pdf.pages[number]
        editor = Editor(self.pdf, spot.cut, functools.partial(blank_picture, self.pdf))
        editor.edit_page(page)
        self.removed.glyphs += editor.removed.glyphs
        self.removed.pictures += editor.removed.pictures
        self.removed.paths += editor.removed.paths
        _drop_annotations(page, spot.shown)
        boxes = " ".join(f"{b.left:.3f} {b.bottom:.3f} {b.width:.3f} {b.height:.3f} re" for b in spot.shown)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(f"\nQ q 0 g {boxes} f Q\n".encode())

    def picture(self, number: int, why: str) -> None:
        rasterise(self.pdf, number, self.source, self.wanted[number].shown)
        self.pictured[number] = why


def _drop_annotations(page: pikepdf.Page, areas: Sequence[Box]) -> None:
    kept = []
    for annotation in page.obj.get(Name.Annots, []):
        sides = rectangle(annotation.Rect) if Name.Rect in annotation else None
        if annotation.get(Name.Subtype) != Name.Link or sides is None:
            continue
        box = Box(float(sides.llx), float(sides.lly), float(sides.urx), float(sides.ury))
        if not any(area.meets(box) for area in areas):
            kept.append(annotation)
    page.obj.Annots = Array(kept)


def _hide_phrases(pdf: Pdf, phrases: set[str]) -> int:
    """Masks the phrases in every text string of the file: bookmarks, addresses of links, names of layers and destinations."""
    wanted = [phrase.casefold() for phrase in phrases]
    hidden = 0
    if wanted:
        for thing in pdf.objects:
            hidden += _hide_in(thing, wanted, 0)
    return hidden


def _hide_in(thing: Any, wanted: Sequence[str], depth: int) -> int:
    if depth > 30:
        return 0
    hidden = 0
    for key, value in list(_entries(thing)):
        if isinstance(value, String):
            text = " ".join(str(value).split()).casefold()
            if any(phrase in text for phrase in wanted):
                thing[key] = String(HIDDEN)
                hidden += 1
        elif isinstance(value, (Dictionary, Array)) and not value.is_indirect:
            hidden += _hide_in(value, wanted, depth + 1)
    return hidden


def _entries(thing: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(thing, (Dictionary, Stream)):
        yield from thing.items()
    elif isinstance(thing, Array):
        yield from enumerate(thing)


def _proven(task: _Redaction, patterns: Sequence[Any], chosen: Sequence[int], signed_sha256: str) -> bytes:
    """The written file, once nothing is left in it; pages where something is left become pictures first."""
    for _ in range(2):
        data = written(task.pdf, signed_sha256=signed_sha256)
        suspects = _left_over(data, task.wanted, patterns, chosen)
        if not suspects:
            return data
        for number in suspects:
            if number in task.pictured:
                break
            task.wanted.setdefault(number, _Areas())
            task.picture(number, "something was still readable after the edit")
    sentence = gettext_noop(
        "It is not certain that everything is gone, so nothing was made. Print the pages to pictures and redact those."
    )
    raise ToolRefused("not_certain", sentence)


def _left_over(data: bytes, wanted: dict[int, _Areas], patterns: Sequence[Any], chosen: Sequence[int]) -> list[int]:
    """The pages on which text is found under an area, a pattern matches, or an area is not black."""
    document = pypdfium2.PdfDocument(data)
    suspects = []
    try:
        for number in sorted({*wanted, *(chosen if patterns else ())}):
            own = read_letters(document[number])
            spot = wanted.get(number, _Areas())
            is_left = bool(text_in(own, spot.cut).strip())
            if number in chosen:
                is_left |= next(matches(patterns, own.text), None) is not None
            if is_left or not _is_black(document[number], spot.shown):
                suspects.append(number)
    finally:
        document.close()
    return suspects


def _is_black(page: pypdfium2.PdfPage, areas: Sequence[Box]) -> bool:
    """Whether every pixel inside the areas is black as shown."""
    if not areas:
        return True
    bitmap = page.render(scale=LOOK_SCALE, grayscale=True)
    pixels = bitmap.to_pil()
    corners = page.get_cropbox()
    turned = page.get_rotation()
    for area in areas:
        box = _on_screen(area, corners, turned, pixels.size)
        if box is not None and pixels.crop(box).getextrema()[1] > NEARLY_BLACK:
            return False
    return True


def _on_screen(
    area: Box, corners: tuple[float, float, float, float], turned: int, size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """The pixels that lie wholly inside an area of a rendered page; None when there are none."""
    left, bottom, right, top = corners
    spots = []
    for x, y in itertools.product((area.left, area.right), (area.bottom, area.top)):
        across, up = x - left, y - bottom
        if turned == 90:
            across, up = up, right - x
        elif turned == 180:
            across, up = right - x, top - y
        elif turned == 270:
            across, up = top - y, across
        spots.append((across * LOOK_SCALE, size[1] - up * LOOK_SCALE))
    box = (
        max(0, int(min(x for x, _ in spots)) + 2),
        max(0, int(min(y for _, y in spots)) + 2),
        min(size[0], int(max(x for x, _ in spots)) - 1),
        min(size[1], int(max(y for _, y in spots)) - 1),
    )
    return box if box[2] > box[0] and box[3] > box[1] else None


def _count_elsewhere(data: bytes, phrases: set[str]) -> int:
    """How often the words that were removed still stand on pages, outside the areas."""
    count = 0
    with contextlib.suppress(pypdfium2.PdfiumError):
        for own in _all_letters(data):
            text = " ".join(own.text.split()).casefold()
            count += sum(text.count(phrase.casefold()) for phrase in phrases)
    return count
