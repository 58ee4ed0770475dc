"""From the bytes of a .docx to a Conversion: the steps in order, each in its own module."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import uharfbuzz as hb

from documents.converter import limits
from documents.converter.embedded import own_fonts
from documents.converter.errors import ConversionRefused
from documents.converter.fonts import INSTALL_MORE, FontBook, why_substituted
from documents.converter.images import PdfImage, pdf_image
from documents.converter.layout import LaidPage, lay_out
from documents.converter.layout.drawing import GlyphRun
from documents.converter.package import Package, open_package
from documents.converter.pdf import About, structure_of, write_pdf
from documents.converter.reader import read_document
from documents.converter.reading import Extent, read_text
from documents.converter.revisions import Finding, find_all, settle, stories
from documents.converter.witness import Account, account
from documents.sayings import gettext_noop

ENGINE = "flowmono-layout"
ENGINE_VERSION = "1.0"
MAX_MISSING_SHOWN = 20
ONE_OPEN_CHANGE = gettext_noop(
    "This draft holds an open tracked change by %(who)s: accept or reject it, here or in Word."
)
OPEN_CHANGES = gettext_noop(
    "This draft holds %(count)s open tracked changes by %(who)s: accept or reject them, here or in Word."
)
NOT_COUNTED = "this document is too large for its words to be counted a second time: compare the PDF with the draft"
# Letters of a font that the author made can look like other letters: a signer should know.
BROUGHT = "the font {family} comes with the document: its letters look as its author made them"


class TrackedChanges(StrEnum):
    """What becomes of tracked changes: REFUSE converts only documents without any."""

    REFUSE = "refuse"
    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True)
class PageText:
    """A page and its characters [start, end) in the reading text. Spans of following pages touch; an empty page has an empty one."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class TextRun:
    """Characters [start, end) of the reading text and their box on a page: points, origin at the bottom left."""

    page: int
    x: float
    y: float
    width: float
    height: float
    start: int
    end: int


@dataclass(frozen=True)
class Notice:
    """Something that a person should know of the PDF: a sentence, the page where it is first so, and the words that stand there."""

    sentence: str
    page: int | None = None
    near: str = ""


@dataclass(frozen=True)
class Conversion:
    """A converted document and all that should be told about it."""

    pdf: bytes
    text: str
    pages: tuple[PageText, ...]
    runs: tuple[TextRun, ...]
    findings: tuple[Finding, ...]
    fonts_wanted: tuple[str, ...]
    fonts_substituted: tuple[tuple[str, str], ...]
    words: int
    engine: str
    engine_version: str
    warnings: tuple[str, ...]
    # The warnings with their places, and why each font was substituted.
    notices: tuple[Notice, ...] = ()
    fonts_why: tuple[tuple[str, str], ...] = ()
    shaper: str = ""
    # What the second reading found, where one was asked for.
    account: Account | None = None


def inspect(data: bytes) -> tuple[Finding, ...]:
    """The open tracked changes and comments of a .docx. Raises ConversionRefused for a file that is none."""
    return find_all(open_package(data))


def convert(data: bytes, *, tracked: TrackedChanges = TrackedChanges.ACCEPT, read_back: bool = False) -> Conversion:
    """The .docx in `data` as a PDF with its text and where each part of it stands. `read_back`: its words are counted again,
    in the source and in the finished PDF, by other means (documents.converter.witness).

    Pure: the same bytes give the same result; nothing outside the file and this machine's fonts is read. Raises
    ConversionRefused, whose message tells the uploader what to do.
    """
    package = open_package(data)
    findings = find_all(package)
    changes = [finding for finding in findings if finding.kind != "comment"]
    if tracked is TrackedChanges.REFUSE and changes:
        who = ", ".join(sorted({finding.author or "somebody" for finding in changes}))
        words = ONE_OPEN_CHANGE if len(changes) == 1 else OPEN_CHANGES
        raise ConversionRefused("tracked_changes", words, count=len(changes), who=who)
    for name in stories(package):
        root = package.tree(name)
        if root is not None:
            settle(root, accept=tracked is not TrackedChanges.REJECT)
    document = read_document(package)
    own = own_fonts(package)
    package.let_go()
    reading = read_text(document)
    fonts = FontBook(own=own.faces)
    pages = lay_out(document, reading.extents, fonts)
    pictures: list[str] = []
    structure = structure_of(document, reading)
    title = document.title or _first_line(reading.text)
    about = About.of(title, document.author, document.subject, document.keywords, document.language)
    pdf = write_pdf(pages, structure, functools.partial(_picture, package, pictures), about)
    runs = tuple(_runs(pages))
    told = [
        *((sentence, _offset_of(document.noted.get(sentence), reading.extents)) for sentence in document.warnings),
        *((sentence, None) for sentence in pictures),
        *((sentence, None) for sentence in own.refused),
        *((BROUGHT.format(family=family), None) for family in sorted(fonts.own_used)),
        *_dead_links(structure.dead_links),
        *_unshown(fonts, reading.text),
        *((sentence, None) for sentence in _unseen(runs, pages, reading.text)),
    ]
    counted = account(data, pdf, accept=tracked is not TrackedChanges.REJECT) if read_back else None
    if read_back and counted is None:
        told.append((NOT_COUNTED, None))
    notices = tuple(_notice(sentence, offset, runs, reading.text) for sentence, offset in told)
    return Conversion(
        pdf=pdf,
        text=reading.text,
        pages=_page_spans(runs, len(pages), len(reading.text)),
        runs=runs,
        findings=findings,
        fonts_wanted=tuple(sorted(fonts.wanted)),
        fonts_substituted=tuple(sorted(fonts.substituted.items())),
        words=len(reading.text.split()),
        engine=ENGINE,
        engine_version=ENGINE_VERSION,
        warnings=tuple(notice.sentence for notice in notices),
        notices=notices,
        fonts_why=tuple((family, why_substituted(family, got)) for family, got in sorted(fonts.substituted.items())),
        shaper=f"HarfBuzz {hb.version_string()} (uharfbuzz {hb.__version__})",
        account=counted,
    )


