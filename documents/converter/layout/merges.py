"""Vertically merged cells (17.4.84): which rows they span, and how their content shares those rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.converter.layout.slugs import Slug, total_height
from documents.converter.model import Cell, Row

# A vertical merge up to this height is kept on one page; a higher one flows through its rows.
KEPT_HEIGHT = 360.0


@dataclass(frozen=True)
class SetCell:
    """A cell with its content set: `x` from the left margin, the content's slugs and the white space wanted after them."""

    cell: Cell
    x: float
    width: float
    slugs: tuple[Slug, ...]
    after: float
    # Content with the margins above and below it.
    content_height: float

    @classmethod
    def of(cls, cell: Cell, x: float, width: float, slugs: tuple[Slug, ...], after: float) -> "SetCell":
        return cls(cell, x, width, slugs, after, cell.margins[0] + total_height(slugs) + after + cell.margins[2])

    def holding(self, slugs: tuple[Slug, ...], after: float) -> "SetCell":
        """The same cell with other content."""
        return SetCell.of(self.cell, self.x, self.width, slugs, after)


@dataclass(frozen=True)
class Merge:
    """A merge of one column from row `start` to row `end`. `flows`: its content is spread over its rows."""

    column: int
    start: int
    end: int
    height: float
    flows: bool


@dataclass
class MergedRows:
    """The set cells of every row, the merges among them, and each row's own least height without what merges still need."""

    rows: Sequence[Row]
    cells: list[list[SetCell]]
    merges: list[Merge] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    _by_row: dict[int, list[Merge]] = field(default_factory=dict)
    _by_end: dict[int, list[Merge]] = field(default_factory=dict)

    def through(self, index: int) -> list[Merge]:
        """The merges that row `index` is part of."""
        return self._by_row.get(index, [])

    def content(self, index: int) -> float:
        """The highest cell of a row, leaving out merged cells that end further down."""
        longer = {merge.column for merge in self.through(index) if merge.start == index < merge.end and not merge.flows}
        return max([*(cell.content_height for cell in self.cells[index] if cell.cell.column not in longer), 1.0])

    def needed(self, index: int) -> float:
        """What merges that end in this row still need of it: their content is charged to the last row (measured)."""
        needed = 0.0
        for merge in self._by_end.get(index, []):
            if not merge.flows:
                needed = max(needed, merge.height - sum(self.own[merge.start : index]))
        return needed

    def reach(self, merge: Merge) -> float:
        """The height over all rows of a merge, to align and shade the merged cell."""
        return sum(self.own[merge.start : merge.end]) + max(self.own[merge.end], self.needed(merge.end))


def merge_rows(rows: Sequence[Row], cells: list[list[SetCell]]) -> MergedRows:
    """Finds the merges of a table and spreads the high ones over their rows."""
    columns = [{cell.cell.column: position for position, cell in enumerate(row)} for row in cells]
    found = MergedRows(rows, [list(row) for row in cells])
    for start, row in enumerate(cells):
        for cell in row:
            if cell.cell.merge == "restart":
                end = _end(cells, columns, start, cell.cell.column)
                found.merges.append(
                    Merge(
                        cell.cell.column,
                        start,
                        end,
                        cell.content_height,
                        cell.content_height > KEPT_HEIGHT and end > start,
                    )
                )
    for merge in found.merges:
        found._by_end.setdefault(merge.end, []).append(merge)
        for index in range(merge.start, merge.end + 1):
            found._by_row.setdefault(index, []).append(merge)
    for merge in found.merges:
        if merge.flows:
            _spread(found, columns, merge)
    found.own = [max(found.content(index), row.height) for index, row in enumerate(rows)]
    return found


def _end(cells: list[list[SetCell]], columns: list[dict[int, int]], start: int, column: int) -> int:
    end = start
    while end + 1 < len(cells):
        position = columns[end + 1].get(column)
        if position is None or cells[end + 1][position].cell.merge != "continue":
            break
        end += 1
    return end


def _spread(found: MergedRows, columns: list[dict[int, int]], merge: Merge) -> None:
    """Hands a merged cell's lines on to the rows it spans: each takes what its other cells give room for, the last the rest."""
    cell = found.cells[merge.start][columns[merge.start][merge.column]]
    left = list(cell.slugs)
    for index in range(merge.start, merge.end + 1):
        at = columns[index][merge.column]
        others = max(
            (other.content_height for other in found.cells[index] if other.cell.column != merge.column), default=0.0
        )
        room = max(others, found.rows[index].height) - cell.cell.margins[0] - cell.cell.margins[2]
        taken = fitting(left, room) if index < merge.end else len(left)
        found.cells[index][at] = found.cells[index][at].holding(tuple(left[:taken]), 0.0)
        left = left[taken:]


def fitting(slugs: Sequence[Slug], room: float) -> int:
    """How many of the slugs fit into `room` points."""
    taken, height = 0, 0.0
    for slug in slugs:
        height += slug.gap + slug.height
        if height > room:
            break
        taken += 1
    return taken


def at_top(cell: SetCell) -> SetCell:
    """The cell without vertical alignment: the parts of a divided cell stand at its top (measured)."""
    return replace(cell, cell=replace(cell.cell, valign="top"))
