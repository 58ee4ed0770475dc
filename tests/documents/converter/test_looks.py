"""How words look: colours that nobody chose, highlights, boxes."""

import io

import pikepdf
import pytest

from documents.converter import convert
from documents.converter.properties import run_style
from tests.documents.converter.drafts import docx, paragraph


def drawn(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(convert(data).pdf)) as opened:
        return opened.pages[0].Contents.read_bytes().decode("latin-1")


def cell(fill: str, run: str = "") -> str:
    shading = f"<w:tcPr><w:shd w:val='clear' w:fill='{fill}'/></w:tcPr>"
    grid = "<w:tblPr/><w:tblGrid><w:gridCol w:w='4000'/></w:tblGrid>"
    return f"<w:tbl>{grid}<w:tr><w:tc>{shading}{paragraph('Present', run=run)}</w:tc></w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("ground", "color"), [("000000", "FFFFFF"), ("1F3864", "FFFFFF"), ("808080", None), ("FFFF00", None), (None, None)]
)
def test_automatic_text_can_be_read_on_its_ground(ground, color):
    assert run_style({} if ground is None else {"ground": ground}).color == color


def test_words_in_a_dark_cell_are_white_unless_they_have_a_colour():
    assert "1 1 1 rg" in drawn(docx(cell("000000")))
    assert "1 1 1 rg" not in drawn(docx(cell("000000", "<w:color w:val='FF0000'/>")))
    assert "1 1 1 rg" not in drawn(docx(cell("EEEEEE")))


def test_words_in_a_dark_paragraph_are_white():
    assert "1 1 1 rg" in drawn(docx(paragraph("Present", "<w:shd w:val='clear' w:fill='1F3864'/>")))


def test_a_box_around_words_has_four_sides():
    content = drawn(docx(paragraph("Present", run="<w:bdr w:val='single' w:sz='8' w:color='FF0000'/>")))

    assert content.count("1 0 0 RG") == 4


def test_highlights_have_the_colours_of_words_own_palette():
    assert "0.753 0.753 0.753 rg" in drawn(docx(paragraph("Present", run="<w:highlight w:val='lightGray'/>")))
    assert "0 0 0.502 rg" in drawn(docx(paragraph("Present", run="<w:highlight w:val='darkBlue'/>")))
