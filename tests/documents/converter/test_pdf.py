"""The file itself: whole, searchable, the same every time, and fit to be signed."""

import io

import pikepdf
import pypdfium2
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields as signature_fields
from pypdf import PdfReader

from documents.converter import convert
from documents.converter.images import pdf_image
from tests.documents.converter.drafts import docx, paragraph, shared


def test_the_same_draft_gives_the_same_bytes():
    draft = docx(paragraph("Twice the same."))

    assert convert(draft).pdf == convert(draft).pdf


def test_the_words_can_be_copied_out_again():
    conversion = convert(docx(paragraph("Vergütung: 48.000,00 € – fällig am 1. März, “first flight” of fi and ffl.")))

    text = PdfReader(io.BytesIO(conversion.pdf)).pages[0].extract_text()

    assert text == conversion.text.strip()


def test_the_blank_after_a_number_that_leads_to_its_clause_is_read_once_by_every_reader():
    draft = docx(
        "<w:p><w:bookmarkStart w:id='1' w:name='There'/><w:r><w:t>The milestones</w:t></w:r><w:bookmarkEnd w:id='1'/></w:p>"
        "<w:p><w:r><w:t xml:space='preserve'>as stated in Paragraphs </w:t></w:r>"
        "<w:hyperlink w:anchor='There'><w:r><w:t>4</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve'> and </w:t></w:r>"
        "<w:hyperlink w:anchor='There'><w:r><w:t>5</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve'> of Annex A</w:t></w:r></w:p>"
    )

    made = convert(draft).pdf

    document = pypdfium2.PdfDocument(made)
    assert document[0].get_textpage().get_text_range().split("\r\n")[1] == "as stated in Paragraphs 4 and 5 of Annex A"
    assert "as stated in Paragraphs 4 and 5 of Annex A" in PdfReader(io.BytesIO(made)).pages[0].extract_text()


def test_every_font_is_embedded():
    conversion = convert(docx(paragraph("Sans") + paragraph("Serif ☒", run="<w:rFonts w:ascii='Times New Roman'/>")))

    with pikepdf.open(io.BytesIO(conversion.pdf)) as pdf:
        fonts = [font.DescendantFonts[0].FontDescriptor for font in pdf.pages[0].Resources.Font.values()]
        assert len(fonts) == 3
        assert all("/FontFile2" in font for font in fonts)


def test_substitutes_are_named():
    conversion = convert(
        docx(
            paragraph("Hello", run="<w:rFonts w:ascii='Calibri'/>")
            + paragraph("World", run="<w:rFonts w:ascii='Nowhere Sans'/>")
        )
    )

    assert {"Calibri", "Nowhere Sans"} <= set(conversion.fonts_wanted)
    assert dict(conversion.fonts_substituted)["Calibri"] == "Carlito"
    assert dict(conversion.fonts_substituted)["Nowhere Sans"] == "DejaVuSans"


def test_the_file_has_no_fault_that_a_strict_reader_finds():
    draft = shared("terms", "drafts", "draft-08.docx").read_bytes()

    with pikepdf.open(io.BytesIO(convert(draft).pdf)) as pdf:
        problems = pdf.check_pdf_syntax()

    assert problems == []


def test_a_signature_field_can_be_added_as_an_update():
    conversion = convert(docx(paragraph("Signed below.")))

    writer = IncrementalPdfFileWriter(io.BytesIO(conversion.pdf), strict=True)
    signature_fields.append_signature_field(
        writer, signature_fields.SigFieldSpec("Customer", on_page=0, box=(72, 72, 272, 122))
    )
    out = io.BytesIO()
    writer.write(out)

    assert out.getvalue().startswith(conversion.pdf)
    assert list(PdfReader(io.BytesIO(out.getvalue())).get_fields()) == ["Customer"]


def test_a_picture_with_more_pixels_than_a_page_can_use_is_not_opened():
    bomb = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
        + (30_000).to_bytes(4, "big") * 2
        + b"\x08\x02\x00\x00\x00\x00\x00\x00\x00"
    )

    assert pdf_image(bomb) is None


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_is_no_picture_is_left_out(content):
    assert pdf_image(content) is None


def test_a_character_without_a_font_is_named_and_can_still_be_copied():
    conversion = convert(docx(paragraph("Sign \U0001f9ff here.")))

    page = pypdfium2.PdfDocument(conversion.pdf)[0]
    with pikepdf.open(io.BytesIO(conversion.pdf)) as pdf:
        boxes = [font for font in pdf.pages[0].Resources.Font.values() if font.Subtype == "/Type3"]

    (warning,) = conversion.warnings
    assert warning.startswith(
        "no font on this machine shows these characters, which appear as boxes: \U0001f9ff; install a font"
    )
    assert page.get_textpage().get_text_range() == "Sign \U0001f9ff here."
    assert len(boxes) == 1
