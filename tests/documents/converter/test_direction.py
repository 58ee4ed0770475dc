"""Hebrew and Arabic: what stands where on a line, and what a reader of the PDF copies."""

import pypdfium2
import pytest

from documents.converter import convert
from documents.converter.fonts import FontBook
from documents.converter.layout.pieces import Composer
from documents.converter.model import RunStyle
from tests.documents.converter.drafts import docx, paragraph

LEADS_LEFT = "<w:bidi/>"


def seen(text: str, properties: str = LEADS_LEFT) -> list[str]:
    """The runs of a line from left to right."""
    conversion = convert(docx(paragraph(text, properties)))
    return [
        conversion.text[run.start : run.end].strip()
        for run in sorted(conversion.runs, key=lambda run: run.x)
        if conversion.text[run.start : run.end].strip()
    ]


def test_figures_glued_to_a_hebrew_word_keep_their_order_on_its_left():
    assert seen("סעיף123") == ["123", "סעיף"]


def test_a_telephone_number_reads_from_left_to_right():
    assert "".join(seen("טל 09-7425733")) == "09-7425733טל"


def test_numbers_with_a_space_between_them_follow_the_paragraph():
    assert seen("סעיף 12 34") == ["34", "12", "סעיף"]


def test_the_full_stop_after_a_year_stands_on_its_left():
    assert seen("العقد 2027.") == [".", "2027", "العقد"]


def test_figures_after_a_hebrew_word_in_an_english_sentence_stand_on_its_left():
    assert seen("See סעיף 123 now", "") == ["See", "123", "סעיף", "now"]


@pytest.mark.parametrize("text", ["סעיף 12 כאן", "החברה בערבון מוגבל", "المادة الأولى من العقد"])
def test_text_written_from_right_to_left_is_copied_in_the_order_it_is_read(text):
    conversion = convert(docx(paragraph(text, LEADS_LEFT)))

    with pypdfium2.PdfDocument(conversion.pdf) as opened:
        copied = opened[0].get_textpage().get_text_range()

    assert conversion.text.strip() == text
    assert copied.split() == text.split()


def test_a_sign_inside_a_hebrew_word_does_not_part_it():
    conversion = convert(docx(paragraph('בע"מ', LEADS_LEFT)))

    assert [conversion.text[run.start : run.end] for run in conversion.runs] == ['בע"מ']


def test_brackets_around_a_date_stand_apart_in_a_hebrew_line_and_open_to_the_left():
    composer = Composer(FontBook(), {}, lambda field: "")

    (closing,) = composer.of_text(")", RunStyle(font="Arial"))
    face, glyph = closing.spans[0].face, composer.mirrored(closing).spans[0].glyphs[0]

    assert seen("שער (9/4/2014)") == [")", "9/4/2014", "(", "שער"]
    assert glyph.number == face.glyph_of("(")
    assert glyph.text == ")"
