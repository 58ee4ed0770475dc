"""Cuts a paragraph's content into pieces a line can be filled with, each shaped and measured.

Breaks are possible after spaces, after hyphens and dashes when text follows, and around East Asian characters (17.3.1, measured);
a change of formatting never makes one.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from documents.converter.fonts import Face, FontBook, Glyph
from documents.converter.model import Break, Field, Inline, Paragraph, Picture, RunStyle, Tab, Text
from documents.converter.reading import Extent

# Super- and subscript: measured shares of the size.
SCRIPT_SIZE, SUPER_RAISE, SUB_LOWER = 0.58, 0.33, 0.08
SMALL_CAPS = 0.8
TOKENS = re.compile(r" +|[^ \-–—]*[\-–—]+|[^ \-–—]+")
LEFT_TO_RIGHT = re.compile(
    r"((?:[0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/][0-9\u0660-\u0669\u06f0-\u06f9]+)*)+%?)"
)
SIGNS_AROUND = ".,:;!?()[]{}"
IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Span:
    """Glyphs of one face and size within a piece: their width together, and how many characters they stand for."""

    face: Face
    size: float
    glyphs: tuple[Glyph, ...]
    advances: tuple[float, ...]
    width: float
    length: int

    @classmethod
    def of(cls, face: Face, size: float, glyphs: tuple[Glyph, ...], advances: tuple[float, ...]) -> "Span":
        return cls(face, size, glyphs, advances, sum(advances), sum([len(glyph.text) for glyph in glyphs]))


@dataclass(slots=True)
class Piece:
    """kind: word, space, tab, break, picture or anchor. Ascent and descent include a raise; ascent includes the line gap.

    Nobody changes one once it is made; it is not frozen only because tens of thousands are made for a contract.
    """

    kind: str
    style: RunStyle
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    text: str = ""
    spans: tuple[Span, ...] = ()
    rise: float = 0.0
    start: int = -1
    break_after: bool = False
    source: Inline | None = None


# Words already measured, by their look: the look itself is kept so that its identity stays its own.
KnownWords = dict[int, tuple[RunStyle, dict[str, Piece]]]


@dataclass
class Composer:
    """What shaping needs: the fonts, where each text begins in the reading text, and the values of page fields."""

    fonts: FontBook
    extents: Mapping[int, Extent]
    field_text: Callable[[Field], str]
    words: KnownWords = field(default_factory=dict)

    def metrics(self, style: RunStyle) -> tuple[float, float]:
        """(ascent with line gap, descent) of a style's font, in points (measured: the gap lies above)."""
        face = self.fonts.face(style.font, bold=style.bold, italic=style.italic)
        size = _size(style)
        return (face.ascent + face.gap) * size, face.descent * size

    def pieces(self, paragraph: Paragraph) -> list[Piece]:
        leads_left = paragraph.style.right_to_left
        return [piece for inline in paragraph.inlines for piece in self.of_inline(inline, leads_left)]

    def of_inline(self, inline: Inline, leads_left: bool) -> Iterator[Piece]:
        if isinstance(inline, Text) and not inline.mark:
            yield from self.of_text(inline.text, inline.style, inline.serial, leads_left=leads_left)
        elif isinstance(inline, Text | Field):
            # A negative start marks what is drawn without being in the reading text, so that its place can be found.
            text = inline.text if isinstance(inline, Text) else self.field_text(inline)
            sign = inline if isinstance(inline, Text) else None
            for piece in self.of_text(text, inline.style):
                yield replace(piece, start=own_mark(inline), source=sign)
            if not text and sign is not None:
                yield Piece("anchor", inline.style, source=sign)
        elif isinstance(inline, Picture):
            ascent, descent = self.metrics(inline.style)
            if inline.placement is None:
                yield Piece(
                    "picture",
                    inline.style,
                    inline.width,
                    max(ascent, inline.height),
                    descent,
                    source=inline,
                    break_after=True,
                )
            else:
                yield Piece("anchor", inline.style, source=inline)
        else:
            ascent, descent = self.metrics(inline.style)
            kind = "tab" if isinstance(inline, Tab) else "break"
            extent = self.extents.get(inline.serial)
            start = -1 if extent is None else extent.place(0, 1)
            yield Piece(kind, inline.style, 0.0, ascent, descent, start=start, break_after=True, source=inline)

    def of_text(self, text: str, style: RunStyle, serial: int = 0, *, leads_left: bool = False) -> Iterator[Piece]:
        """The words and spaces of a text; its serial says where it stands in the reading text, 0 that it does not.

        `leads_left`: in a paragraph that is written from right to left.
        """
        at = 0
        extent = self.extents.get(serial)
        known = self.words.setdefault(id(style), (style, {}))[1]
        for token in _tokens_leading_left(text) if leads_left else _tokens(text):
            word = known.get(token)
            if word is None:
                word = known[token] = self._piece(token, style)
            if extent is None:
                yield word
            else:
                yield Piece(
                    word.kind,
                    style,
                    word.width,
                    word.ascent,
                    word.descent,
                    token,
                    word.spans,
                    word.rise,
                    extent.place(at, len(token)),
                    word.break_after,
                )
            at += len(token)

    def _piece(self, token: str, style: RunStyle) -> Piece:
        spans = tuple(self._spans(token, style))
        ascent = max(((span.face.ascent + span.face.gap) * span.size for span in spans), default=0.0)
        descent = max((span.face.descent * span.size for span in spans), default=0.0)
        rise = style.raised + {"super": SUPER_RAISE, "sub": -SUB_LOWER}.get(style.script, 0.0) * style.size
        space = token[0] == " "
        breaks = space or token[-1] in "-–—" or bool(IDEOGRAPHS.search(token[-1]))
        width = sum(span.width for span in spans)
        return Piece(
            "space" if space else "word",
            style,
            width,
            ascent + rise,
            max(descent - rise, 0.0),
            token,
            spans,
            rise,
            break_after=breaks,
        )

    def mirrored(self, piece: Piece) -> Piece:
        """A piece of signs as it stands among words written from right to left: brackets open to the left (UAX 9, L4)."""
        return replace(piece, spans=tuple(self._spans(piece.text, piece.style, mirrored=True)))

    def _spans(self, token: str, style: RunStyle, *, mirrored: bool = False) -> Iterator[Span]:
        face = self.fonts.face(style.font, bold=style.bold, italic=style.italic)
        kerning = style.kern_from is not None and style.size >= style.kern_from
        for text, size in _cased(token, style):
            backwards = mirrored or is_right_to_left(text)
            lent = list(self.fonts.spans(text, face, bold=style.bold, italic=style.italic))
            if backwards and len(lent) > 1:
                # Signs inside such a word come from the face of its letters, so that it stays one.
                whole_word = next((lender for lender, _ in lent if lender.covers(text)), None)
                lent = lent if whole_word is None else [(whole_word, text)]
            # From left to right, as they are seen.
            for lender, stretch in reversed(lent) if backwards else lent:
                glyphs = lender.shape(stretch, kerning=kerning, right_to_left=backwards)
                factor = size / lender.units * style.scale
                yield Span.of(lender, size, glyphs, tuple([glyph.advance * factor + style.spacing for glyph in glyphs]))


