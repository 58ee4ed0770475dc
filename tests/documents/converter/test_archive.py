"""The file for the archive: PDF/A-2b that says what the document says, to people and to screen readers."""

import io
import unicodedata

import pikepdf
import pytest

from documents.converter import convert
from documents.converter.fonts import UNSEEN
from tests.documents.converter.archive import Archive
from tests.documents.converter.drafts import (
    LEGAL_LIST,
    W,
    docx,
    numbered,
    paragraph,
    shared,
    story,
    table,
)

HEADINGS = (
    f"<w:styles {W}><w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:rPr><w:lang w:val='de-DE'/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='H1'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='H2'><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style></w:styles>"
)


def heading(text: str, level: int, more: str = "") -> str:
    return paragraph(text, f"<w:pStyle w:val='H{level}'/>{more}")


def spoken(text: str) -> list[str]:
    """Words as they sound: without case, and without signs that only shape or order others."""
    seen = "".join(character for character in text if character not in UNSEEN)
    return unicodedata.normalize("NFKC", seen.casefold()).replace("i\u0307", "i").replace("\u2010", "-").split()


def roles(draft: bytes) -> list[str]:
    return Archive(convert(draft).pdf).roles()


@pytest.mark.parametrize("kind", ["contracts", "general"])
def test_real_documents_become_archive_files_whose_structure_reads_as_the_document(kind: str):
    drafts = sorted(shared("docx", kind).glob("*.docx"))[4::31]

    for path in drafts:
        conversion = convert(path.read_bytes())
        archive = Archive(conversion.pdf)

        assert archive.check() == [], path.name
        assert archive.parents() == [], path.name
        assert spoken(archive.structure_text()) == spoken(conversion.text), path.name


def test_headings_lists_and_paragraphs_are_what_they_are():
    draft = docx(
        heading("Purpose", 1)
        + paragraph("We agree.")
        + numbered("First", 0)
        + numbered("Part of it", 1)
        + numbered("Second", 0)
        + heading("Term", 2),
        parts={"numbers": LEGAL_LIST, "styles": ("styles", HEADINGS)},
    )

    assert roles(draft) == [
        "Document",
        " Sect",
        "  H1",
        "  P",
        "  L",
        "   LI",
        "    Lbl",
        "    LBody",
        "     L",
        "      LI",
        "       Lbl",
        "       LBody",
        "   LI",
        "    Lbl",
        "    LBody",
        "  H2",
    ]


def test_a_heading_row_names_its_columns_and_is_read_once_though_it_is_repeated():
    rows = [(paragraph(f"Item {number}"), paragraph("1.00")) for number in range(90)]
    draft = docx(table((paragraph("What"), paragraph("Price")), *rows, first="<w:tblHeader/>"))

    conversion = convert(draft)
    archive = Archive(conversion.pdf)

    assert len(conversion.pages) > 1
    assert archive.structure_text().count("Price") == 1
    assert [role.strip() for role in archive.roles()].count("TH") == 2
    assert [role.strip() for role in archive.roles()].count("TD") == 180
    assert b"/Scope /Column" in _objects(conversion.pdf)


def test_merged_cells_say_how_far_they_reach():
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    first = cell.format("<w:gridSpan w:val='2'/>", paragraph("Wide")) + cell.format(
        "<w:vMerge w:val='restart'/>", paragraph("High")
    )
    second = (
        cell.format("", paragraph("a")) + cell.format("", paragraph("b")) + cell.format("<w:vMerge/>", paragraph(""))
    )
    grid = "<w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid>"
    draft = docx(f"<w:tbl><w:tblPr/>{grid}<w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>")

    written = _objects(convert(draft).pdf)

    assert b"/ColSpan 2" in written
    assert b"/RowSpan 2" in written


