"""What the codes in a string of text are and how far each moves the pen (ISO 32000-1, 9.6 to 9.8)."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream

from documents.converter.fonts import FontBook

_LIKE = {"Helvetica": "Arial", "Times": "Times New Roman", "Courier": "Courier New"}


class Unsafe(Exception):
    """This content cannot be edited with certainty; the page has to become a picture."""


class Pen:
    """The codes of one font and their widths."""

    def __init__(self, font: Any) -> None:
        """Raises Unsafe for a font whose codes or widths are not certain."""
        if not isinstance(font, Dictionary):
            raise Unsafe("a font is missing")
        kind = font.get(Name.Subtype)
        self.bytes_per_code = 2 if kind == Name.Type0 else 1
        self._widths: dict[int, float] = {}
        self._other = 0.0
        if kind == Name.Type0:
            self._read_composite(font)
        else:
            self._read_simple(font, is_type3=kind == Name.Type3)

    def codes(self, text: bytes) -> Iterator[tuple[bytes, float, bool]]:
        """(code, width as a share of the size, whether word spacing applies to it) of each glyph."""
        size = self.bytes_per_code
        if len(text) % size:
            raise Unsafe("a text ends in the middle of a glyph")
        for start in range(0, len(text), size):
            code = text[start : start + size]
            number = int.from_bytes(code, "big")
            yield code, self._widths.get(number, self._other), size == 1 and number == 32

    def _read_simple(self, font: Dictionary, *, is_type3: bool) -> None:
        scale = 0.001
        if is_type3:
            scale = abs(float(font.get(Name.FontMatrix, [0.001])[0]))
        if Name.Widths in font and Name.FirstChar in font:
            first = int(font.FirstChar)
            self._widths = {first + place: float(width) * scale for place, width in enumerate(font.Widths)}
            descriptor = font.get(Name.FontDescriptor)
            if isinstance(descriptor, Dictionary):
                self._other = float(descriptor.get(Name.MissingWidth, 0)) * scale
            return
        self._widths = _standard_widths(font)

    def _read_composite(self, font: Dictionary) -> None:
        encoding = font.get(Name.Encoding)
        if isinstance(encoding, Stream) or encoding not in (Name("/Identity-H"),):
            raise Unsafe("a font with an encoding of its own")
        (child,) = font.DescendantFonts
        self._other = float(child.get(Name.DW, 1000)) / 1000
        entries = list(child.get(Name.W, []))
        place = 0
        while place + 1 < len(entries):
            first, second = int(entries[place]), entries[place + 1]
            if isinstance(second, Array):
                self._widths.update({first + n: float(width) / 1000 for n, width in enumerate(second)})
                place += 2
            elif place + 2 < len(entries):
                span = range(first, min(int(second), first + 0x10000) + 1)
                self._widths.update(dict.fromkeys(span, float(entries[place + 2]) / 1000))
                place += 3
            else:
                break


def _standard_widths(font: Dictionary) -> dict[int, float]:
    """Widths of the standard fonts, which files need not give (9.6.2.2): those of their metric-compatible stand-ins."""
    base = str(font.get(Name.BaseFont, "/"))[1:]
    family = next((ours for theirs, ours in _LIKE.items() if base.startswith(theirs)), None)
    encoding = font.get(Name.Encoding)
    if family is None or isinstance(encoding, Dictionary):
        raise Unsafe("a font without widths")
    bold, slanted = "Bold" in base, "Oblique" in base or "Italic" in base
    face = FontBook().face(family, bold=bold, italic=slanted)
    codec = "mac-roman" if encoding == Name.MacRomanEncoding else "cp1252"
    widths = {}
    for code in range(32, 256):
        character = bytes([code]).decode(codec, "ignore")
        glyph = face.glyph_of(character) if character else 0
        widths[code] = face.font.get_glyph_h_advance(glyph) / face.units
    return widths
