"""Text that makes room for what floats beside it (ECMA-376 part 1, 20.4.2.17 wrapSquare, 20.4.2.20 wrapTopAndBottom)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from documents.converter.layout.drawing import FloatingGroup
from documents.converter.model import Paragraph, Picture, Placement

WRAPPED = frozenset({"square", "tight", "through", "topandbottom"})
# Beside an obstacle text needs at least this much room; with less it goes on under it (an inch, as in Word).
LEAST_ROOM = 72.0


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way of text, from the top of the flow and the left of the column."""

    top: float
    bottom: float
    left: float
    right: float


@dataclass
class Obstacles:
    """The obstacles of one column of text and how far the text has come."""

    width: float
    standing: list[Obstacle] = field(default_factory=list)

    def meet(self, paragraph: Paragraph, groups: list[FloatingGroup], y: float) -> None:
        """Adds what hangs on a paragraph that begins at `y`; only what counts from the paragraph and the column is known here."""
        for placement, width, height in _hanging(paragraph, groups):
            if placement.wrap not in WRAPPED or placement.vertical_from not in {"paragraph", "line"}:
                continue
            if placement.horizontal_from not in {"column", "margin", "character"}:
                continue
            spare = self.width - width
            x = {"center": spare / 2, "right": spare, "outside": spare}.get(
                placement.horizontal_align, 0.0 if placement.horizontal_align else placement.x
            )
            left, top, right, bottom = placement.distances
            full = placement.wrap == "topandbottom"
            self.standing.append(
                Obstacle(
                    y + placement.y - top,
                    y + placement.y + height + bottom,
                    0.0 if full else x - left,
                    self.width if full else x + width + right,
                )
            )

    def clear(self, y: float, height: float) -> float:
        """How much lower than `y` a line of this height must begin to find room beside or below the obstacles."""
        start = y
        for _ in range(len(self.standing)):
            left, right = self.cuts(y, height)
            if self.width - left - right >= min(LEAST_ROOM, self.width):
                break
            y = max(other.bottom for other in self.standing if other.top < y + height and other.bottom > y)
        return y - start

    def cuts(self, y: float, height: float) -> tuple[float, float]:
        """What a line at `y` loses on its left and on its right."""
        left = right = 0.0
        for other in self.standing:
            if other.top >= y + height or other.bottom <= y + 0.05:
                continue
            if other.left > self.width - other.right:
                right = max(right, self.width - other.left)
            else:
                left = max(left, other.right)
        return max(left, 0.0), max(right, 0.0)


def _hanging(paragraph: Paragraph, groups: list[FloatingGroup]) -> Iterator[tuple[Placement, float, float]]:
    for inline in paragraph.inlines:
        if isinstance(inline, Picture) and inline.placement is not None:
            yield inline.placement, inline.width, inline.height
    for group in groups:
        yield group.placement, group.width, group.height
