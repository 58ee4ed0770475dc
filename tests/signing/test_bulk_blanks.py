"""Blanks of a Word document: found though Word cut them up, filled as text, in the letters of the document."""

import io
import zipfile

import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from signing.bulk.blanks import UnreadableWord, fill_blanks, find_blanks
from signing.bulk.child import blanks_in, filled


def saved(draft: "Word") -> bytes:
    file = io.BytesIO()
    draft.save(file)
    return file.getvalue()


def letter() -> bytes:
    draft = Word()
    paragraph = draft.add_paragraph("Between us and ")
    paragraph.add_run("{com").bold = True
    paragraph.add_run("pany} from [[start ")
    paragraph.add_run("date]] on, as { company } wishes. {1} and {} stay.")
    draft.add_table(1, 1).cell(0, 0).text = "{{city}}"
    draft.sections[0].footer.paragraphs[0].text = "For {company}"
    return saved(draft)


def texts(data: bytes) -> list[str]:
    draft = Word(io.BytesIO(data))
    return [
        draft.paragraphs[0].text,
        draft.tables[0].cell(0, 0).text,
        draft.sections[0].footer.paragraphs[0].text,
    ]


def test_blanks_are_found_in_text_tables_and_footers_though_cut_into_pieces():
    assert find_blanks(letter()) == ["company", "start date", "city"]
    assert blanks_in(letter()) == ["company", "start date", "city"]


def test_each_blank_is_filled_in_the_letters_in_which_it_begins():
    made = filled(letter(), {"company": "A & {city} <b>", "start date": "1 May", "city": "Oslo"})

    assert texts(made) == [
        "Between us and A & {city} <b> from 1 May on, as A & {city} <b> wishes. {1} and {} stay.",
        "Oslo",
        "For A & {city} <b>",
    ]
    runs = Word(io.BytesIO(made)).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs][1] == ("A & {city} <b>", True)


def test_a_blank_without_a_value_stays():
    assert texts(fill_blanks(letter(), {"city": "Oslo"}))[1:] == ["Oslo", "For {company}"]


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
def test_any_value_is_text_and_nothing_else(value: str):
    assert texts(fill_blanks(_LETTER, {"city": value}))[1] == value


_LETTER = letter()


def test_a_file_that_declares_a_document_type_is_not_read():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter())) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename == "word/document.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            made.writestr(info.filename, data)

    with pytest.raises(UnreadableWord):
        find_blanks(out.getvalue())
    with pytest.raises(UnreadableWord):
        blanks_in(b"no Word document")
