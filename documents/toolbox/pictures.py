"""Strangers' pictures as PDF images, and whole documents of pictures."""

import io
import zlib
from collections.abc import Iterator, Sequence

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageOps, UnidentifiedImageError

from documents.converter.images import pdf_image
from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import MAX_PICTURE_PIXELS, check_pages
from documents.toolbox.papers import written
from documents.toolbox.results import Work, told

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP")
UPRIGHT = 1
ORIENTATION = 0x0112
PAPERS = {"fit": None, "a4": (595.276, 841.89), "letter": (612.0, 792.0)}
UNKNOWN_DENSITY = 150.0
MAX_FRAMES = 500
TOO_MANY_PIXELS = gettext_noop(
    "Picture %(place)s has %(width)s by %(height)s pixels; at most %(most)s million are taken. Make it smaller."
)


def pictures(files: Sequence[bytes], *, paper: str = "fit", margin: float = 0) -> Work:
    """A PDF with a page for each picture (PNG, JPEG, WebP; TIFF with all its pages).

    paper: "fit" makes the page as large as the picture at its own resolution; "a4" and "letter" fit it into the paper, turned as the
    picture is, inside `margin` points. JPEG pictures go in as they are; others lose nothing.
    """
    if paper not in PAPERS:
        sentence = gettext_noop("“%(paper)s” is no size of paper. Choose one of %(papers)s.")
        raise ToolRefused("bad_paper", sentence, paper=paper[:40], papers=", ".join(PAPERS))
    if not 0 <= margin <= 200:
        raise ToolRefused("bad_margin", gettext_noop("Choose a margin between 0 and 200 points."))
    pdf = Pdf.new()
    for place, content in enumerate(files, 1):
        for image, density in _read(pdf, content, place):
            _add_page(pdf, image, density, PAPERS[paper], margin)
            check_pages(len(pdf.pages))
    done = told(f"{len(files)} pictures made into {len(pdf.pages)} pages")
    return Work((written(pdf),), (done,), (), {"pages": len(pdf.pages)})


def read_picture(pdf: Pdf, content: bytes) -> tuple[Stream, int, int]:
    """The first page of a picture as an image of this PDF, and its size in pixels."""
    image, _ = next(_read(pdf, content, 1))
    return image, int(image.Width), int(image.Height)


def _read(pdf: Pdf, content: bytes, place: int) -> Iterator[tuple[Stream, float]]:
    """Each page of a picture and its dots per inch."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            frames = min(getattr(opened, "n_frames", 1), MAX_FRAMES) if opened.format == "TIFF" else 1
            for frame in range(frames):
                opened.seek(frame)
                if opened.width * opened.height > MAX_PICTURE_PIXELS:
                    million = MAX_PICTURE_PIXELS // 1_000_000
                    facts = {"place": place, "width": opened.width, "height": opened.height, "most": million}
                    raise ToolRefused("too_many_pixels", TOO_MANY_PIXELS, **facts)
                density = float(opened.info.get("dpi", (UNKNOWN_DENSITY,))[0] or UNKNOWN_DENSITY)
                density = density if 30 <= density <= 2_400 else UNKNOWN_DENSITY
                upright = opened.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT
                whole = pdf_image(content) if opened.format == "JPEG" and upright else None
                if whole is not None and whole.filter == "DCTDecode":
                    yield _stream(pdf, whole.content, whole.width, whole.height, whole.space, Name.DCTDecode), density
                else:
                    yield pixels_as_image(pdf, ImageOps.exif_transpose(opened) or opened), density
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        sentence = gettext_noop("Picture %(place)s cannot be read. Use PNG, JPEG, WebP or TIFF.")
        raise ToolRefused("bad_picture", sentence, place=place) from None


def pixels_as_image(pdf: Pdf, pixels: Image.Image) -> Stream:
    """The very pixels, in shades of gray or RGB, with their transparency where there is some."""
    mask = None
    if pixels.mode in ("RGBA", "LA", "PA") or "transparency" in pixels.info:
        full = pixels.convert("RGBA")
        alpha = full.getchannel("A")
        if alpha.getextrema() != (255, 255):
            mask = alpha
        pixels = full.convert("RGB")
    if pixels.mode == "1":
        packed = zlib.compress(pixels.tobytes(), 9)
        return _stream(pdf, packed, *pixels.size, "DeviceGray", Name.FlateDecode, bits=1)
    pixels = pixels.convert("L" if pixels.mode in ("L", "I;16", "I", "F") else "RGB")
    space = "DeviceGray" if pixels.mode == "L" else "DeviceRGB"
    image = _stream(pdf, zlib.compress(pixels.tobytes(), 6), *pixels.size, space, Name.FlateDecode)
    if mask is not None:
        image.SMask = _stream(pdf, zlib.compress(mask.tobytes(), 6), *mask.size, "DeviceGray", Name.FlateDecode)
    return image


def _stream(pdf: Pdf, content: bytes, width: int, height: int, space: str, how: Name, bits: int = 8) -> Stream:
    entries = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name("/" + space),
        BitsPerComponent=bits,
        Filter=how,
    )
    return pdf.make_stream(content, entries)


def _add_page(pdf: Pdf, image: Stream, density: float, paper: tuple[float, float] | None, margin: float) -> None:
    width, height = int(image.Width) * 72 / density, int(image.Height) * 72 / density
    if paper is None:
        page_width, page_height = width + 2 * margin, height + 2 * margin
    else:
        page_width, page_height = paper if height >= width else paper[::-1]
        scale = min((page_width - 2 * margin) / width, (page_height - 2 * margin) / height)
        width, height = width * scale, height * scale
    left, bottom = (page_width - width) / 2, (page_height - height) / 2
    page = pdf.add_blank_page(page_size=(round(max(page_width, 3), 3), round(max(page_height, 3), 3)))
    page.obj.Resources = Dictionary(XObject=Dictionary(Picture=image))
    page.obj.Contents = pdf.make_stream(
        f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /Picture Do Q".encode()
    )
