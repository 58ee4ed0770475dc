"""Recognise the text of scans: an invisible layer of words over the picture, so that the file can be searched and copied from.

The models ride in the package rapidocr (3.10 or later); where an installation left it out, the refusal says so.
"""

import importlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pikepdf import Name, Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Matrix, frame_of, times
from documents.toolbox.lettering import LONGEST_LINE, Drawn, Line, draw_lines, drawable
from documents.toolbox.limits import MAX_PICTURE_PIXELS, MAX_RECOGNISED_PAGES
from documents.toolbox.papers import open_paper, written
from documents.toolbox.reading import page_texts
from documents.toolbox.results import Work
from documents.toolbox.selecting import select_pages
from flowmono.common.limited import progress

DOTS_PER_INCH = 200
# A page with so many letters holds text already.
HAS_TEXT = 12
# A line read with less certainty is mostly nonsense: it is counted, not written.
LEAST_CERTAIN = 0.65
UNSURE = 0.85
NOT_INSTALLED = gettext_noop(
    "Text recognition is not installed here. Ask the administrator to install the packages rapidocr and onnxruntime."
)
SIZE = 10.0
LETTERS_OF_BOX = 0.75
_FONT = re.compile(rb"/F\d+\b")


@dataclass(frozen=True)
class Seen:
    """A line of text in a picture: its four corners in pixels from the top left, clockwise, and how certain it is (0 to 1)."""

    text: str
    corners: tuple[tuple[float, float], ...]
    certainty: float


def recognise(files: Sequence[bytes], *, pages: str = "all", as_copy: bool = False) -> Work:
    """Reads the pages that are pictures and lays their words, invisible, over them. Pages that hold text already are left alone.

    The report's facts say for each page how many words were read and how certain they are.
    """
    paper = open_paper(files[0], as_copy=as_copy)
    pdf = paper.pdf
    chosen = sorted(set(select_pages(pages, len(pdf.pages))))
    texts = dict(zip(chosen, page_texts(files[0], chosen), strict=True))
    scans = [number for number in chosen if sum(not letter.isspace() for letter in texts[number]) < HAS_TEXT]
    if len(scans) > MAX_RECOGNISED_PAGES:
        sentence = gettext_noop("%(count)s pages are scans; at most %(most)s are read at once. Choose fewer pages.")
        raise ToolRefused("too_many_pages", sentence, count=len(scans), most=MAX_RECOGNISED_PAGES)
    if not scans:
        sentence = gettext_noop("Every page chosen holds text already: there is nothing to recognise.")
        raise ToolRefused("has_text", sentence)
    engine = _engine()
    found: dict[int, list[Seen]] = {}
    document = pypdfium2.PdfDocument(files[0])
    for done, number in enumerate(scans, 1):
        found[number] = _look(engine, document[number])
        progress.tell(done, len(scans))
    document.close()
    unread = sum(line.certainty < LEAST_CERTAIN for lines in found.values() for line in lines)
    found = {number: [line for line in lines if line.certainty >= LEAST_CERTAIN] for number, lines in found.items()}
    _lay_over(pdf, found)
    words = {number: sum(len(line.text.split()) for line in lines) for number, lines in found.items()}
    sure = {number: _mean([line.certainty for line in lines]) for number, lines in found.items()}
    summary = Saying.of(
        gettext_noop("%(words)s read on %(pages)s"),
        words=Saying.counted(sum(words.values()), gettext_noop("%(n)s word"), gettext_noop("%(n)s words")),
        pages=Saying.counted(len(scans), gettext_noop("%(n)s page"), gettext_noop("%(n)s pages")),
    )
    unsure = [str(number + 1) for number in scans if words[number] and sure[number] < UNSURE]
    sentences = [summary]
    if unsure:
        sentences.append(Saying.of(gettext_noop("hard to read, look at them: page %(pages)s"), pages=", ".join(unsure)))
    if unread:
        sentences.append(
            Saying.counted(
                unread,
                gettext_noop("%(n)s line could not be read with any certainty and was left out"),
                gettext_noop("%(n)s lines could not be read with any certainty and were left out"),
            )
        )
    facts = {
        "pages": [{"page": n + 1, "words": words[n], "certainty": round(sure[n], 3)} for n in scans],
        "left": len(chosen) - len(scans),
        "unread_lines": unread,
    }
    data = written(pdf, signed_sha256=paper.signed_sha256)
    return Work((data,), tuple(sentences), tuple(paper.notes), facts, bool(paper.signed_sha256))


