"""Recognise the text of scans: an invisible layer of words over the picture, so that the file can be searched and copied from.

The models ride in the package rapidocr (3.10 or later, with onnxruntime), which an installation may leave out.
"""

import importlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Pdf

from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Matrix, frame_of, times
from documents.toolbox.lettering import LONGEST_LINE, Line, draw_lines, drawable
from documents.toolbox.limits import MAX_PICTURE_PIXELS, MAX_RECOGNISED_PAGES
from documents.toolbox.papers import open_paper, written
from documents.toolbox.placing import Place, put_on
from documents.toolbox.reading import page_texts
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_pages
from flowmono.common.limited import progress

DOTS_PER_INCH = 200
# A page with so many letters holds text already.
HAS_TEXT = 12
LEAST_CERTAIN = 0.5
UNSURE = 0.85
NOT_INSTALLED = (
    "Text recognition is not installed here. Ask the administrator to install the packages rapidocr and onnxruntime."
)
SIZE = 10.0
LETTERS_OF_BOX = 0.75


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
        message = f"{len(scans)} pages are scans; at most {MAX_RECOGNISED_PAGES} are read at once. Choose fewer pages."
        raise ToolRefused("too_many_pages", message)
    if not scans:
        raise ToolRefused("has_text", "Every page chosen holds text already: there is nothing to recognise.")
    engine = _engine()
    found: dict[int, list[Seen]] = {}
    document = pypdfium2.PdfDocument(files[0])
    for done, number in enumerate(scans, 1):
        found[number] = _look(engine, document[number])
        progress.tell(done, len(scans))
    document.close()
    _lay_over(pdf, found)
    words = {number: sum(len(line.text.split()) for line in lines) for number, lines in found.items()}
    sure = {number: _mean([line.certainty for line in lines]) for number, lines in found.items()}
    summary = told(f"{sum(words.values())} words read on {len(scans)} pages")
    unsure = [str(number + 1) for number in scans if words[number] and sure[number] < UNSURE]
    sentences = [summary, *([f"hard to read, look at them: page {', '.join(unsure)}"] if unsure else [])]
    facts = {
        "pages": [{"page": n + 1, "words": words[n], "certainty": round(sure[n], 3)} for n in scans],
        "left": len(chosen) - len(scans),
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
        if words and float(certainty) >= LEAST_CERTAIN:
            points = tuple((float(x) / scale, height - float(y) / scale) for x, y in corners)
            lines.append(Seen(words, points, float(certainty)))
    return lines


def _lay_over(pdf: Pdf, found: dict[int, list[Seen]]) -> None:
    """Each line where it was seen: as wide and as high as its picture."""
    placed = [(number, line) for number, lines in found.items() for line in lines]
    if not placed:
        return
    drawings, drawn = draw_lines([Line(drawable(line.text), SIZE, invisible=True) for _, line in placed])
    forms = [pdf.copy_foreign(page.as_form_xobject()) for page in drawings.pages]
    for (number, line), shape in zip(placed, drawn, strict=True):
        page: pikepdf.Page = pdf.pages[number]
        (x0, y0), (x1, y1), _, (x3, y3) = line.corners
        across, up = math.hypot(x1 - x0, y1 - y0), math.hypot(x0 - x3, y0 - y3)
        if shape.width <= 0 or across <= 0 or up <= 0:
            continue
        wide, tall = across / shape.width, up / (shape.ascent + shape.descent)
        cosine, sine = (x1 - x0) / across, (y1 - y0) / across
        # What was seen has a margin around it; letters as high as that would reach into the lines beside.
        tall *= LETTERS_OF_BOX
        lifted: Matrix = (wide, 0, 0, tall, 0, up * (1 - LETTERS_OF_BOX) / 2 + shape.descent * tall)
        turned: Matrix = (cosine, sine, -sine, cosine, x3, y3)
        matrix = times(times(lifted, turned), frame_of(page).to_page)
        put_on(page, forms[shape.number], matrix, Place("bottom-left"), {})


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
