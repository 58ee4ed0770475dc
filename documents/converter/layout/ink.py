"""Turns a filled line into what is drawn: glyph runs, underlines, highlights, leaders, pictures."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.converter.fonts import Face, Glyph
from documents.converter.layout.drawing import Fill, Floating, FloatingGroup, GlyphRun, Group, Image, Item, Rule
from documents.converter.layout.pieces import Composer, Piece, Span, is_right_to_left
from documents.converter.layout.placed import Line, Placed
from documents.converter.model import Picture, RunStyle

# Shares of the font size: where a line under or through the text runs, and how thick it is.
UNDERLINE_AT, STRIKE_AT, STROKE = 0.12, -0.26, 0.05


@dataclass
class _Pen:
    """A glyph run being gathered from neighbouring pieces of one look."""

    x: float
    y: float
    face: Face
    size: float
    style: RunStyle
    start: int
    end: int
    glyphs: list[Glyph] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    reach: float = 0.0

    def run(self) -> GlyphRun:
        return GlyphRun(
            self.x,
            self.y,
            self.face,
            self.size,
            tuple(self.glyphs),
            tuple(self.advances),
            self.style.color,
            self.style.scale,
            (self.face.ascent + self.face.gap) * self.size,
            self.face.descent * self.size,
            self.start,
            self.end,
        )


def draw_line(line: Line, baseline: float, composer: Composer) -> list[Item]:
    """Everything drawn for a line whose baseline lies `baseline` points under the top."""
    inked = line.inked
    # Most lines are of one or two looks without any decoration.
    looks = {id(placed.piece.style): placed.piece.style for placed in inked}.values()
    decorated = any(look.highlight or look.underline or look.strike or look.border for look in looks)
    items: list[Item] = [*_highlights(inked, baseline)] if decorated else []
    items.extend(_glyph_runs(inked, baseline))
    if decorated:
        items.extend(_strokes(inked, baseline))
        items.extend(_boxes(inked, baseline))
    for placed in line.placed:
        items.extend(_leader(placed, baseline, composer))
        source = placed.piece.source
        if isinstance(source, Picture) and source.instead:
            items.append(_instead(source, placed.x, baseline, composer))
        elif isinstance(source, Picture):
            if source.placement is not None:
                items.append(Floating(source.part, source.width, source.height, source.placement, source.serial))
            else:
                top = baseline - source.height
                items.append(Image(source.part, placed.x, top, source.width, source.height, source.serial))
    return items


def _instead(picture: Picture, x: float, baseline: float, composer: Composer) -> Item:
    """A frame of the size of a picture that is not drawn, with the sentence that says so."""
    width, height = picture.width, picture.height
    corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
    items: list[Item] = [Rule(*start, *end, 0.5, "808080") for start, end in itertools.pairwise(corners)]
    across, down = 4.0, 12.0
    for piece in composer.of_text(picture.instead, RunStyle(font="Arial", size=8.0, color="808080")):
        if piece.kind == "word" and across > 4.0 and across + piece.width > width - 4.0:
            across, down = 4.0, down + 10.0
        if down > height - 2.0:
            break
        items.extend(_glyph_runs([Placed(piece, across, piece.width)], down))
        across += piece.width
    if picture.placement is not None:
        return FloatingGroup((), items, width, height, picture.placement)
    return Group(x, baseline - height, items)


def _glyph_runs(inked: list[Placed], baseline: float) -> Iterator[GlyphRun]:
    pen: _Pen | None = None
    for placed in inked:
        piece = placed.piece
        if not piece.spans:
            if pen is not None:
                yield pen.run()
            pen = None
            continue
        x, told = placed.x, 0
        stretch = (placed.width - piece.width) / max(1, len(piece.text))
        y, backwards = baseline - piece.rise, is_right_to_left(piece.text)
        for span in piece.spans:
            length = min(span.length, len(piece.text) - told)
            before = len(piece.text) - told - length if backwards else told
            start = piece.start if piece.start < 0 else piece.start + before
            if pen is not None and (backwards or not _continues(pen, span, piece.style, x, y, start)):
                yield pen.run()
                pen = None
            if pen is None:
                pen = _Pen(x, y, span.face, span.size, piece.style, start, start)
            pen.glyphs.extend(span.glyphs)
            if stretch:
                pen.advances.extend([advance + stretch for advance in span.advances])
                x += stretch * len(span.advances)
            else:
                pen.advances.extend(span.advances)
            told += length
            x += span.width
            if pen.start >= 0:
                pen.end = start + length
            # Nothing joins words that are written from right to left: their glyphs stand in reverse order.
            pen.reach = -math.inf if backwards else x
        if pen is not None and pen.start >= 0 and not backwards:
            # Capitals may be longer than the letters they stand for: a piece always ends where its characters do.
            pen.end = piece.start + len(piece.text)
    if pen is not None:
        yield pen.run()


def _continues(pen: _Pen, span: Span, style: RunStyle, x: float, y: float, start: int) -> bool:
    if pen.end != start or pen.y != y or pen.face is not span.face or pen.size != span.size:
        return False
    same_look = pen.style is style or (pen.style.color == style.color and pen.style.scale == style.scale)
    return same_look and abs(pen.reach - x) < 0.01


def _stretches(inked: list[Placed], key: str) -> Iterator[tuple[float, float, Piece]]:
    """(x1, x2, one of the pieces) of neighbouring pieces that share a decoration."""
    current: list[Placed] = []
    for placed in [*inked, None]:
        joins = (
            placed is not None and current and getattr(placed.piece.style, key) == getattr(current[0].piece.style, key)
        )
        same_size = placed is not None and current and placed.piece.style.size == current[0].piece.style.size
        if current and not (joins and same_size):
            if getattr(current[0].piece.style, key):
                x1 = min(item.x for item in current)
                yield x1, max(item.x + item.width for item in current), current[0].piece
            current = []
        if placed is not None:
            current.append(placed)


def _highlights(inked: list[Placed], baseline: float) -> Iterator[Fill]:
    """17.3.2.15, .32: behind the text from its ascent to its descent (measured)."""
    for x1, x2, piece in _stretches(inked, "highlight"):
        if piece.style.highlight is not None:
            yield Fill(x1, baseline - piece.ascent, x2 - x1, piece.ascent + piece.descent, piece.style.highlight)


def _boxes(inked: list[Placed], baseline: float) -> Iterator[Rule]:
    """17.3.2.4: one box around neighbouring runs of the same border."""
    for x1, x2, piece in _stretches(inked, "border"):
        line = piece.style.border
        if line is None or line.width <= 0:
            continue
        top, bottom = baseline - piece.ascent, baseline + piece.descent
        corners = [(x1, top), (x2, top), (x2, bottom), (x1, bottom), (x1, top)]
        for (from_x, from_y), (to_x, to_y) in itertools.pairwise(corners):
            yield Rule(from_x, from_y, to_x, to_y, line.width, line.color, line.pattern)


def _strokes(inked: list[Placed], baseline: float) -> Iterator[Rule]:
    for x1, x2, piece in _stretches(inked, "underline"):
        style = piece.style
        y, thickness = baseline + style.size * UNDERLINE_AT, style.size * STROKE
        if "ouble" in style.underline:
            yield Rule(x1, y - thickness, x2, y - thickness, thickness * 0.7, style.color)
            yield Rule(x1, y + thickness, x2, y + thickness, thickness * 0.7, style.color)
            continue
        heavy = 2.0 if style.underline in {"thick", "dashedHeavy", "dottedHeavy", "wavyHeavy"} else 1.0
        pattern = next((name for name in ("dotted", "dash") if name in style.underline.lower()), "single")
        yield Rule(x1, y, x2, y, thickness * heavy, style.color, {"dash": "dashed"}.get(pattern, pattern))
    for x1, x2, piece in _stretches(inked, "strike"):
        style = piece.style
        y = baseline + style.size * STRIKE_AT
        yield Rule(x1, y, x2, y, style.size * STROKE, style.color)


def _leader(placed: Placed, baseline: float, composer: Composer) -> Iterator[GlyphRun]:
    """The leader's character repeated up to the stop, aligned to it so that leaders of several lines stand in columns."""
    if not placed.leader or placed.width <= 0:
        return
    pieces = list(composer.of_text(placed.leader, placed.piece.style))
    if not pieces or not pieces[0].spans or pieces[0].width <= 0:
        return
    span, step = pieces[0].spans[0], pieces[0].width
    count = min(int(placed.width / step), 2_000)
    if count:
        x = placed.x + placed.width - count * step
        face, size = span.face, span.size
        measures = ((face.ascent + face.gap) * size, face.descent * size)
        yield GlyphRun(
            x,
            baseline,
            face,
            size,
            span.glyphs * count,
            span.advances * count,
            placed.piece.style.color,
            1.0,
            *measures,
            -1,
            -1,
        )
