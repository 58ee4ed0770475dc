"""Pages of a document as pictures, with the places where people sign drawn over them."""

import io
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2
from django.http import Http404

from documents.models import TextLayer, Version
from signing.models import Field

WIDTH = 1240  # pixels: sharp on a phone and at 100 % on a desk
MAX_PAGES = 500

# PDFium may be used by one thread at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Box:
    """A place on a page, from its top left corner in points. kind: mine, waits, signed."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    label: str
    picture: str = ""

    @property
    def label_x(self) -> float:
        """The middle of the box."""
        return self.x + self.width / 2

    @property
    def baseline(self) -> float:
        """Where the label's letters stand."""
        return self.y + self.height / 2 + 3


@dataclass(frozen=True)
class Page:
    """One page: its picture's address, its size in points, and the places on it."""

    number: int
    url: str
    width: float
    height: float
    boxes: tuple[Box, ...] = ()


def pages_of(
    version: Version, address: Callable[[int], str], boxes: Sequence[tuple[Field, str, str, str]]
) -> list[Page]:
    """Every page of the version; `boxes` are (field, kind, label, address of a picture to draw there)."""
    found = []
    for number, (left, bottom, width, height) in enumerate(_frames(version.sha256, version), start=1):
        on_page = tuple(
            Box(
                x=float(field.x) - left,
                y=height - (float(field.y) - bottom) - float(field.height),
                width=float(field.width),
                height=float(field.height),
                kind=kind,
                label=label,
                picture=picture,
            )
            for field, kind, label, picture in boxes
            if field.page == number
        )
        found.append(Page(number, address(number), width, height, on_page))
    return found


def picture_of(version: Version, number: int) -> bytes:
    """One page as PNG. Raises Http404 when the document has no such page."""
    try:
        return _picture(version.sha256, number, version.content)
    except IndexError:
        raise Http404 from None


def mark_picture(pdf: bytes) -> bytes:
    """The mark's own small page as PNG on a clear ground."""
    return _rendered(pdf, 0, scale=3.0, clear=True)


def text_of(version: Version) -> str:
    """The words of the document, from the version before the signatures; empty when they were never read."""
    seen: Version | None = version
    while seen is not None:
        layer = TextLayer.objects.filter(version=seen).first()
        if layer is not None:
            return str(layer.text)
        seen = seen.derived_from
    return ""


_kept: dict[str, list[tuple[float, float, float, float]]] = {}


def _frames(sha256: str, version: Version) -> list[tuple[float, float, float, float]]:
    """Of each page: left and bottom of what is shown, its width and height."""
    if sha256 not in _kept:
        if len(_kept) > 200:
            _kept.clear()
        with _one_at_a_time:
            document = pypdfium2.PdfDocument(version.content())
            try:
                _kept[sha256] = [_frame(document[i]) for i in range(min(len(document), MAX_PAGES))]
            finally:
                document.close()
    return _kept[sha256]


def _frame(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    left, bottom, _right, _top = page.get_cropbox()
    width, height = page.get_size()
    return left, bottom, width, height


def _picture(sha256: str, number: int, content: Callable[[], bytes]) -> bytes:
    kept = _cache(sha256, number)
    if not kept:
        kept.append(_rendered(content(), number - 1))
    return kept[0]


@lru_cache(maxsize=120)
def _cache(sha256: str, number: int) -> list[bytes]:
    """A slot that the picture is put into once, thrown out when it has not been asked for in a while."""
    return []


def _rendered(pdf: bytes, index: int, *, scale: float = 0.0, clear: bool = False) -> bytes:
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 0 <= index < min(len(document), MAX_PAGES):
                raise IndexError(index)
            page = document[index]
            fill = (255, 255, 255, 0) if clear else (255, 255, 255, 255)
            bitmap = page.render(scale=scale or WIDTH / page.get_width(), fill_color=fill, may_draw_forms=True)
            image = bitmap.to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, compress_level=6)
    return out.getvalue()


def pages_seen(text: str, total: int) -> list[int]:
    """Page numbers that a browser says were seen ("1,2,5"); anything else in it is dropped."""
    numbers: Iterable[str] = text.split(",")[: MAX_PAGES * 2]
    return sorted({int(n) for n in numbers if n.strip().isdecimal() and 1 <= int(n) <= total})
