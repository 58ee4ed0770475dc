"""Redact for real: what stood under the areas is removed from the file, then the result is read and looked at to prove it."""

import contextlib
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from documents.sayings import Saying, gettext_noop
from documents.toolbox.cleaning import forget_everything
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Box
from documents.toolbox.papers import rectangle, written
from documents.toolbox.pruning import drop_tags
from documents.toolbox.redaction.editing import Editor, Removed
from documents.toolbox.redaction.finding import (
    matches,
    read_letters,
    text_in,
)
from documents.toolbox.redaction.glyphs import Unsafe
from documents.toolbox.redaction.pixels import blank_picture, rasterise
from documents.toolbox.redaction.planning import Areas, all_letters, plan
from documents.toolbox.results import Work, told
from flowmono.common.limited import progress

LOOK_SCALE = 2.0
NEARLY_BLACK = 60
HIDDEN = "█████"


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
    found = plan(
        files[0],
        areas=areas,
        words=words,
        expressions=expressions,
        whole_words=whole_words,
        pages=pages,
        as_copy=as_copy,
    )
    paper, pdf, wanted, phrases = found.paper, found.paper.pdf, found.wanted, found.phrases
    shown = found.areas_as_shown()
    task = _Redaction(pdf, found.source, wanted)
    task.edit()
    left_behind = forget_everything(pdf)
    if drop_tags(pdf):
        left_behind.append(Saying.of(gettext_noop("tags for screen readers, which may repeat the words")))
    hidden = _hide_phrases(pdf, phrases)
    data = _proven(task, found.patterns, found.chosen, paper.signed_sha256)
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
        numbers = ", ".join(str(number + 1) for number in sorted(task.pictured))
        sentence = gettext_noop("made a picture, because it could not be edited with certainty: page %(pages)s")
        done.append(Saying.of(sentence, pages=numbers))
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
        "areas": shown,
        "scanned_pages": found.scanned,
        "unread_pages": found.unread,
        "still_elsewhere": _count_elsewhere(data, phrases),
    }
    return Work((data,), tuple(done), (*paper.notes, *left_behind), facts, bool(paper.signed_sha256))


class _Redaction:
    """The edit of one document, page by page, and which pages had to become pictures and why."""

    def __init__(self, pdf: Pdf, source: bytes, wanted: dict[int, Areas]) -> None:
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

    def _edit_page(self, number: int, spot: Areas) -> None:
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
            task.wanted.setdefault(number, Areas())
            task.picture(number, "something was still readable after the edit")
    sentence = gettext_noop(
        "It is not certain that everything is gone, so nothing was made. Print the pages to pictures and redact those."
    )
    raise ToolRefused("not_certain", sentence)


def _left_over(data: bytes, wanted: dict[int, Areas], patterns: Sequence[Any], chosen: Sequence[int]) -> list[int]:
    """The pages on which text is found under an area, a pattern matches, or an area is not black."""
    document = pypdfium2.PdfDocument(data)
    suspects = []
    try:
        for number in sorted({*wanted, *(chosen if patterns else ())}):
            own = read_letters(document[number])
            spot = wanted.get(number, Areas())
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
        for own in all_letters(data):
            text = " ".join(own.text.split()).casefold()
            count += sum(text.count(phrase.casefold()) for phrase in phrases)
    return count
