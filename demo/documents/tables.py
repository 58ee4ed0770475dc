"""Tables of the contract: fixed grids, hairline rules, a head row that repeats, rows that stay whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Twips

from demo.documents.word import RULE, SHADE, element

TEXT_WIDTH = 9072  # 160 mm in twentieths of a point


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in twentieths of a point, and whether its cells are figures."""

    heading: str
    width: int
    figures: bool = False


def add_table(
    document: Any, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, total: tuple[str, str] | None = None
) -> Any:
    """A table with a head row; `total` adds a last row whose label spans all columns but the last."""
    table = document.add_table(rows=0, cols=len(columns))
    _shape(table, [column.width for column in columns], rules="horizontal")
    head = table.add_row()
    _mark(head, "tblHeader")
    for cell, column in zip(head.cells, columns, strict=True):
        _write(cell, column.heading, "Table Head", figures=column.figures)
        _shade(cell)
    for row in rows:
        line = table.add_row()
        for cell, text, column in zip(line.cells, row, columns, strict=True):
            _write(cell, text, "Table Text", figures=column.figures)
    if total:
        line = table.add_row()
        label = line.cells[0].merge(line.cells[len(columns) - 2])
        _write(label, total[0], "Table Head")
        _write(line.cells[-1], total[1], "Table Head", figures=True)
        for cell in (label, line.cells[-1]):
            _shade(cell)
    _keep_rows(table)
    _gap_after(document)
    return table


def add_party_table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Any:
    """The table of the parties: a label column, then one column for each party."""
    table = document.add_table(rows=0, cols=3)
    _shape(table, [1900, 3586, 3586], rules="horizontal")
    head = table.add_row()
    for cell, text in zip(head.cells, heads, strict=True):
        _write(cell, text, "Table Head")
        _shade(cell)
    for row in rows:
        line = table.add_row()
        for at, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            _write(cell, text, "Table Head" if at == 0 else "Table Text")
    _keep_rows(table)
    _gap_after(document)
    return table


def add_signature_table(document: Any, blocks: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> Any:
    """Two signature blocks side by side: the party above, then a line each for By, Name, Title and Date."""
    table = document.add_table(rows=0, cols=5)
    _shape(table, [850, 3436, 500, 850, 3436], rules="none")
    head = table.add_row()
    for at, (party, _) in zip((0, 3), blocks, strict=True):
        _write(head.cells[at].merge(head.cells[at + 1]), party, "Table Head")
    for left, right in zip(blocks[0][1], blocks[1][1], strict=True):
        line = table.add_row()
        tall = 800 if left[0] == "By:" else 480
        line._tr.get_or_add_trPr().append(element(f'<w:trHeight w:val="{tall}" w:hRule="atLeast"/>'))
        for at, (label, value) in zip((0, 3), (left, right), strict=True):
            _write(line.cells[at], label, "Table Text")
            _write(line.cells[at + 1], value, "Table Text")
            _rule_below(line.cells[at + 1])
        for cell in line.cells:
            cell._tc.get_or_add_tcPr().append(element('<w:vAlign w:val="bottom"/>'))
    for row in table.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
    _keep_rows(table)
    return table


def _shape(table: Any, widths: Sequence[int], *, rules: str) -> None:
    """Fixed layout and the grid (17.4.48), hairlines between rows (17.4.38), cell margins (17.4.42)."""
    table.autofit = False
    properties = table._tbl.tblPr
    for tag in ("w:tblStyle", "w:tblW", "w:tblBorders", "w:tblCellMar"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.insert(0, element(f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'))
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH")
    )
    layout = properties.find(qn("w:tblLayout"))
    if rules == "horizontal":
        layout.addprevious(element(f"<w:tblBorders>{lines}</w:tblBorders>"))
    layout.addnext(
        element(
            '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>'
            '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Twips(width)


def _write(cell: Any, text: str, style: str, *, figures: bool = False) -> None:
    for at, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(line)
        if figures:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _shade(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(element(f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>'))


def _rule_below(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(
        element(f'<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/></w:tcBorders>')
    )


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(f"<w:{name}/>"))


def _keep_rows(table: Any) -> None:
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.insert(0, element("<w:cantSplit/>"))


def _gap_after(document: Any) -> None:
    """A short empty paragraph, so that text never touches a table."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Twips(60)
    paragraph.paragraph_format.line_spacing = 0.6
