"""Where people sign: blocks are found by what is written at them, and everybody gets exactly one box."""

import io

import pikepdf
import pytest

from signing.sealing import prepare_fields
from signing.signature_blocks import BlockSigner, append_execution_page, find_slots, place_fields, suggest_fields

VERA = BlockSigner("Vera", "Vera Ose", "Ose Software OÜ", "provider", "Owner")
MAYA = BlockSigner("Maya", "Maya Lindqvist", "Northwind Trading Ltd", "customer", "Contract manager")
OLU = BlockSigner("Olu", "Olu Adeyemi", "Third Party Inc.", "witness")


def laid_out(*pieces: tuple[float, float, str], page: int = 1) -> tuple[str, list[tuple[float, ...]]]:
    """Text and runs for pieces at (x, y): ten points high, five points a letter."""
    text, runs = "", []
    for x, y, words in pieces:
        runs.append((page, x, y, 5.0 * len(words), 10.0, len(text), len(text) + len(words)))
        text += words + "\n"
    return text, runs


@pytest.fixture
def blank() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(out)
    return out.getvalue()


def test_a_table_has_one_label_and_a_box_in_the_column_of_each_party(blank):
    text, runs = laid_out(
        (190, 620, "PROVIDER: Ose Software OÜ"), (380, 620, "CUSTOMER: Northwind Trading Ltd"),
        (60, 590, "Signature"),
        (60, 555, "Print Name"), (190, 555, "Vera Ose"), (380, 555, "Maya Lindqvist"),
        (60, 520, "Title"), (190, 520, "Owner"), (380, 520, "Contract manager"),
    )  # fmt: skip

    pdf, fields = place_fields(blank, text, runs, [MAYA, VERA])

    assert pdf == blank
    assert [(field.name, field.page, field.box[0]) for field in fields] == [("Maya", 1, 380), ("Vera", 1, 190)]
    assert fields[1].box[2] <= 380
    assert all(565 <= field.box[1] < 590 < field.box[3] <= 620 for field in fields)


def test_a_form_block_in_each_column_goes_to_the_party_above_it(blank):
    text, runs = laid_out(
        (56, 690, "Agreed by each party's representative:"),
        (56, 670, "Customer:"), (56, 655, "Signature:"), (56, 640, "Name and Title: Maya Lindqvist, Contract manager"),
        (311, 670, "Provider:"), (311, 655, "Signature:"), (311, 640, "Name and Title:"),
    )  # fmt: skip

    suggestions = suggest_fields(blank, text, runs, [VERA, MAYA])

    assert [(s.signer.field, s.field.box[0]) for s in suggestions] == [("Vera", 367), ("Maya", 112)]
    assert suggestions[1].field.box[2] <= 311
    assert suggestions[0].reason == "“Signature” at “Provider:”, page 1"


def test_blocks_below_each_other_do_not_borrow_the_names_of_their_neighbours(blank):
    text, runs = laid_out(
        (72, 700, "OSE SOFTWARE OÜ"), (72, 660, "By: ______________"), (72, 640, "Name: Vera Ose"), (72, 620, "Title: Owner"),
        (72, 590, "NORTHWIND TRADING LTD"), (72, 550, "By: ______________"), (72, 530, "Name: Maya Lindqvist"),
    )  # fmt: skip

    _, fields = place_fields(blank, text, runs, [MAYA, VERA])

    assert fields[0].box[1] == 541.5
    assert fields[1].box[1] == 651.5


@pytest.mark.parametrize(
    "words", ["by", "By the date above", "Signature of the contract is due", "firma", "The parties signed:  x"]
)
def test_running_text_is_no_signature_block(words):
    text, runs = laid_out((72, 700, words), (72, 680, "Name: Vera Ose"))

    assert find_slots(text, runs, [595.0]) == []


def test_whoever_has_no_block_signs_on_an_execution_page(blank):
    text, runs = laid_out(
        (72, 700, "Ose Software OÜ"), (72, 660, "Signature: ____________"), (72, 640, "Name: Vera Ose")
    )

    pdf, fields = place_fields(blank, text, runs, [OLU, VERA])

    assert [(field.name, field.page) for field in fields] == [("Olu", 2), ("Vera", 1)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
    assert prepare_fields(pdf, fields)


def test_a_block_that_names_somebody_else_is_not_given_away(blank):
    text, runs = laid_out(
        (72, 700, "Third Party Inc."), (72, 660, "Signature: ____________"), (72, 640, "Name: Olu Adeyemi")
    )

    _, fields = place_fields(blank, text, runs, [VERA])

    assert fields[0].page == 2


def test_a_document_without_any_text_still_gives_everybody_one_box(blank):
    people = [BlockSigner(f"Signer{n}", f"Person {n}", "Northwind") for n in range(1, 9)]

    pdf, fields = place_fields(blank, "", [], people)

    assert [field.name for field in fields] == [f"Signer{n}" for n in range(1, 9)]
    assert {field.page for field in fields} == {2, 3}
    assert len({(field.page, field.box) for field in fields}) == 8
    assert prepare_fields(pdf, fields)


@pytest.mark.parametrize("size", [(842, 595), (420, 595), (612, 792)])
def test_the_execution_page_takes_the_size_of_the_document_and_its_boxes_fit(size):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=size)
        document.save(out)

    pdf, fields = append_execution_page(out.getvalue(), [VERA, MAYA, OLU])

    assert prepare_fields(pdf, fields)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [float(value) for value in document.pages[1].mediabox][2:] == pytest.approx(size, abs=0.1)
