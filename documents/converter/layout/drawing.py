"""What a laid-out page is made of. Measures in points; x to the right, y downwards from the top of the group it is in."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.converter.fonts import Face, Glyph
from documents.converter.model import Placement


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Glyphs of one face on a baseline. `advances` are final, with justification; start and end are the characters'
    place in the reading text, or -1 where they are not part of it (headers, repeated rows); a page field or a note's sign
    has the start -1 - its serial."""

    x: float
    y: float
    face: Face
    size: float
    glyphs: tuple[Glyph, ...]
    advances: tuple[float, ...]
    color: str | None
    scale: float
    ascent: float
    descent: float
    start: int
    end: int
    # Degrees that the baseline is turned clockwise around (x, y).
    turn: float = 0.0

    @property
    def width(self) -> float:
        return sum(self.advances)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of what it covers, from the group's corner, y downwards."""
        if not self.turn:
            return self.x, self.y - self.ascent, self.x + self.width, self.y + self.descent
        corners = [(0.0, -self.ascent), (self.width, -self.ascent), (0.0, self.descent), (self.width, self.descent)]
        across, down = zip(*(turned(u, v, self.turn) for u, v in corners), strict=True)
        return self.x + min(across), self.y + min(down), self.x + max(across), self.y + max(down)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line from (x1, y1) to (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    color: str | None = None
    pattern: str = "single"


@dataclass(frozen=True, slots=True)
class Fill:
    x: float
    y: float
    width: float
    height: float
    color: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by part name, its top left corner at (x, y). Serial 0: one that is not read (decoration, in headers)."""

    part: str
    x: float
    y: float
    width: float
    height: float
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Floating:
    """A picture whose place depends on the page it falls on."""

    part: str
    width: float
    height: float
    placement: Placement
    serial: int = 0


@dataclass(frozen=True, slots=True)
class FloatingGroup:
    """A text box whose place depends on the page it falls on; its items count from its own corner. What it has `behind` it
    lies under everything on the page: no box hides a word of another."""

    behind: "Sequence[Item]"
    items: "Sequence[Item]"
    width: float
    height: float
    placement: Placement
    # Whether it moves to the next page with what it hangs on when it does not fit.
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items shifted together."""

    dx: float
    dy: float
    items: "Sequence[Item]"


@dataclass(frozen=True, slots=True)
class Turned:
    """Items turned together by `turn` degrees clockwise around their own origin, which stands at (x, y)."""

    x: float
    y: float
    turn: float
    items: "Sequence[Item]"


Item = GlyphRun | Rule | Fill | Image | Floating | FloatingGroup | Group | Turned


def turned(u: float, v: float, degrees: float) -> tuple[float, float]:
    """A point turned clockwise around the origin, y downwards."""
    if not degrees:
        return u, v
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return u * cos - v * sin, u * sin + v * cos


def _item_turned(item: Item, dx: float, dy: float, degrees: float) -> Item:
    """An item that stood at a shift, turned with it. Fills and pictures keep their sides parallel to the page's."""
    if isinstance(item, GlyphRun):
        x, y = turned(dx + item.x, dy + item.y, degrees)
        return replace(item, x=x, y=y, turn=item.turn + degrees)
    if isinstance(item, Rule):
        x1, y1 = turned(dx + item.x1, dy + item.y1, degrees)
        x2, y2 = turned(dx + item.x2, dy + item.y2, degrees)
        return replace(item, x1=x1, y1=y1, x2=x2, y2=y2)
    if isinstance(item, Fill | Image):
        near = turned(dx + item.x, dy + item.y, degrees)
        far = turned(dx + item.x + item.width, dy + item.y + item.height, degrees)
        (left, right), (top, bottom) = sorted((near[0], far[0])), sorted((near[1], far[1]))
        return replace(item, x=left, y=top, width=right - left, height=bottom - top)
    return item


def flattened(items: Sequence[Item], dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[float, float, Item]]:
    """Every item that is not a group, with the shift that the groups around it add up to."""
    for item in items:
        if isinstance(item, Group):
            yield from flattened(item.items, dx + item.dx, dy + item.dy)
        elif isinstance(item, Turned):
            for inner_x, inner_y, inner in flattened(item.items):
                yield dx + item.x, dy + item.y, _item_turned(inner, inner_x, inner_y, item.turn)
        else:
            yield dx, dy, item
