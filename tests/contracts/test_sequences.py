"""A sequence is data: its words, its options as people write them, and what it refuses."""

import pytest

from contracts.sequences import Preparation, Sequence, kept_in_words, options_in
from documents.toolbox.errors import ToolRefused

NDA = Sequence("NDA", (Preparation("number", {"text": "Page {n} of {total}"}),), 2, False, 10, "archive")


def test_a_sequence_says_how_long_its_papers_are_kept() -> None:
    assert kept_in_words(NDA) == "Kept 10 years from the day it is archived"


def test_a_case_that_keeps_none_goes_the_ordinary_way() -> None:
    assert Sequence.from_json({}) == Sequence()
    assert kept_in_words(Sequence()) == "Kept without an end"


def test_what_a_case_keeps_is_the_sequence_it_began_with() -> None:
    assert Sequence.from_json(NDA.as_json()) == NDA


def test_options_are_read_as_the_tool_takes_them() -> None:
    written = "text = Page {n} of {total}\nsize = 8.5\nskip = 1\n"

    assert options_in("number", written) == {"text": "Page {n} of {total}", "size": 8.5, "skip": 1}
    assert options_in("watermark", "text = Draft\nbehind = yes") == {"text": "Draft", "behind": True}
    assert options_in("head_and_foot", "header = Left | Middle | Right")["header"] == ["Left", "Middle", "Right"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("colours = 000000", "Its options: text, position, start"),
        ("text", "name = value"),
        ("skip = one", "is a number"),
        ("as_copy = yes", "has no option"),
    ],
)
def test_an_option_that_the_tool_does_not_take_is_refused_in_words(written: str, said: str) -> None:
    with pytest.raises(ToolRefused, match=said):
        options_in("number", written)
