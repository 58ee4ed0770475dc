"""Text that does not run across the page: in cells that are read upwards or downwards, and as a watermark."""

import io

import pikepdf
import pypdfium2
import pytest

from documents.converter import convert
from tests.documents.converter.drafts import PAGE, docx, paragraph, story

VML = "xmlns:v='urn:schemas-microsoft-com:vml'"
MIDDLE = (
    "position:absolute;width:400pt;height:100pt;rotation:315;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
)
WATERMARK = (
    f"<w:p><w:r><w:pict><v:shape {VML} style='{MIDDLE}' fillcolor='black' stroked='f'><v:fill opacity='.5'/>"
    "<v:textpath style='font-family:\"Arial\";font-size:1pt' string='DRAFT ONLY'/></v:shape></w:pict></w:r></w:p>"
)


def row(direction: str, height: str = "") -> str:
    cell = f"<w:tc><w:tcPr><w:textDirection w:val='{direction}'/></w:tcPr>{paragraph('Payment terms')}</w:tc>"
    plain = f"<w:tc><w:tcPr/>{paragraph('Plain')}</w:tc>"
    grid = "<w:gridCol w:w='1000'/><w:gridCol w:w='3000'/>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr>{height}</w:trPr>{cell}{plain}</w:tr></w:tbl>"


@pytest.mark.parametrize(("direction", "left"), [("btLr", 72.0), ("tbRl", 72 + 50 - 11.5)])
def test_a_cell_that_is_read_upwards_or_downwards_is_as_high_as_its_line(direction, left):
    conversion = convert(docx(row(direction) + paragraph("After.")))
    turned, plain, after = conversion.runs

    assert turned.x == pytest.approx(left, abs=0.1)
    assert turned.width == pytest.approx(11.5, abs=0.1)
    assert turned.height > 60
    assert after.y + after.height == pytest.approx(turned.y, abs=0.6)
    assert plain.x == pytest.approx(122.0, abs=0.1)


def test_turned_lines_break_at_the_height_of_their_row():
    conversion = convert(docx(row("btLr", "<w:trHeight w:val='1000'/>")))

    first, second, _ = conversion.runs
    assert conversion.text[first.start : first.end].strip() == "Payment"
    assert second.x == pytest.approx(first.x + first.width, abs=0.1)


def test_the_words_of_a_turned_cell_are_read_in_their_order():
    with pypdfium2.PdfDocument(convert(docx(row("btLr"))).pdf) as opened:
        copied = opened[0].get_textpage().get_text_range()

    assert copied.split() == ["Payment", "terms", "Plain"]


def test_a_watermark_is_drawn_aslant_over_the_width_of_its_shape_and_is_no_part_of_the_text():
    section = "<w:headerReference w:type='default' r:id='h'/>" + PAGE
    conversion = convert(
        docx(paragraph("The price is fixed."), section=section, parts={"h": ("header", story("hdr", WATERMARK))})
    )

    with pikepdf.open(io.BytesIO(conversion.pdf)) as opened:
        content = opened.pages[0].Contents.read_bytes().decode("latin-1")
    assert conversion.text == "The price is fixed.\n"
    assert "0.707 0.707 -0.707 0.707" in content
    assert "0.502 0.502 0.502 rg" in content
    assert conversion.warnings == ()


def test_decorative_text_in_a_line_is_set_with_the_text():
    inline = WATERMARK.replace("position:absolute;", "")

    assert convert(docx(paragraph("Before.") + inline + paragraph("After."))).text == "Before.\nDRAFT ONLY\nAfter.\n"
