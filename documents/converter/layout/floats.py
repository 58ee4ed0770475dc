"""Finds the place of a floating picture once its page is known (ECMA-376 part 1, 20.4.2.10 and .11)."""

from collections.abc import Iterator

from documents.converter.layout.drawing import Floating, FloatingGroup, Image, Item, flattened
from documents.converter.model import Section


def in_place(dx: float, dy: float, item: Item, section: Section) -> Iterator[tuple[float, float, Item]]:
    """The item with its shift; what floats is put at its place on the page, everything else is unchanged."""
    if not isinstance(item, Floating | FloatingGroup):
        yield dx, dy, item
        return
    x, y = _corner(dx, dy, item, section)
    if isinstance(item, Floating):
        yield 0.0, 0.0, Image(item.part, x, y, item.width, item.height, item.serial)
        return
    for inner_x, inner_y, inner in flattened(item.items, x, y):
        yield from in_place(inner_x, inner_y, inner, section)


def behind(dx: float, dy: float, item: Item, section: Section) -> Iterator[tuple[float, float, Item]]:
    """What a text box, and the boxes inside it, have behind them."""
    if isinstance(item, FloatingGroup):
        x, y = _corner(dx, dy, item, section)
        yield from flattened(item.behind, x, y)
        for inner_x, inner_y, inner in flattened(item.items, x, y):
            yield from behind(inner_x, inner_y, inner, section)


def _corner(dx: float, dy: float, item: Floating | FloatingGroup, section: Section) -> tuple[float, float]:
    where = item.placement
    margins = section.margins
    inner = section.width - margins.left - margins.right
    left, width = {
        "page": (0.0, section.width),
        "margin": (margins.left, inner),
        "leftMargin": (0.0, margins.left),
    }.get(where.horizontal_from, (dx, inner))
    if where.horizontal_from == "rightMargin":
        left, width = section.width - margins.right, margins.right
    tall = section.height - abs(margins.top) - abs(margins.bottom)
    top, height = {
        "page": (0.0, section.height),
        "margin": (abs(margins.top), tall),
        "topMargin": (0.0, abs(margins.top)),
    }.get(where.vertical_from, (dy, tall))
    if where.vertical_from == "bottomMargin":
        top, height = section.height - abs(margins.bottom), abs(margins.bottom)
    x = left + {"center": (width - item.width) / 2, "right": width - item.width}.get(
        where.horizontal_align, 0.0 if where.horizontal_align else where.x
    )
    y = top + {"center": (height - item.height) / 2, "bottom": height - item.height}.get(
        where.vertical_align, 0.0 if where.vertical_align else where.y
    )
    return x, y
