"""Finds fonts on this machine, stands in for the ones that are missing, and measures text with HarfBuzz.

The substitutes are metric-compatible where such a font exists (Carlito for Calibri, Caladea for Cambria, Liberation for
Arial, Times New Roman and Courier New), so lines break where Word breaks them.
"""

import functools
import itertools
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uharfbuzz as hb

from documents.converter.errors import ConversionRefused
from documents.converter.shipped import FAMILIES, STANDS_FOR, name_of, shipped_files, sisters_of, unpacked
from documents.sayings import gettext_noop

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
INSTALL_MORE = "install a font that has them, such as fonts-droid-fallback for East Asian scripts"

SUBSTITUTES = {
    "calibri": "Carlito",
    "calibri light": "Carlito",
    "cambria": "Caladea",
    "cambria math": "Caladea",
    "arial": "LiberationSans",
    "arial narrow": "LiberationSansNarrow",
    "helvetica": "LiberationSans",
    "helvetica neue": "LiberationSans",
    "times new roman": "LiberationSerif",
    "times": "LiberationSerif",
    "courier new": "LiberationMono",
    "courier": "LiberationMono",
    "consolas": "DejaVuSansMono",
    "georgia": "DejaVuSerif",
    "garamond": "LiberationSerif",
    "book antiqua": "LiberationSerif",
    "palatino linotype": "LiberationSerif",
    "century schoolbook": "LiberationSerif",
}
# Where the document's own font comes in the order of candidates.
OWN = "the document's own"
# What a font file may measure: units to the em (OpenType, head), and how high a line of it is at most, in ems.
LEAST_UNITS, MOST_UNITS, MOST_HEIGHT = 16, 16_384, 8
# Families whose substitute was made to their widths.
SAME_WIDTHS = frozenset(
    {
        *(("calibri", "Carlito"), ("calibri light", "Carlito"), ("cambria", "Caladea"), ("cambria math", "Caladea")),
        *(("arial", "LiberationSans"), ("arial narrow", "LiberationSansNarrow"), ("helvetica", "LiberationSans")),
        *(("times new roman", "LiberationSerif"), ("times", "LiberationSerif")),
        *(("courier new", "LiberationMono"), ("courier", "LiberationMono"), ("courier new", "Cousine")),
        *(("arial", "Arimo"), ("helvetica", "Arimo"), ("times new roman", "Tinos"), ("times", "Tinos")),
    }
)
# The families of most contracts: a warm worker opens them before the first document comes.
COMMON = ("Calibri", "Cambria", "Arial", "Times New Roman", "DejaVu Sans")
# Any other family (measured: the reference renderer does the same), then whatever the machine has.
LAST_RESORTS = ("DejaVuSans", "LiberationSans", "Arimo", "Carlito", "LiberationSerif")
# Asked in this order for a character that the chosen face lacks.
FALLBACKS = (
    *("DejaVuSans", "LiberationSans", "LiberationSerif", "DejaVuSerif", "DejaVuSansMono"),
    *("DroidSansFallbackFull", "DroidSansFallback", "ipaexg", "ipag", "unifont"),
    *FAMILIES,
)
STYLES = {
    (False, False): ("", "-Regular", "-Book"),
    (True, False): ("-Bold",),
    (False, True): ("-Italic", "-Oblique"),
    (True, True): ("-BoldItalic", "-BoldOblique"),
}
MAX_KEPT_WORDS, MAX_KEPT_LENGTH = 20_000, 40
# Families that are the wanted one under another name: no substitution to report.
SAME = {"liberationsans": "liberation sans", "liberationserif": "liberation serif", "dejavusans": "dejavu sans"}


# Characters that shape or order their neighbours and are never drawn (Unicode: default ignorable).
UNSEEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
)


@dataclass(frozen=True)
class Glyph:
    """One drawn shape: glyph number, advance and shift in font units, and the characters it stands for."""

    number: int
    advance: int
    across: int
    up: int
    text: str


