"""The words a person sees on the pages of a PDF, with their places. Text nobody can see is kept apart and never read as fact."""

import ctypes
import math
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from .model import ENCRYPTED, UNREADABLE, DocumentRefused, OnlyPictures

MAX_PAGES = 100
MAX_CHARACTERS = 400_000
MAX_PAPER_PIXELS = 1_500_000
SMALLEST_LETTER = 2.0  # points; below this nobody reads
FEWEST_LETTERS = 12  # fewer are the mark of a scanner, not the text of an invoice
LEAST_CONTRAST = 24  # of 255 between the lightest and the darkest spot under a word

_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True)
class Word:
    """One word; points from the left and from the top of its page as the page is shown. `page` counts from 1.

    `certainty`, from 0 to 1, is less than 1 only for words that were recognised in a picture.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    certainty: float = 1.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Text:
    """All words of a document: the `words` a person sees, and those `hidden` from people but present in the file."""

    words: tuple[Word, ...]
    hidden: tuple[Word, ...] = ()


def read_words(data: bytes) -> Text:
    """The words of a PDF. Raises DocumentRefused: DOC_ENCRYPTED, or DOC_UNREADABLE when broken; OnlyPictures without visible text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = ENCRYPTED if "password" in str(error).lower() else UNREADABLE
        raise DocumentRefused(
            code, "The PDF cannot be opened. Ask the sender for it again, without a password."
        ) from None
    collected = _Collected()
    try:
        for number in range(min(len(document), MAX_PAGES)):
            _read_page(document, number, collected)
    except pypdfium2.PdfiumError:
        raise DocumentRefused(UNREADABLE, "A page of the PDF is damaged. Ask the sender for it again.") from None
    finally:
        document.close()
    if sum(len(word.text) for word in collected.words) < FEWEST_LETTERS:
        raise OnlyPictures(
            UNREADABLE, "The PDF shows no text (a scan or an empty page). Ask for a PDF with text or an e-invoice."
        )
    return Text(tuple(collected.words), tuple(collected.hidden))


@dataclass
class _Collected:
    words: list[Word] = field(default_factory=list)
    hidden: list[Word] = field(default_factory=list)
    characters: int = 0


@dataclass
class _Letter:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    shown: bool


def _read_page(document: Any, number: int, collected: _Collected) -> None:
    page = document[number]
    width, height = page.get_size()
    textpage = page.get_textpage()
    count = textpage.count_chars()
    collected.characters += count
    if collected.characters > MAX_CHARACTERS:
        raise DocumentRefused(
            UNREADABLE, f"The PDF holds more than {MAX_CHARACTERS} characters. Send the invoice alone."
        )
    frame = _frame(page)
    letters = [_letter(frame, textpage, index) for index in range(count)]
    found = _group_words(letters, number + 1)
    if not found:
        return
    paper = _Paper(page, width, height) if any(shown for _, shown in found) else None
    for word, shown in found:
        seen = shown and paper is not None and word.height >= SMALLEST_LETTER and paper.shows(word)
        (collected.words if seen else collected.hidden).append(word)


@dataclass(frozen=True)
class _Frame:
    """The crop of a page in its own coordinates and the quarter turns it is shown with."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int

    def place(self, box: Any) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of a box on the page as it is shown."""
        left, right = box.left - self.left, box.right - self.left
        bottom, top = box.bottom - self.bottom, box.top - self.bottom
        if self.turn == 90:
            return bottom, left, top, right
        if self.turn == 180:
            return self.width - right, bottom, self.width - left, top
        if self.turn == 270:
            return self.height - top, self.width - right, self.height - bottom, self.width - left
        return left, self.height - top, right, self.height - bottom


def _frame(page: Any) -> _Frame:
    left, bottom, right, top = page.get_cropbox() or page.get_mediabox()
    return _Frame(left, bottom, right - left, top - bottom, page.get_rotation())


def _letter(frame: _Frame, textpage: Any, index: int) -> _Letter | None:
    """One character with its box, or None for a blank and for what is printed sideways."""
    code = pdfium.FPDFText_GetUnicode(textpage, index)
    text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    if not text.strip() or text in "\u00ad\u200b\ufffe\uffff" or not _reads_across(frame, textpage, index):
        return None
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
        return None
    left, top, right, bottom = frame.place(box)
    shown = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(textpage, index)) not in _INVISIBLE_MODES
    return _Letter(text, left, right, top, bottom, shown)


def _reads_across(frame: _Frame, textpage: Any, index: int) -> bool:
    """The letter stands on a level line of the page as it is shown; margins printed sideways are not read."""
    angle = math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index))
    return min(abs((angle + turn + 180) % 360 - 180) for turn in (frame.turn, -frame.turn)) < 20


def _group_words(letters: list[_Letter | None], page: int) -> list[tuple[Word, bool]]:
    """Characters to words: a blank, a jump sideways or to another line ends one."""
    words: list[tuple[Word, bool]] = []
    current: list[_Letter] = []
    for letter in [*letters, None]:
        if current and (letter is None or _breaks(current[-1], letter)):
            words.append(_word(current, page))
            current = []
        if letter is not None:
            current.append(letter)
    return words


def _breaks(before: _Letter, letter: _Letter) -> bool:
    size = max(before.bottom - before.top, 1.0)
    apart = letter.left - before.right
    overlap = min(before.bottom, letter.bottom) - max(before.top, letter.top)
    backwards = letter.left < before.left - 0.3 * size  # the letters of a ligature share one box
    return apart > 0.25 * size or backwards or overlap < 0.3 * size or before.shown != letter.shown


def _word(letters: list[_Letter], page: int) -> tuple[Word, bool]:
    text = "".join(letter.text for letter in letters)
    left, right = min(letter.left for letter in letters), max(letter.right for letter in letters)
    top, bottom = min(letter.top for letter in letters), max(letter.bottom for letter in letters)
    return Word(text, left, right, top, bottom, page), letters[0].shown


class _Paper:
    """The page drawn in grey, to see whether a word stands out from what is under it.

    Catches white on white, text painted over, text off the page: whatever keeps a person from reading it.
    """

    def __init__(self, page: Any, width: float, height: float) -> None:
        self.scale = min(1.5, (MAX_PAPER_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=self.scale, grayscale=True, may_draw_forms=False)
        self.width, self.height, self.stride = bitmap.width, bitmap.height, bitmap.stride
        self.grey = bytes(bitmap.buffer)
        bitmap.close()

    def shows(self, word: Word) -> bool:
        left, right = max(0, int(word.left * self.scale)), min(self.width, int(word.right * self.scale) + 1)
        top, bottom = max(0, int(word.top * self.scale)), min(self.height, int(word.bottom * self.scale) + 1)
        if right <= left or bottom <= top:
            return False
        rows = [self.grey[y * self.stride + left : y * self.stride + right] for y in range(top, bottom)]
        return max(map(max, rows)) - min(map(min, rows)) >= LEAST_CONTRAST
