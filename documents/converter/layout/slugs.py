"""The unbreakable strips that pages are stacked from: a line of text, a table row. (A slug was a typesetter's line of metal.)"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.converter.layout.drawing import Item

# Splits a slug so that its head fits the given height; None when it cannot be split there. The second argument forces: on an
# empty page a strip that is higher than the page is divided against every rule rather than lost below the paper's edge.
Splitter = Callable[[float, bool], "tuple[Slug, Slug] | None"]


@dataclass(frozen=True, slots=True)
class Slug:
    """A strip of `height` points. `gap` is the white above it, dropped at the top of a page that text ran onto by itself;
    `before` is what stays of it after a forced break. `holds_next`: no page break between this slug and the next one."""

    height: float
    items: Sequence[Item]
    gap: float = 0.0
    before: float = 0.0
    holds_next: bool = False
    # A forced break above this slug: '' (none), 'page' or 'column'.
    forced: str = ""
    split: Splitter | None = None
    # Heading rows that are drawn again when a page begins with this slug.
    repeats: tuple["Slug", ...] = ()
    # How far below its top something reaches that hangs on it and goes with it.
    reach: float = 0.0
    # The signs of notes that stand in it, by their serials.
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Column:
    """Where blocks are set: the width, the document's tab distance, and whether it is a table cell."""

    width: float
    default_tab: float
    in_cell: bool = False
    # Whether the space after a paragraph and before the next add up, where otherwise the larger one stands (17.15.3.21).
    adds_space: bool = False
    # Whether the document begins with it.
    begins: bool = False
    # The distance of the grid's lines, 0 where there is no grid.
    grid: float = 0.0


def total_height(slugs: Sequence[Slug]) -> float:
    return sum(slug.gap + slug.height for slug in slugs)