@dataclass(eq=False)
class Face:
    """One font file: its vertical measures as shares of the size, and its shaping engine."""

    name: str
    path: Path
    blob: bytes
    units: int
    ascent: float
    descent: float
    gap: float
    font: hb.Font
    _coverage: dict[int, int] = field(default_factory=dict)
    # The characters that are known to have a glyph.
    _covered: set[str] = field(default_factory=set)
    _shaped: dict[tuple[str, bool, bool], tuple[Glyph, ...]] = field(default_factory=dict)
    # The glyphs made so far: a font has few, a document sets them ten thousands of times.
    _made: dict[tuple[int, int, int, int, str], Glyph] = field(default_factory=dict)

    def table(self, tag: str) -> bytes:
        """A table of the font file; empty when it has none."""
        return bytes(self.font.face.reference_table(tag).data or b"")

    def glyph_of(self, character: str) -> int:
        """The glyph number of a character, 0 when the font has none."""
        code = ord(character)
        if code not in self._coverage:
            self._coverage[code] = self.font.get_nominal_glyph(code) or 0
        return self._coverage[code]

    def covers(self, text: str) -> bool:
        """Whether the font has a glyph for each character."""
        if self._covered.issuperset(text):
            return True
        self._covered.update(character for character in text if self.glyph_of(character))
        return self._covered.issuperset(text)

    def shape(self, text: str, *, kerning: bool, right_to_left: bool = False) -> tuple[Glyph, ...]:
        """The glyphs of `text` in the order they are drawn, left to right.

        Pair kerning only on demand, as in Word (17.3.2.19). Standard ligatures are off: Word sets none unless w14:ligatures asks.
        """
        key = (text, kerning, right_to_left)
        found = self._shaped.get(key)
        if found is None:
            found = self._shape(text, kerning, right_to_left)
            # Faces live as long as the process: what they remember must stay small.
            if len(text) <= MAX_KEPT_LENGTH and len(self._shaped) < MAX_KEPT_WORDS:
                self._shaped[key] = found
        return found

    def _shape(self, text: str, kerning: bool, right_to_left: bool) -> tuple[Glyph, ...]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        # Joiners and marks of direction shape their neighbours and have no glyph of their own.
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        # A mark over a letter is a character of its own: each glyph says what it alone stands for.
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        if right_to_left:
            buffer.direction = "rtl"
        hb.shape(self.font, buffer, {"kern": kerning, "liga": False, "clig": False})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if len(infos) == len(text) and [info.cluster for info in infos] == list(range(len(text))):
            # As nearly all words: one glyph for each character, in their order.
            return tuple(map(self._glyph, infos, positions, text))
        starts = [*sorted({info.cluster for info in infos}), len(text)]
        ends = dict(itertools.pairwise(starts))
        clusters: dict[int, list[int]] = {}
        for index, info in enumerate(infos):
            clusters.setdefault(info.cluster, []).append(index)
        shown, numbers = [""] * len(infos), [info.codepoint for info in infos]
        for cluster, members in clusters.items():
            self._share(text[cluster : ends[cluster]], members, numbers, shown)
        return tuple(map(self._glyph, infos, positions, shown))

    def _glyph(self, info: hb.GlyphInfo, position: hb.GlyphPosition, stands_for: str) -> Glyph:
        key = (info.codepoint, position.x_advance, position.x_offset, position.y_offset, stands_for)
        found = self._made.get(key)
        if found is None:
            found = Glyph(*key)
            if len(self._made) < MAX_KEPT_WORDS:
                self._made[key] = found
        return found

    def _share(self, text: str, members: Sequence[int], numbers: Sequence[int], shown: list[str]) -> None:
        """Says of each glyph of a cluster which of its characters it stands for: its own, the rest with the first glyph left."""
        if len(members) == 1:
            shown[members[0]] = text
            return
        left = list(text)
        for index in members:
            own = next((character for character in left if self.glyph_of(character) == numbers[index]), "")
            if own:
                left.remove(own)
                shown[index] = own
        if left:
            index = next((index for index in members if not shown[index]), members[0])
            shown[index] += "".join(left)


@functools.cache
def font_files() -> dict[str, Path]:
    """Every TrueType file of the usual font folders by its lower-case stem."""
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            for path in sorted(root.rglob("*.ttf")):
                found.setdefault(path.stem.lower(), path)
    return shipped_files() | found


@functools.lru_cache(maxsize=96)
def load_face(path: Path) -> Face | None:
    """The font in a file, or None when it has no TrueType outlines or measures that we could embed."""
    content = path.read_bytes()
    return face_of(name_of(path), path, unpacked(content) if path.suffix == ".woff" else content)


def face_of(name: str, path: Path, blob: bytes) -> Face | None:
    """The font in these bytes, or None when it has no TrueType outlines or measures that we could embed."""
    face = hb.Face(blob)
    header = bytes(face.reference_table("hhea").data or b"")
    units = face.upem
    if len(header) < 10 or not face.reference_table("glyf").data or not LEAST_UNITS <= units <= MOST_UNITS:
        return None
    ascent, descent, gap = _vertical_measures(header, bytes(face.reference_table("OS/2").data or b""))
    if not 0 < ascent + descent <= MOST_HEIGHT * units or not 0 <= gap <= MOST_HEIGHT * units:
        return None
    return Face(name, path, blob, units, ascent / units, descent / units, gap / units, hb.Font(face))


