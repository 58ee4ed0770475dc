"""Turns the pictures of a document into what a PDF can hold, from a stranger's bytes: sizes are checked before pixels."""

import io
import zlib
from dataclasses import dataclass

from PIL import Image as Pixels
from PIL import UnidentifiedImageError

from documents.converter import limits

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")


@dataclass(frozen=True)
class PdfImage:
    """A picture as a PDF image: its pixels' size, colour space, filter, bytes, and its transparency when it has some."""

    width: int
    height: int
    space: str
    filter: str
    content: bytes
    mask: bytes | None = None
    inverted: bool = False


def pdf_image(content: bytes) -> PdfImage | None:
    """The picture, or None when it is no raster picture, is damaged, or has more pixels than limits.MAX_PICTURE_PIXELS."""
    try:
        with Pixels.open(io.BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
            if not 0 < width * height <= limits.MAX_PICTURE_PIXELS:
                return None
            if picture.format == "JPEG" and picture.mode in {"L", "RGB", "CMYK"}:
                space = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}[picture.mode]
                # Adobe writes CMYK inverted and says so by its marker.
                return PdfImage(
                    width,
                    height,
                    space,
                    "DCTDecode",
                    content,
                    inverted=picture.mode == "CMYK" and "adobe" in picture.info,
                )
            return _flat(picture, width, height)
    except (UnidentifiedImageError, Pixels.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None


def _flat(picture: Pixels.Image, width: int, height: int) -> PdfImage:
    mask = None
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        full = picture.convert("RGBA")
        mask = zlib.compress(full.getchannel("A").tobytes(), 6)
        picture = full.convert("RGB")
    gray = picture.mode in {"1", "L"}
    pixels = picture.convert("L" if gray else "RGB").tobytes()
    return PdfImage(width, height, "DeviceGray" if gray else "DeviceRGB", "FlateDecode", zlib.compress(pixels, 6), mask)
