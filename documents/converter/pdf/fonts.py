"""Fonts in the file: subsets of what is drawn, with widths and the way back to characters (ISO 32000-1, 9.6 to 9.10).

ISO 19005-2, 6.2.11: every font is embedded, its widths agree with the font program, and no text shows the glyph .notdef. A
character that no font shows is set in a font of our own whose every glyph is a box, so that it can still be copied.
"""

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

import uharfbuzz as hb

from documents.converter.fonts import UNSEEN, Face, Glyph
from documents.converter.pdf.objects import Objects, figure, name

# Tables of a font that a PDF reader never looks at.
UNNEEDED = (
    *("GSUB", "GPOS", "GDEF", "kern", "DSIG", "BASE", "JSTF", "gasp", "hdmx", "VDMX", "LTSH", "name", "post", "OS/2", "cmap"),
    *("FFTM", "PCLT", "meta", "STAT", "MATH", "COLR", "CPAL", "SVG ", "sbix", "CBDT", "CBLC", "EBDT", "EBLC", "EBSC"),
)  # fmt: skip
HEXADECIMAL = [f"{number:04X}" for number in range(0x10000)]
# The box: its advance and its outline in thousandths of the size.
BOX_WIDTH, BOX = 600, "600 0 40 -20 560 720 d1 40 w 80 0 440 700 re S"
BOXES_IN_FONT = 255
PLAIN = {"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-"}
PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›", "≤≥")
MIRRORED = {pair[at]: pair[1 - at] for pair in PAIRS for at in (0, 1)}
SERIF, SYMBOLIC, ITALIC, FIXED_PITCH = 2, 4, 64, 1


@dataclass
class FontUse:
    """What of a face the document draws: each glyph with the characters it stands for, and its width as the file declares it."""

    face: Face
    name: str
    glyphs: dict[int, str] = field(default_factory=dict)
    # In thousandths of the size; a glyph is here once its characters are known.
    widths: dict[int, float] = field(default_factory=dict)

    def take(self, glyph: Glyph) -> float:
        """Notes a glyph; gives its width."""
        text = self._meant(glyph)
        if text or glyph.number not in self.glyphs:
            self.glyphs[glyph.number] = text
        width = self.width(glyph.number)
        if text:
            self.widths[glyph.number] = width
        return width

    def _meant(self, glyph: Glyph) -> str:
        """The characters that the glyph stands for wherever it is drawn.

        Joiners and marks of direction have no shape, what is mirrored among right-to-left words is its counterpart elsewhere, and
        a space that does not break looks like any other.
        """
        text = "".join(character for character in glyph.text if character not in UNSEEN)
        mirrored = MIRRORED.get(text)
        if mirrored and self.face.glyph_of(text) != glyph.number == self.face.glyph_of(mirrored):
            return mirrored
        plain = PLAIN.get(text)
        return plain if plain and self.face.glyph_of(plain) == glyph.number else text

    def width(self, number: int) -> float:
        advance: int = self.face.font.get_glyph_h_advance(number)
        return round(advance * 1000 / self.face.units, 2)


@dataclass
class BoxFont:
    """Up to BOXES_IN_FONT character sequences without a glyph, each under a code of its own."""

    name: str
    codes: dict[str, int] = field(default_factory=dict)


class Fonts:
    """The fonts of one file."""

    def __init__(self) -> None:
        self.used: dict[int, FontUse] = {}
        self.boxes: list[BoxFont] = []

    def use(self, face: Face) -> FontUse:
        found = self.used.get(id(face))
        if found is None:
            found = self.used[id(face)] = FontUse(face, f"F{len(self.used) + 1}")
        return found

    def box(self, text: str) -> tuple[str, int]:
        """(name of the font, code) of the box that stands for these characters."""
        for font in self.boxes:
            if text in font.codes:
                return font.name, font.codes[text]
        if not self.boxes or len(self.boxes[-1].codes) == BOXES_IN_FONT:
            self.boxes.append(BoxFont(f"B{len(self.boxes) + 1}"))
        codes = self.boxes[-1].codes
        codes[text] = len(codes) + 1
        return self.boxes[-1].name, codes[text]

    def written(self, objects: Objects) -> str:
        """Writes all fonts; gives the entries of a resource dictionary."""
        entries = [f"/{use.name} {_embedded(use, objects)} 0 R" for use in self.used.values() if use.glyphs]
        entries += [f"/{font.name} {_boxes(font, objects)} 0 R" for font in self.boxes]
        return " ".join(entries)


