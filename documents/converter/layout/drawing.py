"""What a laid-out page is made of. Measures in points; x to the right, y downwards from the top of the group it is in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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

    @property
    def width(self) -> float:
        return sum(self.advances)


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


@dataclass(frozen=True, slots=True)
class Group:
    """Items shifted together."""

    dx: float
    dy: float
    items: "Sequence[Item]"


Item = GlyphRun | Rule | Fill | Image | Floating | FloatingGroup | Group


def flattened(items: Sequence[Item], dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[float, float, Item]]:
    """Every item that is not a group, with the shift that the groups around it add up to."""
    for item in items:
        if isinstance(item, Group):
            yield from flattened(item.items, dx + item.dx, dy + item.dy)
        else:
            yield dx, dy, item
