"""Sets tables: column widths, row heights, borders, merged cells, and rows that go on over a page (17.4; figures measured)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.converter.layout.drawing import Fill, Group, Item, Rule
from documents.converter.layout.pieces import Composer
from documents.converter.layout.slugs import Column, Slug, total_height
from documents.converter.model import Block, Border, Cell, Paragraph, Row, Table

SetBlocks = Callable[[Sequence[Block], Column, Composer], tuple[list[Slug], float]]
MIN_COLUMN = 4.0
# A vertical merge up to this height is kept on one page; a higher one flows through its rows.
KEPT_MERGE = 360.0


@dataclass(frozen=True)
class SetCell:
    """A cell with its content set: `x` from the table's left edge, content height with the white space inside."""

    cell: Cell
    x: float
    width: float
    slugs: tuple[Slug, ...]
    after: float

    @property
    def content_height(self) -> float:
        top, _, bottom, _ = self.cell.margins
        return top + total_height(self.slugs) + self.after + bottom


@dataclass(frozen=True)
class Grid:
    """Where the table's columns stand: the left edge of each, and the right edge of the last, from the left margin."""

    edges: tuple[float, ...]

    def reach(self, cell: Cell) -> tuple[float, float]:
        first = min(cell.column, len(self.edges) - 2)
        last = min(cell.column + cell.span, len(self.edges) - 1)
        return self.edges[first], max(self.edges[last], self.edges[first])


def set_table(table: Table, column: Column, composer: Composer, set_blocks: SetBlocks) -> list[Slug]:
    """One slug a row. The first row's gap is the caller's."""
    grid = _grid(table, column.width)
    rows = [_set_cells(row, grid, column, composer, set_blocks) for row in table.rows]
    rows = _carry_merges(table.rows, rows)
    slugs: list[Slug] = []
    headers: list[Slug] = []
    for index, row in enumerate(table.rows):
        slug = _row_slug(row, rows, index, table.rows)
        is_header = row.header and len(headers) == index
        if is_header:
            headers.append(_unread(slug))
        else:
            slug = replace(slug, repeats=tuple(headers))
        slugs.append(slug)
    return slugs


def _grid(table: Table, available: float) -> Grid:
    """17.4.48: the grid's widths, scaled to a preferred share of the room; columns without a width share what is left."""
    widths = list(table.columns)
    wanted = table.width if table.percent is None else table.percent * available
    known = sum(widths)
    unknown = [index for index, width in enumerate(widths) if width <= 0]
    if unknown:
        share = max((wanted or available) - known, MIN_COLUMN * len(unknown)) / len(unknown)
        for index in unknown:
            widths[index] = share
    widths = [max(width, 0.5) for width in widths]
    if table.percent is not None and wanted:
        factor = wanted / sum(widths)
        widths = [width * factor for width in widths]
    spare = available - sum(widths)
    left = {"center": spare / 2, "right": spare}.get(table.align, table.indent)
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    return Grid(tuple(edges))


def _set_cells(row: Row, grid: Grid, column: Column, composer: Composer, set_blocks: SetBlocks) -> list[SetCell]:
    found = []
    for cell in row.cells:
        x1, x2 = grid.reach(cell)
        _, right, _, left = cell.margins
        inner = Column(max(x2 - x1 - left - right, MIN_COLUMN), column.default_tab, in_cell=True)
        slugs, after = ([], 0.0) if cell.merge == "continue" else set_blocks(cell.blocks, inner, composer)
        found.append(SetCell(cell, x1, x2 - x1, _plain(slugs), after))
    return found


def _plain(slugs: list[Slug]) -> tuple[Slug, ...]:
    """Inside a cell no page break is forced, and a nested row that overflows goes on with the row around it."""
    return tuple(replace(slug, forced="", repeats=()) for slug in slugs)


def _merge_ends(rows: Sequence[Row], cell: Cell, start: int) -> int:
    """The last row of the vertical merge that starts with `cell` in row `start` (17.4.84)."""
    end = start
    for index in range(start + 1, len(rows)):
        if not any(other.column == cell.column and other.merge == "continue" for other in rows[index].cells):
            break
        end = index
    return end