def _embedded(use: FontUse, objects: Objects) -> int:
    subset = _subset(use)
    program = objects.stream(subset, f"/Length1 {len(subset)}")
    tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(subset).digest()[:6])
    base = name(f"{tag}+{use.face.name}")
    descriptor = objects.add(
        f"<< /Type /FontDescriptor /FontName {base} {_measures(use.face)} /FontFile2 {program} 0 R >>"
    )
    widths = _widths({number: use.width(number) for number in use.glyphs})
    child = objects.add(
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {base} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f" /FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] /CIDToGIDMap /Identity >>"
    )
    unicode_map = objects.stream(_to_unicode(use.glyphs.items(), digits=4))
    return objects.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont {base} /Encoding /Identity-H /DescendantFonts [{child} 0 R] /ToUnicode {unicode_map} 0 R >>"
    )


def _measures(face: Face) -> str:
    """The entries of a font descriptor (table 122), from the font's own head and post tables."""
    units = 1000 / face.units
    head = face.table("head").ljust(54, b"\0")
    post = face.table("post").ljust(16, b"\0")
    box = " ".join(figure(round(side * units)) for side in struct.unpack(">hhhh", head[36:44]))
    bold, slanted = struct.unpack(">H", head[44:46])[0] & 1, struct.unpack(">H", head[44:46])[0] & 2
    angle = struct.unpack(">i", post[4:8])[0] / 65536
    fixed = FIXED_PITCH if struct.unpack(">I", post[12:16])[0] else 0
    flags = SYMBOLIC | fixed | (ITALIC if slanted or angle else 0) | (SERIF if "erif" in face.name else 0)
    return (
        f"/Flags {flags} /FontBBox [{box}] /ItalicAngle {figure(max(-90.0, min(angle, 90.0)))}"
        f" /Ascent {figure(face.ascent * 1000)} /Descent {figure(-face.descent * 1000)} /CapHeight 700 /StemV {120 if bold else 80}"
    )


def _widths(widths: dict[int, float]) -> str:
    """The entries of /W (9.7.4.3): glyphs that follow one another share a bracket."""
    parts: list[str] = []
    expected = -1
    for number in sorted(widths):
        if number != expected:
            parts.append(f"{'] ' if parts else ''}{number} [")
        parts.append(f"{figure(widths[number])} ")
        expected = number + 1
    return "".join(parts) + ("]" if parts else "")


def _subset(use: FontUse) -> bytes:
    """The font with only the glyphs drawn, under their old numbers."""
    wish = hb.SubsetInput()
    wish.sets(hb.SubsetInputSets.GLYPH_INDEX).update(set(use.glyphs) | {0})
    wish.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        {int.from_bytes(tag.ljust(4).encode(), "big") for tag in UNNEEDED}
    )
    wish.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE
    made = hb.subset(hb.Face(use.face.blob), wish)
    return bytes(made.blob.data or b"")


def _boxes(font: BoxFont, objects: Objects) -> int:
    """A Type 3 font (9.6.5) whose every code draws the same box."""
    drawn = objects.stream(BOX.encode("ascii"))
    names = [f"/b{code}" for code in font.codes.values()]
    shapes = " ".join(f"{sign} {drawn} 0 R" for sign in names)
    unicode_map = objects.stream(_to_unicode(((code, text) for text, code in font.codes.items()), digits=2))
    descriptor = objects.add(
        f"<< /Type /FontDescriptor /FontName /{font.name} /Flags {SYMBOLIC} /FontBBox [0 -20 {BOX_WIDTH} 720] /ItalicAngle 0"
        " /Ascent 720 /Descent -20 /CapHeight 700 /StemV 40 >>"
    )
    return objects.add(
        f"<< /Type /Font /Subtype /Type3 /Name /{font.name} /FontBBox [0 -20 {BOX_WIDTH} 720] /FontMatrix [0.001 0 0 0.001 0 0]"
        f" /CharProcs << {shapes} >> /Encoding << /Type /Encoding /Differences [1 {' '.join(names)}] >> /FirstChar 1"
        f" /LastChar {len(names)} /Widths [{' '.join([str(BOX_WIDTH)] * len(names))}] /Resources << >>"
        f" /FontDescriptor {descriptor} 0 R /ToUnicode {unicode_map} 0 R >>"
    )


def _to_unicode(glyphs: Iterable[tuple[int, str]], *, digits: int) -> bytes:
    """9.10.3: from codes of so many hexadecimal digits back to characters, so that text can be copied and searched."""
    entries = [
        f"<{number:0{digits}X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
        for number, text in sorted(glyphs)
        if text
    ]
    out = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{'0' * digits}> <{'F' * digits}> endcodespacerange",
    ]
    for start in range(0, len(entries), 100):
        chunk = entries[start : start + 100]
        out += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(out).encode("ascii")
