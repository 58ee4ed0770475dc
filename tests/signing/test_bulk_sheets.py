"""A list of people as spreadsheets write it: read whatever its letters and separators, and every fault said beside its line."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowmono.common.refusals import Invalid
from signing.bulk.sheets import MOST_BYTES, MOST_ROWS, Fault, plain, read_sheet, sample_of, words_of

ROWS = "name,email,title,party\nVera Halloran,vera@example.com,Director,Halden\n"


def codes(data: bytes, **more: list[str]) -> list[list[str]]:
    return [[fault.code for fault in line.faults] for line in read_sheet(data, **more).lines]


def refusal_of(data: bytes, **more: list[str]) -> str:
    with pytest.raises(Invalid) as refusal:
        read_sheet(data, **more)
    assert refusal.value.field == "list"
    return refusal.value.message


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_usual_way_of_writing_a_list_is_read_and_said(separator: str, letters: str):
    text = f'E-Mail{separator}Unternehmen{separator}Name\r\njörg@example.com{separator}"A{separator} B"{separator}Jörg Öz\r\n'

    sheet = read_sheet(text.replace("jörg@", "j@").encode(letters))

    line = sheet.lines[0]
    assert (line.number, line.name, line.email, line.party) == (
        2,
        "Jörg Öz",
        "j@example.com",
        f"A{separator} B".replace("\t", ""),
    )
    assert (sheet.separator, sheet.letters) == (separator, "utf-8" if letters == "utf-8-sig" else letters)
    assert line.faults == ()


def test_the_word_that_a_spreadsheet_writes_about_its_separator_is_no_line():
    assert [line.number for line in read_sheet(b"sep=;\r\nname;email\r\nVera;v@example.com\r\n").lines] == [3]


def test_lines_that_end_as_on_an_old_machine_are_lines_too():
    assert [line.name for line in read_sheet(b"name,email\rVera,v@example.com\rBen,b@example.com").lines] == [
        "Vera",
        "Ben",
    ]


def test_each_fault_stands_beside_its_own_line():
    lines = [
        "name,email",
        "Vera,vera@example.com",
        ",ben@example.com",
        "Ben,",
        "Cy,cy.example.com",
        "Di,di@nowhere",
        "Ed,VERA@example.com",
        f"{'x' * 121},fay@example.com",
        "Gil,gil@example.com,more",
        "H\x01l,hal@example.com",
    ]

    assert codes("\n".join(lines).encode()) == [
        [],
        ["no_name"],
        ["no_email"],
        ["no_at"],
        ["wrong_email"],
        ["twice"],
        ["too_long"],
        ["too_many_cells"],
        ["unreadable"],
    ]


def test_a_fault_is_said_in_words():
    assert words_of("no_at", {"value": "cy.example.com"}) == "“cy.example.com” has no @, so it is no e-mail address."
    assert words_of("twice", {"line": 2}) == "This address stands in line 2 already."


def test_what_a_document_is_filled_with_needs_a_column_and_a_value_in_every_line():
    sheet = read_sheet(b"name,email,City\nVera,v@example.com,Oslo\nBen,b@example.com,\n", blanks=["city"])

    assert [dict(line.values) for line in sheet.lines] == [{"city": "Oslo"}, {"city": ""}]
    assert sheet.lines[1].faults == (Fault("no_value", {"column": "city"}),)
    assert "missing: city" in refusal_of(b"name,email\nVera,v@example.com\n", blanks=["city"])


def test_a_blank_takes_the_column_that_means_the_same():
    sheet = read_sheet(b"name,email,Firma\nVera,v@example.com,Halden\n", blanks=["company", "Name"])

    assert dict(sheet.lines[0].values) == {"company": "Halden", "Name": "Vera"}


def test_a_missing_name_is_said_once_though_the_document_has_it_too():
    assert codes(b"name,email\n,v@example.com\n", blanks=["name"]) == [["no_name"]]


def test_columns_that_nothing_asks_for_are_said():
    assert read_sheet(b"name,email,shoe size\nVera,v@example.com,39\n").unused == ("shoe size",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"name,email\n", "nobody under them"),
        (b"name,phone\nVera,1\n", "missing: email"),
        (b"name,email,Mail\nVera,v@example.com,w@example.com\n", "mean the same"),
        (b'name,email\n"Vera,v@example.com\nBen,b@example.com\n', "a quotation mark is missing"),
        (b"name,email\n" + b"x" * 140_000 + b",v@example.com\n", "a cell is far too long"),
        (b"PK\x03\x04 a spreadsheet", "Save it as CSV"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"name,email\nVera\0,v@example.com\n", "no text that can be read"),
        (b"name,email\n\x81\x8d,v@example.com\n", "no text that can be read"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b"name,email\n" + b"Vera,v@example.com\n" * (MOST_ROWS + 1), "At most 1000"),
        (b"a;" * 80 + b"\nx", "Keep the ones that are needed"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(data: bytes, words: str):
    assert words in refusal_of(data)


@given(st.binary(max_size=400))
def test_any_file_at_all_is_read_or_refused_in_words(data: bytes):
    lines = []
    with suppress(Invalid):
        lines = list(read_sheet(b"name,email\n" + data).lines)

    assert all(words_of(fault.code, fault.facts) for line in lines for fault in line.faults)


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30).filter(str.strip),
            st.integers(0, 999),
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda one: one[1],
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_what_was_written_comes_back_whatever_stands_in_the_cells(people: list[tuple[str, int]], separator: str):
    file = io.StringIO()
    rows = csv.writer(file, delimiter=separator)
    rows.writerows([["name", "email"], *([name, f"p{number}@example.com"] for name, number in people)])

    sheet = read_sheet(file.getvalue().encode())

    assert [(line.name, line.email) for line in sheet.lines] == [
        (" ".join(name.split()), f"p{number}@example.com") for name, number in people
    ]


def test_the_sample_is_a_list_that_is_read_without_a_fault():
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in sample_of(["city", "company"]))

    assert codes(text.encode(), blanks=["city", "company"]) == [[], []]


def test_headings_are_compared_without_case_accents_and_signs():
    assert plain(" E-Mail ") == plain("email") == plain("ÉMAIL")


def test_a_column_of_telephone_numbers_is_asked_for_only_where_codes_go_by_text_message_and_never_taken_from_a_blank():
    people = b"Name;E-Mail;Handynummer\nVera Halloran;vera@example.com;0049 30 123456\n"

    asked = read_sheet(people, texts=True)
    not_asked = read_sheet(people)
    printed = read_sheet(people, texts=True, blanks=["Handynummer"])

    assert ([line.phone for line in asked.lines], asked.unused) == (["0049 30 123456"], ())
    assert ([line.phone for line in not_asked.lines], not_asked.unused) == ([""], ("Handynummer",))
    assert [(line.phone, line.values) for line in printed.lines] == [("", {"Handynummer": "0049 30 123456"})]
