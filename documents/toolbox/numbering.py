"""Page numbers, Bates numbers, and text at the head and foot of pages."""

import itertools
from collections.abc import Sequence

import pypdfium2
from pikepdf import Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Box, frame_of, moved
from documents.toolbox.lettering import Line, draw_lines
from documents.toolbox.papers import open_paper, written
from documents.toolbox.placing import COLUMNS, Place, matrix_for, put_on
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_pages

MAX_DIGITS = 12
SMALLEST, LARGEST = 4.0, 72.0
MOST_LOOKED_AT = 300
TOO_WIDE = gettext_noop(
    "“%(text)s” is wider than page %(page)s between its margins. Shorten it, or choose smaller letters."
)
INTO_EACH_OTHER = gettext_noop(
    "The texts would run into each other on page %(page)s. Shorten them, or choose smaller letters."
)


def number(
    files: Sequence[bytes],
    *,
    text: str = "{n} / {total}",
    position: str = "bottom-center",
    start: int = 1,
    skip: int = 0,
    size: float = 9,
    margin: float = 24,
    colour: str = "000000",
    as_copy: bool = False,
) -> Work:
    """Numbers the pages after the first `skip`, beginning with `start`; in `text`, {n} is the number and {total} the last one."""
    paper = open_paper(files[0], as_copy=as_copy)
    count = len(paper.pdf.pages)
    _check(skip, count, size)
    if "{n}" not in text:
        raise ToolRefused(
            "bad_text", gettext_noop("The text needs {n} where the number goes, such as “Page {n} of {total}”.")
        )
    last = start + count - skip - 1
    words = {place: _filled(text, start + place - skip, last) for place in range(skip, count)}
    spots = _write(paper.pdf, [(place, line, position) for place, line in words.items()], size, margin, colour)
    paper.notes += _crowded(files[0], spots)
    done = told(f"{count - skip} pages numbered") + f", {start} to {last}"
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    facts = {"first": start, "last": last, "pages": count - skip}
    return Work((data,), (done,), tuple(paper.notes), facts, bool(paper.signed_sha256))


def bates(
    files: Sequence[bytes],
    *,
    prefix: str = "",
    suffix: str = "",
    digits: int = 6,
    start: int = 1,
    position: str = "bottom-right",
    skip: int = 0,
    size: float = 9,
    margin: float = 18,
    colour: str = "000000",
    as_copy: bool = False,
) -> Work:
    """Bates numbers: a running number of fixed length on every page of all files, file after file; `skip` pages of each are left out.

    The report's facts say the first and last number of each file, and the next one.
    """
    if not 1 <= digits <= MAX_DIGITS or start < 0:
        sentence = gettext_noop(
            "Bates numbers have 1 to %(most)s digits and start at 0 or above. Change one of the two."
        )
        raise ToolRefused("bad_digits", sentence, most=MAX_DIGITS)
    papers = [open_paper(content, as_copy=as_copy) for content in files]
    made, spans, running = [], [], start
    for content, paper in zip(files, papers, strict=True):
        count = len(paper.pdf.pages)
        _check(skip, count, size)
        lines = []
        for place in range(skip, count):
            if running >= 10**digits:
                sentence = gettext_noop(
                    "The number %(number)s has more digits than the %(digits)s that you chose. Choose more."
                )
                raise ToolRefused("bad_digits", sentence, number=running, digits=digits)
            lines.append((place, f"{prefix}{running:0{digits}d}{suffix}", position))
            running += 1
        spans.append([lines[0][1], lines[-1][1]])
        spots = _write(paper.pdf, lines, size, margin, colour, is_text=True)
        paper.notes += _crowded(content, spots)
        made.append(written(paper.pdf, signed_sha256=paper.signed_sha256))
    done = told(f"{running - start} pages numbered") + f", {spans[0][0]} to {spans[-1][1]}"
    notes = tuple(note for paper in papers for note in paper.notes)
    facts = {"spans": spans, "next": running}
    return Work(tuple(made), (done,), notes, facts, any(paper.signed_sha256 for paper in papers))


