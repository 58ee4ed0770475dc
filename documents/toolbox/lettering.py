"""Lines of text as drawings that can be placed on pages: shaped, with their fonts embedded, in any script that a font here has."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from documents.converter.errors import ConversionRefused
from documents.converter.fonts import FontBook, Glyph
from documents.converter.pdf.fonts import Fonts, FontUse
from documents.converter.pdf.objects import Objects, figure
from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused

FAMILY = "Carlito"
LONGEST_LINE = 300


@dataclass(frozen=True)
class Line:
    """A line of text: its size in points, its colour as six hexadecimal digits. An invisible one can only be found and copied."""

    text: str
    size: float
    colour: str = "000000"
    bold: bool = False
    invisible: bool = False


@dataclass(frozen=True)
class Drawn:
    """A drawing in a file of its own (page `number`): its width, and how far it reaches above and below its base line."""

    number: int
    width: float
    ascent: float
    descent: float


def draw_lines(lines: Sequence[Line]) -> tuple[pikepdf.Pdf, list[Drawn]]:
    """A file with one page for each line, the base line's start at the origin; equal lines share a page."""
    objects, fonts, book = Objects(), Fonts(), FontBook()
    root, tree, resources = objects.reserve(), objects.reserve(), objects.reserve()
    pages: list[int] = []
    known: dict[Line, Drawn] = {}
    for line in lines:
        if line not in known:
            content, width, ascent, descent = _shaped(line, fonts, book)
            known[line] = Drawn(len(pages), width, ascent, descent)
            box = f"0 {figure(-descent)} {figure(max(width, 1))} {figure(ascent)}"
            drawing = objects.stream(content.encode())
            pages.append(
                objects.add(
                    f"<< /Type /Page /Parent {tree} 0 R /MediaBox [{box}] /Resources {resources} 0 R /Contents {drawing} 0 R >>"
                )
            )
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects.fill(tree, f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.fill(resources, f"<< /Font << {fonts.written(objects)} >> >>")
    objects.fill(root, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    data = objects.file(root, objects.add("<< >>"))
    return pikepdf.open(io.BytesIO(data)), [known[line] for line in lines]


def _shaped(line: Line, fonts: Fonts, book: FontBook) -> tuple[str, float, float, float]:
    """The content of a line, its width, ascent and descent in points."""
    if len(line.text) > LONGEST_LINE:
        sentence = gettext_noop("A line of text has at most %(most)s characters. Shorten it.")
        raise ToolRefused("too_long", sentence, most=LONGEST_LINE)
    try:
        first = book.face(FAMILY, bold=line.bold, italic=False)
    except ConversionRefused as refusal:
        raise ToolRefused.that("no_fonts", refusal.saying) from None
    red, green, blue = _shares(line.colour)
    parts = [f"{red} {green} {blue} rg BT{' 3 Tr' if line.invisible else ''}"]
    pen = 0.0
    for face, text in book.spans(line.text, first, bold=line.bold, italic=False):
        use = fonts.use(face)
        glyphs = face.shape(text, kerning=True)
        if any(glyph.number == 0 for glyph in glyphs):
            missing = next(character for character in text if not face.glyph_of(character))
            sentence = gettext_noop("No font on this machine shows “%(sign)s”. Use other words.")
            raise ToolRefused("no_glyph", sentence, sign=missing)
        parts.append(f"/{use.name} {figure(line.size)} Tf 1 0 0 1 {figure(pen)} 0 Tm {_shown(glyphs, use, line.size)}")
        pen += sum(glyph.advance for glyph in glyphs) * line.size / face.units
    parts.append("ET")
    return " ".join(parts), pen, first.ascent * line.size, abs(first.descent) * line.size


def _shown(glyphs: Sequence[Glyph], use: FontUse, size: float) -> str:
    """One string for all glyphs: a reader that finds each alone takes neighbours that look alike for doubles."""
    thousandth = 1000 / use.face.units
    shown: list[str] = []
    # Where the pen is and where it should be, in thousandths of the size.
    pen = wanted = 0.0
    for glyph in glyphs:
        start = wanted + glyph.across * thousandth
        if abs(pen - start) > 0.5:
            shown.append(figure(pen - start))
        if glyph.up:
            shown.append(f"] TJ {figure(glyph.up * size / use.face.units)} Ts <{glyph.number:04X}> Tj 0 Ts [")
        else:
            shown.append(f"<{glyph.number:04X}>")
        pen = start + use.take(glyph)
        wanted += glyph.advance * thousandth
    return f"[{' '.join(shown)}] TJ"


def drawable(text: str) -> str:
    """The text with a question mark for every character that no font here shows."""
    book = FontBook()
    try:
        first = book.face(FAMILY, bold=False, italic=False)
    except ConversionRefused as refusal:
        raise ToolRefused.that("no_fonts", refusal.saying) from None
    kept = []
    for face, part in book.spans(text, first, bold=False, italic=False):
        kept += [character if face.glyph_of(character) else "?" for character in part]
    return "".join(kept)


def _shares(colour: str) -> tuple[str, str, str]:
    try:
        values = bytes.fromhex(colour.lstrip("#"))
        red, green, blue = (figure(value / 255) for value in values)
    except ValueError:
        sentence = gettext_noop("“%(colour)s” is no colour. Write six digits such as c00000.")
        raise ToolRefused("bad_colour", sentence, colour=colour[:20]) from None
    return red, green, blue
