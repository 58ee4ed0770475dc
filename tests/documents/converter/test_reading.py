"""The reading text: what a lawyer reads aloud, and the coordinates that quotes point into."""

from documents.converter import convert
from tests.documents.converter.drafts import LEGAL_LIST, docx, numbered, paragraph, shared, table


def text_of(body: str, **options) -> str:
    return convert(docx(body, **options)).text


def test_clauses_carry_the_labels_that_word_would_count():
    body = (
        numbered("Fees")
        + numbered("Price", 1)
        + numbered("Taxes", 1)
        + numbered("in full", 2)
        + numbered("Term")
        + numbered("Start", 1)
    )

    text = text_of(body, parts={"numbering": LEGAL_LIST})

    assert text == "I. Fees\n1.1 Price\n1.2 Taxes\n(a) in full\nII. Term\n2.1 Start\n"


def test_a_list_with_its_own_start_begins_again_once():
    body = numbered("One") + numbered("Two") + numbered("Anew", list_id=2) + numbered("On", list_id=2)

    text = text_of(body, parts={"numbering": LEGAL_LIST})

    assert text == "I. One\nII. Two\nI. Anew\nII. On\n"


def test_a_table_row_is_one_line_with_tabs_between_its_cells():
    body = paragraph("Payments") + table(
        (paragraph("Design"), paragraph("EUR 12,000")), (paragraph("Launch"), paragraph("EUR 8,000"))
    )

    text = text_of(body)

    assert text == "Payments\nDesign\tEUR 12,000\nLaunch\tEUR 8,000\n"


def test_a_nested_table_stands_in_its_cell():
    inner = table((paragraph("1"), paragraph("EUR 5")), width=1500)
    body = table((paragraph("Fees"), paragraph("As follows:") + inner + "<w:p/>"))

    text = text_of(body)

    assert text == "Fees\tAs follows:\n1\tEUR 5\n"


def test_a_tab_typed_into_the_text_of_a_run_is_a_tab_only_where_white_space_is_preserved():
    assert text_of(paragraph("Seller:\tAcme")) == "Seller:\tAcme\n"
    assert text_of(paragraph("Seller:\tAcme").replace(" xml:space='preserve'", "")) == "Seller: Acme\n"


def test_hidden_text_and_field_codes_are_not_read():
    field = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF price</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>EUR 9</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )

    text = text_of(paragraph("secret", run="<w:vanish/>") + field)

    assert text == "EUR 9\n"


def test_every_character_has_a_page_and_a_box():
    body = "".join(paragraph(f"Clause {number} says what it says.") for number in range(200))

    conversion = convert(docx(body))

    assert len(conversion.pages) > 1
    assert [page.start for page in conversion.pages[1:]] == [page.end for page in conversion.pages[:-1]]
    assert (conversion.pages[0].start, conversion.pages[-1].end) == (0, len(conversion.text))
    for run in conversion.runs:
        page = conversion.pages[run.page - 1]
        assert page.start <= run.start < run.end <= page.end
    shown = {place for run in conversion.runs for place in range(run.start, run.end)}
    assert all(place in shown for place, character in enumerate(conversion.text) if not character.isspace())


def test_a_quote_is_found_where_it_is_printed():
    conversion = convert(docx(paragraph("The price is EUR 12,000.", "<w:jc w:val='right'/>")))

    (run,) = conversion.runs

    assert conversion.text[run.start : run.end] == "The price is EUR 12,000."
    assert round(run.x + run.width, 1) == 595.3 - 72
    assert round(run.y + run.height, 1) == 841.9 - 72


def test_the_drafts_read_as_their_lawyers_wrote_them():
    drafts = sorted(shared("terms", "drafts").glob("*.docx"))

    texts = {path.stem: convert(path.read_bytes()).text for path in drafts}

    assert len(texts) >= 7
    for stem, text in texts.items():
        assert text == shared("terms", "texts", f"{stem}.txt").read_text(), stem
