"""Where people sign: blocks are found by what is written at them, and everybody gets exactly one box."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def one_blank_page() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(out)
    return out.getvalue()


BLANK = one_blank_page()


@pytest.fixture
def blank() -> bytes:
    return BLANK


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


def test_a_place_begins_after_the_words_before_its_line_and_name_and_title_are_written_on_theirs(blank):
    text, runs = laid_out(
        (60, 640, "CUSTOMER: Northwind Trading Ltd"), (330, 640, "PROVIDER: Ose Software OÜ"),
        (60, 600, "Signature: ____________________"), (330, 600, "Signature: ____________________"),
        (60, 570, "Name: ____________________"), (330, 570, "Name: ____________________"),
        (60, 540, "Title: ____________________"), (330, 540, "Title: Owner"),
    )  # fmt: skip

    pdf, (maya, vera) = place_fields(blank, text, runs, [MAYA, VERA])

    assert pdf == blank
    assert 60 + 5 * len("Signature:") < maya.box[0] < 60 + 5 * len("Signature: ____")
    assert 330 + 5 * len("Signature:") < vera.box[0] < 330 + 5 * len("Signature: ____")
    assert [one is not None for one in (maya.named, maya.titled, vera.named, vera.titled)] == [True, True, True, False]
    assert maya.named[0] > 60 + 5 * len("Name:")


def test_two_labels_on_one_line_are_two_and_the_party_may_stand_under_each(blank):
    line = "Signature: ____________________     Date: ____________"
    text, runs = laid_out(
        (60, 600, line), (60, 575, "(Northwind Trading Ltd)"),
        (60, 540, line), (60, 515, "(Ose Software OÜ)"),
    )  # fmt: skip

    pdf, (maya, vera) = place_fields(blank, text, runs, [MAYA, VERA])

    assert pdf == blank
    assert (maya.box[1] > 570, vera.box[3] <= 575) == (True, True)
    assert maya.box[2] < maya.dated[0]
    assert vera.dated[1] < 545 < vera.dated[3]


def test_blocks_below_each_other_do_not_borrow_the_names_of_their_neighbours(blank):
    text, runs = laid_out(
        (72, 700, "OSE SOFTWARE OÜ"), (72, 660, "By: ______________"), (72, 640, "Name: Vera Ose"), (72, 620, "Title: Owner"),
        (72, 590, "NORTHWIND TRADING LTD"), (72, 550, "By: ______________"), (72, 530, "Name: Maya Lindqvist"),
    )  # fmt: skip

    _, fields = place_fields(blank, text, runs, [MAYA, VERA])

    assert fields[0].box[1] == 541.5
    assert fields[1].box[1] == 651.5


def test_where_lines_are_set_close_the_mark_stands_on_its_line_and_covers_no_other_row(blank):
    rows = (
        "4.1 This Agreement is governed by the laws of Estonia, to the exclusion of any other law whatsoever.",
        "Signed for the Provider", "Ose Software OÜ", f"Signature: {30 * '_'}", f"Name: {30 * '_'}",
        "Date: ____________",
        "Signed for the Customer", "Northwind Trading Ltd", f"By: {38 * '_'}", f"Name: {30 * '_'}",
        "Title: ___________________", "Date: ____________",
    )  # fmt: skip
    text, runs = laid_out(*((72, 700 - 12.5 * number, words) for number, words in enumerate(rows)))

    pdf, fields = place_fields(blank, text, runs, [MAYA, VERA])

    assert pdf == blank
    for field, number in ((fields[1], 3), (fields[0], 8)):
        left, bottom, right, top = field.box
        line = 700 - 12.5 * number
        begin, end = next((x, x + wide) for _page, x, y, wide, _high, _start, _end in runs if y == line)
        assert begin < left < right <= end
        assert line - 2 < bottom < line + 5 < top
        assert (right - left, top - bottom) >= (90, 18)
        others = [(x, y, x + wide, y + high) for page, x, y, wide, high, _start, _end in runs if y != line]
        others += [field.dated, field.named]
        assert not [one for one in others if one[0] < right and one[2] > left and one[1] < top and one[3] > bottom]


def test_where_the_party_above_takes_the_whole_line_the_mark_stands_at_its_end_and_covers_nothing(blank):
    rows = (
        "Signed for Ose Software and Instruments OÜ",
        "Signature: ______________",
        "Name: Vera Ose",
        "Date: ________",
    )
    text, runs = laid_out(*((72, 700 - 12.5 * number, words) for number, words in enumerate(rows)))

    _pdf, (field,) = place_fields(blank, text, runs, [VERA])

    left, bottom, right, top = field.box
    assert (right - left, top - bottom) >= (90, 18)
    others = [(x, y, x + wide, y + high) for page, x, y, wide, high, _start, _end in runs]
    assert not [one for one in others if one[0] < right and one[2] > left and one[1] < top and one[3] > bottom]


def test_a_name_is_written_on_its_own_line_under_the_mark_and_never_before_what_is_printed_in_its_column(blank):
    text, runs = laid_out(
        (300, 720, "INVESTOR: Ose Software OÜ"), (300, 698, "By:"), (300, 680, f"Name:{40 * '_'}"), (300, 662, f"Title:{40 * '_'}"),
    )  # fmt: skip
    beside, columns = laid_out(
        (72, 720, "PROVIDER Ose Software OÜ"), (72, 690, "Signature"), (150, 660, "Vera Ose"), (72, 660, "Print name"),
        (150, 640, "Director"), (72, 640, "Title"), (72, 620, "Date"),
    )  # fmt: skip

    _, (close,) = place_fields(blank, text, runs, [VERA])
    _, (column,) = place_fields(blank, beside, columns, [VERA])

    assert close.named is not None
    assert close.named[3] <= close.box[1]
    assert close.named[3] - close.named[1] >= 9
    assert column.titled is None
    assert column.dated is not None
    assert column.dated[0] == column.box[0]


def test_a_place_ends_where_the_page_is_written_to_and_not_in_its_margin(blank):
    text, runs = laid_out(
        (72, 740, "The parties agree to everything that stands above, each for itself."),
        (320, 700, "PROVIDER: Ose Software OÜ"), (320, 670, "Signature:"), (320, 640, "Name:"),
    )  # fmt: skip

    _, (field,) = place_fields(blank, text, runs, [VERA])

    assert field.box[2] <= 595 - 72


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


BRIGHT = (
    "For Brightwater Instruments GmbH",
    "Signature: ______________",
    "Name: ______________",
    "Date: ______________",
)
NORTH = ("For Northgate Tools Ltd", "By: ______________", "Name: ______________", "Date: ______________")


def below_each_other(*blocks: tuple[str, ...]) -> tuple[str, list[tuple[float, ...]]]:
    """Blocks under each other, a little more room between them than between their lines."""
    pieces, y = [], 700.0
    for block in blocks:
        for words in block:
            pieces.append((72.0, y, words))
            y -= 22
        y -= 14
    return laid_out(*pieces)


@pytest.mark.parametrize("blocks", [(BRIGHT, NORTH), (NORTH, BRIGHT)])
@pytest.mark.parametrize("other", ["Northgate Tools Ltd", "Rita Alder"])
def test_whoever_is_not_known_yet_and_called_by_the_company_gets_its_own_block(blank, blocks, other):
    text, runs = below_each_other(*blocks)
    people = [
        BlockSigner("Sam", "Sam Whitfield", "Brightwater Instruments GmbH"),
        BlockSigner("Other", other, "Northgate Tools Ltd"),
    ]

    pdf, fields = place_fields(blank, text, runs, people)

    assert pdf == blank
    rows = {block[0]: 700 - (number * (4 * 22 + 14)) - 22 for number, block in enumerate(blocks)}
    assert rows[BRIGHT[0]] - 12 <= fields[0].box[1] < rows[BRIGHT[0]]
    assert rows[NORTH[0]] - 12 <= fields[1].box[1] < rows[NORTH[0]]


def test_whose_own_block_is_missing_is_not_put_into_the_other_partys(blank):
    text, runs = below_each_other(BRIGHT)

    _pdf, fields = place_fields(blank, text, runs, [BlockSigner("Other", "Northgate Tools Ltd", "Northgate Tools Ltd")])
    _pdf, both = place_fields(
        blank,
        text,
        runs,
        [
            BlockSigner("Other", "Northgate Tools Ltd", "Northgate Tools Ltd"),
            BlockSigner("Sam", "Sam Whitfield", "Brightwater Instruments GmbH"),
        ],
    )

    assert fields[0].page == 2
    assert [field.page for field in both] == [2, 1]


PARTIES = ("Acme Ltd", "Acme Holdings Ltd", "Northgate Tools GmbH", "Ose Software OÜ")
PEOPLE = ("Vera Ose", "Rita Alder", "", "Maya Lindqvist")


@given(
    blocks=st.lists(
        st.tuples(
            st.sampled_from(PARTIES), st.sampled_from(PEOPLE), st.sampled_from(["Signature:", "By:"]), st.booleans()
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda block: block[0],
    ),
    signers=st.lists(
        st.tuples(st.sampled_from(["Sam Whitfield", "Olu Adeyemi", "the party"]), st.sampled_from([*PARTIES, ""])),
        min_size=1,
        max_size=4,
        unique_by=lambda one: one[1],
    ),
)
def test_nobody_is_ever_put_into_the_block_of_another_party(blocks, signers):
    """Whatever the order of blocks and signers, whether dates stand in the blocks, and whoever has no block or no name yet."""
    lines = [
        (
            f"For {party}",
            f"{label} ______________",
            f"Name: {name or '__________'}",
            *(["Date: ________"] if dated else []),
        )
        for party, name, label, dated in blocks
    ]
    text, runs = below_each_other(*lines)
    people = [
        BlockSigner(f"S{number}", party if name == "the party" and party else name, party)
        for number, (name, party) in enumerate(signers)
    ]
    tops, y = {}, 700.0
    for (party, *_rest), block in zip(blocks, lines, strict=True):
        tops[party] = y - 22
        y -= 22 * len(block) + 14
    named = {one.party for one in people}

    for found in suggest_fields(BLANK, text, runs, people):
        at = next(party for party, top in tops.items() if top - 12 <= found.field.box[1] < top + 1)
        assert at == found.signer.party or at not in named


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


def test_a_party_below_its_line_counts_where_a_sentence_above_names_both(blank):
    text, runs = laid_out(
        (72, 700, "Ose Software OÜ and Northwind Trading Ltd have signed this agreement."),
        (72, 660, "By: ______________"), (72, 640, "Northwind Trading Ltd"), (72, 620, "Name: ____________"),
        (72, 580, "By: ______________"), (72, 560, "Ose Software OÜ"), (72, 540, "Name: ____________"),
    )  # fmt: skip

    _, fields = place_fields(blank, text, runs, [VERA, MAYA])

    assert [field.page for field in fields] == [1, 1]
    assert fields[0].box[1] < 600 < fields[1].box[1]


# --- a block that runs over the end of a page ------------------------------------------------------------------------------


def on_two_pages(first: list[tuple[float, float, str]], second: list[tuple[float, float, str]]) -> tuple[str, list]:
    text, runs = laid_out(*first)
    more, later = laid_out(*second, page=2)
    moved = [(*run[:5], run[5] + len(text), run[6] + len(text)) for run in later]
    return text + more, runs + moved


FOOT = [
    (60, 160, "PROVIDER: Ose Software OÜ"),
    (60, 110, "Signature: ______________________"),
    (60, 80, "Name: ___________________________"),
]
HEAD = [
    (60, 760, "Date: ___________________________"),
    (60, 700, "CUSTOMER: Northwind Trading Ltd"),
    (60, 650, "Signature: ______________________"),
    (60, 620, "Date: ___________________________"),
]


@pytest.mark.parametrize("running", [False, True])
def test_the_lines_of_a_block_that_goes_on_at_the_top_of_the_next_page_are_found_there(running):
    heads = [
        [(60, 810, "Services agreement"), (280, 30, f"Page {number} of 2")] if running else [] for number in (1, 2)
    ]
    text, runs = on_two_pages(heads[0] + FOOT, heads[1] + HEAD)

    first, second = find_slots(text, runs, [595.0, 595.0])

    assert (first.page, first.dated, second.page, second.over) == (1, None, 2, ())
    assert first.named is not None
    assert second.dated is not None
    [(name, room)] = first.over
    assert (name, room[0]) == ("dated", second.dated[0])
    assert room[1] < 765 < room[3]
    assert first.below == ("Name: ___________________________", "Date: ___________________________")


@pytest.mark.parametrize(
    "second",
    [
        [(60, 760, "Annex 1"), (60, 730, "Date: _________________")],
        [(60, 760, "Name: _________________"), (60, 730, "Signature: _________________")],
        [(60, 760, "The parties agree on the date below."), (60, 730, "Date: _________________")],
    ],
)
def test_what_begins_a_part_of_its_own_on_the_next_page_is_not_taken_for_the_block_before(second):
    text, runs = on_two_pages(FOOT, second)

    assert find_slots(text, runs, [595.0, 595.0])[0].over == ()


def test_a_block_with_words_below_it_on_its_page_does_not_go_on_on_the_next():
    text, runs = on_two_pages([*FOOT, (60, 50, "This page is left empty for notes of the parties.")], HEAD)

    assert find_slots(text, runs, [595.0, 595.0])[0].over == ()