def head_and_foot(
    files: Sequence[bytes],
    *,
    header: Sequence[str] = (),
    footer: Sequence[str] = (),
    pages: str = "all",
    size: float = 9,
    margin: float = 24,
    colour: str = "000000",
    as_copy: bool = False,
) -> Work:
    """Text at the head and foot: up to three texts each for left, middle and right; {n} and {total} are the page and their number."""
    if len(header) > 3 or len(footer) > 3 or not any([*header, *footer]):
        sentence = gettext_noop("Give up to three texts (left, middle, right) for the header or the footer.")
        raise ToolRefused("bad_text", sentence)
    paper = open_paper(files[0], as_copy=as_copy)
    count = len(paper.pdf.pages)
    _check(0, count, size)
    chosen = sorted(set(select_pages(pages, count)))
    lines = [
        (place, _filled(text, place + 1, count), f"{row}-{column}")
        for place in chosen
        for row, texts in (("top", header), ("bottom", footer))
        for column, text in zip(COLUMNS, texts, strict=False)
        if text.strip()
    ]
    paper.notes += _crowded(files[0], _write(paper.pdf, lines, size, margin, colour))
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    done = told(f"{len(chosen)} pages got a header or footer")
    return Work((data,), (done,), tuple(paper.notes), {"pages": len(chosen)}, bool(paper.signed_sha256))


def _check(skip: int, count: int, size: float) -> None:
    if not 0 <= skip < count:
        sentence = gettext_noop("That leaves no page to number. Pages in the document: %(count)s. Leave out fewer.")
        raise ToolRefused("bad_skip", sentence, count=count)
    if not SMALLEST <= size <= LARGEST:
        sentence = gettext_noop("Choose a size between %(least)s and %(most)s points.")
        raise ToolRefused("bad_size", sentence, least=f"{SMALLEST:.0f}", most=f"{LARGEST:.0f}")


def _filled(text: str, number: int, total: int) -> str:
    return text.replace("{n}", str(number)).replace("{total}", str(total))


def _write(
    pdf: Pdf,
    lines: Sequence[tuple[int, str, str]],
    size: float,
    margin: float,
    colour: str,
    *,
    is_text: bool = False,
) -> list[tuple[int, Box]]:
    """Each (page, text, position) on its page; where each stands, in the page's own coordinates. Refuses what does not fit."""
    drawings, drawn = draw_lines([Line(text, size, colour) for _, text, _ in lines])
    forms = [pdf.copy_foreign(page.as_form_xobject()) for page in drawings.pages]
    spots: list[tuple[int, Box]] = []
    for (place, text, position), line in zip(lines, drawn, strict=True):
        page = pdf.pages[place]
        where = Place(position, margin)
        height = line.ascent + line.descent
        matrix = matrix_for(page, where, line.width, height, bottom=-line.descent)
        if line.width > frame_of(page).width - 2 * margin:
            raise ToolRefused("too_wide", TOO_WIDE, text=text[:60], page=place + 1)
        box = moved(Box(0, -line.descent, line.width, line.ascent), matrix)
        if any(other.meets(box) for number, other in spots if number == place):
            raise ToolRefused("too_wide", INTO_EACH_OTHER, page=place + 1)
        spots.append((place, box))
        put_on(page, forms[line.number], matrix, where, {}, is_text=is_text)
    return spots


def _crowded(data: bytes, spots: Sequence[tuple[int, Box]]) -> list[Saying]:
    """A note on the pages on which text stood already where something was written; the first pages are looked at."""
    document = pypdfium2.PdfDocument(data)
    found = []
    try:
        for place, group in itertools.groupby(spots[:MOST_LOOKED_AT], key=lambda spot: spot[0]):
            text = document[place].get_textpage()
            if any(text.get_text_bounded(b.left, b.bottom, b.right, b.top).strip() for _, b in group):
                found.append(place)
    finally:
        document.close()
    if not found:
        return []
    shown = ", ".join(str(place + 1) for place in found[:8])
    if len(found) > 8:
        sentence = gettext_noop("text stood there already, look at it: page %(pages)s and %(more)s more")
        return [Saying.of(sentence, pages=shown, more=len(found) - 8)]
    return [Saying.of(gettext_noop("text stood there already, look at it: page %(pages)s"), pages=shown)]