def _carry_merges(rows: Sequence[Row], cells: list[list[SetCell]]) -> list[list[SetCell]]:
    """A merged cell that is too high to keep on one page hands its lines on to the rows that it spans."""
    carried = [list(row) for row in cells]
    for index, row in enumerate(carried):
        for position, cell in enumerate(row):
            if cell.cell.merge != "restart" or cell.content_height <= KEPT_MERGE:
                continue
            end = _merge_ends(rows, cell.cell, index)
            left = list(cell.slugs)
            for below in range(index, end + 1):
                at = position if below == index else _position(carried[below], cell.cell.column)
                if at is None:
                    continue
                others = max((other.content_height for other in carried[below] if other.cell.column != cell.cell.column), default=0.0)
                room = max(others, rows[below].height) if below < end else float("inf")
                taken = _fitting(left, room - cell.cell.margins[0] - cell.cell.margins[2])
                carried[below][at] = replace(carried[below][at], slugs=tuple(left[:taken]), after=0.0)
                left = left[taken:]
    return carried


def _position(row: list[SetCell], column: int) -> int | None:
    return next((index for index, cell in enumerate(row) if cell.cell.column == column), None)


def _fitting(slugs: Sequence[Slug], room: float) -> int:
    taken, height = 0, 0.0
    for slug in slugs:
        height += slug.gap + slug.height
        if height > room:
            break
        taken += 1
    return taken


def _row_slug(row: Row, cells: list[list[SetCell]], index: int, rows: Sequence[Row]) -> Slug:
    """The row as one strip. Its height counts the thicker of its top border and the bottom border above it."""
    line = _thickest(row, "top")
    if index:
        line = max(line, _thickest(rows[index - 1], "bottom"))
    last = index == len(rows) - 1
    closing = _thickest(row, "bottom") if last else 0.0
    own = [cell for cell in cells[index] if _counts_here(cell, rows, index)]
    height = max([cell.content_height for cell in own] + [_left_of_merges(cells, rows, index), 1.0])
    # A least height includes the line (measured).
    height = row.height if row.height_rule == "exact" and row.height > 0 else max(height, row.height - line)
    box = _RowBox(row, tuple(cells[index]), index == 0, last, line, closing)
    spans = {cell.cell.column: _merge_height(cells, rows, index, cell) for cell in cells[index] if cell.cell.merge == "restart"}
    kept = any(cell.cell.merge in {"restart", "continue"} and not _closes(cell.cell, rows, index) for cell in own + cells[index])
    kept = kept and not _flows(cells, rows, index)
    return box.slug(height, holds_next=_keeps_next(row) or kept, merged=spans, hidden=_hidden_tops(row))


def _hidden_tops(row: Row) -> frozenset[int]:
    return frozenset(cell.column for cell in row.cells if cell.merge == "continue")


def _flows(cells: list[list[SetCell]], rows: Sequence[Row], index: int) -> bool:
    """Whether a merge through this row is one whose lines were handed on."""
    for start in range(index, -1, -1):
        for cell in cells[start]:
            if cell.cell.merge == "restart" and _merge_ends(rows, cell.cell, start) >= index:
                below = [cells[row][at] for row in range(start + 1, index + 1) if (at := _position(cells[row], cell.cell.column)) is not None]
                if any(other.slugs for other in below) or cell.content_height > KEPT_MERGE:
                    return True
    return False


def _closes(cell: Cell, rows: Sequence[Row], index: int) -> bool:
    """Whether a merged cell's bottom edge is in this row."""
    if index + 1 >= len(rows):
        return True
    return not any(other.column == cell.column and other.merge == "continue" for other in rows[index + 1].cells)


def _counts_here(cell: SetCell, rows: Sequence[Row], index: int) -> bool:
    return cell.cell.merge != "restart" or _closes(cell.cell, rows, index) or cell.content_height > KEPT_MERGE


def _left_of_merges(cells: list[list[SetCell]], rows: Sequence[Row], index: int) -> float:
    """What merged cells that end in this row still need: their content is charged to the last row of the merge."""
    needed = 0.0
    for start in range(index):
        for cell in cells[start]:
            if cell.cell.merge != "restart" or cell.content_height > KEPT_MERGE or _merge_ends(rows, cell.cell, start) != index:
                continue
            used = sum(_own_height(cells, rows, row) for row in range(start, index))
            needed = max(needed, cell.content_height - used)
    return needed


def _own_height(cells: list[list[SetCell]], rows: Sequence[Row], index: int) -> float:
    own = [cell.content_height for cell in cells[index] if _counts_here(cell, rows, index)]
    return max([*own, rows[index].height, 1.0])


def _merge_height(cells: list[list[SetCell]], rows: Sequence[Row], index: int, cell: SetCell) -> float:
    """The height over all rows of a merge, to align and shade the merged cell."""
    end = _merge_ends(rows, cell.cell, index)
    heights = [_own_height(cells, rows, row) for row in range(index, end + 1)]
    heights[-1] = max(heights[-1], _left_of_merges(cells, rows, end))
    return sum(heights)


