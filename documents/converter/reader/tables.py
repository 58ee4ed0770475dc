"""Reads tables: grid, rows, cells, margins, borders and the table style with its conditions (ECMA-376 part 1, 17.4, 17.7.6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from documents.converter import limits
from documents.converter.model import Block, Border, Cell, Row, Table
from documents.converter.names import Element, W, attribute, child, number, points, switch, value, whole
from documents.converter.properties import Properties, borders, merged, paragraph_properties, run_properties, shade
from documents.converter.reader.context import Reading
from documents.converter.reader.frames import frame_of_table

ReadBlocks = Callable[[Element, Reading], tuple[Block, ...]]
# The widest space around a cell, in points.
MOST_SPACING = 36.0
SIDES = ("top", "right", "bottom", "left")
# 17.18.93 ST_TextDirection, with the names that it had before.
TURNS = {"btLr": -90, "tbRl": 90, "tbRlV": 90, "lr": -90, "rl": 90, "rlV": 90}
# Weakest first (17.7.6): a corner cell beats its row and column, a row or column beats the bands.
CONDITIONS = (
    "band1Vert",
    "band2Vert",
    "band1Horz",
    "band2Horz",
    "firstCol",
    "lastCol",
    "firstRow",
    "lastRow",
    "neCell",
    "nwCell",
    "seCell",
    "swCell",
)


@dataclass(frozen=True)
class Look:
    """Which conditions of the table style are switched on (17.4.55)."""

    first_row: bool
    last_row: bool
    first_column: bool
    last_column: bool
    bands: bool
    column_bands: bool


@dataclass(frozen=True)
class Lent:
    """What a table style lends to the cells under one set of conditions: to their runs and paragraphs, their lines and fill."""

    run: Properties
    paragraph: Properties
    borders: Mapping[str, Border]
    shading: str | None


@dataclass(frozen=True)
class TableStyle:
    """A table style's properties: of the whole table, and of each condition by name."""

    whole: tuple[Element, ...]
    look: Look
    theme: Mapping[str, str]
    _lent: dict[tuple[str, ...], Lent] = field(default_factory=dict)

    def lent(self, conditions: tuple[str, ...]) -> Lent:
        """What the conditions, weakest first, lend: worked out once for all cells alike."""
        if conditions not in self._lent:
            layers = [*self.whole, *(layer for name in conditions for layer in self._conditional(name))]
            sides: dict[str, Border] = {}
            for layer in layers:
                found = borders(child(child(layer, "tcPr"), "tcBorders"))
                sides |= {side: line for side, line in found.items() if side in SIDES}
            self._lent[conditions] = Lent(
                merged(*(run_properties(child(layer, "rPr"), self.theme) for layer in layers)),
                merged(*(paragraph_properties(child(layer, "pPr")) for layer in layers)),
                sides,
                _shading([child(layer, "tcPr") for layer in layers], None),
            )
        return self._lent[conditions]

    def _conditional(self, name: str) -> list[Element]:
        return [
            condition
            for style in self.whole
            for condition in style.iterfind(W + "tblStylePr")
            if attribute(condition, "type") == name
        ]


def read_table(element: Element, reading: Reading, read_blocks: ReadBlocks) -> Table:
    """The table with every cell's look resolved. Columns of unknown width are 0: the layout shares what is left."""
    properties = child(element, "tblPr")
    style = TableStyle(
        tuple(reading.sheet.chain(value(properties, "tblStyle") or reading.sheet.default_table)),
        _look(properties),
        reading.sheet.theme,
    )
    margins = _default_margins(properties, style)
    rows = element.findall(W + "tr")
    placed = [_placed_cells(row) for row in rows]
    count = min(
        max([len(_grid(element)), *(end for row in placed for _, end, _ in row)], default=0), limits.MAX_COLUMNS
    )
    columns = _columns(element, placed, count)
    edges = _table_borders(properties, style)
    spacing = _spacing(properties, style)
    read_rows = []
    for index, row in enumerate(rows):
        place = (index, len(rows))
        cells = [
            _cell(cell, start, end, count, place, style, edges, margins, spacing > 0, reading, read_blocks)
            for start, end, cell in placed[index]
            if start < limits.MAX_COLUMNS
        ]
        read_rows.append(_row(row, tuple(cells)))
    kind, width = _width(child(properties, "tblW"))
    floating = child(properties, "tblpPr")
    return Table(
        frame=None if floating is None else frame_of_table(floating, sum(columns), reading.next_serial()),
        columns=columns,
        rows=tuple(read_rows),
        indent=_indent(properties, style, margins, reading.compatibility),
        align={"start": "left", "end": "right"}.get(
            value(properties, "jc") or "left", value(properties, "jc") or "left"
        ),
        percent=width if kind == "pct" else None,
        width=width if kind == "dxa" else None,
        spacing=spacing,
        borders={side: line for side, line in edges.items() if side in SIDES} if spacing else {},
    )