def test_headings_are_bookmarks_nested_and_with_their_numbers():
    draft = docx(
        heading("Definitions", 1, "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
        + heading("Meaning", 2)
        + heading("Payment", 1, "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"),
        parts={"numbers": LEGAL_LIST, "styles": ("styles", HEADINGS)},
    )

    with pikepdf.open(io.BytesIO(convert(draft).pdf)) as pdf, pdf.open_outline() as outline:
        found = [(item.title, [child.title for child in item.children]) for item in outline.root]

    assert found == [("I. Definitions", ["Meaning"]), ("II. Payment", [])]


def test_web_and_mail_addresses_and_places_in_the_document_can_be_followed():
    draft = docx(
        "<w:p><w:hyperlink r:id='web'><w:r><w:t>our terms</w:t></w:r></w:hyperlink><w:r><w:t xml:space='preserve"
        "'> and </w:t></w:r><w:hyperlink w:anchor='There'><w:r><w:t>clause 2</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:bookmarkStart w:id='1' w:name='There'/><w:r><w:t>Clause 2</w:t></w:r><w:bookmarkEnd w:id='1'/></w:p>",
        links={"web": "https://example.com/a b"},
    )

    conversion = convert(draft)
    with pikepdf.open(io.BytesIO(conversion.pdf)) as pdf:
        outer, inner = pdf.pages[0].Annots
        addresses = (str(outer.A.URI), float(inner.Dest[3]))

    assert addresses == ("https://example.com/a%20b", pytest.approx(758, abs=2))
    assert [role.strip() for role in Archive(conversion.pdf).roles()].count("Link") == 2
    assert conversion.warnings == ()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "\\\\server\\share", "ftp://example.com"]
)
def test_any_other_address_is_text_and_told(address: str):
    draft = docx("<w:p><w:hyperlink r:id='web'><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>", links={"web": address})

    conversion = convert(draft)

    with pikepdf.open(io.BytesIO(conversion.pdf)) as pdf:
        assert "/Annots" not in pdf.pages[0]
    assert conversion.text == "here\n"
    assert conversion.warnings == (
        f"a link to {address} is shown as text: only web and mail addresses are followed from a PDF",
    )


def test_a_note_s_sign_refers_and_the_note_is_a_note():
    draft = docx(
        "<w:p><w:r><w:t>Paid</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t xml:space='preserve'> at once.</w:t></w:r></w:p>",
        parts={
            "notes": ("footnotes", story("footnotes", f"<w:footnote w:id='2'>{paragraph('In full.')}</w:footnote>"))
        },
    )

    conversion = convert(draft)

    assert Archive(conversion.pdf).roles() == ["Document", " Sect", "  P", "   Reference", " Note", "  P"]
    assert Archive(conversion.pdf).structure_text().split() == ["Paid", "at", "once.", "In", "full."]


def test_headers_are_no_part_of_the_text():
    draft = docx(
        paragraph("Body."),
        section="<w:headerReference w:type='default' r:id='head'/>",
        parts={"head": ("header", story("hdr", paragraph("Confidential")))},
    )

    pdf = convert(draft).pdf

    assert Archive(pdf).structure_text().split() == ["Body."]
    assert b"/Type /Pagination /Subtype /Header" in b"".join(
        page.Contents.read_bytes() for page in pikepdf.open(io.BytesIO(pdf)).pages
    )


def test_the_file_says_its_title_author_and_language():
    core = (
        "<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Rahmen &amp; Vertrag</dc:title><dc:creator>Maya</dc:creator>"
        "<dc:subject>Miete</dc:subject><cp:keywords>a, b</cp:keywords></cp:coreProperties>"
    )

    conversion = convert(docx(paragraph("Mietvertrag"), styles=HEADINGS, core=core))

    with pikepdf.open(io.BytesIO(conversion.pdf)) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        language = str(pdf.Root.Lang)
    assert info == {
        "/Title": "Rahmen & Vertrag",
        "/Author": "Maya",
        "/Subject": "Miete",
        "/Keywords": "a, b",
        "/Producer": "Flowmono",
    }
    assert language == "de-DE"
    assert Archive(conversion.pdf).check() == []


def _objects(pdf: bytes) -> bytes:
    """The file with nothing compressed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
