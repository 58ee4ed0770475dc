"""A picture of somebody's signature, drawn or uploaded, as a clean one. Strangers' pictures are decoded in a limited child (Sandbox)."""

import io

from PIL import Image, UnidentifiedImageError

MAX_IMAGE_BYTES = 5_000_000
MAX_IMAGE_SIDE = 4_000
TOO_LARGE = "The signature image is larger than 5 MB. Save it smaller and upload it again."


class MarkRefused(ValueError):
    """A mark cannot be drawn. The message says why and what to give instead."""


def read_mark_image(data: bytes) -> bytes:
    """A drawn or uploaded signature as clean PNG, trimmed to its ink: PNG, JPEG or WebP up to 5 MB and 4000 pixels a side.

    Decoding and writing anew drops whatever else the file carried.
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
    # Ink is what is neither transparent nor nearly white.
    white = Image.new("RGBA", picture.size, "white")
    dark = Image.alpha_composite(white, picture).convert("L").point(lambda value: 255 if value < 245 else 0)
    ink = dark.getbbox()
    if ink is None:
        raise MarkRefused("The signature image is empty. Draw or upload your signature again.")
    out = io.BytesIO()
    picture.crop(ink).save(out, "PNG")
    return out.getvalue()
