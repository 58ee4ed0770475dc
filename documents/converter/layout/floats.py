"""Finds the place of a floating picture once its page is known (ECMA-376 part 1, 20.4.2.10 and .11)."""

from documents.converter.layout.drawing import Floating, Image, Item
from documents.converter.model import Section


def in_place(dx: float, dy: float, item: Item, section: Section) -> tuple[float, float, Item]:
    """The item with its shift; a floating picture as an image at its place on the page, any other unchanged."""
    if not isinstance(item, Floating):
        return dx, dy, item
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
    return 0.0, 0.0, Image(item.part, x, y, item.width, item.height, item.serial)
