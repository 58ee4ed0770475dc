"""White space: between lines, paragraphs, margins and notes."""

import io
import re

import pikepdf
import pytest

from documents.converter import convert
from documents.converter.layout.paragraphs import line_percent
from tests.documents.converter.drafts import PAGE, docx, paragraph, story, table

SENTENCE = "Each party keeps the other informed in good time of everything that may delay the work. "
ADDING = ("settings", story("settings", "<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>"))


def tops(data: bytes) -> dict[str, float]:
    """How far below the top of an A4 page the lines begin, by their text."""
    conversion = convert(data)
    return {
        conversion.text[run.start : run.end].strip(): round(841.9 - run.y - run.height, 1) for run in conversion.runs
    }


@pytest.mark.parametrize(
    ("line", "percent"),
    [(240, 100), (252, 105), (259, 108), (276, 115), (278, 115), (340, 141), (360, 150), (480, 200)],
)
def test_a_multiple_of_a_line_is_set_in_whole_percents(line, percent):
    assert line_percent(line) == percent


@pytest.mark.parametrize(("parts", "gap"), [({}, 15.0), ({"set": ADDING}, 25.0)])
def test_the_larger_space_stands_between_paragraphs_and_in_old_documents_both(parts, gap):
    body = paragraph("First.", "<w:spacing w:after='200'/>") + paragraph("Second.", "<w:spacing w:before='300'/>")

    found = tops(docx(body, parts=parts))

    assert found["Second."] - found["First."] == pytest.approx(11.5 + gap, abs=0.11)


@pytest.mark.parametrize(("parts", "space"), [({}, 14.0), ({"set": ADDING}, 5.0)])
def test_automatic_space_is_less_in_old_documents(parts, space):
    body = paragraph("First.") + paragraph("Second.", "<w:spacing w:before='0' w:beforeAutospacing='1'/>")

    found = tops(docx(body, parts=parts))

    assert found["Second."] - found["First."] == pytest.approx(11.5 + space, abs=0.11)


def test_automatic_space_is_none_where_a_document_or_a_cell_begins_and_where_a_cell_ends():
    automatic = "<w:spacing w:beforeAutospacing='1' w:afterAutospacing='1'/>"

    found = tops(docx(paragraph("First.", automatic) + table((paragraph("Inside.", automatic),)) + paragraph("After.")))

    assert found["First."] == pytest.approx(72.0, abs=0.11)
    assert found["Inside."] - found["First."] == pytest.approx(11.5 + 14.0, abs=0.11)
    assert found["After."] - found["Inside."] == pytest.approx(11.5, abs=0.11)


def test_an_empty_paragraph_with_a_hidden_mark_is_not_there():
    hidden = paragraph("", "<w:rPr><w:vanish/></w:rPr>")

    found = tops(docx(paragraph("First.") + hidden + paragraph("Second.")))

    assert found["Second."] - found["First."] == pytest.approx(11.5, abs=0.11)


def test_a_header_that_is_not_there_takes_no_room():
    far = PAGE.replace("w:header='720'", "w:header='3000'")

    assert tops(docx(paragraph("First."), section=far))["First."] == 72.0


def test_no_line_begins_with_a_closing_bracket():
    conversion = convert(docx(table((paragraph("ten words that nearly fill the narrow ]"),), width=1700)))

    lines = [conversion.text[run.start : run.end].strip() for run in conversion.runs]

    assert not any(line.startswith("]") for line in lines)


@pytest.mark.parametrize("above", range(52, 60))
def test_the_first_line_of_a_paragraph_never_ends_a_page_even_where_widows_may(above):
    filling = "".join(paragraph("Filling.") for _ in range(above))
    wide = paragraph(SENTENCE * 5, "<w:widowControl w:val='0'/>")

    conversion = convert(docx(filling + wide))

    on_first = {round(run.y) for run in conversion.runs if run.page == 1 and run.start > len("Filling.\n") * above - 1}
    assert len(on_first) != 1


def test_a_line_around_the_page_is_drawn_in_its_distance_from_the_text():
    line = "<w:pgBorders><w:top w:val='single' w:sz='8' w:space='10' w:color='FF0000'/></w:pgBorders>"

    pdf = convert(docx(paragraph("First."), section=PAGE + line)).pdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn = opened.pages[0].Contents.read_bytes().decode("latin-1")
    assert re.search(r"1 0 0 RG 1 w +72 779\.9 m 523\.3 779\.9 l S", drawn)


@pytest.mark.parametrize(
    ("grid", "properties", "pitch"),
    [
        ("w:type='lines'", "", 18.0),
        ("w:type='lines'", "<w:snapToGrid w:val='0'/>", 11.5),
        ("w:type='lines'", "<w:spacing w:line='480' w:lineRule='auto'/>", 36.0),
        ("w:type='lines'", "<w:spacing w:line='280' w:lineRule='exact'/>", 14.0),
        ("", "", 11.5),
    ],
)
def test_lines_stand_on_the_grid_of_an_east_asian_page(grid, properties, pitch):
    body = paragraph("First.", properties) + paragraph("Second.", properties)

    found = tops(docx(body, section=PAGE + f"<w:docGrid {grid} w:linePitch='360'/>"))

    assert found["Second."] - found["First."] == pytest.approx(pitch, abs=0.11)


def test_text_higher_than_a_line_of_the_grid_takes_two():
    large = paragraph("First.", run="<w:sz w:val='40'/>") + paragraph("Second.")

    found = tops(docx(large, section=PAGE + "<w:docGrid w:type='lines' w:linePitch='360'/>"))

    assert found["Second."] == pytest.approx(72 + 36 + (18 - 11.5) / 2, abs=0.11)
