"""Which page of a result comes from where, where its words then stand, and how it is said: rules on plain values."""

import pytest

from documents.models import Step, StepState
from documents.toolbox.errors import ToolRefused
from documents.working.layers import Words, carry
from documents.working.leaves import Leaf, leaves_of, pages_as_written
from documents.working.words import pages_in_words, sentence_of

SIZES = [(600.0, 800.0)] * 3
TEXT = "one two. three four. five six."
WORDS = Words(
    TEXT,
    [(1, 0, 9), (2, 9, 21), (3, 21, 30)],
    [(1, 50, 700, 80, 10, 0, 8), (2, 50, 700, 110, 10, 9, 20), (3, 50, 700, 90, 10, 21, 30)],
    [(0, 30, 0)],
)


def where(words: Words, start: int, end: int) -> str | None:
    for first, last, at in words.places:
        if first <= start and end <= last:
            return words.text[start - first + at : end - first + at]
    return None


@pytest.mark.parametrize(
    ("tool", "options", "pages"),
    [
        ("reorder", {"order": "3,1-2"}, [3, 1, 2]),
        ("delete", {"pages": "2"}, [1, 3]),
        ("extract", {"pages": "3,1"}, [3, 1]),
        ("rotate", {"degrees": 90, "pages": "2"}, [1, 2, 3]),
        ("number", {}, [1, 2, 3]),
    ],
)
def test_the_pages_of_a_result(tool: str, options: dict[str, object], pages: list[int]) -> None:
    assert [leaf.page for leaf in leaves_of(tool, options, [3])] == pages


def test_inserted_pages_come_from_the_other_file() -> None:
    leaves = leaves_of("insert", {"before": 2, "pages": "2"}, [3, 5])

    assert [(leaf.file, leaf.page) for leaf in leaves] == [(0, 1), (1, 2), (0, 2), (0, 3)]


def test_only_pages_that_are_drawn_upon_look_otherwise() -> None:
    assert [leaf.same for leaf in leaves_of("stamp", {"text": "PAID", "pages": "last"}, [3])] == [True, True, False]
    assert [leaf.same for leaf in leaves_of("clean", {}, [2])] == [True, True]
    assert [(leaf.same, leaf.turned) for leaf in leaves_of("rotate", {"degrees": 450, "pages": "1"}, [2])] == [
        (False, 90),
        (True, 0),
    ]


def test_pages_that_there_are_not_are_refused() -> None:
    with pytest.raises(ToolRefused, match="There is no page 4; the last page is 3"):
        leaves_of("delete", {"pages": "4"}, [3])


def test_words_go_with_their_pages() -> None:
    moved = carry(leaves_of("reorder", {"order": "3,1,2"}, [3]), [WORDS], SIZES, [])

    assert moved.text == "five six.one two. three four. "
    assert list(moved.pages) == [(1, 0, 9), (2, 9, 18), (3, 18, 30)]
    assert where(moved, 9, 19) == "three four"
    assert where(moved, 4, 14) == "two. three"  # over the end of a page that the same page still follows
    assert where(moved, 15, 25) is None  # the page that followed stands elsewhere
    assert [run[0] for run in moved.runs] == [1, 2, 3]


def test_words_of_a_page_that_was_taken_out_are_gone() -> None:
    left = carry(leaves_of("delete", {"pages": "2"}, [3]), [WORDS], SIZES, [])

    assert left.text == "one two. five six."
    assert where(left, 9, 14) is None
    assert where(left, 21, 25) == "five"


def test_going_back_and_forth_keeps_every_quote() -> None:
    once = carry(leaves_of("reorder", {"order": "2,3,1"}, [3]), [WORDS], SIZES, [])
    back = carry(leaves_of("reorder", {"order": "3,1,2"}, [3]), [once], SIZES, [])

    assert back.text == TEXT
    assert list(back.places) == [[0, 30, 0]]


def test_the_boxes_of_a_turned_page_turn_with_it() -> None:
    turned = carry([Leaf(0, 1, same=False, turned=90)], [WORDS], SIZES, [])
    upside = carry([Leaf(0, 1, same=False, turned=180)], [WORDS], SIZES, [])

    first = turned.runs[0]
    assert (first[0], first[1], first[3]) == (1, 700, 10)  # what was up is to the right, as wide as the line was high
    assert first[2] + first[4] == pytest.approx(550)  # it begins as far from the top as the line did from the left
    assert upside.runs[0][2] == pytest.approx(90)
    assert [turned.text[int(run[5]) : int(run[6])] for run in turned.runs] == ["one ", "two."]


def test_words_that_no_source_knows_are_read() -> None:
    leaves = leaves_of("insert", {"before": 1}, [3, 1])

    joined = carry(leaves, [WORDS, None], SIZES, ["a scan. ", "", "", ""])

    assert joined.text == f"a scan. {TEXT}"
    assert where(joined, 0, 7) == "one two"


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ("all", "All pages"),
        ("3", "Page 3"),
        ("3,5", "Pages 3 and 5"),
        ("1-3,7", "Pages 1 to 3 and 7"),
        ("odd", "The odd pages"),
        ("last", "The last page"),
        ("2-", "Pages 2-"),
    ],
)
def test_pages_are_said_as_people_say_them(pages: str, words: str) -> None:
    assert pages_in_words(pages) == words


def test_pages_are_written_as_people_write_them() -> None:
    assert pages_as_written([3, 4, 5, 9, 1]) == "3-5, 9, 1"


@pytest.mark.parametrize("state", [StepState.ASKED, StepState.RUNNING, StepState.FAILED, StepState.CANCELLED])
def test_what_is_at_work_or_did_not_work_is_not_told_as_if_it_were_done(state: str) -> None:
    assert sentence_of(Step(tool="compress", state=state)) == "Make it smaller"
    assert sentence_of(Step(tool="clean", state=state)) == "Remove hidden data"
    assert sentence_of(Step(tool="clean", state=StepState.DONE)) == "Hidden data removed"


def test_two_neighbours_that_change_places_are_told_alike_whichever_was_moved() -> None:
    step = Step(tool="reorder", options={"order": "1,3,2,4"}, state=StepState.DONE)

    assert sentence_of(step) == "Pages 2 and 3 changed places"