def _vertical_measures(header: bytes, os2: bytes) -> tuple[int, int, int]:
    """(ascent, descent, line gap) in font units as Windows, and so Word, computes them.

    The typographic measures where the font asks for them (OS/2 fsSelection bit 7); else the Windows ones, with as much of the
    hhea line gap as they do not already contain (OpenType specification, recommendations on baseline to baseline distances).
    """
    ascent, descent, gap = struct.unpack(">hhh", header[4:10])
    if len(os2) < 78:
        return ascent, -descent, gap
    selection = struct.unpack(">H", os2[62:64])[0]
    typo_ascent, typo_descent, typo_gap, win_ascent, win_descent = struct.unpack(">hhhHH", os2[68:78])
    if selection & 0x80 and typo_ascent > 0:
        return typo_ascent, -typo_descent, typo_gap
    if win_ascent + win_descent == 0:
        return ascent, -descent, gap
    return win_ascent, win_descent, max(0, gap - (win_ascent + win_descent - (ascent - descent)))


def _file_of(family: str, bold: bool, italic: bool) -> Path | None:
    stem = family.replace(" ", "").lower()
    for suffix in STYLES[(bold, italic)]:
        path = font_files().get(stem + suffix.lower())
        if path is not None:
            return path
    return _file_of(family, False, False) if bold or italic else None


def why_substituted(family: str, substitute: str) -> str:
    """What it means that a font was not on this machine and set in another one: "same_widths" when lines break where they did,
    "other_widths" when lines and pages may break elsewhere."""
    return "same_widths" if (family.lower(), substitute) in SAME_WIDTHS else "other_widths"


@dataclass
class FontBook:
    """The fonts of one conversion: what was wanted, what stood in for it, what no font could show."""

    wanted: set[str] = field(default_factory=set)
    substituted: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    # The fonts that the document brings along, by lower-case family, bold and italic; and those of them that were used.
    own: Mapping[tuple[str, bool, bool], Face] = field(default_factory=dict)
    own_used: set[str] = field(default_factory=set)
    _faces: dict[tuple[str, bool, bool], Face] = field(default_factory=dict)
    _fallbacks: dict[tuple[str, bool, bool], tuple[Face, ...]] = field(default_factory=dict)

    def face(self, family: str, *, bold: bool, italic: bool) -> Face:
        """The face for a family as the document names it. Raises ConversionRefused("no_fonts") on a machine without fonts."""
        key = (family, bold, italic)
        if key not in self._faces:
            self._faces[key] = self._find(family, bold, italic)
        return self._faces[key]

    def _find(self, family: str, bold: bool, italic: bool) -> Face:
        self.wanted.add(family)
        substitute = SUBSTITUTES.get(family.lower(), "")
        for candidate in (family, OWN, substitute, STANDS_FOR.get(substitute, ""), *LAST_RESORTS, *FAMILIES):
            if candidate == OWN:
                brought = self._own(family, bold, italic)
                if brought is not None:
                    return brought
                continue
            path = _file_of(candidate, bold, italic) if candidate else None
            face = None if path is None else load_face(path)
            if face is not None:
                if candidate != family and SAME.get(candidate.lower()) != family.lower():
                    self.substituted[family] = candidate
                return face
        sentence = gettext_noop(
            "No font was found on this machine. Whoever runs it installs the packages fonts-crosextra-carlito, "
            "fonts-crosextra-caladea, fonts-liberation and fonts-dejavu."
        )
        raise ConversionRefused("no_fonts", sentence)

    def _own(self, family: str, bold: bool, italic: bool) -> Face | None:
        """The document's own font, where this machine has none of that name, as Word does it; upright where it brings no other."""
        for style in dict.fromkeys(((bold, italic), (bold, False), (False, italic), (False, False))):
            face = self.own.get((family.lower(), *style))
            if face is not None:
                self.own_used.add(family)
                return face
        return None

    def spans(self, text: str, face: Face, *, bold: bool, italic: bool) -> Iterator[tuple[Face, str]]:
        """`text` cut where another face has to lend its glyphs; characters without any glyph keep the first face."""
        if face.covers(text):
            yield face, text
            return
        current, start = face, 0
        for position, character in enumerate(text):
            chosen = self._face_for(character, face, current, bold, italic)
            if chosen is not current:
                if position > start:
                    yield current, text[start:position]
                current, start = chosen, position
        yield current, text[start:]

    def _face_for(self, character: str, face: Face, current: Face, bold: bool, italic: bool) -> Face:
        if face.glyph_of(character):
            return face
        if current.glyph_of(character) or character in UNSEEN:
            return current
        for place in sisters_of(face.path):
            sister = load_face(place)
            if sister is not None and sister.glyph_of(character):
                return sister
        # A slanted or bold face may know fewer scripts than its upright sister.
        for key in dict.fromkeys(
            (family, *style) for style in ((bold, italic), (bold, False), (False, False)) for family in FALLBACKS
        ):
            if key not in self._fallbacks:
                path = _file_of(*key)
                places = () if path is None else (path, *sisters_of(path))
                self._fallbacks[key] = tuple(other for place in places if (other := load_face(place)) is not None)
            lender = next((other for other in self._fallbacks[key] if other.glyph_of(character)), None)
            if lender is not None:
                return lender
        self.missing.add(character)
        return face
