"""Sets a paragraph: line heights, spacing, borders, shading, and where pages may break it (figures measured unless named)."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from documents.converter.layout.drawing import Fill, Item, Rule
from documents.converter.layout.ink import draw_line
from documents.converter.layout.lines import Room, fill_lines
from documents.converter.layout.pieces import Composer, Piece
from documents.converter.layout.placed import Line
from documents.converter.layout.slugs import Slug
from documents.converter.model import Border, Paragraph, ParagraphStyle, Text

EXACT_BASELINE = 0.8
# By how much ink may be higher than a line of the grid.
GRID_SPARE = 0.05
# What a line loses on its left and right to what floats beside it: asked with its place in the paragraph and its height.
Around = Callable[[float, float], tuple[float, float]]
MIN_WIDTH = 8.0


@dataclass(frozen=True)
class Setting:
    """A laid-out paragraph: its slugs, and whether a page or column break ends it ('' when none does)."""

    slugs: tuple[Slug, ...]
    forced_after: str = ""


@dataclass(frozen=True)
class Neighbours:
    """Which sides of a bordered paragraph join the one above or below, as 17.3.1.24 joins equal borders; `gap_above` is filled."""

    joins_above: bool = False
    joins_below: bool = False


def line_height(ascent: float, descent: float, style: ParagraphStyle, *, picture: bool = False) -> tuple[float, float]:
    """(height, baseline below the line's top) of a line whose ink needs this ascent and descent (17.3.1.33)."""
    natural = ascent + descent
    if style.line_rule == "exact":
        height = style.line / 20
        return height, EXACT_BASELINE * height
    if style.line_rule == "atLeast":
        least = style.line / 20
        return (natural, ascent) if natural >= least else (least, ascent + least - natural)
    if picture:
        return natural, ascent
    percent = line_percent(style.line)
    height = (round(natural * 20) * percent // 100) / 20
    return (height, ascent) if percent >= 100 else (height, ascent - (natural - height))


def on_grid(ascent: float, descent: float, style: ParagraphStyle, pitch: float) -> tuple[float, float]:
    """The same on a grid of lines (17.6.5): as many of its lines as the ink needs, the ink in their middle."""
    natural = ascent + descent
    lines = max(math.ceil((natural - GRID_SPARE) / pitch), 1) * pitch * line_percent(style.line) / 100
    return lines, ascent + max(lines - natural, 0.0) / 2


def line_percent(line: float) -> int:
    """A multiple of a line, given in its 240ths, as the whole percents that the reference sets.

    It goes through hundredths of a millimetre, of which a line has 423, and rounds down (measured: 259 is 108, 278 is 115).
    """
    return int(line * 127 / 72 + 0.5) * 100 // 423


def set_paragraph(
    paragraph: Paragraph,
    width: float,
    default_tab: float,
    composer: Composer,
    neighbours: Neighbours,
    *,
    in_cell: bool = False,
    cell_end: bool = False,
    around: Around | None = None,
    grid: float = 0.0,
) -> Setting:
    """The paragraph in a column of `width` points. `cell_end`: it is the last one of a table cell."""
    style = paragraph.style
    left, right = style.left, width - style.right
    if right - left < MIN_WIDTH:
        left = max(0.0, min(left, width - MIN_WIDTH))
        right = max(right, left + MIN_WIDTH)
    room = Room(left, right, min(left + style.first, right - MIN_WIDTH), default_tab, width)
    pieces = composer.pieces(paragraph)
    beside = None if around is None else partial(_beside, room, around, usual_line(paragraph, composer))
    lines = fill_lines(pieces, paragraph.label, style, room, composer, beside)
    forced_after = ""
    if len(lines) > 1 and not lines[-1].placed and lines[-2].ends in {"page", "column"}:
        forced_after = lines[-2].ends
        lines.pop()
    pitch = grid if style.snaps else 0.0
    frame = _Frame(style, min(left, left + style.first) if style.first < 0 else left, right, neighbours)
    slugs = []
    for index, line in enumerate(lines):
        slugs.append(_slug(paragraph, line, index, lines, composer, frame, pitch, in_cell=in_cell, cell_end=cell_end))
    return Setting(tuple(slugs), forced_after)


def usual_line(paragraph: Paragraph, composer: Composer) -> float:
    """The height of most lines of a paragraph, known before they are filled."""
    first = next((inline.style for inline in paragraph.inlines if isinstance(inline, Text)), paragraph.mark)
    return line_height(*composer.metrics(first), paragraph.style)[0]


def _beside(room: Room, around: Around, height: float, index: int) -> Room:
    """The room of a line that something floats beside."""
    left, right = around(index * height, height)
    indent = room.first - room.left
    start, end = max(room.left, left), min(room.right, room.width - right)
    if end - start < MIN_WIDTH:
        return room
    return replace(room, left=start, right=end, first=start + indent)


def _slug(
    paragraph: Paragraph,
    line: Line,
    index: int,
    lines: Sequence[Line],
    composer: Composer,
    frame: "_Frame",
    pitch: float,
    *,
    in_cell: bool,
    cell_end: bool,
) -> Slug:
    style = paragraph.style
    ascent, descent, picture = _extent(line, paragraph, composer)
    height, baseline = line_height(ascent, descent, style, picture=picture)
    if pitch and style.line_rule == "auto" and not picture:
        height, baseline = on_grid(ascent, descent, style, pitch)
    last = index == len(lines) - 1
    if last and cell_end and style.line_rule == "auto" and not picture:
        height += _style_excess(paragraph, ascent + descent, composer)
    first = index == 0
    top, bottom, items = frame.around(height, first=first, last=last)
    drawn = [*items, *draw_line(line, top + baseline, composer)]
    forced = lines[index - 1].ends if not first and lines[index - 1].ends in {"page", "column"} else ""
    if first and style.page_break_before:
        forced = "page"
    return Slug(
        top + height + bottom,
        tuple(drawn),
        before=style.before if first else 0.0,
        holds_next=(style.keep_next and not in_cell)
        if last
        else style.keep_lines or (not in_cell and _held_by_widows(index, len(lines), style)),
        forced=forced,
        notes=tuple(_signs(line)),
    )


def _signs(line: Line) -> Iterator[int]:
    """The serials of the notes' signs in a line."""
    for placed in line.placed:
        if isinstance(placed.piece.source, Text):
            yield placed.piece.source.serial


def _held_by_widows(index: int, count: int, style: ParagraphStyle) -> bool:
    """17.3.1.44: the last line of a paragraph does not stand alone; the first one never does (measured)."""
    return (index == 0 and count > 1) or (style.widow_control and index == count - 2)


def _extent(line: Line, paragraph: Paragraph, composer: Composer) -> tuple[float, float, bool]:
    """(ascent, descent, has an inline picture) of a line; an empty one is as tall as the paragraph mark."""
    pieces: list[Piece] = [placed.piece for placed in line.placed if placed.piece.kind != "anchor"]
    # Blanks and tabs do not make a line higher, as in Word (measured in the reference).
    inked = [piece for piece in pieces if piece.kind not in {"space", "tab", "break"}] or pieces
    if not inked:
        ascent, descent = composer.metrics(paragraph.mark)
        return ascent, descent, False
    return (
        max(piece.ascent for piece in inked),
        max(piece.descent for piece in inked),
        any(piece.kind == "picture" for piece in pieces),
    )


def _style_excess(paragraph: Paragraph, natural: float, composer: Composer) -> float:
    """The last line of a cell grows towards the height of its paragraph style's own font (measured in the reference)."""
    factor = line_percent(paragraph.style.line) / 100
    if factor <= 1:
        return 0.0
    return (factor - 1) * max(0.0, sum(composer.metrics(paragraph.base)) - natural)


@dataclass(frozen=True)
class _Frame:
    """The borders and shading around a paragraph's lines (17.3.1.7, .24, .31)."""

    style: ParagraphStyle
    left: float
    right: float
    neighbours: Neighbours

    def _line(self, side: str) -> Border | None:
        line = self.style.borders.get(side)
        return line if line is not None and line.width > 0 else None

    def around(self, height: float, *, first: bool, last: bool) -> tuple[float, float, list[Item]]:
        """(extra height above, below, what is drawn behind) for one line."""
        top, bottom = self._top() if first else None, self._bottom() if last else None
        above = 0.0 if top is None else top.width + top.space
        below = 0.0 if bottom is None else bottom.width + bottom.space
        full = above + height + below
        left, right = self._line("left"), self._line("right")
        x1 = self.left - (0.0 if left is None else left.space + left.width / 2)
        x2 = self.right + (0.0 if right is None else right.space + right.width / 2)
        items: list[Item] = []
        if self.style.shading is not None:
            items.append(Fill(x1, 0.0, x2 - x1, full, self.style.shading))
        if top is not None:
            items.append(Rule(x1, top.width / 2, x2, top.width / 2, top.width, top.color, top.pattern))
        if bottom is not None:
            items.append(
                Rule(
                    x1, full - bottom.width / 2, x2, full - bottom.width / 2, bottom.width, bottom.color, bottom.pattern
                )
            )
        if left is not None:
            items.append(Rule(x1, 0.0, x1, full, left.width, left.color, left.pattern))
        if right is not None:
            items.append(Rule(x2, 0.0, x2, full, right.width, right.color, right.pattern))
        return above, below, items

    def _top(self) -> Border | None:
        return self._line("between") if self.neighbours.joins_above else self._line("top")

    def _bottom(self) -> Border | None:
        return None if self.neighbours.joins_below else self._line("bottom")
