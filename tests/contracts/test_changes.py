"""Tracked changes as people read them: pure, from what a conversion found."""

from datetime import UTC, datetime

from contracts.changes import authors_of, changes_of, clause_of, sentence_around

PIECES = (
    ("", "Examination. The Customer shall examine the Milestone within "),
    ("deletion", "ten (10) Business Days"),
    ("insertion", "seven (7) Business Days"),
    ("", " after receipt of the notice. It may then refuse."),
)
TEXT = """5. Acceptance
5.1 Notice. The Provider gives notice.
5.2 Examination. The Customer shall examine the Milestone within seven (7) Business Days after receipt of the notice. It may
(a) declare Acceptance in writing;
(b) refuse it.
"""
FOUND = [
    {"kind": "deletion", "author": "Aoife", "text": "ten (10) Business Days", "at": "2026-12-16T10:12:00Z"},
    {"kind": "insertion", "author": "Aoife", "text": "seven (7) Business Days", "at": "2026-12-16T10:14:00Z"},
    {"kind": "comment", "author": "Ben", "text": "Why so short?", "at": None},
]


def found() -> list[dict[str, object]]:
    return [{**one, "pieces": PIECES, "clause": "5.2 Examination"} for one in FOUND]


def test_what_was_taken_out_and_put_in_stands_in_one_sentence() -> None:
    first, second = changes_of(found())

    assert first.kinds == ("deletion", "insertion")
    assert first.clause == "5.2 Examination"
    assert first.at == datetime(2026, 12, 16, 10, 14, tzinfo=UTC)
    assert first.pieces == (
        ("", "The Customer shall examine the Milestone within "),
        ("deletion", "ten (10) Business Days"),
        ("insertion", "seven (7) Business Days"),
        ("", " after receipt of the notice."),
    )
    assert (second.note, second.authors) == ("Why so short?", ("Ben",))


def test_the_changes_of_one_author_can_be_looked_at_alone_and_are_counted() -> None:
    assert authors_of(found()) == [("Aoife", 2), ("Ben", 1)]
    assert [change.authors for change in changes_of(found(), "Ben")] == [("Ben",)]
    assert changes_of(found(), "Nobody") == []


def test_a_change_without_a_paragraph_shows_its_own_words() -> None:
    (only,) = changes_of([{"kind": "insertion", "author": "", "text": "a new row", "at": "yesterday"}])

    assert only.pieces == (("insertion", "a new row"),)
    assert only.at is None


def test_a_clause_is_named_by_its_number_and_heading() -> None:
    assert clause_of(PIECES, TEXT) == "5.2 Examination"
    assert clause_of((("", "declare Acceptance in "), ("insertion", "writing")), TEXT) == "5.2 Examination"
    assert clause_of((("", "words that stand nowhere"),), TEXT) == ""


def test_a_long_sentence_is_cut_at_words_on_both_sides() -> None:
    pieces = (("", "word " * 200), ("insertion", "new"), ("", " tail" * 200))

    shown = sentence_around(pieces)

    assert shown[0][1].startswith("… word")
    assert shown[1] == ("insertion", "new")
    assert shown[2][1].endswith("tail …")
    assert all(len(text) < 260 for _kind, text in shown)
