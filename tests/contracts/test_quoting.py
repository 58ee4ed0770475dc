"""Quotes are lit in the text of a contract."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.quoting import Span, mark_pages


def html_of(text: str, pages: list[list[int]], *spans: Span) -> list[str]:
    return [str(page.html) for page in mark_pages(text, pages, spans)]


def test_a_quote_stands_in_a_mark_with_its_anchor() -> None:
    assert html_of("The fee is EUR 5.", [[1, 0, 17]], Span("term-1", 11, 16)) == [
        'The fee is <mark id="term-1">EUR 5</mark>.'
    ]


def test_quotes_inside_quotes_are_nested() -> None:
    assert html_of("abcdef", [[1, 0, 6]], Span("inner", 2, 4), Span("outer", 0, 6)) == [
        '<mark id="outer">ab<mark id="inner">cd</mark>ef</mark>'
    ]


def test_quotes_that_cross_end_together() -> None:
    assert html_of("abcdef", [[1, 0, 6]], Span("first", 0, 4), Span("second", 2, 6)) == [
        '<mark id="first">ab<mark id="second">cd</mark></mark>ef'
    ]


def test_a_quote_over_the_end_of_a_page_is_marked_on_both_and_anchored_once() -> None:
    assert html_of("abcdef", [[1, 0, 3], [2, 3, 6]], Span("term", 2, 5)) == [
        'ab<mark id="term">c</mark>',
        "<mark>de</mark>f",
    ]


def test_markup_in_a_contract_stays_text() -> None:
    assert html_of("<b>&", [[1, 0, 4]], Span("t", 0, 3)) == ['<mark id="t">&lt;b&gt;</mark>&amp;']


def test_spans_outside_the_text_are_left_out() -> None:
    assert html_of("abc", [[1, 0, 3]], Span("beyond", 2, 9), Span("empty", 1, 1)) == ["abc"]


@given(st.data())
def test_no_character_is_ever_lost_and_marks_are_balanced(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab \n", min_size=1, max_size=40))
    place = st.integers(0, len(text))
    spans = [
        Span(f"s{n}", *sorted(pair)) for n, pair in enumerate(data.draw(st.lists(st.tuples(place, place), max_size=6)))
    ]
    cut = data.draw(place)

    pages = html_of(text, [[1, 0, cut], [2, cut, len(text)]], *spans)

    whole = "".join(pages)
    assert all(page.count("<mark") == page.count("</mark>") for page in pages)
    for span in spans:
        whole = whole.replace(f' id="{span.anchor}"', "")
    assert whole.replace("<mark>", "").replace("</mark>", "") == text
