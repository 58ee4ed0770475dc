"""Pages: what stands where, and what never parts."""

import io

import pikepdf
import pytest
from pypdf import PdfReader

from documents.converter import convert
from documents.converter.layout.paragraphs import line_height
from documents.converter.model import ParagraphStyle
from tests.documents.converter.drafts import PAGE, docx, paragraph, story, table

SENTENCE = "Each party keeps the other informed in good time of everything that may delay the work. "


def pages_of(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(convert(data).pdf)).pages]


def fields(kind: str) -> str:
    return f"<w:fldSimple w:instr=' {kind} '><w:r><w:t>9</w:t></w:r></w:fldSimple>"


@pytest.mark.parametrize(
    ("style", "height", "baseline"),
    [
        (ParagraphStyle(), 11.5, 9.05),
        (ParagraphStyle(line=360), 17.25, 9.05),
        (ParagraphStyle(line=276), 13.2, 9.05),
        (ParagraphStyle(line=192), 9.2, 6.75),
        (ParagraphStyle(line=400, line_rule="exact"), 20.0, 16.0),
        (ParagraphStyle(line=400, line_rule="atLeast"), 20.0, 17.55),
        (ParagraphStyle(line=100, line_rule="atLeast"), 11.5, 9.05),
    ],
)
def test_a_line_is_as_high_as_its_rule_says(style, height, baseline):
    measured = line_height(9.05, 2.45, style)

    assert measured == (pytest.approx(height), pytest.approx(baseline))


def test_headers_and_page_numbers_stand_on_every_page():
    header = ("header", story("hdr", paragraph("Framework agreement")))
    count = f"{fields('PAGE')}<w:r><w:t xml:space='preserve'> of </w:t></w:r>{fields('NUMPAGES')}"
    footer = ("footer", story("ftr", f"<w:p><w:r><w:t xml:space='preserve'>Page </w:t></w:r>{count}</w:p>"))
    section = "<w:headerReference w:type='default' r:id='h'/><w:footerReference w:type='default' r:id='f'/>" + PAGE

    pages = pages_of(docx(paragraph(SENTENCE * 12) * 12, section=section, parts={"h": header, "f": footer}))

    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert "Framework agreement" in page
        assert f"Page {number} of 3" in page


def test_a_first_page_may_wear_another_header():
    first, other = ("header", story("hdr", paragraph("Cover"))), ("header", story("hdr", paragraph("Inside")))
    section = (
        "<w:headerReference w:type='first' r:id='a'/><w:headerReference w:type='default' r:id='b'/>"
        + PAGE
        + "<w:titlePg/>"
    )

    pages = pages_of(docx(paragraph(SENTENCE * 12) * 12, section=section, parts={"a": first, "b": other}))

    assert ["Cover" in page for page in pages] == [True, False, False]
    assert ["Inside" in page for page in pages] == [False, True, True]


def test_a_heading_never_ends_a_page():
    filler = "".join(paragraph("Filler.") for _ in range(60))
    heading = paragraph("Termination", "<w:pStyle w:val='Heading'/>")
    at = next(
        count
        for count in range(40, 70)
        if "Filler" not in pages_of(docx(paragraph("Filler.") * count + paragraph("Last.")))[-1]
    )

    pages = pages_of(docx(paragraph("Filler.") * (at - 1) + heading + paragraph("Either party may leave.") + filler))

    assert "Termination" not in pages[0]
    assert pages[1].startswith("Termination\nEither party may leave.")


@pytest.mark.parametrize("above", range(52, 62))
def test_no_line_of_a_paragraph_stands_alone(above):
    conversion = convert(docx(paragraph("Filler.") * above + paragraph(SENTENCE * 5)))

    begins = conversion.text.index("Each party")
    lines = [run.page for run in conversion.runs if run.start >= begins]
    split = {page: lines.count(page) for page in set(lines)}
    assert len(lines) == 5
    assert 1 not in split.values()


def test_a_page_break_begins_a_new_page():
    pages = pages_of(docx(paragraph("One") + "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" + paragraph("Two")))

    assert pages == ["One", "Two"]


def test_the_heading_row_comes_again_on_every_page_of_a_table():
    rows = [(paragraph("Milestone"), paragraph("Amount"))] + [
        (paragraph(f"M{number}"), paragraph("EUR 1")) for number in range(120)
    ]
    body = table(*rows, first="<w:tblHeader/>")

    conversion = convert(docx(body))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(conversion.pdf)).pages]

    assert len(pages) == 3
    assert all("Milestone" in page for page in pages)
    assert conversion.text.count("Milestone") == 1


def test_a_row_higher_than_a_page_loses_no_line():
    body = table(
        (paragraph("Scope"), "".join(paragraph(f"Item {number}") for number in range(150))), row="<w:cantSplit/>"
    )

    conversion = convert(docx(body))

    assert len(conversion.pages) == 3
    assert conversion.warnings == ()
    assert all(run.y > 72 - 12 for run in conversion.runs)


def test_a_merged_cell_stands_beside_all_its_rows():
    merged = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='3000'/><w:gridCol w:w='3000'/></w:tblGrid>"
        "<w:tr><w:tc><w:tcPr><w:vMerge w:val='restart'/><w:vAlign w:val='center'/></w:tcPr>"
        + paragraph("Both")
        + "</w:tc>"
        "<w:tc><w:tcPr/>" + paragraph("Upper") + "</w:tc></w:tr>"
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr/>"
        + paragraph("Lower")
        + "</w:tc></w:tr></w:tbl>"
    )

    conversion = convert(docx(merged))

    places = {conversion.text[run.start : run.end]: run.y for run in conversion.runs}
    assert places["Both"] == pytest.approx((places["Upper"] + places["Lower"]) / 2, abs=0.1)


