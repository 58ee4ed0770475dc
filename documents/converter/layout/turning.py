"""Sets the text of a cell that is read upwards or downwards (ECMA-376 part 1, 17.4.71 textDirection)."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from documents.converter.layout.drawing import GlyphRun, Group, Item, Turned, flattened
from documents.converter.layout.pieces import Composer
from documents.converter.layout.slugs import Column, Slug, total_height
from documents.converter.model import Block, Cell, Row

SetBlocks = Callable[[Sequence[Block], Column, Composer], tuple[list[Slug], float]]
# Where the row says no height of its own, lines grow as long as this before they break.
LONGEST_LINE = 360.0
LEAST_LINE = 8.0


def set_turned(row: Row, cell: Cell, column: Column, composer: Composer, set_blocks: SetBlocks) -> list[Slug]:
    """The cell's text as one strip: as high as its lines are long. The height of its row is what its lines may fill."""
    top, _, bottom, _ = cell.margins
    given = row.height - top - bottom
    length = max(given, LEAST_LINE) if row.height else LONGEST_LINE
    slugs, _ = set_blocks(cell.blocks, replace(column, width=length), composer)
    stacked = _stacked(slugs)
    if not row.height:
        reach = (dx + item.x + item.width for dx, _, item in flattened(stacked) if isinstance(item, GlyphRun))
        length = max(reach, default=0.0)
    thick = total_height(slugs)
    spare = column.width - thick
    start = {"center": spare / 2, "bottom": spare}.get(cell.valign, 0.0)
    # Read upwards, the first line stands on the left and begins at the foot; read downwards, on the right, at the head.
    corner = (start, length) if cell.turn < 0 else (column.width - start, 0.0)
    return [
        Slug(length, (Turned(*corner, cell.turn, stacked),), notes=tuple(note for slug in slugs for note in slug.notes))
    ]


def _stacked(slugs: Sequence[Slug]) -> tuple[Item, ...]:
    y, items = 0.0, []
    for slug in slugs:
        y += slug.gap
        items.append(Group(0.0, y, slug.items))
        y += slug.height
    return tuple(items)
