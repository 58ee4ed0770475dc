"""Sets tables: column widths, row heights, and what keeps rows together (17.4; figures measured)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.converter.layout.drawing import Floating, FloatingGroup, GlyphRun, Group, Image, Item, Turned
from documents.converter.layout.merges import MergedRows, SetCell, merge_rows
from documents.converter.layout.pieces import Composer
from documents.converter.layout.rows import Apart, RowBox, thickest
from documents.converter.layout.slugs import Column, Slug
from documents.converter.layout.turning import set_turned
from documents.converter.model import Block, Cell, Paragraph, Row, Table

SetBlocks = Callable[[Sequence[Block], Column, Composer], tuple[list[Slug], float]]
MIN_COLUMN = 4.0


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
    found = merge_rows(
        table.rows, [_set_cells(row, grid, column, composer, set_blocks, table.spacing) for row in table.rows]
    )
    slugs: list[Slug] = []
    headers: list[Slug] = []
    for index, row in enumerate(table.rows):
        slug = _row_slug(
            found,
            index,
            None if not table.spacing else Apart(table.spacing, grid.edges[0], grid.edges[-1], table.borders),
        )
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


def _set_cells(
    row: Row, grid: Grid, column: Column, composer: Composer, set_blocks: SetBlocks, spacing: float
) -> list[SetCell]:
    found = []
    for cell in row.cells:
        x1, x2 = grid.reach(cell)
        x1, x2 = x1 + spacing, max(x2 - spacing, x1 + spacing + MIN_COLUMN)
        _, right, _, left = cell.margins
        inner = Column(
            max(x2 - x1 - left - right, MIN_COLUMN), column.default_tab, in_cell=True, adds_space=column.adds_space
        )
        if cell.turn and cell.merge != "continue":
            slugs, after = set_turned(row, cell, inner, composer, set_blocks), 0.0
            # Turned text begins at the foot of the cell or at its head; its own alignment goes across.
            cell = replace(cell, valign="bottom" if cell.turn < 0 else "top")
        else:
            slugs, after = ([], 0.0) if cell.merge == "continue" else set_blocks(cell.blocks, inner, composer)
        found.append(SetCell.of(cell, x1, x2 - x1, _plain(slugs), after))
    return found


def _plain(slugs: list[Slug]) -> tuple[Slug, ...]:
    """Inside a cell no page break is forced, and a nested row that overflows goes on with the row around it."""
    return tuple(replace(slug, forced="", repeats=()) for slug in slugs)


def _row_slug(found: MergedRows, index: int, apart: Apart | None) -> Slug:
    """The row as one strip. Its height counts the thicker of its top border and the bottom border above it."""
    row, last = found.rows[index], index == len(found.rows) - 1
    if apart is not None:
        height = (
            row.height
            if row.height_rule == "exact" and row.height
            else max(found.content(index), found.needed(index), row.height)
        )
        whole = [merge for merge in found.through(index) if not merge.flows]
        reaches = {
            merge.column: found.reach(merge) + 2 * apart.spacing * (merge.end - merge.start)
            for merge in whole
            if merge.start == index < merge.end
        }
        hidden = frozenset(merge.column for merge in found.through(index) if merge.start < index)
        apart = replace(apart, first=index == 0)
        box = RowBox(row, tuple(found.cells[index]), last, 0.0, 0.0, 0.0, apart)
        kept = any(merge.end > index for merge in whole)
        return box.slug(height, holds_next=_keeps_next(row) or kept, reaches=reaches, hidden=hidden)
    line = thickest(row, "top")
    if index:
        line = max(line, thickest(found.rows[index - 1], "bottom"))
    closing = thickest(row, "bottom") if last else 0.0
    exact = row.height_rule == "exact" and row.height > 0
    # A least height includes the line (measured).
    height = row.height if exact else max(found.content(index), found.needed(index), row.height - line)
    whole = [merge for merge in found.through(index) if not merge.flows]
    reaches = {merge.column: found.reach(merge) for merge in whole if merge.start == index and merge.end > index}
    following = () if last else (thickest(row, "bottom"), thickest(found.rows[index + 1], "top"))
    box = RowBox(row, tuple(found.cells[index]), last, line, closing, max(following, default=0.0))
    kept = any(merge.end > index for merge in whole)
    hidden = frozenset(merge.column for merge in found.through(index) if merge.start < index)
    return box.slug(height, holds_next=_keeps_next(row) or kept, reaches=reaches, hidden=hidden)


def _keeps_next(row: Row) -> bool:
    """A row holds the next one when the first paragraph of its first cell does (measured)."""
    first = row.cells[0].blocks[0] if row.cells and row.cells[0].blocks else None
    return isinstance(first, Paragraph) and first.style.keep_next


def _unread(slug: Slug) -> Slug:
    """A heading row drawn again: its characters are already in the reading text once."""
    return replace(slug, items=tuple(unread(slug.items)), split=None, holds_next=True, notes=())


def unread(items: Sequence[Item]) -> list[Item]:
    from_here: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            from_here.append(Group(item.dx, item.dy, tuple(unread(item.items))))
        elif isinstance(item, FloatingGroup | Turned):
            from_here.append(replace(item, items=tuple(unread(item.items))))
        elif isinstance(item, GlyphRun):
            from_here.append(replace(item, start=-1, end=-1))
        elif isinstance(item, Image | Floating):
            from_here.append(replace(item, serial=0))
        else:
            from_here.append(item)
    return from_here
