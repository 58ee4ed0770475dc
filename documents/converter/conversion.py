"""From the bytes of a .docx to a Conversion: the steps in order, each in its own module."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from documents.converter import limits
from documents.converter.errors import ConversionRefused
from documents.converter.fonts import INSTALL_MORE, FontBook
from documents.converter.images import PdfImage, pdf_image
from documents.converter.layout import LaidPage, lay_out
from documents.converter.layout.drawing import GlyphRun
from documents.converter.package import Package, open_package
from documents.converter.pdf import About, structure_of, write_pdf
from documents.converter.reader import read_document
from documents.converter.reading import read_text
from documents.converter.revisions import Finding, find_all, settle, stories

ENGINE = "flowmono-layout"
ENGINE_VERSION = "1.0"
MAX_MISSING_SHOWN = 20


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


def inspect(data: bytes) -> tuple[Finding, ...]:
    """The open tracked changes and comments of a .docx. Raises ConversionRefused for a file that is none."""
    return find_all(open_package(data))


def convert(data: bytes, *, tracked: TrackedChanges = TrackedChanges.ACCEPT) -> Conversion:
    """The .docx in `data` as a PDF with its text and where each part of it stands.

    Pure: the same bytes give the same result; nothing outside the file and this machine's fonts is read. Raises
    ConversionRefused, whose message tells the uploader what to do.
    """
    package = open_package(data)
    findings = find_all(package)
    changes = [finding for finding in findings if finding.kind != "comment"]
    if tracked is TrackedChanges.REFUSE and changes:
        who = ", ".join(sorted({finding.author or "somebody" for finding in changes}))
        message = (
            f"This draft holds {len(changes)} open tracked changes by {who}: accept or reject them, here or in Word."
        )
        raise ConversionRefused("tracked_changes", message)
    for name in stories(package):
        root = package.tree(name)
        if root is not None:
            settle(root, accept=tracked is not TrackedChanges.REJECT)
    document = read_document(package)
    reading = read_text(document)
    fonts = FontBook()
    pages = lay_out(document, reading.extents, fonts)
    warnings = list(document.warnings)
    structure = structure_of(document, reading)
    title = document.title or _first_line(reading.text)
    about = About.of(title, document.author, document.subject, document.keywords, document.language)
    pdf = write_pdf(pages, structure, functools.partial(_picture, package, warnings), about)
    warnings.extend(_dead_links(structure.dead_links))
    if fonts.missing:
        shown = " ".join(sorted(fonts.missing)[:MAX_MISSING_SHOWN])
        warnings.append(
            f"no font on this machine shows these characters, which appear as boxes: {shown}; {INSTALL_MORE}"
        )
    runs = tuple(_runs(pages))
    warnings.extend(_unseen(runs, pages, reading.text))
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
        warnings=tuple(warnings),
    )


def _picture(package: Package, warnings: list[str], part: str) -> PdfImage | None:
    content = package.read(part, limits.MAX_PICTURE_BYTES)
    image = None if content is None else pdf_image(content)
    if image is None:
        warnings.append(f"the picture {part.rsplit('/', 1)[-1]} is of a kind or size that is not drawn")
    return image


def _dead_links(found: Sequence[tuple[str, int]]) -> Iterable[str]:
    for target in dict.fromkeys(target for target, _ in found):
        yield f"a link to {target[:120]} is shown as text: only web and mail addresses are followed from a PDF"


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].strip()[:200]


def _runs(pages: Sequence[LaidPage]) -> Iterable[TextRun]:
    for number, page in enumerate(pages, 1):
        for dx, dy, item in page.items:
            if isinstance(item, GlyphRun) and item.start >= 0 and item.end > item.start:
                bottom = page.height - (dy + item.y + item.descent)
                yield TextRun(number, dx + item.x, bottom, item.width, item.ascent + item.descent, item.start, item.end)


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
