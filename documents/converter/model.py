"""The document as we understand it: plain frozen values, measured in points, with every style already resolved.

The reader builds it from WordprocessingML, the layout turns it into pages. Neither knows the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How a stretch of characters looks. `size` in points; colours are six hexadecimal digits or None for black."""

    font: str = "Times New Roman"
    size: float = 10.0
    bold: bool = False
    italic: bool = False
    underline: str = ""
    strike: bool = False
    color: str | None = None
    highlight: str | None = None
    caps: bool = False
    small_caps: bool = False
    script: str = ""
    raised: float = 0.0
    spacing: float = 0.0
    kern_from: float | None = None
    scale: float = 1.0
    hidden: bool = False
    right_to_left: bool = False
    border: "Border | None" = None


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class TabStop:
    """A tab stop, `at` points from the left margin; kind left, center, right, decimal or bar; leader a character or ''."""

    at: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """A line: its width in points (0 draws nothing), colour, pattern, and distance from the text."""

    width: float
    color: str | None = None
    pattern: str = "single"
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph is set. `first` is the first line's indent relative to `left`: negative when it hangs."""

    style_id: str = ""
    align: Align = Align.LEFT
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    before: float = 0.0
    after: float = 0.0
    # Whether that space is the automatic one of web pages.
    before_auto: bool = False
    after_auto: bool = False
    line: float = 240.0
    line_rule: str = "auto"
    contextual: bool = False
    # Whether its lines stand on the grid of its section.
    snaps: bool = True
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    tabs: tuple[TabStop, ...] = ()
    borders: Mapping[str, Border] = field(default_factory=dict)
    shading: str | None = None
    right_to_left: bool = False
    heading_level: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one style. `serial` is unique in the document and ties layout to the reading text. `link` is an address,
    or # and the name of a bookmark. `mark`: drawn, but no part of the reading text (the sign of a note)."""

    text: str
    style: RunStyle
    serial: int = 0
    link: str = ""
    mark: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    style: RunStyle
    serial: int = 0
    # Alignment of a w:ptab (left, center, right) against the text width; empty for an ordinary tab.
    absolute: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """kind: line, page or column."""

    kind: str
    style: RunStyle
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A number known only after layout. kind: PAGE, NUMPAGES or SECTIONPAGES; `cached` is what Word last showed."""

    kind: str
    style: RunStyle
    cached: str = ""
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a floating picture stands: origin (page, margin, column, paragraph…), an alignment or an offset in points."""

    horizontal_from: str = "column"
    horizontal_align: str = ""
    x: float = 0.0
    vertical_from: str = "paragraph"
    vertical_align: str = ""
    y: float = 0.0
    wrap: str = "none"
    # What stays free around it where text makes room: left, top, right, bottom.
    distances: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """A text box or frame: blocks that carry the same one are set inside it. A width of 0 is that of the text; `share` is a
    part of the column's width; `grows` with the text. Its anchor is the block before it, or with `before` the one after."""

    placement: Placement
    width: float
    height: float
    share: float = 0.0
    insets: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    fill: str | None = None
    line: Border | None = None
    grows: bool = False
    # top, middle or bottom: where the text stands in a box that is higher.
    anchor: str = "top"
    before: bool = False
    # Degrees that it is turned clockwise around its middle; whether its line of text is stretched to its width.
    turn: float = 0.0
    stretched: bool = False
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by the name of its part, drawn `width` by `height` points; inline when `placement` is None.

    `alt` says what it shows, in the author's words; a picture of serial 0 is decoration."""

    part: str
    width: float
    height: float
    style: RunStyle
    placement: Placement | None = None
    serial: int = 0
    alt: str = ""
    instead: str = ""


Inline = Text | Tab | Break | Field | Picture


@dataclass(frozen=True, slots=True)
class Label:
    """A list number or bullet. `follow` is tab, space or nothing; `align` says where it stands at its position."""

    text: str
    style: RunStyle
    follow: str = "tab"
    align: str = "left"
    bullet: bool = False
    serial: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    style: ParagraphStyle
    mark: RunStyle
    inlines: tuple[Inline, ...] = ()
    label: Label | None = None
    # Size and font of the paragraph style alone, for the cell rule of layout/paragraphs.py.
    base: RunStyle = RunStyle()
    # The names of the bookmarks that begin in it or just before it: where links lead.
    bookmarks: tuple[str, ...] = ()
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `merge` is '' (alone), 'restart' (first of a vertical merge) or 'continue'."""

    blocks: tuple["Block", ...]
    column: int
    span: int = 1
    merge: str = ""
    margins: tuple[float, float, float, float] = (0.0, 5.4, 0.0, 5.4)
    borders: Mapping[str, Border] = field(default_factory=dict)
    shading: str | None = None
    valign: str = "top"
    # Degrees that its text is turned clockwise: 90 where it is read downwards, -90 where upwards.
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    height: float = 0.0
    height_rule: str = "auto"
    cant_split: bool = False
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are widths in points; `indent` moves the table's left cell edge from the left margin."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    indent: float = 0.0
    align: str = "left"
    # A preferred width: a share of the room (1 is all of it) or points; None where the grid decides alone.
    percent: float | None = None
    width: float | None = None
    frame: Frame | None = None
    # What stays free around every cell, and the lines around the whole table where something does.
    spacing: float = 0.0
    borders: Mapping[str, Border] = field(default_factory=dict)


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Margins:
    """Points; a negative top or bottom is fixed: the body may run into the header (17.6.11)."""

    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    header: float = 36.0
    footer: float = 36.0


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of blocks on pages of one kind. Headers and footers by type: default, first, even."""

    blocks: tuple[Block, ...]
    width: float = 612.0
    height: float = 792.0
    margins: Margins = Margins()
    headers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    footers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    title_page: bool = False
    starts: str = "nextPage"
    first_number: int | None = None
    number_format: str = "decimal"
    columns: tuple[tuple[float, float], ...] = ()
    # Lines around the page, counted from the text or from the paper's edge, on all pages, the first, or all but the first.
    borders: Mapping[str, Border] = field(default_factory=dict)
    borders_from: str = "text"
    borders_on: str = "allPages"
    # The distance of the lines of an East Asian page's grid; 0 where it has none.
    grid: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document, its title, and the switches that reach every page."""

    sections: tuple[Section, ...]
    title: str = ""
    language: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    default_tab: float = 36.0
    even_and_odd: bool = False
    compatibility: int = 15
    # Whether the space after a paragraph and before the next add up (17.15.3.21).
    adds_space: bool = False
    notes: tuple[Block, ...] = ()
    # Of a footnote's sign, by its serial, the blocks [start, end) of `notes`; the other blocks are endnotes.
    footnotes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    # The paragraph above the first footnote of a page: its height is the separator's.
    separator: "Paragraph | None" = None
    warnings: tuple[str, ...] = ()
    # Of a warning, the serial of what came next when it was met.
    noted: Mapping[str, int] = field(default_factory=dict)
