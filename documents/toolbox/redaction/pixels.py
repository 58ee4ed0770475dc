"""Pictures with the areas blanked, and whole pages as pictures."""

import io
import zlib
from collections.abc import Sequence

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw

from documents.toolbox.frames import Box, Matrix, frame_of, inverse, moved
from documents.toolbox.limits import MAX_PICTURE_PIXELS
from documents.toolbox.redaction.glyphs import Unsafe

DOTS_PER_INCH = 200
JPEG_QUALITY = 85
GROWN = 1.5


def blank_picture(pdf: Pdf, picture: Stream, matrix: Matrix, areas: Sequence[Box]) -> Stream:
    """A new picture whose pixels under the areas are black, and opaque. Raises Unsafe for one that cannot be decoded."""
    back = inverse(matrix)
    if back is None or picture.get(Name.ImageMask, False):
        raise Unsafe("a stencil or a picture without size")
    if int(picture.Width) * int(picture.Height) > MAX_PICTURE_PIXELS:
        raise Unsafe("a picture with too many pixels")
    if Name.SMaskInData in picture or isinstance(picture.get(Name.Mask), Array):
        raise Unsafe("a picture with a mask of its own colours")
    shares = [moved(area, back) for area in areas]
    made = _repainted(pdf, picture, shares, 0)
    for key in (Name.SMask, Name.Mask):
        mask = picture.get(key)
        if isinstance(mask, Stream):
            if key == Name.Mask:
                raise Unsafe("a picture with a stencil")
            made.SMask = _repainted(pdf, mask, shares, 255)
    return made


def _repainted(pdf: Pdf, picture: Stream, shares: Sequence[Box], shade: int) -> Stream:
    try:
        pixels = pikepdf.PdfImage(picture).as_pil_image()
    except MemoryError:
        raise
    except Exception as error:
        raise Unsafe("a picture that cannot be decoded") from error
    pixels = pixels.convert("L" if pixels.mode in ("1", "L", "I;16", "I") else "RGB")
    width, height = pixels.size
    brush = ImageDraw.Draw(pixels)
    for share in shares:
        # A picture's first row is its top, at 1 in its unit square (8.9.5.1).
        left, right = share.left * width - GROWN, share.right * width + GROWN
        top, bottom = (1 - share.top) * height - GROWN, (1 - share.bottom) * height + GROWN
        brush.rectangle((left, top, right, bottom), fill=shade if pixels.mode == "L" else (shade, shade, shade))
    return _image(pdf, pixels, as_jpeg=_is_jpeg(picture))


def _is_jpeg(picture: Stream) -> bool:
    filters = picture.get(Name.Filter)
    return filters == Name.DCTDecode or (isinstance(filters, Array) and Name.DCTDecode in list(filters))


def _image(pdf: Pdf, pixels: Image.Image, *, as_jpeg: bool) -> Stream:
    space = Name.DeviceGray if pixels.mode == "L" else Name.DeviceRGB
    entries = {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": pixels.width,
        "/Height": pixels.height,
        "/ColorSpace": space,
        "/BitsPerComponent": 8,
    }
    if as_jpeg:
        out = io.BytesIO()
        pixels.save(out, "JPEG", quality=JPEG_QUALITY)
        return pdf.make_stream(out.getvalue(), {**entries, "/Filter": Name.DCTDecode})
    return pdf.make_stream(zlib.compress(pixels.tobytes(), 6), {**entries, "/Filter": Name.FlateDecode})


def rasterise(pdf: Pdf, number: int, source: bytes, areas: Sequence[Box]) -> None:
    """The page becomes a picture of itself at DOTS_PER_INCH with the areas black; its text, lines and annotations are gone.

    `source` is a file whose page `number` shows what shall be seen; the areas are in the page's own coordinates.
    """
    page = pdf.pages[number]
    frame = frame_of(page)
    document = pypdfium2.PdfDocument(source)
    scale = DOTS_PER_INCH / 72
    if frame.width * frame.height * scale * scale > MAX_PICTURE_PIXELS:
        scale = (MAX_PICTURE_PIXELS / (frame.width * frame.height)) ** 0.5
    pixels = document[number].render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
    document.close()
    brush = ImageDraw.Draw(pixels)
    from_page = inverse(frame.to_page)
    if from_page is None:
        raise Unsafe("a page without size")
    for area in areas:
        box = moved(area, from_page)
        top, bottom = (frame.height - box.top) * scale, (frame.height - box.bottom) * scale
        brush.rectangle((box.left * scale - 1, top - 1, box.right * scale + 1, bottom + 1), fill=(0, 0, 0))
    drawn = _image(pdf, pixels, as_jpeg=True)
    for key in list(page.obj.keys()):
        if key not in ("/Type", "/Parent"):
            del page.obj[key]
    page.obj.MediaBox = Array([0, 0, round(frame.width, 3), round(frame.height, 3)])
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=drawn))
    page.obj.Contents = pdf.make_stream(f"q {frame.width:.3f} 0 0 {frame.height:.3f} 0 0 cm /Page Do Q".encode())
