"""What the warm worker of `reading` runs, in a child: the text of a file's pages, and where words stand on them."""

from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from documents.converter import ConversionRefused, TrackedChanges, convert
from documents.toolbox.printing import leave_out_own_print
from documents.toolbox.reading import page_texts

MOST_PAGES = 5_000
Answer = tuple[dict[str, Any], Sequence[bytes]]


def read(question: dict[str, Any], files: Sequence[bytes]) -> Answer:
    """pages: the text of each; said: the file's own language; problem: why there is nothing."""
    data = files[0]
    if b"%PDF-" in data[:1024]:
        return _read_pdf(data), ()
    if data[:4] == b"PK\x03\x04":
        return _read_word(data), ()
    if "xml" in question["media_type"] or data.lstrip()[:5] == b"<?xml":
        return _read_xml(data), ()
    return {"pages": [data.decode("utf-8", "replace").replace("\0", " ")], "said": "", "problem": ""}, ()


def _nothing(problem: str) -> dict[str, Any]:
    return {"pages": [], "said": "", "problem": problem}


def _read_pdf(data: bytes) -> dict[str, Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        return _nothing("protected" if "password" in str(problem).lower() else "damaged")
    said = _language_of_pdf(document)
    many = min(len(document), MOST_PAGES)
    document.close()
    return {"pages": page_texts(data, range(many)), "said": said, "problem": ""}


def _language_of_pdf(document: pypdfium2.PdfDocument) -> str:
    room = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if room <= 2:
        return ""
    held = bytearray(room)
    pdfium.FPDFCatalog_GetLanguage(document, (pdfium.FPDF_WCHAR * (room // 2)).from_buffer(held), room)
    return bytes(held).decode("utf-16-le", "replace").rstrip("\0")


def _read_word(data: bytes) -> dict[str, Any]:
    try:
        made = convert(data, tracked=TrackedChanges.ACCEPT)
    except ConversionRefused as refusal:
        return _nothing(refusal.code)
    pages = [made.text[page.start : page.end] for page in made.pages]
    return {"pages": pages, "said": "", "problem": ""}


def _read_xml(data: bytes) -> dict[str, Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return _nothing("damaged")
    if root.getroottree().docinfo.doctype:
        return _nothing("damaged")
    words = [text for found in root.itertext() if (text := found.strip()) and len(text) < 2_000]
    return {"pages": ["\n".join(words)], "said": "", "problem": ""}


def places(question: dict[str, Any], files: Sequence[bytes]) -> Answer:
    """boxes: [page, x, y, width, height, which stretch] in points from the top left corner of the page as it is shown."""
    document = pypdfium2.PdfDocument(files[0])
    found: list[list[float]] = []
    by_page: dict[int, list[tuple[int, int, int]]] = {}
    for place, (page, start, end) in enumerate(question["stretches"]):
        by_page.setdefault(page, []).append((place, start, end))
    for number, stretches in by_page.items():
        if 1 <= number <= len(document):
            found += _boxes_on(document[number - 1], number, stretches)
    return {"boxes": found}, ()


def _boxes_on(page: pypdfium2.PdfPage, number: int, stretches: Sequence[tuple[int, int, int]]) -> Iterator[list[float]]:
    """Boxes of stretches of the text as `page_texts` gives it: two line ends of PDFium are one there."""
    leave_out_own_print(page)
    read = page.get_textpage()
    text = read.get_text_range() if read.count_chars() else ""
    there = _places_in(text)
    for place, start, end in stretches:
        if not start < end <= len(there):
            continue
        first, last = there[start], there[end - 1] + 1
        for index in range(pdfium.FPDFText_CountRects(read, first, last - first)):
            left, bottom, right, top = read.get_rect(index)
            yield [number, *_as_shown(page, left, bottom, right, top), place]
    read.close()


def _places_in(text: str) -> list[int]:
    """For each letter of the text with single line ends, its place in PDFium's."""
    found = []
    for at, letter in enumerate(text):
        if letter == "\0" or (letter == "\r" and text[at + 1 : at + 2] == "\n"):
            continue
        found.append(at)
    return found


def _as_shown(page: pypdfium2.PdfPage, left: float, bottom: float, right: float, top: float) -> list[float]:
    wide, high = page.get_width(), page.get_height()
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    x1, y1, x2, y2 = left - crop_left, bottom - crop_bottom, right - crop_left, top - crop_bottom
    turned = page.get_rotation()
    if turned == 90:
        x1, y1, x2, y2 = y1, (crop_right - crop_left) - x2, y2, (crop_right - crop_left) - x1
    elif turned == 180:
        x1, y1, x2, y2 = (crop_right - crop_left) - x2, (crop_top - crop_bottom) - y2, (crop_right - crop_left) - x1, (crop_top - crop_bottom) - y1  # fmt: skip
    elif turned == 270:
        x1, y1, x2, y2 = (crop_top - crop_bottom) - y2, x1, (crop_top - crop_bottom) - y1, x2
    x1, x2 = max(x1, 0.0), min(x2, wide)
    return [round(x1, 2), round(high - y2, 2), round(x2 - x1, 2), round(y2 - y1, 2)]
