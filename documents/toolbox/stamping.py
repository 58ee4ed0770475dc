"""Stamps and watermarks: a text or a picture on the pages chosen."""

import math
from collections.abc import Sequence

from pikepdf import Pdf

from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import frame_of, times
from documents.toolbox.lettering import Line, draw_lines
from documents.toolbox.papers import Paper, open_paper, written
from documents.toolbox.pictures import read_picture
from documents.toolbox.placing import Place, matrix_for, opacity_states, put_on
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_pages

# How much of the page's diagonal a watermark's words take.
WATERMARK_SHARE = 0.62
MAX_SIZE = 400.0


def stamp(
    files: Sequence[bytes],
    *,
    text: str = "",
    position: str = "top-right",
    size: float = 18,
    colour: str = "b00020",
    degrees: float = 0,
    opacity: float = 1,
    margin: float = 28,
    pages: str = "all",
    as_copy: bool = False,
) -> Work:
    """Puts a line of text, or the picture that is the second file, on pages; `size` is the text's in points or the picture's height.

    position: "top-left" to "bottom-right", as the page is shown; degrees turn to the left.
    """
    place = Place(position, margin, degrees, opacity)
    return _put(files, text, place, size, colour, pages, as_copy, "stamped")


def watermark(
    files: Sequence[bytes],
    *,
    text: str = "",
    colour: str = "808080",
    opacity: float = 0.2,
    behind: bool = False,
    pages: str = "all",
    as_copy: bool = False,
) -> Work:
    """A large pale text from corner to corner, or the picture that is the second file in the middle, above or `behind` what is there."""
    place = Place("middle-center", 0, 0, opacity, behind)
    return _put(files, text, place, 0, colour, pages, as_copy, "watermarked")


def _put(
    files: Sequence[bytes], text: str, place: Place, size: float, colour: str, pages: str, as_copy: bool, verb: str
) -> Work:
    if bool(text.strip()) == (len(files) == 2):
        sentence = gettext_noop("Give a text, or a picture as the second file: one of the two.")
        raise ToolRefused("text_or_picture", sentence)
    if not 0 <= size <= MAX_SIZE:
        sentence = gettext_noop("Choose a size of at most %(most)s points.")
        raise ToolRefused("bad_size", sentence, most=f"{MAX_SIZE:.0f}")
    paper = open_paper(files[0], as_copy=as_copy)
    chosen = sorted(set(select_pages(pages, len(paper.pdf.pages))))
    if len(files) == 2:
        _put_picture(paper.pdf, files[1], chosen, place, size)
    else:
        _put_text(paper.pdf, text.strip(), chosen, place, size, colour)
    done = told(f"{len(chosen)} pages {verb}") + (f": {text.strip()}" if text.strip() else "")
    return _worked(paper, done, len(chosen))


def _worked(paper: Paper, done: str, count: int) -> Work:
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    return Work((data,), (done,), tuple(paper.notes), {"pages": count}, bool(paper.signed_sha256))


def _put_text(pdf: Pdf, text: str, chosen: Sequence[int], place: Place, size: float, colour: str) -> None:
    """size 0: as large as fits the page from corner to corner."""
    drawings, (drawn,) = draw_lines([Line(text, size or 100, colour, bold=not size)])
    form = pdf.copy_foreign(drawings.pages[0].as_form_xobject())
    states = opacity_states(pdf, place.opacity)
    height = drawn.ascent + drawn.descent
    for number in chosen:
        page = pdf.pages[number]
        if size:
            matrix = matrix_for(page, place, drawn.width, height, bottom=-drawn.descent)
            put_on(page, form, matrix, place, states)
            continue
        frame = frame_of(page)
        diagonal = math.hypot(frame.width, frame.height)
        scale = min(diagonal * WATERMARK_SHARE / drawn.width, frame.height * 0.35 / height)
        turned = Place(
            place.position, 0, math.degrees(math.atan2(frame.height, frame.width)), place.opacity, place.behind
        )
        matrix = matrix_for(page, turned, drawn.width * scale, height * scale, bottom=-drawn.descent * scale)
        put_on(page, form, times((scale, 0, 0, scale, 0, 0), matrix), turned, states)


def _put_picture(pdf: Pdf, content: bytes, chosen: Sequence[int], place: Place, size: float) -> None:
    """size 0: half as wide as the page."""
    image, width, height = read_picture(pdf, content)
    states = opacity_states(pdf, place.opacity)
    for number in chosen:
        page = pdf.pages[number]
        frame = frame_of(page)
        tall = size or min(frame.width * 0.5 * height / width, frame.height * 0.5)
        wide = tall * width / height
        matrix = matrix_for(page, place, wide, tall)
        put_on(page, image, times((wide, 0, 0, tall, 0, 0), matrix), place, states)