def own_mark(inline: Text | Field) -> int:
    """The start that the pieces of a page field or a note's sign carry in place of a character's: below -1, one for each."""
    return -1 - inline.serial


def _size(style: RunStyle) -> float:
    return style.size * SCRIPT_SIZE if style.script else style.size


def _tokens(text: str) -> Iterator[str]:
    if text.isascii():
        yield from TOKENS.findall(text)
        return
    for token in TOKENS.findall(text):
        if IDEOGRAPHS.search(token):
            yield from (
                part for part in re.split(r"([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])", token) if part
            )
        elif is_right_to_left(token):
            # Figures and Latin letters glued to such a word are written the other way (UAX 9): each part is a piece of its own.
            yield from (part for part in LEFT_TO_RIGHT.split(token) if part)
        else:
            yield token


def _tokens_leading_left(text: str) -> Iterator[str]:
    """Signs after a figure or a Latin word belong to the paragraph around it, so they stand on its left (UAX 9, N2)."""
    for token in _tokens(text):
        if token[0] == " " or is_right_to_left(token):
            yield token
            continue
        word = token.strip(SIGNS_AROUND)
        before = token.index(word)
        yield from (part for part in (token[:before], word, token[before + len(word) :]) if part)


def _cased(token: str, style: RunStyle) -> Iterator[tuple[str, float]]:
    """The characters as shown with their size: capitals, small capitals (80 % of the size, measured), or as they are."""
    size = _size(style)
    if style.caps:
        yield token.upper(), size
    elif style.small_caps:
        for part in re.split(r"([^\W\d_A-Z]+)", token):
            if part:
                lower = part != part.upper()
                yield part.upper(), size * SMALL_CAPS if lower else size
    else:
        yield token, size


def is_right_to_left(text: str) -> bool:
    """Whether a piece is written from right to left: Hebrew, Arabic and their neighbours."""
    return not text.isascii() and any(
        "\u0590" <= character <= "\u08ff" or "\ufb1d" <= character <= "\ufefc" for character in text
    )


def is_page_break(piece: Piece) -> bool:
    return isinstance(piece.source, Break) and piece.source.kind in {"page", "column"}
