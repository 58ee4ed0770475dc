"""Words over a scan: their letters are guesses of where the ink is, so what goes is grown until it cuts through no ink.

A recogniser sees lines. Where a word stands inside its line follows from letters of another font, and how high it is from a box around
the line: bars drawn there would leave the tops of letters, or the last letter, to be read.
"""

import ctypes
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from documents.toolbox.frames import Box
from documents.toolbox.limits import MAX_PICTURE_PIXELS

LOOK_SCALE = 3.0
# How far a shade is from the ground's before it is ink.
INK = 56
# All in shares of a line's height. The dot of an i stands apart from it, so the first blank row does not end a letter.
LEAST_UP, MOST_UP = 0.4, 1.0
# Between two words there is more room than between two letters.
BETWEEN_WORDS, MOST_ACROSS = 0.3, 4.0
BLANK_ROWS = 2


class Unseen:
    """Which letters of a page nobody sees, because they are drawn invisible or a picture lies over them."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._covers: list[tuple[int, Box]] = []
        self._order: dict[int, int] = {}
        self.has_pictures = any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
        if self.has_pictures:
            self._see(page)

    def _see(self, page: pypdfium2.PdfPage) -> None:
        sides = [ctypes.c_float() for _ in range(4)]
        for place in range(pdfium.FPDFPage_CountObjects(page.raw)):
            thing = pdfium.FPDFPage_GetObject(page.raw, place)
            self._order[_address(thing)] = place
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(
                thing, *sides
            ):
                left, bottom, right, top = (side.value for side in sides)
                self._covers.append((place, Box(left, bottom, right, top)))

    def holds(self, text: pypdfium2.PdfTextPage, place: int, box: Box | None) -> bool:
        """Whether the character at this place is there for programs only."""
        if not self.has_pictures or box is None:
            return False
        drawn = pdfium.FPDFText_GetTextObject(text.raw, place)
        if not drawn:
            return False
        if pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return True
        own = self._order.get(_address(drawn))
        return own is not None and any(place > own and cover.holds(box) for place, cover in self._covers)


def _address(thing: object) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def grown(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> list[Box]:
    """Each box around words of a scan, grown to whole lines of ink upwards and to whole words across; in the page's coordinates."""
    turned = page.get_rotation()
    page.set_rotation(0)
    try:
        left, _, _, top = page.get_cropbox()
        width, height = page.get_size()
        scale = min(LOOK_SCALE, (MAX_PICTURE_PIXELS / (width * height)) ** 0.5)
        pixels = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        page.set_rotation(turned)
    found = []
    for box in boxes:
        sides = (box.left - left, top - box.top, box.right - left, top - box.bottom)
        near = _Look(pixels, tuple(round(side * scale) for side in sides)).grown()  # type: ignore[arg-type]
        found.append(
            Box(
                min(box.left, left + near[0] / scale),
                min(box.bottom, top - near[3] / scale),
                max(box.right, left + near[2] / scale),
                max(box.top, top - near[1] / scale),
            )
        )
    return found


class _Look:
    """What lies around one box of a picture, in pixels from the top left."""

    def __init__(self, pixels: Image.Image, box: tuple[int, int, int, int]) -> None:
        self._pixels, self._box = pixels, box
        self._size = max(4, min(box[2] - box[0], box[3] - box[1]))
        left, top, right, bottom = self._inside(
            box[0] - self._size, box[1] - self._size, box[2] + self._size, box[3] + self._size
        )
        shades = sorted(pixels.crop((left, top, right, bottom)).tobytes())
        self._ground = shades[len(shades) // 2] if shades else 255

    def _inside(self, left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
        width, height = self._pixels.size
        return max(0, round(left)), max(0, round(top)), min(width, round(right)), min(height, round(bottom))

    def _is_blank(self, left: float, top: float, right: float, bottom: float) -> bool:
        near = self._inside(left, top, right, bottom)
        if near[0] >= near[2] or near[1] >= near[3]:
            return True
        least, most = self._pixels.crop(near).getextrema()
        return bool(self._ground - least <= INK and most - self._ground <= INK)  # type: ignore[operator]

    def grown(self) -> tuple[float, float, float, float]:
        """The box with all the ink that begins in it."""
        left, top, right, bottom = self._box
        size = self._size
        rows = [
            self._walk(side, step, LEAST_UP * size, MOST_UP * size, BLANK_ROWS, upright=True)
            for side, step in ((top, -1), (bottom, 1))
        ]
        columns = [
            self._walk(side, step, 0, MOST_ACROSS * size, max(2, round(BETWEEN_WORDS * size)), upright=False)
            for side, step in ((left, -1), (right, 1))
        ]
        return columns[0], rows[0], columns[1], rows[1]

    def _walk(self, start: int, step: int, least: float, most: float, blanks: int, *, upright: bool) -> float:
        """How far to go from a side until so many blank rows or columns lie in a row."""
        left, top, right, bottom = self._box
        slack = LEAST_UP * self._size / 2
        gone, blank = 0, 0
        while gone < most:
            at = start + step * gone - (step < 0)
            strip = (left, at, right, at + 1) if upright else (at, top - slack, at + 1, bottom + slack)
            blank = blank + 1 if self._is_blank(*strip) else 0
            gone += 1
            if blank >= blanks and gone >= least:
                return start + step * (gone - blank + 1)
        return start + step * most
