"""The second reading: a word that the PDF does not show is named with its place."""

from documents.converter import convert
from documents.converter.conversion import Notice
from documents.converter.witness import Account, MissingWord, account
from tests.documents.converter.drafts import docx, paragraph, shared, story, table


def test_a_converted_draft_has_lost_no_word():
    draft = docx(
        paragraph("The Supplier’s fee is 48.000,00 € – non-refundable.")
        + table((paragraph("Milestone"), paragraph("Amount")))
        + "<w:p><w:r><w:t>Paid</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        parts={
            "notes": ("footnotes", story("footnotes", f"<w:footnote w:id='2'>{paragraph('In full.')}</w:footnote>"))
        },
    )

    found = convert(draft, read_back=True).account

    assert found is not None
    assert (found.words_in, found.lost) == (13, 0)


def test_a_word_that_is_not_shown_is_named_with_its_neighbours_and_page():
    source = docx(
        paragraph("The fee is not refundable.") + paragraph("It is not due before May.", "<w:pageBreakBefore/>")
    )
    other = docx(paragraph("The fee is not refundable.") + paragraph("It is due before May.", "<w:pageBreakBefore/>"))

    found = account(source, convert(other).pdf, accept=True)

    assert found == Account(11, 10, 1, (MissingWord("not", "is not refundable it is", "due before may", 2),))


def test_what_is_not_printed_is_not_missed():
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    removed = "<w:del w:author='A'><w:r><w:delText>gone</w:delText></w:r></w:del>"
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>77</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    draft = docx(f"<w:p><w:r><w:t>Kept</w:t></w:r>{hidden}{removed}{field}</w:p>")

    found = convert(draft, read_back=True).account

    assert found is not None
    assert (found.words_in, found.lost) == (1, 0)


def test_a_word_cut_in_two_by_a_narrow_column_is_not_missed():
    draft = docx(table((paragraph("Unterlassungsverpflichtungserklärung"), paragraph("x")), width=900))

    found = convert(draft, read_back=True).account

    assert found is not None
    assert found.lost == 0


def test_no_contract_of_the_collection_loses_a_word():
    for path in sorted(shared("docx", "contracts").glob("*.docx"))[1::4]:
        found = convert(path.read_bytes(), read_back=True).account

        assert found is not None
        assert found.lost == 0, (path.name, found.missing[:3])


def test_a_notice_says_its_page_and_the_words_that_stand_there():
    draft = docx(
        paragraph("First.") + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t xml:space='preserve'>See </w:t></w:r>"
        "<w:hyperlink r:id='web'><w:r><w:t>our server</w:t></w:r></w:hyperlink></w:p>",
        links={"web": "ftp://example.com"},
    )

    conversion = convert(draft)

    assert conversion.notices == (
        Notice(
            "a link to ftp://example.com is shown as text: only web and mail addresses are followed from a PDF",
            2,
            "our server",
        ),
    )


def test_the_certificate_says_why_a_font_was_substituted():
    conversion = convert(docx(paragraph("Hello", run="<w:rFonts w:ascii='Nowhere Sans'/>")))

    assert dict(conversion.fonts_why)["Nowhere Sans"] == "other_widths"
    assert conversion.shaper.startswith("HarfBuzz ")