def test_a_right_tab_ends_at_its_stop():
    tabs = "<w:tabs><w:tab w:val='right' w:pos='9000'/></w:tabs>"
    body = f"<w:p><w:pPr>{tabs}</w:pPr><w:r><w:t>Total</w:t><w:tab/><w:t>EUR 1,000</w:t></w:r></w:p>"

    conversion = convert(docx(body))

    amount = next(run for run in conversion.runs if conversion.text[run.start : run.end] == "EUR 1,000")
    assert amount.x + amount.width == pytest.approx(72 + 450, abs=0.01)


def test_justified_lines_reach_the_margin_and_the_last_one_does_not():
    conversion = convert(docx(paragraph(SENTENCE * 3, "<w:jc w:val='both'/>")))

    ends = [run.x + run.width for run in conversion.runs]

    assert ends[:-1] == [pytest.approx(595.3 - 72, abs=0.01)] * (len(ends) - 1)
    assert ends[-1] < 595.3 - 73


def test_a_label_hangs_left_of_its_clause():
    numbering = (
        "numbering",
        "<w:numbering xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:abstractNum w:abstractNumId='0'>"
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/>"
        "<w:pPr><w:ind w:left='720' w:hanging='720'/></w:pPr></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
    )
    body = paragraph(SENTENCE * 3, "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")

    conversion = convert(docx(body, parts={"n": numbering}))

    label, *lines = conversion.runs
    assert conversion.text[label.start : label.end] == "1."
    assert label.x == pytest.approx(72)
    assert [line.x for line in lines] == [pytest.approx(72 + 36)] * len(lines)


def test_pages_have_the_size_of_their_section():
    landscape = "<w:pgSz w:w='16838' w:h='11906' w:orient='landscape'/>"
    first = f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr><w:r><w:t>Upright</w:t></w:r></w:p>"

    with pikepdf.open(io.BytesIO(convert(docx(first + paragraph("Across"), section=landscape)).pdf)) as pdf:
        boxes = [[round(float(side)) for side in page.MediaBox] for page in pdf.pages]

    assert boxes == [[0, 0, 595, 842], [0, 0, 842, 595]]


def test_the_body_may_quote_its_own_page_numbers():
    field = "<w:p><w:r><w:t xml:space='preserve'>This is page </w:t></w:r><w:fldSimple w:instr='PAGE'/><w:r><w:t xml:space='preserve'> of </w:t></w:r>"
    body = paragraph("Filler.") * 70 + field + "<w:fldSimple w:instr='NUMPAGES'/></w:p>"

    pages = pages_of(docx(body))

    assert pages[-1].endswith("This is page 2 of 2")


def in_columns(lines: list[str], after: str) -> bytes:
    """Lines in two columns, then a section in one column on the same page."""
    columns = f"<w:sectPr><w:type w:val='continuous'/>{PAGE}<w:cols w:num='2'/></w:sectPr>"
    body = "".join(paragraph(line) for line in lines[:-1]) + paragraph(lines[-1], columns) + paragraph(after)
    return docx(body, section="<w:type w:val='continuous'/>" + PAGE)


def test_columns_are_equally_long_where_a_section_follows_on_the_same_page():
    conversion = convert(in_columns(["One", "Two", "Three", "Four", "Five"], "After."))

    tops = {
        conversion.text[run.start : run.end].strip(): (round(run.x), round(841.9 - run.y - run.height))
        for run in conversion.runs
    }
    assert [tops[word] for word in ("One", "Two", "Three")] == [(72, 72), (72, 84), (72, 95)]
    assert [tops[word][1] for word in ("Four", "Five")] == [72, 84]
    assert tops["Four"][0] > 300
    assert tops["After."] == (72, 106)


def test_columns_of_several_pages_are_equally_long_on_the_last():
    conversion = convert(in_columns([f"Line {number}" for number in range(130)], "After."))

    last = [run for run in conversion.runs if run.page == 2]
    heights = [round(run.y) for run in last if run.x < 300]
    assert {run.page for run in conversion.runs} == {1, 2}
    assert len(heights) == len(last) - len(heights) + 1


def test_cells_stand_apart_where_the_table_says_so():
    """Given two by two cells with 5 points around each, their lines are their own and the table has its own around them."""
    line = "w:val='single' w:sz='8' w:color='FF0000'"
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    spaced = f"<w:tblPr><w:tblCellSpacing w:w='100' w:type='dxa'/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>"
    rows = table((paragraph("A"), paragraph("B")), (paragraph("C"), paragraph("D"))).replace("<w:tblPr/>", spaced)

    conversion = convert(docx(rows + paragraph("After.")))

    places = {
        conversion.text[run.start : run.end].strip(): (round(run.x, 1), round(841.9 - run.y - run.height, 1))
        for run in conversion.runs
    }
    assert places["A"] == (77.0, 77.0)
    assert places["B"] == (277.0, 77.0)
    assert places["C"] == (77.0, 98.5)
    assert places["After."] == (72.0, 115.0)
    with pikepdf.open(io.BytesIO(conversion.pdf)) as opened:
        # Four lines for each of the cells, and the table's: left and right beside each row, one above, one below.
        assert opened.pages[0].Contents.read_bytes().count(b"1 0 0 RG") == 4 * 4 + 2 * 2 + 2
