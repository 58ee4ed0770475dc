"""Sets a run of blocks, one under the other, into slugs with the white space between them (17.3.1.9, .33; measured)."""

from collections.abc import Sequence
from dataclasses import replace

from documents.converter.layout.paragraphs import Neighbours, set_paragraph
from documents.converter.layout.pieces import Composer
from documents.converter.layout.slugs import Column, Slug
from documents.converter.layout.tables import set_table
from documents.converter.model import Block, Paragraph, ParagraphStyle, Table


def set_blocks(blocks: Sequence[Block], column: Column, composer: Composer) -> tuple[list[Slug], float]:
    """(the slugs of the blocks, the white space wanted after the last one)."""
    slugs: list[Slug] = []
    after, forced = 0.0, ""
    for index, block in enumerate(blocks):
        above = blocks[index - 1] if index else None
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Paragraph):
            if _is_hidden(block) and len(blocks) > 1:
                continue
            if column.in_cell and below is None and isinstance(above, Table) and not block.inlines:
                # The paragraph that must follow a nested table is not drawn when it is empty (measured).
                continue
            style = block.style
            ends_cell = column.in_cell and below is None
            setting = set_paragraph(
                block,
                column.width,
                column.default_tab,
                composer,
                _neighbours(above, block, below),
                in_cell=column.in_cell,
                cell_end=ends_cell,
            )
            before = 0.0 if _drops(style, above) else style.before
            gap = after + before if column.adds_space else max(after, before)
            own, forced = _with_gap(setting.slugs, gap, before, forced), setting.forced_after
            after = 0.0 if _drops(style, below) else style.after
        else:
            own, forced = _with_gap(tuple(set_table(block, column, composer, set_blocks)), after, 0.0, forced), ""
            after = 0.0
        slugs.extend(own)
    return slugs, after


def _is_hidden(paragraph: Paragraph) -> bool:
    """17.3.2.41: an empty paragraph whose mark is hidden is not there."""
    return paragraph.mark.hidden and not paragraph.inlines


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
