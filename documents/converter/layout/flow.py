"""Sets a run of blocks, one under the other, into slugs with the white space between them (17.3.1.9, .33; measured)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from documents.converter.layout.drawing import Floating, FloatingGroup, Item
from documents.converter.layout.frames import anchored, set_frame
from documents.converter.layout.obstacles import LEAST_ROOM, Obstacles
from documents.converter.layout.paragraphs import Neighbours, Setting, set_paragraph, usual_line
from documents.converter.layout.pieces import Composer
from documents.converter.layout.slugs import Column, Slug, total_height
from documents.converter.layout.tables import set_table
from documents.converter.model import Block, Paragraph, ParagraphStyle, Table

# A floating table that is higher than this is set in the flow.
HIGHEST_FLOAT = 360.0


def set_blocks(blocks: Sequence[Block], column: Column, composer: Composer) -> tuple[list[Slug], float]:
    """(the slugs of the blocks, the white space wanted after the last one)."""
    slugs: list[Slug] = []
    after, forced, y = 0.0, "", 0.0
    obstacles = Obstacles(column.width)
    flow = anchored([_floating_or_not(block, column, composer) for block in blocks])
    for index, found in enumerate(flow):
        block = found.block
        above = flow[index - 1].block if index else None
        below = flow[index + 1].block if index + 1 < len(flow) else None
        groups = [set_frame(frame, inner, column, composer, set_blocks) for frame, inner in found.frames]
        if isinstance(block, Paragraph):
            if not groups and _is_unseen(block, above, below, column):
                continue
            style = _without_outer_space(block.style, above, below, column)
            before = 0.0 if _drops(style, above) else style.before
            gap = after + before if column.adds_space else max(after, before)
            obstacles.meet(block, groups, y + gap)
            setting, lower = _set_paragraph(block, above, below, column, composer, obstacles, y + gap)
            own, forced = _with_gap(setting.slugs, gap + lower, before + lower, forced), setting.forced_after
            own = _hung(own, groups, lower)
            after = 0.0 if _drops(style, below) else style.after
        else:
            own, forced = _with_gap(tuple(set_table(block, column, composer, set_blocks)), after, 0.0, forced), ""
            own = _hung(own, groups, 0.0)
            after = 0.0
        slugs.extend(own)
        y += total_height(own)
    return slugs, after


def _without_outer_space(
    style: ParagraphStyle, above: Block | None, below: Block | None, column: Column
) -> ParagraphStyle:
    """Automatic space is none where the document or a cell begins, and where a cell ends (17.3.1.33 as in Word, measured)."""
    if style.before_auto and above is None and (column.in_cell or column.begins):
        style = replace(style, before=0.0)
    if style.after_auto and below is None and column.in_cell:
        style = replace(style, after=0.0)
    return style


def _is_unseen(block: Paragraph, above: Block | None, below: Block | None, column: Column) -> bool:
    """An empty paragraph is not there when its mark is hidden (17.3.2.41), or when it ends a cell under a nested table (measured)."""
    if block.inlines:
        return False
    alone = above is None and below is None
    return (block.mark.hidden and not alone) or (column.in_cell and below is None and isinstance(above, Table))


def _set_paragraph(
    block: Paragraph,
    above: Block | None,
    below: Block | None,
    column: Column,
    composer: Composer,
    obstacles: Obstacles,
    y: float,
) -> tuple[Setting, float]:
    """The paragraph, and how much lower it begins than at `y` because something stands in its way."""
    lower, around = 0.0, None
    if obstacles.standing:
        lower = obstacles.clear(y, usual_line(block, composer))
        around = partial(_cuts, obstacles, y + lower)
    setting = set_paragraph(
        block,
        column.width,
        column.default_tab,
        composer,
        _neighbours(above, block, below),
        in_cell=column.in_cell,
        cell_end=column.in_cell and below is None,
        around=around,
        grid=column.grid,
    )
    return setting, lower


def _cuts(obstacles: Obstacles, y: float, down: float, height: float) -> tuple[float, float]:
    return obstacles.cuts(y + down, height)


def _hung(slugs: tuple[Slug, ...], groups: Sequence[FloatingGroup], lower: float) -> tuple[Slug, ...]:
    """The slugs with the frames on the first one; what hangs on it does not sink with it."""
    if not slugs or not (groups or lower):
        return slugs
    items: list[Item] = [*slugs[0].items, *groups]
    reach = max((group.placement.y + group.height for group in groups if group.whole), default=0.0)
    if lower:
        items = [
            replace(item, placement=replace(item.placement, y=item.placement.y - lower))
            if isinstance(item, Floating | FloatingGroup) and item.placement.vertical_from in {"paragraph", "line"}
            else item
            for item in items
        ]
    return (replace(slugs[0], items=tuple(items), reach=max(reach - lower, 0.0)), *slugs[1:])


def _floating_or_not(block: Block, column: Column, composer: Composer) -> Block:
    """A floating table (17.4.57) stands in the flow where no text has room beside it, where it is high, and where it is placed
    from the page: Word parts such tables between pages, and a float is never parted here."""
    frame = block.frame
    if not isinstance(block, Table) or frame is None or not frame.before:
        return block
    place = frame.placement
    beside = place.vertical_from == "paragraph" and place.horizontal_from in {"column", "margin"}
    across = bool(place.horizontal_align) or -LEAST_ROOM <= place.x <= column.width - frame.width
    near = across and -LEAST_ROOM <= place.y <= HIGHEST_FLOAT
    if beside and near and frame.width <= column.width - LEAST_ROOM:
        group = set_frame(frame, [replace(block, frame=None, indent=0.0)], column, composer, set_blocks)
        if group.height <= HIGHEST_FLOAT:
            return replace(block, indent=0.0, align="left")
    aligned = place.horizontal_align if place.horizontal_align in {"center", "right"} else block.align
    return replace(block, frame=None, align=aligned)


def _with_gap(slugs: tuple[Slug, ...], gap: float, before: float, forced: str) -> tuple[Slug, ...]:
    if not slugs:
        return slugs
    first = replace(slugs[0], gap=gap, before=before, forced=forced or slugs[0].forced)
    return (first, *slugs[1:])


def _drops(style: ParagraphStyle, neighbour: Block | None) -> bool:
    """17.3.1.9: no space towards a neighbour of the same style; each side decides for itself."""
    return style.contextual and isinstance(neighbour, Paragraph) and neighbour.style.style_id == style.style_id


def _neighbours(above: Block | None, block: Paragraph, below: Block | None) -> Neighbours:
    return Neighbours(_share_borders(above, block), _share_borders(block, below))


def _share_borders(upper: Block | None, lower: Block | None) -> bool:
    """17.3.1.5: paragraphs with the same borders and indents stand in one frame."""
    if not isinstance(upper, Paragraph) or not isinstance(lower, Paragraph) or not upper.style.borders:
        return False
    same_indents = (upper.style.left, upper.style.right) == (lower.style.left, lower.style.right)
    return same_indents and dict(upper.style.borders) == dict(lower.style.borders)