def _spacing(properties: Element | None, style: TableStyle) -> float:
    """17.4.45 tblCellSpacing: this much around every cell, so twice as much between two of them."""
    found = 0.0
    for source in [child(part, "tblPr") for part in style.whole] + [properties]:
        measure = _width(child(source, "tblCellSpacing"))[1]
        found = found if measure is None else measure
    return min(max(found, 0.0), MOST_SPACING)


def _look(properties: Element | None) -> Look:
    look = child(properties, "tblLook")
    try:
        bits = int(attribute(look, "val") or "04A0", 16)
    except ValueError:
        bits = 0x04A0

    def on(name: str, bit: int) -> bool:
        written = attribute(look, name)
        return bool(bits & bit) if written is None else written in {"1", "true", "on"}

    return Look(
        on("firstRow", 0x20),
        on("lastRow", 0x40),
        on("firstColumn", 0x80),
        on("lastColumn", 0x100),
        not on("noHBand", 0x200),
        not on("noVBand", 0x400),
    )


def _grid(table: Element) -> list[float]:
    grid = child(table, "tblGrid")
    columns = [] if grid is None else grid.findall(W + "gridCol")
    return [min(max(points(attribute(column, "w")) or 0.0, 0.0), limits.MAX_INDENT) for column in columns][
        : limits.MAX_COLUMNS
    ]


def _placed_cells(row: Element) -> list[tuple[int, int, Element]]:
    """(first column, column after the last, cell) of each cell of a row."""
    at = max(0, whole(value(child(row, "trPr"), "gridBefore")) or 0)
    placed = []
    for cell in row.findall(W + "tc"):
        span = max(1, whole(value(child(cell, "tcPr"), "gridSpan")) or 1)
        end = min(at + span, limits.MAX_COLUMNS)
        placed.append((at, max(end, at + 1), cell))
        at = end
    return placed


def _columns(table: Element, placed: list[list[tuple[int, int, Element]]], count: int) -> tuple[float, ...]:
    """The grid's widths; a missing or zero column takes the widest w:tcW of its single cells (measured)."""
    widths = _grid(table)[:count]
    widths += [0.0] * (count - len(widths))
    for column in [index for index, width in enumerate(widths) if width <= 0]:
        preferred = [
            _width(child(child(cell, "tcPr"), "tcW"))[1]
            for row in placed
            for start, end, cell in row
            if start == column and end == column + 1
        ]
        known = [width for width in preferred if width]
        widths[column] = max(known, default=0.0)
    return tuple(widths)


def _width(element: Element | None) -> tuple[str, float | None]:
    """(kind, measure): dxa in points, pct as a share of one, auto as None (17.18.90)."""
    kind, text = attribute(element, "type") or "dxa", attribute(element, "w")
    if element is None or text is None or kind in {"auto", "nil"}:
        return "auto", None
    if text.endswith("%"):
        return "pct", (number(text[:-1]) or 0.0) / 100 or None
    if kind == "pct":
        return "pct", (number(text) or 0.0) / 5000 or None
    return "dxa", points(text) or None


def _default_margins(properties: Element | None, style: TableStyle) -> dict[str, float]:
    """17.4.42: 0 and 5.4 pt come from the default table style where there is one."""
    found = dict.fromkeys(SIDES, 0.0)
    for source in [child(part, "tblPr") for part in style.whole] + [properties]:
        found |= _margins(child(source, "tblCellMar"))
    return found


def _margins(element: Element | None) -> dict[str, float]:
    found = {}
    for side in [] if element is None else element:
        name = str(side.tag).rsplit("}", 1)[-1]
        measure = _width(side)[1]
        name = {"start": "left", "end": "right"}.get(name, name)
        if name in SIDES:
            found[name] = min(max(measure or 0.0, 0.0), 144.0)
    return found


def _table_borders(properties: Element | None, style: TableStyle) -> dict[str, Border]:
    found: dict[str, Border] = {}
    for source in [child(part, "tblPr") for part in style.whole] + [properties]:
        found |= borders(child(source, "tblBorders"))
    return found


def _indent(properties: Element | None, style: TableStyle, margins: dict[str, float], compatibility: int) -> float:
    """Before Word 2013 a table's text, afterwards its cell edge, aligns with the text around it (measured)."""
    indent = None
    for source in [child(part, "tblPr") for part in style.whole] + [properties]:
        measure = points(attribute(child(source, "tblInd"), "w"))
        indent = measure if measure is not None else indent
    indent = min(max(indent or 0.0, -limits.MAX_INDENT), limits.MAX_INDENT)
    return indent if compatibility >= 15 else indent - margins["left"]


