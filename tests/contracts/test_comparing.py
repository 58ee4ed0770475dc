"""Two versions of a contract side by side: what came in, what went, and where."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.comparing import compare

FIRST = """Services agreement
1. Services. The Supplier provides the services.
2. Fees. The Customer pays EUR 24,000.00 within 30 days of receipt.
3. Law. This Agreement is governed by the laws of England."""


def test_the_same_words_differ_nowhere_however_they_are_spaced() -> None:
    found = compare(FIRST, FIRST.replace(" pays ", "  pays\t") + "\n\n")

    assert (found.passages, found.added, found.removed) == ((), 0, 0)


def test_a_changed_number_is_shown_in_its_sentence_with_its_clause() -> None:
    later = FIRST.replace("24,000.00", "26,500.00")

    found = compare(FIRST, later)

    (passage,) = found.passages
    assert passage.clause == "2 Fees"
    assert passage.pieces == (
        ("", "The Customer pays EUR "),
        ("deletion", "24,000.00 "),
        ("insertion", "26,500.00 "),
        ("", "within 30 days of receipt."),
    )
    assert passage.kinds == ("deletion", "insertion")
    assert (found.added, found.removed) == (1, 1)


def test_a_clause_that_came_and_one_that_went_are_shown_whole() -> None:
    later = FIRST.replace("1. Services. The Supplier provides the services.\n", "") + "\n4. Notices go by letter."

    found = compare(FIRST, later)

    assert [(passage.clause, passage.pieces) for passage in found.passages] == [
        ("1 Services", (("deletion", "1. Services. The Supplier provides the services."),)),
        ("4 Notices go by letter", (("insertion", "4. Notices go by letter."),)),
    ]
    assert (found.added, found.removed) == (5, 7)


LINES = st.lists(st.text(alphabet="abc 1.", max_size=12), max_size=6).map("\n".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, LINES)
def test_nothing_differs_exactly_when_the_words_of_every_paragraph_are_the_same(before: str, after: str) -> None:
    def words(text: str) -> list[list[str]]:
        return [line.split() for line in text.splitlines() if line.split()]

    found = compare(before, after)

    assert (found.passages == ()) == (words(before) == words(after))