def _engine() -> Any:
    """The recogniser, loaded only here: it is large, and starts threads that must not be forked."""
    try:
        package = importlib.import_module("rapidocr")
    except ImportError:
        raise ToolRefused("not_installed", NOT_INSTALLED) from None
    return package.RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


def _look(engine: Any, page: pypdfium2.PdfPage) -> list[Seen]:
    """The lines of a page, their corners in points from its lower left corner as shown."""
    scale = DOTS_PER_INCH / 72
    width, height = page.get_size()
    if width * height * scale * scale > MAX_PICTURE_PIXELS:
        scale = (MAX_PICTURE_PIXELS / (width * height)) ** 0.5
    answer = engine(page.render(scale=scale).to_pil().convert("RGB"))
    if answer.boxes is None or answer.txts is None:
        return []
    lines = []
    for corners, text, certainty in zip(answer.boxes, answer.txts, answer.scores, strict=True):
        words = " ".join(str(text).split())[:LONGEST_LINE]
        if words:
            points = tuple((float(x) / scale, height - float(y) / scale) for x, y in corners)
            lines.append(Seen(words, points, float(certainty)))
    return lines


def _lay_over(pdf: Pdf, found: dict[int, list[Seen]]) -> None:
    """Each line where it was seen: as wide and as high as its picture, drawn by the page itself, so that readers find lines."""
    placed = [(number, line) for number, lines in found.items() for line in lines]
    if not placed:
        return
    drawings, drawn = draw_lines([Line(drawable(line.text), SIZE, invisible=True) for _, line in placed])
    fonts = {name: pdf.copy_foreign(font) for name, font in drawings.pages[0].obj.Resources.Font.items()}
    contents = [page.obj.Contents.read_bytes() for page in drawings.pages]
    layers: dict[int, list[bytes]] = {}
    for (number, line), shape in zip(placed, drawn, strict=True):
        matrix = _over(line, shape)
        if matrix is not None:
            numbers = " ".join(f"{value:.5f}" for value in times(matrix, frame_of(pdf.pages[number]).to_page))
            layers.setdefault(number, []).append(f"q {numbers} cm ".encode() + contents[shape.number] + b" Q\n")
    for number, layer in layers.items():
        page = pdf.pages[number]
        names = {name: str(page.add_resource(font, Name.Font)) for name, font in fonts.items()}
        drawing = _FONT.sub(lambda found, names=names: names[found[0].decode()].encode(), b"".join(layer))
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n/Artifact BMC\n" + drawing + b"EMC\n")


def _over(line: Seen, shape: Drawn) -> Matrix | None:
    """Takes the shape to where the line was seen on the page as shown; None for a line without size."""
    (x0, y0), (x1, y1), _, (x3, y3) = line.corners
    across, up = math.hypot(x1 - x0, y1 - y0), math.hypot(x0 - x3, y0 - y3)
    if shape.width <= 0 or across <= 0 or up <= 0:
        return None
    # What was seen has a margin around it; letters as high as that would reach into the lines beside.
    wide, tall = across / shape.width, LETTERS_OF_BOX * up / (shape.ascent + shape.descent)
    cosine, sine = (x1 - x0) / across, (y1 - y0) / across
    lifted: Matrix = (wide, 0, 0, tall, 0, up * (1 - LETTERS_OF_BOX) / 2 + shape.descent * tall)
    return times(lifted, (cosine, sine, -sine, cosine, x3, y3))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
