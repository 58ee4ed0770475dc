"""A picture of somebody's signature, drawn or uploaded, as a clean one. Strangers' pictures are decoded in a limited child (Sandbox)."""

import io

from PIL import Image, UnidentifiedImageError

MAX_IMAGE_BYTES = 5_000_000
MAX_IMAGE_SIDE = 4_000
# Lightness from 0 to 255: from the first on it is paper, up to the second it is ink, and between them the edge of a stroke.
WHITE, INK = 245, 150
TOO_LARGE = "The signature image is larger than 5 MB. Save it smaller and upload it again."


class MarkRefused(ValueError):
    """A mark cannot be drawn. The message says why and what to give instead."""


def read_mark_image(data: bytes) -> bytes:
    """A drawn or uploaded signature as clean PNG, trimmed to its ink: PNG, JPEG or WebP up to 5 MB and 4000 pixels a side.

    Decoding and writing anew drops whatever else the file carried. Of a picture of ink on paper only the ink stays: what is printed in the
    document under it can be read.
    """
    if len(data) > MAX_IMAGE_BYTES:
        raise MarkRefused(TOO_LARGE)
    try:
        image = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"])
        if max(image.size) > MAX_IMAGE_SIDE:
            raise MarkRefused(
                f"The signature image is {image.width} by {image.height} pixels; at most {MAX_IMAGE_SIDE} a side are allowed."
            )
        picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, MarkRefused):
            raise
        raise MarkRefused("The signature image cannot be read. Upload a PNG, JPEG or WebP picture.") from None
    if picture.getchannel("A").getextrema()[0] == 255:
        picture.putalpha(picture.convert("L").point(_how_much_ink))
    # Ink is what is neither transparent nor nearly white.
    white = Image.new("RGBA", picture.size, "white")
    dark = Image.alpha_composite(white, picture).convert("L").point(lambda value: 255 if value < WHITE else 0)
    ink = dark.getbbox()
    if ink is None:
        raise MarkRefused("The signature image is empty. Draw or upload your signature again.")
    out = io.BytesIO()
    picture.crop(ink).save(out, "PNG")
    return out.getvalue()


def _how_much_ink(lightness: int) -> int:
    """How little of the document is seen through a point of this lightness: nothing of it through ink, all of it through white paper."""
    return max(0, min(255, (WHITE - lightness) * 255 // (WHITE - INK)))
