"""Pages of a PDF of ours as pictures, and their sizes: what a reader sees where PDF.js does not run."""

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2

from documents.models import Version

WIDTH = 1240  # pixels: sharp on a phone and at 100 % on a desk
MAX_PAGES = 500

# PDFium may be used by one thread at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Frame:
    """What is shown of a page, in points: its left and bottom edges in the page's own space, its width and height."""

    left: float
    bottom: float
    width: float
    height: float


_kept: dict[str, tuple[Frame, ...]] = {}


def frames_of(version: Version) -> tuple[Frame, ...]:
    """The frames of a PDF's pages, the first MAX_PAGES of them; kept, because the bytes under a hash never change.

    Empty when PDFium cannot open the file: then the reader's own browser has to try. Raises Conflict when it was disposed of.
    """
    version.demand_kept()
    if version.sha256 not in _kept:
        if len(_kept) > 200:
            _kept.clear()
        try:
            _kept[version.sha256] = frames_in(version.content())
        except pypdfium2.PdfiumError:
            return ()
    return _kept[version.sha256]


def frames_in(pdf: bytes) -> tuple[Frame, ...]:
    """The frames of the first MAX_PAGES pages. Raises PdfiumError when PDFium cannot open the file."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(_frame(document[i]) for i in range(min(len(document), MAX_PAGES)))
        finally:
            document.close()


def _frame(page: pypdfium2.PdfPage) -> Frame:
    left, bottom, _right, _top = page.get_cropbox()
    width, height = page.get_size()
    return Frame(left, bottom, width, height)


def picture_of(version: Version, number: int) -> bytes:
    """One page as PNG; `number` counts from 1. Raises IndexError when the document has no such page,
    and Conflict when it was disposed of."""
    version.demand_kept()
    return _picture(version.sha256, number, version.content)


def _picture(sha256: str, number: int, content: Callable[[], bytes]) -> bytes:
    kept = _slot(sha256, number)
    if not kept:
        kept.append(draw_page(content(), number))
    return kept[0]


@lru_cache(maxsize=120)
def _slot(sha256: str, number: int) -> list[bytes]:
    """A slot that the picture is put into once, thrown out when it has not been asked for in a while."""
    return []


def draw_page(pdf: bytes, number: int, *, scale: float = 0.0, clear: bool = False) -> bytes:
    """A page as PNG, WIDTH pixels wide or at `scale` pixels a point. clear: on no ground instead of a white one."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= min(len(document), MAX_PAGES):
                raise IndexError(number)
            page = document[number - 1]
            fill = (255, 255, 255, 0) if clear else (255, 255, 255, 255)
            bitmap = page.render(scale=scale or WIDTH / page.get_width(), fill_color=fill, may_draw_forms=True)
            image = bitmap.to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()
