"""Turns the pictures of a document into what a PDF can hold, from a stranger's bytes: sizes are checked before pixels."""

import contextlib
import io
import zlib
from dataclasses import dataclass

from PIL import Image as Pixels
from PIL import ImageCms, UnidentifiedImageError

from documents.converter import limits

JPEG_QUALITY = 90
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


def pdf_image(content: bytes) -> PdfImage | None:
    """The picture, or None when it is no raster picture, is damaged, or has more pixels than limits.MAX_PICTURE_PIXELS.

    Its colours are shades of gray or sRGB, whatever they were before: the file says once what its colours mean.
    """
    try:
        with Pixels.open(io.BytesIO(content), formats=FORMATS) as picture:
            width, height = picture.size
            if not 0 < width * height <= limits.MAX_PICTURE_PIXELS:
                return None
            profile = picture.info.get("icc_profile")
            if picture.format != "JPEG" or picture.mode not in {"L", "RGB", "CMYK"}:
                return _flat(picture, width, height)
            if picture.mode == "L":
                return PdfImage(width, height, "DeviceGray", "DCTDecode", content)
            if picture.mode == "RGB" and (not profile or _is_srgb(profile)):
                return PdfImage(width, height, "DeviceRGB", "DCTDecode", content)
            out = io.BytesIO()
            _in_srgb(picture, profile).save(out, "JPEG", quality=JPEG_QUALITY)
            return PdfImage(width, height, "DeviceRGB", "DCTDecode", out.getvalue())
    except (UnidentifiedImageError, Pixels.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None


def _is_srgb(profile: bytes) -> bool:
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _in_srgb(picture: Pixels.Image, profile: bytes | None) -> Pixels.Image:
    """The picture in sRGB by its own profile, or by Pillow's plain rule when it has none that fits it."""
    if profile and not _is_srgb(profile):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if made is not None:
                return made
    return picture.convert("RGB")


def _flat(picture: Pixels.Image, width: int, height: int) -> PdfImage:
    mask = None
    profile = picture.info.get("icc_profile")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        full = picture.convert("RGBA")
        alpha = full.getchannel("A")
        # Transparency that hides nothing is left away.
        mask = zlib.compress(alpha.tobytes(), 6) if alpha.getextrema() != (255, 255) else None
        picture = full.convert("RGB")
    gray = picture.mode in {"1", "L"}
    if picture.mode == "P":
        picture = picture.convert("RGB")
    colours = picture.convert("L") if gray else _in_srgb(picture, profile)
    packed = zlib.compress(colours.tobytes(), 6)
    return PdfImage(width, height, "DeviceGray" if gray else "DeviceRGB", "FlateDecode", packed, mask)