def _row(element: Element, cells: tuple[Cell, ...]) -> Row:
    properties = child(element, "trPr")
    height = child(properties, "trHeight")
    measure = min(max(points(attribute(height, "val")) or 0.0, 0.0), limits.MAX_INDENT)
    rule = attribute(height, "hRule") or "atLeast"
    # The largest top and bottom margins of a row hold for all its cells, as in Word (measured in the reference).
    top, bottom = (max((cell.margins[side] for cell in cells), default=0.0) for side in (0, 2))
    return Row(
        cells=tuple(replace(cell, margins=(top, cell.margins[1], bottom, cell.margins[3])) for cell in cells),
        height=measure,
        height_rule=rule,
        cant_split=bool(switch(properties, "cantSplit")),
        header=bool(switch(properties, "tblHeader")),
    )


def _conditions(start: int, end: int, count: int, place: tuple[int, int], look: Look) -> tuple[str, ...]:
    """The conditions that hold for a cell, weakest first."""
    row, rows = place
    first_row, last_row = look.first_row and row == 0, look.last_row and row == rows - 1
    first_column, last_column = look.first_column and start == 0, look.last_column and end >= count
    held = {"firstRow": first_row, "lastRow": last_row, "firstCol": first_column, "lastCol": last_column}
    held |= {"nwCell": first_row and first_column, "neCell": first_row and last_column}
    held |= {"swCell": last_row and first_column, "seCell": last_row and last_column}
    if look.bands and not first_row and not last_row:
        held["band2Horz" if (row - look.first_row) % 2 else "band1Horz"] = True
    if look.column_bands and not first_column and not last_column:
        held["band2Vert" if (start - look.first_column) % 2 else "band1Vert"] = True
    return tuple(name for name in CONDITIONS if held.get(name))


def _cell(
    element: Element,
    start: int,
    end: int,
    count: int,
    place: tuple[int, int],
    style: TableStyle,
    edges: dict[str, Border],
    margins: dict[str, float],
    spaced: bool,
    reading: Reading,
    read_blocks: ReadBlocks,
) -> Cell:
    properties = child(element, "tcPr")
    lent = style.lent(_conditions(start, end, count, place, style.look))
    own_margins = margins | _margins(child(properties, "tcMar"))
    merge = child(properties, "vMerge")
    # A cell that stands apart has inner lines all around; the outer ones run around the table.
    outside = (False,) * 4 if spaced else (place[0] == 0, end >= count, place[0] == place[1] - 1, start == 0)
    shading = _shading([properties], lent.shading)
    return Cell(
        blocks=_cell_blocks(element, lent, shading, reading, read_blocks),
        column=start,
        span=end - start,
        merge="" if merge is None else attribute(merge, "val") or "continue",
        margins=(own_margins["top"], own_margins["right"], own_margins["bottom"], own_margins["left"]),
        borders=_cell_borders(properties, lent, edges, outside),
        shading=shading,
        valign=value(properties, "vAlign") or "top",
        turn=TURNS.get(value(properties, "textDirection") or "", 0),
    )


def _cell_blocks(
    element: Element, lent: Lent, shading: str | None, reading: Reading, read_blocks: ReadBlocks
) -> tuple[Block, ...]:
    """The cell's content, read while the table style lends it its run and paragraph properties."""
    outer: tuple[Properties, Properties] = reading.table_run, reading.table_paragraph
    reading.table_run = dict(lent.run)
    own = reading.table_run.get("size") or reading.sheet.run_defaults.get("size")
    if shading is not None:
        reading.table_run["ground"] = shading
    if own and reading.compatibility < 15:
        reading.table_run["size_in_table"] = own
    reading.table_paragraph = lent.paragraph
    try:
        return read_blocks(element, reading)
    finally:
        reading.table_run, reading.table_paragraph = outer


def _cell_borders(
    properties: Element | None, lent: Lent, edges: dict[str, Border], outside: tuple[bool, bool, bool, bool]
) -> dict[str, Border]:
    """17.4.66: the cell's own lines over the table's; inside edges use insideH and insideV."""
    found: dict[str, Border] = {}
    for side, is_outside in zip(SIDES, outside, strict=True):
        inside = "insideV" if side in {"left", "right"} else "insideH"
        line = edges.get(side if is_outside else inside)
        if line is not None:
            found[side] = line
    found |= lent.borders
    found |= {side: line for side, line in borders(child(properties, "tcBorders")).items() if side in SIDES}
    return found


def _shading(sources: Sequence[Element | None], fill: str | None) -> str | None:
    """The fill that the last of the sources that speaks of one gives, else the one given."""
    for source in sources:
        shading = child(source, "shd")
        if shading is not None:
            fill = shade(shading)
    return fill
