"""Make a file smaller, and never larger: streams packed again, equal objects kept once, pictures no finer than they need to be."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream
from PIL import Image

from documents.sayings import gettext_noop
from documents.toolbox.carrying import Key
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import IDENTITY, Matrix, matrix_of, times
from documents.toolbox.limits import MAX_PICTURE_PIXELS
from documents.toolbox.papers import open_paper, written
from documents.toolbox.results import Work, told
from flowmono.common.limited import progress

MAX_FORM_DEPTH = 8
# A picture smaller than this many pixels is not worth touching.
SMALL = 4_000
# What is made anew has to be smaller by a tenth at least.
WORTH_IT = 0.9
PACKED: Literal[9] = 9


@dataclass(frozen=True)
class Level:
    """How fine pictures stay: dots per inch above `above` go down to `target`; JPEG quality; whether a JPEG picture that is fine
    enough is made anew with less quality."""

    target: int
    above: int
    quality: int
    lowers: bool


LEVELS = {
    "lossless": None,
    "light": Level(target=150, above=200, quality=70, lowers=False),
    "strong": Level(target=110, above=130, quality=60, lowers=True),
}


def compress(files: Sequence[bytes], *, level: str = "light", as_copy: bool = False) -> Work:
    """A smaller file. "lossless" changes no pixel; "light" makes pictures no finer than 150 dots an inch, as good as before on a
    screen and on paper; "strong" no finer than 110, for sending.

    When nothing is gained the very same bytes come back.
    """
    if level not in LEVELS:
        sentence = gettext_noop("“%(level)s” is no level. Choose one of %(levels)s.")
        raise ToolRefused("bad_level", sentence, level=level[:40], levels=", ".join(LEVELS))
    data = files[0]
    paper = open_paper(data, as_copy=as_copy)
    pdf, wanted = paper.pdf, LEVELS[level]
    smaller = _shrink_pictures(pdf, wanted) if wanted else 0
    for thing in pdf.objects:
        if isinstance(thing, Dictionary):
            for key in (Name.Thumb, Name.PieceInfo):
                if key in thing:
                    del thing[key]
    merged = _merge_equal(pdf)
    made = _packed(pdf, paper.signed_sha256)
    if len(made) >= len(data) and not paper.signed_sha256:
        done = "the file is as small as it gets: it is unchanged"
        return Work((data,), (done,), (), {"saved": 0, "percent": 0, "pictures": 0, "merged": 0})
    saved = len(data) - len(made)
    percent = round(100 * saved / len(data))
    done = told(f"{saved} bytes saved ({percent} %): {smaller} pictures made smaller, {merged} equal objects kept once")
    facts = {"saved": saved, "percent": percent, "pictures": smaller, "merged": merged}
    return Work((made,), (done,), tuple(paper.notes), facts, bool(paper.signed_sha256))


def _packed(pdf: Pdf, signed_sha256: str) -> bytes:
    if signed_sha256:
        return written(pdf, signed_sha256=signed_sha256)
    pikepdf.settings.set_flate_compression_level(PACKED)
    try:
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=ObjectStreamMode.generate,
            deterministic_id=True,
            recompress_flate=True,
            compress_streams=True,
        )
    finally:
        pikepdf.settings.set_flate_compression_level(-1)
    return out.getvalue()


# Equal objects


def _merge_equal(pdf: Pdf) -> int:
    """Streams and fonts that are the same are kept once; how many were merged. What they refer to is merged first."""
    merged = 0
    for _ in range(3):
        first: dict[bytes, Any] = {}
        same: dict[Key, Any] = {}
        for thing in pdf.objects:
            identity = _identity(thing)
            if identity is None:
                continue
            if identity in first:
                same[thing.objgen] = first[identity]
            else:
                first[identity] = thing
        if not same:
            break
        merged += len(same)
        for thing in pdf.objects:
            if isinstance(thing, (Dictionary, Stream, Array)) and thing.objgen not in same:
                _point_to(thing, same, 0)
        # What nobody refers to any more is not written; made empty, it is not compared again either.
        for key in same:
            thing = pdf.get_object(key)
            if isinstance(thing, Stream):
                thing.write(b"")
            else:
                del thing[Name.Type]
    return merged


def _identity(thing: Any) -> bytes | None:
    """Equal for objects that may stand for one another; None for those that are somebody (pages, notes, tags)."""
    if isinstance(thing, Stream):
        if Name.StructParent in thing or Name.StructParents in thing or not len(raw := thing.read_raw_bytes()):
            return None
        head = b" ".join(
            key.encode() + b" " + _written(thing[key]) for key in sorted(thing.keys()) if key not in ("/Length",)
        )
        return b"s" + hashlib.sha256(head + b"\0" + raw).digest()
    if isinstance(thing, Dictionary) and thing.get(Name.Type) in (Name.Font, Name.FontDescriptor, Name.ExtGState):
        return b"d" + hashlib.sha256(thing.unparse(resolved=True)).digest()
    return None


def _written(value: Any) -> bytes:
    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse())
    return repr(value).encode()


def _point_to(thing: Any, same: dict[Key, Any], depth: int) -> None:
    if depth > 60:
        return
    entries = enumerate(thing) if isinstance(thing, Array) else list(thing.items())
    for key, value in list(entries):
        if not isinstance(value, (Dictionary, Stream, Array)):
            continue
        if value.is_indirect:
            if value.objgen in same:
                thing[key] = same[value.objgen]
        else:
            _point_to(value, same, depth + 1)


# Pictures


def _shrink_pictures(pdf: Pdf, level: Level) -> int:
    """Makes pictures smaller that are finer than the level asks, or that JPEG holds in far less; how many."""
    sizes: dict[Key, float] = {}
    pictures: dict[Key, Stream] = {}
    for number, page in enumerate(pdf.pages, 1):
        for picture, inches in _placed(page.obj, page.obj.get(Name.Resources), (1, 0, 0, 1, 0, 0), 0):
            pictures[picture.objgen] = picture
            sizes[picture.objgen] = max(sizes.get(picture.objgen, 0.0), inches)
        progress.tell(number, len(pdf.pages) * 2)
    masks = {picture.SMask.objgen for picture in pictures.values() if isinstance(picture.get(Name.SMask), Stream)}
    smaller = 0
    for number, (key, picture) in enumerate(pictures.items(), 1):
        if key not in masks and _shrink(picture, sizes[key], level):
            smaller += 1
        progress.tell(len(pdf.pages) + number * len(pdf.pages) // len(pictures), len(pdf.pages) * 2)
    return smaller


def _placed(holder: Any, resources: Any, ctm: Matrix, depth: int) -> Iterator[tuple[Stream, float]]:
    """Every picture that a page or form draws, with how wide it stands there, in inches for all its pixels across."""
    drawings = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
    if not isinstance(drawings, Dictionary) or depth > MAX_FORM_DEPTH or not _has_large(drawings):
        return
    saved: list[Matrix] = []
    try:
        steps = pikepdf.parse_content_stream(holder, "q Q cm Do")
    except pikepdf.PdfError:
        return
    for step in steps:
        operands: Any = step.operands
        operator = str(step.operator)
        if operator == "q":
            saved.append(ctm)
        elif operator == "Q":
            ctm = saved.pop() if saved else ctm
        elif operator == "cm":
            ctm = times(matrix_of(operands), ctm)
        else:
            thing = drawings.get(operands[0])
            if not isinstance(thing, Stream):
                continue
            if thing.get(Name.Subtype) == Name.Image:
                # Whichever side stands larger decides: a picture may be squeezed.
                across, up = (ctm[0] ** 2 + ctm[1] ** 2) ** 0.5 / 72, (ctm[2] ** 2 + ctm[3] ** 2) ** 0.5 / 72
                width, height = int(thing.Width), int(thing.Height)
                yield thing, max(across, up * width / height if height else 0)
            elif thing.get(Name.Subtype) == Name.Form:
                inner = times(matrix_of(thing.get(Name.Matrix, IDENTITY)), ctm)
                yield from _placed(thing, thing.get(Name.Resources, resources), inner, depth + 1)


def _has_large(drawings: Dictionary) -> bool:
    return any(
        isinstance(thing, Stream)
        and (
            thing.get(Name.Subtype) == Name.Form
            or int(thing.get(Name.Width, 0)) * int(thing.get(Name.Height, 0)) > SMALL
        )
        for _, thing in drawings.items()
    )


def _shrink(picture: Stream, inches: float, level: Level) -> bool:
    width, height = int(picture.Width), int(picture.Height)
    if not _is_plain(picture) or not SMALL < width * height <= MAX_PICTURE_PIXELS:
        return False
    density = width / inches if inches > 0 else 0
    is_fine = density > level.above
    is_jpeg = Name.DCTDecode in _filters(picture)
    old = len(picture.read_raw_bytes())
    if is_jpeg and not is_fine and not level.lowers:
        return False
    try:
        pixels = pikepdf.PdfImage(picture).as_pil_image()
    except MemoryError:
        raise
    except Exception:  # whatever a decoder says: a picture that cannot be read stays as it is
        return False
    if pixels.mode not in ("RGB", "L"):
        if not is_fine or pixels.mode != "P":
            return False
        pixels = pixels.convert("RGB")
    if is_fine:
        scale = level.target / density
        pixels = pixels.resize((max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.LANCZOS)
        _shrink_mask(picture, pixels.size)
    packed = io.BytesIO()
    pixels.save(packed, "JPEG", quality=level.quality, optimize=True, subsampling=2)
    if len(packed.getvalue()) > old * (WORTH_IT if is_jpeg or is_fine else WORTH_IT / 2):
        return False
    _replace(picture, pixels, packed.getvalue())
    return True


def _filters(picture: Stream) -> list[Any]:
    filters = picture.get(Name.Filter, Array([]))
    return list(filters) if isinstance(filters, Array) else [filters]


def _is_plain(picture: Stream) -> bool:
    """Whether the colours are gray or RGB, whole, and mean what they say."""
    if any(key in picture for key in (Name.ImageMask, Name.Mask, Name.Decode, Name.SMaskInData)):
        return False
    if int(picture.get(Name.BitsPerComponent, 0)) != 8:
        return False
    space = picture.get(Name.ColorSpace)
    if isinstance(space, Array) and len(space) > 1:
        if space[0] == Name.ICCBased:
            return int(space[1].get(Name.N, 0)) in (1, 3)
        return bool(space[0] in (Name.CalRGB, Name.CalGray, Name.Indexed))
    return space in (Name.DeviceRGB, Name.DeviceGray)


def _replace(picture: Stream, pixels: Image.Image, packed: bytes) -> None:
    space = picture.ColorSpace
    components = 1 if pixels.mode == "L" else 3
    keeps = isinstance(space, Array) and (
        (space[0] == Name.ICCBased and int(space[1].N) == components)
        or space[0] == (Name.CalRGB if components == 3 else Name.CalGray)
    )
    picture.write(packed, filter=Name.DCTDecode)
    picture.Width, picture.Height = pixels.size
    if not keeps:
        picture.ColorSpace = Name.DeviceGray if components == 1 else Name.DeviceRGB


def _shrink_mask(picture: Stream, size: tuple[int, int]) -> None:
    """The transparency of a picture needs to be no finer than the picture."""
    mask = picture.get(Name.SMask)
    if not isinstance(mask, Stream) or int(mask.Width) <= size[0] or int(mask.get(Name.BitsPerComponent, 0)) != 8:
        return
    try:
        pixels = pikepdf.PdfImage(mask).as_pil_image().convert("L").resize(size, Image.Resampling.LANCZOS)
    except (pikepdf.PikepdfError, ValueError, OSError, NotImplementedError):
        return
    mask.write(pixels.tobytes())
    mask.Width, mask.Height = size
