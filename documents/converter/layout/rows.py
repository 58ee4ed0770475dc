"""Draws a table row, and divides it between lines when a page ends inside it (17.4.1, .66, .81; figures measured)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.converter.layout.drawing import Fill, Group, Item, Rule
from documents.converter.layout.merges import SetCell, at_top, fitting
from documents.converter.layout.slugs import Slug, total_height
from documents.converter.model import Border, Cell, Row


def thickest(row: Row, side: str) -> float:
    return max((line.width for cell in row.cells if (line := cell.borders.get(side)) is not None), default=0.0)


@dataclass(frozen=True)
class Apart:
    """What a table whose cells stand apart (17.4.45) has around them: the space, its left and right edge, and its own lines."""

    spacing: float
    left: float
    right: float
    borders: Mapping[str, Border]
    # Whether a row begins the table, or its part on a page.
    first: bool = False

    def lines(self, full: float, last: bool) -> list[Item]:
        items = _rule(self.borders.get("left"), self.left, 0.0, self.left, full)
        items += _rule(self.borders.get("right"), self.right, 0.0, self.right, full)
        if self.first:
            items += _rule(self.borders.get("top"), self.left, 0.0, self.right, 0.0)
        if last:
            items += _rule(self.borders.get("bottom"), self.left, full, self.right, full)
        return items


@dataclass(frozen=True)
class RowBox:
    """What a row is drawn from, whole or split."""

    row: Row
    cells: tuple[SetCell, ...]
    last: bool
    # The thickness of the line above, of the closing line below the last row, and of the line that the next row begins with.
    line: float
    closing: float
    below: float
    apart: "Apart | None" = None

    def slug(self, height: float, *, holds_next: bool, reaches: dict[int, float], hidden: frozenset[int]) -> Slug:
        around = 0.0 if self.apart is None else self.apart.spacing
        full = self.line + height + self.closing + 2 * around
        items: list[Item] = []
        for cell in self.cells:
            reach = reaches.get(cell.cell.column, height)
            items.extend(self._background(cell, reach))
        for cell in self.cells:
            reach = reaches.get(cell.cell.column, height)
            items.append(
                Group(
                    cell.x + cell.cell.margins[3], around + self.line + self._offset(cell, reach), _stacked(cell.slugs)
                )
            )
        if self.apart is None:
            items.extend(self._borders(full, hidden))
        else:
            items.extend(self._boxes(self.apart, height, reaches, hidden))
            items.extend(self.apart.lines(full, self.last))
        # A row that stays with the next one is not divided either (measured).
        fixed = self.row.cant_split or holds_next or (self.row.height_rule == "exact" and self.row.height > 0)

        def split(room: float, force: bool) -> tuple[Slug, Slug] | None:
            return self._split(room, holds_next, force) if force or not (fixed or reaches) else None

        notes = tuple(serial for cell in self.cells for inner in cell.slugs for serial in inner.notes)
        return Slug(full, tuple(items), holds_next=holds_next, split=split, notes=notes)

    def _background(self, cell: SetCell, height: float) -> list[Item]:
        if cell.cell.shading is None:
            return []
        if self.apart is not None:
            return [Fill(cell.x, self.apart.spacing, cell.width, height, cell.cell.shading)]
        return [Fill(cell.x, self.line / 2, cell.width, height + self.line, cell.cell.shading)]

    def _boxes(self, apart: "Apart", height: float, reaches: dict[int, float], hidden: frozenset[int]) -> list[Item]:
        """The lines of cells that stand apart: each has its own four."""
        items: list[Item] = []
        for cell in self.cells:
            if cell.cell.column in hidden:
                continue
            x1, x2, sides = cell.x, cell.x + cell.width, cell.cell.borders
            top, bottom = apart.spacing, apart.spacing + reaches.get(cell.cell.column, height)
            items.extend(_rule(sides.get("top"), x1, top, x2, top))
            items.extend(_rule(sides.get("bottom"), x1, bottom, x2, bottom))
            items.extend(_rule(sides.get("left"), x1, top, x1, bottom))
            items.extend(_rule(sides.get("right"), x2, top, x2, bottom))
        return items

    def _offset(self, cell: SetCell, height: float) -> float:
        """17.4.83: vertical alignment within the height that the margins leave."""
        top = cell.cell.margins[0]
        spare = max(0.0, height - cell.content_height)
        return top + {"center": spare / 2, "bottom": spare}.get(cell.cell.valign, 0.0)

    def _borders(self, full: float, hidden: frozenset[int]) -> list[Item]:
        top, bottom = self.line / 2, full - self.closing / 2
        items: list[Item] = []
        for cell in self.cells:
            x1, x2, sides = cell.x, cell.x + cell.width, cell.cell.borders
            if cell.cell.column not in hidden:
                items.extend(_rule(sides.get("top"), x1, top, x2, top))
            items.extend(_rule(sides.get("left"), x1, top, x1, bottom))
            items.extend(_rule(sides.get("right"), x2, top, x2, bottom))
            if self.last:
                items.extend(_rule(sides.get("bottom"), x1, bottom, x2, bottom))
            else:
                # The next row draws the edge between them as its own top; what this row says of it lies on the same line.
                edge = full + self.below / 2
                items.extend(_rule(self._own_bottom(cell.cell), x1, edge, x2, edge))
        return items

    def _own_bottom(self, cell: Cell) -> Border | None:
        return None if cell.merge else cell.borders.get("bottom")

    def _split(self, room: float, holds_next: bool, force: bool) -> tuple[Slug, Slug] | None:
        """The part of the row that fits, divided between lines in every cell, and the rest; None when a cell fits no line."""
        heads, tails = [], []
        for cell in self.cells:
            around = 0.0 if self.apart is None else 2 * self.apart.spacing
            inner = room - self.line - self.closing - cell.cell.margins[0] - cell.cell.margins[2] - around
            head, tail = _divided(cell.slugs, inner, force)
            if cell.slugs and not head and not force:
                return None
            tail = (replace(tail[0], gap=0.0), *tail[1:]) if tail else ()
            heads.append(at_top(cell).holding(head, 0.0 if tail else cell.after))
            tails.append(at_top(cell).holding(tail, cell.after if tail else 0.0))
        if not any(cell.slugs for cell in tails) or not any(cell.slugs for cell in heads):
            return None
        if self.apart is None:
            upper = RowBox(
                self.row, tuple(heads), True, self.line, max(self.closing, thickest(self.row, "bottom")), 0.0
            )
            lower = RowBox(self.row, tuple(tails), self.last, thickest(self.row, "top"), self.closing, self.below)
        else:
            upper = replace(self, cells=tuple(heads), last=True)
            lower = replace(self, cells=tuple(tails), apart=replace(self.apart, first=True))
        high = max([cell.content_height for cell in heads] + [1.0])
        rest = max([cell.content_height for cell in tails] + [self.row.height - high if self.row.height else 0.0, 1.0])
        nothing: dict[int, float] = {}
        return (
            upper.slug(high, holds_next=False, reaches=nothing, hidden=frozenset()),
            lower.slug(rest, holds_next=holds_next, reaches=nothing, hidden=frozenset()),
        )


Slugs = tuple[Slug, ...]


def _divided(slugs: Slugs, room: float, force: bool) -> tuple[Slugs, Slugs]:
    """What fits of a cell's content and what does not, parted where a break is allowed, or inside a nested row."""
    taken = fitting(slugs, room)
    if taken == len(slugs):
        return slugs, ()
    following = slugs[taken]
    if following.split is not None:
        left = room - total_height(slugs[:taken]) - following.gap
        halves = following.split(left, force and taken == 0)
        if halves is not None:
            head, tail = replace(halves[0], gap=following.gap), halves[1]
            return (*slugs[:taken], head), (tail, *slugs[taken + 1 :])
    if not force:
        while taken and slugs[taken - 1].holds_next:
            taken -= 1
    return slugs[:taken], slugs[taken:]


def _stacked(slugs: Sequence[Slug]) -> tuple[Item, ...]:
    y = 0.0
    items: list[Item] = []
    for slug in slugs:
        y += slug.gap
        items.append(Group(0.0, y, slug.items))
        y += slug.height
    return tuple(items)


def _rule(line: Border | None, x1: float, y1: float, x2: float, y2: float) -> list[Item]:
    if line is None or line.width <= 0:
        return []
    return [Rule(x1, y1, x2, y2, line.width, line.color, line.pattern)]
