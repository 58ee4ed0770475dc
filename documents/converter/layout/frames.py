"""Sets text boxes and framed paragraphs, and finds the blocks that they hang on (ECMA-376 part 1, 17.3.1.11 and 20.4.2)."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.converter.layout.drawing import Fill, FloatingGroup, GlyphRun, Group, Item, Rule, Turned, flattened
from documents.converter.layout.pieces import Composer
from documents.converter.layout.slugs import Column, Slug, total_height
from documents.converter.model import Block, Frame, Table

SetBlocks = Callable[[Sequence[Block], Column, Composer], tuple[list[Slug], float]]
MIN_WIDTH = 8.0
# The room of a line that is never broken.
UNBROKEN = 100_000.0


@dataclass
class Anchored:
    """A block of the flow with the frames that hang on it."""

    block: Block
    frames: list[tuple[Frame, list[Block]]]


def anchored(blocks: Sequence[Block]) -> list[Anchored]:
    """The blocks of the flow in order; where everything is framed, there is no flow to hang on, so all of it stays there."""
    if all(block.frame is None for block in blocks):
        return [Anchored(block, []) for block in blocks]
    if all(block.frame is not None for block in blocks):
        return [Anchored(replace(block, frame=None), []) for block in blocks]
    found: list[Anchored] = []
    waiting: list[tuple[Frame, list[Block]]] = []
    current: Frame | None = None
    group: list[Block] = []
    for block in blocks:
        frame = block.frame
        if frame is None:
            found.append(Anchored(block, waiting))
            waiting, current = [], None
            continue
        if frame != current:
            group, current = [], frame
            if frame.before or not found:
                waiting.append((frame, group))
            else:
                found[-1].frames.append((frame, group))
        group.append(replace(block, frame=None))
    if waiting and found:
        found[-1].frames.extend(waiting)
    return found


def set_frame(
    frame: Frame, blocks: Sequence[Block], column: Column, composer: Composer, set_blocks: SetBlocks
) -> FloatingGroup:
    """The frame with its text, at its own top left corner."""
    left, top, right, bottom = frame.insets
    width = frame.share * column.width or frame.width or column.width
    room = UNBROKEN if frame.stretched else max(width - left - right, MIN_WIDTH)
    inner = Column(room, column.default_tab, adds_space=column.adds_space)
    slugs, _ = set_blocks(blocks, inner, composer)
    content = total_height(slugs)
    height = content + top + bottom
    if frame.height and (not frame.grows or frame.before):
        height = max(height, frame.height) if frame.grows else frame.height
    spare = max(height - content - top - bottom, 0.0)
    y = top + {"middle": spare / 2, "bottom": spare}.get(frame.anchor, 0.0)
    items: list[Item] = []
    for slug in slugs:
        y += slug.gap
        items.append(Group(left, y, slug.items))
        y += slug.height
    if not frame.width and not frame.share:
        reach = (dx + item.x + item.width for dx, _, item in flattened(items) if isinstance(item, GlyphRun))
        width = max(reach, default=0.0)
    if frame.stretched:
        items = _stretched(items, width)
    if frame.turn:
        items = [Turned(width / 2, height / 2, frame.turn, (Group(-width / 2, -height / 2, items),))]
    whole = any(isinstance(block, Table) for block in blocks) and frame.before
    return FloatingGroup(_around(frame, width, height), items, width, height, frame.placement, whole)


def _stretched(items: Sequence[Item], width: float) -> list[Item]:
    """Glyphs drawn so wide that their line fills this width, as decorative text does (part 4, 19.1.2.23 textpath)."""
    standing = list(flattened(items))
    reach = max((dx + item.x + item.width for dx, _, item in standing if isinstance(item, GlyphRun)), default=0.0)
    factor = width / reach if reach else 1.0
    return [
        Group(
            dx * factor,
            dy,
            (
                replace(
                    item,
                    x=item.x * factor,
                    scale=item.scale * factor,
                    advances=tuple(advance * factor for advance in item.advances),
                ),
            ),
        )
        for dx, dy, item in standing
        if isinstance(item, GlyphRun)
    ]


def _around(frame: Frame, width: float, height: float) -> list[Item]:
    items: list[Item] = []
    if frame.fill is not None:
        items.append(Fill(0.0, 0.0, width, height, frame.fill))
    line = frame.line
    if line is not None and line.width > 0:
        corners = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (0.0, 0.0)]
        for (x1, y1), (x2, y2) in itertools.pairwise(corners):
            items.append(Rule(x1, y1, x2, y2, line.width, line.color, line.pattern))
    return items
