"""Where words stand on the pages: in points of the page's own coordinates."""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused
from documents.toolbox.frames import Box
from documents.toolbox.redaction.scans import Unseen

MAX_FOUND = 20_000
# A glyph goes when an area covers so much of it; what is less is a neighbour that merely touches.
COVERED = 0.15


@dataclass(frozen=True)
class Letters:
    """The text of a page, for each of its characters the box it is drawn in (None for what is not drawn), and the places nobody sees.

    `over_scan`: places in the text that only programs read, since a picture shows the words.
    """

    text: str
    boxes: tuple[Box | None, ...]
    over_scan: frozenset[int] = frozenset()
    has_pictures: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether the page shows pictures and holds no text that could be looked for."""
        return self.has_pictures and not self.text.strip()


def read_letters(page: pypdfium2.PdfPage) -> Letters:
    """The characters of a page in reading order, ends of lines as blanks."""
    text_page = page.get_textpage()
    raw = text_page.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    characters: list[str] = []
    boxes: list[Box | None] = []
    unseen, over_scan = Unseen(page), set()
    for place in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, place)
        # 0xFFFE stands for a hyphen at the end of a line, which belongs to no word.
        if code == 0xFFFE:
            continue
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        characters.append(" " if character in "\r\n" else character)
        found = pdfium.FPDFText_GetCharBox(raw, place, left, right, bottom, top)
        box = Box(left.value, bottom.value, right.value, top.value)
        boxes.append(box if found and not character.isspace() and box.width > 0 and box.height > 0 else None)
        if unseen.holds(text_page, place, boxes[-1]):
            over_scan.add(len(boxes) - 1)
    text_page.close()
    return Letters("".join(characters), tuple(boxes), frozenset(over_scan), unseen.has_pictures)


def patterns_for(words: Sequence[str], expressions: Sequence[str], *, whole_words: bool) -> list[re.Pattern[str]]:
    """What to look for: words as they are (blanks match any), and regular expressions. Case does not matter."""
    found = []
    for word in words:
        pieces = [re.escape(piece) for piece in word.split()]
        if not pieces:
            raise ToolRefused("bad_words", gettext_noop("A word to look for is empty. Write it, or take it out."))
        inner = r"\s+".join(pieces)
        found.append(rf"(?<!\w){inner}(?!\w)" if whole_words else inner)
    found += list(expressions)
    try:
        return [re.compile(pattern, re.IGNORECASE) for pattern in found]
    except re.error as error:
        sentence = gettext_noop(
            "The pattern “%(pattern)s” cannot be read. Correct it, or look for the words themselves."
        )
        raise ToolRefused("bad_expression", sentence, pattern=str(error.pattern)[:80]) from None


def matches(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[tuple[int, int]]:
    """Where the patterns match, empty matches left out."""
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text) if match.end() > match.start())


def areas_of(letters: Letters, start: int, end: int) -> list[Box]:
    """Boxes around these characters, one for each line they stand on, as high as its highest letter."""
    lines: list[Box] = []
    for box in letters.boxes[start:end]:
        if box is None:
            continue
        last = lines[-1] if lines else None
        # The same line: it goes on to the right at about the same height.
        if (
            last
            and box.left >= last.left - 1
            and min(box.top, last.top) - max(box.bottom, last.bottom) > -0.3 * last.height
        ):
            lines[-1] = Box(
                min(last.left, box.left),
                min(last.bottom, box.bottom),
                max(last.right, box.right),
                max(last.top, box.top),
            )
        else:
            lines.append(box)
    return lines


def is_covered(box: Box, areas: Sequence[Box]) -> bool:
    """Whether an area covers a part of a letter that one would see: such a letter goes."""
    for area in areas:
        across, up = box.overlap(area)
        if across > max(COVERED * box.width, 0.05) and up > COVERED * box.height:
            return True
    return False


def text_under(letters: Letters, areas: Sequence[Box]) -> str:
    """The characters that go with these areas: those of which a part lies under one."""
    return _text_where(letters, lambda box: is_covered(box, areas))


def text_in(letters: Letters, areas: Sequence[Box]) -> str:
    """The characters whose middle lies in an area."""

    def is_inside(box: Box) -> bool:
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return any(area.left < x < area.right and area.bottom < y < area.top for area in areas)

    return _text_where(letters, is_inside)


def _text_where(letters: Letters, is_meant: Callable[[Box], bool]) -> str:
    kept = [
        " " if box is None else character if is_meant(box) else "\0"
        for character, box in zip(letters.text, letters.boxes, strict=True)
    ]
    return " ".join(" ".join(piece.split()) for piece in "".join(kept).split("\0") if piece.strip())
