"""The name that a document prints where somebody signs, and whether it is theirs."""

import pytest

from signing.printed_names import is_same_name
from signing.signature_blocks import find_slots
from tests.signing.crypto.test_signature_blocks import laid_out


def printed(*pieces: tuple[float, float, str]) -> list[str]:
    return [slot.printed for slot in find_slots(*laid_out(*pieces), [595])]


def test_a_form_prints_it_beside_name():
    assert printed(
        (56, 690, "CUSTOMER: Northwind Ltd"), (56, 655, "Signature:"), (56, 640, "Name: Maya Lindqvist"), (56, 625, "Title: CEO"),
    ) == ["Maya Lindqvist"]  # fmt: skip


def test_name_and_title_in_one_line_leave_the_name():
    assert printed((56, 655, "By: ________"), (56, 640, "Name and Title: Maya Lindqvist, Contract manager")) == [
        "Maya Lindqvist"
    ]


def test_a_table_prints_one_in_each_column():
    found = printed(
        (190, 620, "PROVIDER: Ose Software OÜ"), (380, 620, "CUSTOMER: Northwind Trading Ltd"),
        (60, 590, "Signature"),
        (60, 555, "Print Name"), (190, 555, "Vera Ose"), (380, 555, "Maya Lindqvist"),
    )  # fmt: skip

    assert found == ["Vera Ose", "Maya Lindqvist"]


def test_a_block_may_have_its_name_before_its_signature():
    assert printed((56, 690, "Name: Vera Ose"), (56, 675, "Title: Owner"), (56, 655, "Signature:")) == ["Vera Ose"]


def test_blocks_below_each_other_keep_their_own_names():
    found = printed(
        (56, 690, "By:"), (56, 675, "Name: Vera Ose"),
        (56, 620, "By:"), (56, 605, "Name:"),
    )  # fmt: skip

    assert found == ["Vera Ose", ""]


@pytest.mark.parametrize("line", ["Name:", "Name: ____________", "Name: [Authorised signatory]", "Name of signatory"])
def test_a_name_that_is_left_open_is_none(line: str):
    assert printed((56, 655, "Signature:"), (56, 640, line)) == [""]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Maya Lindqvist", "Maya Lindqvist", True),
        ("Dr. Maya R. Lindqvist", "Maya Lindqvist", True),
        ("LINDQVIST, Maya", "Maya Lindqvist", True),
        ("M. Lindqvist", "Maya Lindqvist", True),
        ("José Álvarez", "Jose Alvarez", True),
        ("Erik Lindqvist", "Maya Lindqvist", False),
        ("Carl Brandt", "Maya Lindqvist", False),
        ("", "Maya Lindqvist", True),
    ],
)
def test_two_spellings_are_one_person_unless_they_name_two(one: str, other: str, same: bool):
    assert is_same_name(one, other) is same
    assert is_same_name(other, one) is same
