"""Notes: at the foot of the page that speaks of them, or at the end."""

import io

from pypdf import PdfReader

from documents.converter import convert
from tests.documents.converter.drafts import PAGE, docx, paragraph, story

SENTENCE = "Each party keeps the other informed in good time of everything that may delay the work. "
SEPARATOR = "<w:footnote w:id='0' w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"


def note(kind: str, number: int, text: str) -> str:
    sign = f"<w:r><w:{kind}Ref/></w:r>"
    return f"<w:{kind} w:id='{number}'><w:p>{sign}<w:r><w:t xml:space='preserve'> {text}</w:t></w:r></w:p></w:{kind}>"


def sign(kind: str, number: int, more: str = "") -> str:
    return f"<w:r><w:{kind}Reference w:id='{number}'{more}/></w:r>"


def clause(text: str, *signs: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r>{''.join(signs)}</w:p>"


def footnotes(*notes: str) -> dict[str, tuple[str, str]]:
    return {"fn": ("footnotes", story("footnotes", SEPARATOR + "".join(notes)))}


def lines_of(data: bytes) -> list[list[tuple[float, str]]]:
    """Of each page, its runs as (height above the bottom of the page, text), from the top."""
    conversion = convert(data)
    pages: list[list[tuple[float, str]]] = [[] for _ in conversion.pages]
    for run in conversion.runs:
        pages[run.page - 1].append((round(run.y, 1), conversion.text[run.start : run.end]))
    return [sorted(page, reverse=True) for page in pages]


def test_a_footnote_stands_at_the_foot_of_its_page():
    body = clause("The price is fixed.", sign("footnote", 2)) + paragraph(SENTENCE)

    ((*_, last),) = lines_of(docx(body, parts=footnotes(note("footnote", 2, "Without taxes."))))

    assert last[1].endswith("Without taxes.")
    assert 72 <= last[0] < 75


def test_footnotes_move_with_the_line_that_they_belong_to():
    long_text = paragraph(SENTENCE * 40)
    body = long_text + clause("The price is fixed.", sign("footnote", 2)) + long_text

    data = docx(body, parts=footnotes(note("footnote", 2, "Without taxes.")))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(convert(data).pdf)).pages]

    (with_price,) = [page for page in pages if "The price is fixed." in page]
    assert "Without taxes." in with_price


def test_a_footnote_longer_than_its_page_goes_on_at_the_foot_of_the_next():
    body = clause("The price is fixed.", sign("footnote", 2)) + paragraph(SENTENCE)
    long_note = note("footnote", 2, SENTENCE * 90)

    conversion = convert(docx(body, parts=footnotes(long_note)))

    assert len(conversion.pages) > 1
    assert conversion.text.count("informed") == 91
    assert not any("not set on any page" in warning for warning in conversion.warnings)


def test_no_line_runs_into_the_notes():
    notes = [note("footnote", number, f"Note {number}.") for number in range(1, 40)]
    body = "".join(clause(f"Clause {number}.", sign("footnote", number)) for number in range(1, 40))

    pages = lines_of(docx(body, parts=footnotes(*notes)))

    assert len(pages) > 1
    for page in pages:
        clauses = [y for y, text in page if text.startswith("Clause")]
        below = [y for y, text in page if "Note" in text]
        assert len(clauses) == len(below)
        assert min(clauses) > max(below)


def test_endnotes_follow_the_last_line_and_are_counted_in_roman_figures():
    endnotes = {"en": ("endnotes", story("endnotes", note("endnote", 2, "First.") + note("endnote", 3, "Second.")))}
    body = clause("The price is fixed.", sign("endnote", 2)) + clause("So is the date.", sign("endnote", 3))

    text = convert(docx(body, parts=endnotes)).text

    assert text == "The price is fixed.\nSo is the date.\ni First.\nii Second.\n"


def test_notes_are_counted_as_the_document_says():
    settings = story("settings", "<w:footnotePr><w:numFmt w:val='lowerLetter'/><w:numStart w:val='3'/></w:footnotePr>")
    body = clause("The price is fixed.", sign("footnote", 2))

    parts = footnotes(note("footnote", 2, "Without taxes.")) | {"set": ("settings", settings)}

    assert convert(docx(body, parts=parts)).text == "The price is fixed.\nc Without taxes.\n"


def test_a_sign_of_ones_own_is_not_counted():
    own = sign("footnote", 2, " w:customMarkFollows='1'") + "<w:r><w:t>*</w:t></w:r>"
    body = clause("The price is fixed.", own) + clause("So is the date.", sign("footnote", 3))
    notes = footnotes(
        "<w:footnote w:id='2'><w:p><w:r><w:t>* Net.</w:t></w:r></w:p></w:footnote>", note("footnote", 3, "At noon.")
    )

    text = convert(docx(body, parts=notes)).text

    assert text == "The price is fixed.*\nSo is the date.\n* Net.\n1 At noon.\n"


def test_notes_begin_anew_in_a_section_where_the_document_says_so():
    settings = ("settings", story("settings", "<w:footnotePr><w:numRestart w:val='eachSect'/></w:footnotePr>"))
    ending = f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr><w:r><w:t>End.</w:t></w:r></w:p>"
    body = clause("Price.", sign("footnote", 2)) + ending + clause("Term.", sign("footnote", 3))
    notes = footnotes(note("footnote", 2, "Without taxes."), note("footnote", 3, "In years."))

    text = convert(docx(body, parts={**notes, "set": settings})).text

    assert "1 Without taxes." in text
    assert "1 In years." in text