def _offset_of(serial: int | None, extents: Mapping[int, Extent]) -> int | None:
    """Where in the reading text something stands that was met before the inline of this serial."""
    following = [] if serial is None else [other for other in extents if other >= serial]
    return extents[min(following)].low if following else None


def _notice(sentence: str, offset: int | None, runs: Sequence[TextRun], text: str) -> Notice:
    if offset is None:
        return Notice(sentence)
    page = next((run.page for run in runs if run.end > offset), None)
    return Notice(sentence, page, " ".join(text[offset : offset + 200].split("\n", 1)[0].split()[:8]))


def _unshown(fonts: FontBook, text: str) -> Iterable[tuple[str, int | None]]:
    if fonts.missing:
        shown = " ".join(sorted(fonts.missing)[:MAX_MISSING_SHOWN])
        sentence = f"no font on this machine shows these characters, which appear as boxes: {shown}; {INSTALL_MORE}"
        places = [text.find(character) for character in fonts.missing]
        yield sentence, min((place for place in places if place >= 0), default=None)


def _picture(package: Package, warnings: list[str], part: str) -> PdfImage | None:
    content = package.read(part, limits.MAX_PICTURE_BYTES)
    image = None if content is None else pdf_image(content)
    if image is None:
        warnings.append(f"the picture {part.rsplit('/', 1)[-1]} is of a kind or size that is not drawn")
    return image


def _dead_links(found: Sequence[tuple[str, int]]) -> Iterable[tuple[str, int | None]]:
    for target, offset in {target: offset for target, offset in reversed(found)}.items():
        yield f"a link to {target[:120]} is shown as text: only web and mail addresses are followed from a PDF", offset


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].strip()[:200]


def _runs(pages: Sequence[LaidPage]) -> Iterable[TextRun]:
    for number, page in enumerate(pages, 1):
        for dx, dy, item in page.items:
            if isinstance(item, GlyphRun) and item.start >= 0 and item.end > item.start:
                left, top, right, bottom = item.box
                yield TextRun(
                    number, dx + left, page.height - (dy + bottom), right - left, bottom - top, item.start, item.end
                )


def _unseen(runs: Sequence[TextRun], pages: Sequence[LaidPage], text: str) -> Iterable[str]:
    """Says so when text stands outside its page or was not set at all: a signer must be able to see every word."""
    outside = {
        run.page
        for run in runs
        if run.y + run.height <= 0 or run.y >= pages[run.page - 1].height or run.x >= pages[run.page - 1].width
    }
    if outside:
        yield f"text runs over the edge of the paper on page {', '.join(map(str, sorted(outside)[:10]))}"
    seen = bytearray(len(text))
    for run in runs:
        seen[run.start : run.end] = b"\x01" * (run.end - run.start)
    lost = sum(1 for character, shown in zip(text, seen, strict=True) if not shown and not character.isspace())
    if lost:
        yield f"{lost} characters of the text were not set on any page"


def _page_spans(runs: Sequence[TextRun], pages: int, length: int) -> tuple[PageText, ...]:
    """Contiguous spans: a page begins with the first character that stands on it or on a later page.

    Where a table row goes on over a page, its cells interleave; the exact page of a character is that of its TextRun.
    """
    starts = [length] * (pages + 2)
    for run in runs:
        starts[run.page] = min(starts[run.page], run.start)
    for number in range(pages, 0, -1):
        starts[number] = min(starts[number], starts[number + 1])
    starts[1] = 0
    return tuple(
        PageText(number, starts[number], starts[number + 1] if number < pages else length)
        for number in range(1, pages + 1)
    )
