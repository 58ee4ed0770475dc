"""Pages of a document with the places where people sign drawn over them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from documents.models import TextLayer, Version
from documents.pages import MAX_PAGES, Frame, draw_page, frames_of
from documents.viewing import Sheet, sheets_of
from signing.models import Field


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


def pages_of(
    version: Version, address: Callable[[int], str], boxes: Sequence[tuple[Field, str, str, str]]
) -> list[Sheet]:
    """Every page of the version; `boxes` are (field, kind, label, address of a picture to draw there)."""

    def places(number: int, frame: Frame) -> list[Box]:
        return [
            Box(
                x=float(field.x) - frame.left,
                y=frame.height - (float(field.y) - frame.bottom) - float(field.height),
                width=float(field.width),
                height=float(field.height),
                kind=kind,
                label=label,
                picture=picture,
            )
            for field, kind, label, picture in boxes
            if field.page == number
        ]

    return sheets_of(frames_of(version), picture=address, places=places)


def count_pages(version: Version) -> int:
    """How many pages a signer was shown."""
    return len(frames_of(version))


def mark_picture(pdf: bytes) -> bytes:
    """The mark's own small page as PNG on a clear ground."""
    return draw_page(pdf, 1, scale=3.0, clear=True)


def text_of(version: Version) -> str:
    """The words of the document, from the version before the signatures; empty when they were never read."""
    layer = _layer_of(version)
    return str(layer.text) if layer is not None else ""


def words_on_pages(version: Version) -> dict[int, int]:
    """How many words stand on each page, by its number; a page that is not named has none that are known."""
    layer = _layer_of(version)
    return {number: len(layer.text[start:end].split()) for number, start, end in layer.pages} if layer else {}


def _layer_of(version: Version) -> TextLayer | None:
    seen: Version | None = version
    while seen is not None:
        layer: TextLayer | None = TextLayer.objects.filter(version=seen).first()
        if layer is not None:
            return layer
        seen = seen.derived_from
    return None


def pages_seen(text: str, total: int) -> list[int]:
    """Page numbers that a browser says were seen ("1,2,5"); anything else in it is dropped."""
    numbers: Iterable[str] = text.split(",")[: MAX_PAGES * 2]
    return sorted({int(n) for n in numbers if n.strip().isdecimal() and 1 <= int(n) <= total})
