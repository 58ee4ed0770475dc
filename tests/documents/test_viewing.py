"""Quotes as boxes on pages: pure, from the text layer alone."""

from documents.letters import share_before, width_of
from documents.pages import Frame
from documents.viewing import Rectangle, Span, boxes_of, sheets_of

# Two words on a line, a line below, and a column far to the right on the first line; then a second page.
RUNS = [
    [1, 72.0, 700.0, 40.0, 12.0, 0, 4],
    [1, 116.0, 700.0, 30.0, 12.0, 5, 8],
    [1, 72.0, 684.0, 60.0, 12.0, 9, 15],
    [1, 400.0, 700.0, 50.0, 12.0, 16, 21],
    [2, 72.0, 700.0, 40.0, 12.0, 22, 26],
]
A4 = Frame(0, 0, 595, 842)


def test_words_that_follow_each_other_become_one_box() -> None:
    assert list(boxes_of(RUNS, 0, 8)) == [(1, 72.0, 700.0, 74.0, 12.0)]


def test_a_part_of_a_run_is_cut_in_proportion_to_its_characters() -> None:
    assert list(boxes_of(RUNS, 1, 3)) == [(1, 82.0, 700.0, 20.0, 12.0)]


def test_another_line_and_another_column_are_boxes_of_their_own() -> None:
    assert list(boxes_of(RUNS, 0, 21)) == [
        (1, 72.0, 700.0, 74.0, 12.0),
        (1, 72.0, 684.0, 60.0, 12.0),
        (1, 400.0, 700.0, 50.0, 12.0),
    ]


def test_characters_that_stand_nowhere_light_nothing() -> None:
    assert list(boxes_of(RUNS, 4, 5)) == []
    assert list(boxes_of(RUNS, 90, 99)) == []


def test_places_are_measured_from_the_top_left_corner_of_what_is_shown() -> None:
    cropped = Frame(left=10, bottom=20, width=500, height=800)

    sheets = sheets_of([cropped], picture=str, runs=RUNS, spans=[Span("term-1", 0, 4, "Fee", "#item-term-1")])

    (place,) = sheets[0].lit
    assert place.boxes == (Rectangle(x=62.0, y=108.0, width=40.0, height=12.0),)
    assert (place.anchor, place.label, place.back) == ("term-1", "Fee", "#item-term-1")


def test_a_quote_that_runs_over_has_its_anchor_on_the_first_page_only() -> None:
    first, second = sheets_of([A4, A4], picture=str, runs=RUNS, spans=[Span("term-1", 16, 26)])

    assert [place.anchor for place in first.lit] == ["term-1"]
    assert [place.anchor for place in second.lit] == [""]
    assert second.lit[0].of == "term-1"


def test_a_place_on_a_page_that_is_not_there_is_left_out() -> None:
    (only,) = sheets_of([A4], picture=str, runs=RUNS, spans=[Span("term-1", 22, 26)])

    assert only.lit == ()


def test_a_word_in_a_line_begins_where_its_letters_do() -> None:
    text = "illicit MMMM"
    runs = [[1, 100.0, 700.0, 120.0, 12.0, 0, 12]]

    ((_page, x, _bottom, width, _height),) = boxes_of(runs, 8, 12, text)

    whole = 5 * 222 + 500 + 278 + 278 + 4 * 833
    assert round(x, 3) == round(100 + 120 * (whole - 4 * 833) / whole, 3)
    assert round(x + width, 3) == 220.0


def test_an_accent_makes_no_letter_wider_and_what_is_not_known_has_the_usual_width() -> None:
    assert [width_of(letter) for letter in ("e", "é", "\u0301", "漢", "ж")] == [556, 556, 0, 1000, 556]
    assert share_before("", 0) == 0
