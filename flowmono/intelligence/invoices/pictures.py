"""The words of pictures and scans, recognised by the models that ride in the package rapidocr. In a limited child only: it takes room and time."""

import importlib
import io
import math
import statistics
import warnings
from collections.abc import Iterator
from typing import Any

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from .model import UNREADABLE, DocumentRefused
from .page import Text, Word

MAX_PICTURES = 6  # pages of a scan that are looked at
MAX_PIXELS = 40_000_000
SMALLEST_SIDE = 60  # pixels; what is smaller holds no invoice
DOTS_PER_INCH = 200
ASKEW = math.radians(0.5)
LEAST_CERTAIN = 0.5  # a line that is read with less is mostly nonsense
LETTER = 9.0  # points that the usual line is made high, so that the rules for pages fit pictures of any size
BLANK = 0.3  # of a letter's height, between the words of a line
LETTERS_OF_BOX = 0.72  # what was seen has a margin around it
_TOO_LARGE = f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Ask the sender for a smaller one."

Place = tuple[float, float]


def read_picture(data: bytes) -> Text:
    """The words of a picture: PNG, JPEG, TIFF (each of its pages). Raises DocumentRefused with DOC_UNREADABLE."""
    return _recognised(_frames(data))


def read_scan(data: bytes) -> Text:
    """The words of a PDF whose pages are pictures. Raises DocumentRefused with DOC_UNREADABLE."""
    return _recognised(_pages(data))


def _frames(data: bytes) -> Iterator[Image.Image]:
    try:
        with _opened(data) as picture:
            for frame, _ in zip(ImageSequence.Iterator(picture), range(MAX_PICTURES), strict=False):
                _check_size(frame.size)
                yield _on_white(ImageOps.exif_transpose(frame))
    except Image.DecompressionBombError:
        raise DocumentRefused(UNREADABLE, _TOO_LARGE) from None
    except (OSError, ValueError, SyntaxError):
        raise DocumentRefused(UNREADABLE, "The picture is damaged. Ask the sender for it again.") from None


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is stricter
        return Image.open(io.BytesIO(data))


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise DocumentRefused(UNREADABLE, _TOO_LARGE)
    if min(size) < SMALLEST_SIDE:
        raise DocumentRefused(UNREADABLE, "The picture is too small to be read. Ask the sender for a larger one.")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise DocumentRefused(UNREADABLE, "The PDF cannot be opened. Ask the sender for it again.") from None
    try:
        for number in range(min(len(document), MAX_PICTURES)):
            page = document[number]
            width, height = page.get_size()
            scale = min(DOTS_PER_INCH / 72, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
            yield page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError:
        raise DocumentRefused(UNREADABLE, "A page of the PDF is damaged. Ask the sender for it again.") from None
    finally:
        document.close()


def _recognised(pictures: Iterator[Image.Image]) -> Text:
    engine: Any = None
    words: list[Word] = []
    for number, picture in enumerate(pictures, 1):
        if all(low == high for low, high in picture.getextrema()):
            continue  # an empty page
        engine = engine or _engine()
        words += _words(_look(engine, picture), number)
    if not words:
        raise DocumentRefused(
            UNREADABLE, "No words could be recognised in the picture. Ask for a PDF with text or an e-invoice."
        )
    return Text(tuple(words))


def _look(engine: Any, picture: Image.Image) -> Any:
    """What is recognised in a picture; one that lies askew is set straight and looked at again, because long lines would be lost."""
    answer = engine(picture, return_word_box=True)
    tilt = _tilt(list(answer.boxes)) if answer.boxes is not None else 0.0
    if abs(tilt) < ASKEW:
        return answer
    straight = picture.rotate(math.degrees(tilt), resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    return engine(straight, return_word_box=True)


def _engine() -> Any:
    """The recogniser, loaded only here: it is large."""
    try:
        package = importlib.import_module("rapidocr")
    except ImportError:
        raise DocumentRefused(
            UNREADABLE, "The file is a picture, and recognising text is not installed here. Ask for a PDF with text."
        ) from None
    return package.RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})


def _words(answer: Any, number: int) -> list[Word]:
    """The words of one picture on an upright page in points."""
    if answer.boxes is None or answer.txts is None:
        return []
    lines = [
        (corners, pieces, float(certainty))
        for corners, pieces, certainty in zip(answer.boxes, answer.word_results, answer.scores, strict=True)
        if certainty >= LEAST_CERTAIN and any(str(piece[0]).strip() for piece in pieces)
    ]
    if not lines:
        return []
    tilt = _tilt([corners for corners, _, _ in lines])
    heights = [math.dist(corners[0], corners[3]) for corners, _, _ in lines]
    scale = LETTER / max(statistics.median(heights) * LETTERS_OF_BOX, 1.0)
    found: list[Word] = []
    for corners, pieces, certainty in lines:
        top, bottom = _level([_turned(corner, tilt) for corner in corners])
        words = [(str(text).strip(), float(sure), box) for text, sure, box in pieces if str(text).strip()]
        edges = [[_turned(corner, tilt)[0] * scale for corner in box] for _, _, box in words]
        for place, (text, sure, _) in enumerate(words):
            # What was seen as one line is one: wide blanks in it must not cut it.
            after = min(edges[place + 1]) if place + 1 < len(words) else None
            right = max(edges[place]) if after is None else max(max(edges[place]), after - BLANK * LETTER)
            found.append(
                Word(text, min(edges[place]), right, top * scale, bottom * scale, number, min(certainty, sure))
            )
    return found


def _tilt(boxes: list[Any]) -> float:
    """The angle at which the lines of a picture run, from the longer ones; 0 for a picture that is turned on purpose."""
    longer = sorted(boxes, key=lambda box: -math.dist(box[0], box[1]))[: max(5, len(boxes) // 2)]
    angle = statistics.median(math.atan2(box[1][1] - box[0][1], box[1][0] - box[0][0]) for box in longer)
    return angle if abs(angle) < math.radians(20) else 0.0


def _turned(corner: Any, tilt: float) -> Place:
    x, y = float(corner[0]), float(corner[1])
    return x * math.cos(tilt) + y * math.sin(tilt), y * math.cos(tilt) - x * math.sin(tilt)


def _level(corners: list[Place]) -> Place:
    """Top and bottom of the letters of a line."""
    top, bottom = (corners[0][1] + corners[1][1]) / 2, (corners[2][1] + corners[3][1]) / 2
    middle, half = (top + bottom) / 2, (bottom - top) / 2 * LETTERS_OF_BOX
    return middle - half, middle + half