def _thickest(row: Row, side: str) -> float:
    return max((line.width for cell in row.cells if (line := cell.borders.get(side)) is not None), default=0.0)


def _keeps_next(row: Row) -> bool:
    """A row holds the next one when the first paragraph of its first cell does (measured)."""
    first = row.cells[0].blocks[0] if row.cells and row.cells[0].blocks else None
    return isinstance(first, Paragraph) and first.style.keep_next


@dataclass(frozen=True)
class _RowBox:
    """What a row is drawn from, whole or split."""

    row: Row
    cells: tuple[SetCell, ...]
    first: bool
    last: bool
    line: float
    closing: float

    def slug(self, height: float, *, holds_next: bool, merged: dict[int, float], hidden: frozenset[int]) -> Slug:
        full = self.line + height + self.closing
        items: list[Item] = []
        for cell in self.cells:
            reach = merged.get(cell.cell.column, height)
            items.extend(self._background(cell, reach))
        for cell in self.cells:
            reach = merged.get(cell.cell.column, height)
            items.append(Group(cell.x + cell.cell.margins[3], self.line + self._offset(cell, reach), _stacked(cell.slugs)))
        items.extend(self._borders(full, hidden))
        fixed = self.row.cant_split or (self.row.height_rule == "exact" and self.row.height > 0)

        def split(room: float) -> tuple[Slug, Slug] | None:
            return self._split(room, holds_next)

        return Slug(full, tuple(items), holds_next=holds_next, split=None if fixed or merged else split)

    def _background(self, cell: SetCell, height: float) -> list[Item]:
        return [] if cell.cell.shading is None else [Fill(cell.x, self.line / 2, cell.width, height + self.line, cell.cell.shading)]

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
                # The next row draws the edge between them from its own top; a cell that says more than it is drawn here.
                items.extend(_rule(self._own_bottom(cell.cell), x1, full, x2, full))
        return items

    def _own_bottom(self, cell: Cell) -> Border | None:
        return None if cell.merge else cell.borders.get("bottom")

    def _split(self, room: float, holds_next: bool) -> tuple[Slug, Slug] | None:
        """The part of the row that fits, broken between lines in every cell, and the rest; None when a cell fits no line."""
        heads, tails = [], []
        for cell in self.cells:
            taken = _breakable(cell.slugs, room - self.line - self.closing - cell.cell.margins[0] - cell.cell.margins[2])
            if cell.slugs and taken == 0:
                return None
            left = cell.slugs[taken:]
            # The parts of a divided cell stand at its top (measured).
            at_top = replace(cell.cell, valign="top")
            heads.append(replace(cell, cell=at_top, slugs=cell.slugs[:taken], after=0.0 if left else cell.after))
            tails.append(replace(cell, cell=at_top, slugs=(replace(left[0], gap=0.0), *left[1:]) if left else ()))
        if not any(tail.slugs for tail in tails):
            return None
        upper = _RowBox(self.row, tuple(heads), self.first, True, self.line, max(self.closing, _thickest(self.row, "bottom")))
        lower = _RowBox(self.row, tuple(tails), False, self.last, _thickest(self.row, "top"), self.closing)
        high = max([cell.content_height for cell in heads] + [1.0])
        rest = max([cell.content_height for cell in tails] + [self.row.height - high if self.row.height else 0.0, 1.0])
        nothing: dict[int, float] = {}
        return (
            upper.slug(high, holds_next=False, merged=nothing, hidden=frozenset()),
            lower.slug(rest, holds_next=holds_next, merged=nothing, hidden=frozenset()),
        )


def _breakable(slugs: tuple[Slug, ...], room: float) -> int:
    """How many slugs fit, ending where a break is allowed; widows and kept lines yield when nothing else fits."""
    fitting = _fitting(slugs, room)
    if fitting == len(slugs):
        return fitting
    allowed = fitting
    while allowed and slugs[allowed - 1].holds_next:
        allowed -= 1
    return allowed


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


def _unread(slug: Slug) -> Slug:
    """A heading row drawn again: its characters are already in the reading text once."""
    return replace(slug, items=tuple(unread(slug.items)), split=None, holds_next=True)


def unread(items: Sequence[Item]) -> list[Item]:
    from_here: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            from_here.append(Group(item.dx, item.dy, tuple(unread(item.items))))
        elif hasattr(item, "glyphs"):
            from_here.append(replace(item, start=-1, end=-1))
        else:
            from_here.append(item)
    return from_here
