"""Two versions side by side: which clause is which, what came, what went, what moved."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.converter import TrackedChanges, convert
from documents.toolbox import ToolRefused
from documents.toolbox.catalogue import use
from documents.toolbox.comparison import Clause, Piece, Redline
from documents.toolbox.comparison.clauses import Block, blocks_of, blocks_of_pages
from documents.toolbox.comparison.comparing import compare
from documents.toolbox.comparison.redlining import compare_words, redline
from tests.documents.converter.drafts import PAGE, SHARED, docx, paragraph, story
from tests.documents.toolbox.papers import html

OLD = """1. Delivery
1.1 The supplier delivers within thirty days of the order.
1.2 Risk passes on delivery to the named place.
2. Price
2.1 The price is EUR 5,000 and is payable within 30 days.
3. Law
3.1 The law of Estonia applies to this agreement and to everything that follows from it."""
NEW = """1. Delivery
1.1 The supplier delivers within forty days of the order.
2. Law
2.1 The law of Estonia applies to this agreement and to everything that follows from it.
3. Price
3.1 The price is EUR 5,500 and is payable within 30 days.
3.2 Late payment bears interest at eight percent."""


def kinds(found):
    return [(clause.kind, clause.old_label, clause.new_label) for clause in found.clauses]


def test_changed_words_are_marked_inside_their_clause():
    found = redline(blocks_of(OLD), blocks_of(NEW))

    changed = next(clause for clause in found.clauses if clause.kind == "changed")
    assert changed == Clause(
        "changed",
        "1.1",
        "1.1",
        (
            Piece("same", "The supplier delivers within "),
            Piece("deleted", "thirty "),
            Piece("inserted", "forty "),
            Piece("same", "days of the order."),
        ),
    )


def test_clauses_that_moved_came_or_went_are_told_apart():
    found = kinds(redline(blocks_of(OLD), blocks_of(NEW)))

    assert ("removed", "1.2", "") in found
    assert ("added", "", "3.2") in found
    moved = [entry for entry in found if entry[0] == "moved"]
    assert moved in ([("moved", "2.1", "3.1")], [("moved", "3.1", "2.1")])
    assert [entry for entry in found if entry[0] == "moved_away"] == [("moved_away", *moved[0][1:])]


def test_a_new_number_alone_is_no_change_of_words():
    found = redline(
        blocks_of("1. Price\n2. Law of Estonia"), blocks_of("1. Term of three years\n2. Price\n3. Law of Estonia")
    )

    assert kinds(found) == [("added", "", "1."), ("same", "1.", "2."), ("same", "2.", "3.")]
    assert found.counts == {
        "same": 2,
        "changed": 0,
        "added": 1,
        "removed": 0,
        "moved": 0,
        "renumbered": 2,
        "words_inserted": 4,
        "words_deleted": 0,
    }


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("1. Price", "1."),
        ("12.3.4 Price", "12.3.4"),
        ("(a) the price", "(a)"),
        ("(iv) the price", "(iv)"),
        ("b) the price", "b)"),
        ("§ 5 Preis", "§ 5"),
        ("Article 3. Price", "Article 3."),
        ("Annex B Price", "Annex B"),
        ("Artikel 4 Preis", "Artikel 4"),
        ("30 days after", ""),
        ("Price of 1.5 million", ""),
        ("Sectional doors", ""),
        ("2027 is the year", ""),
        ("I agree", ""),
    ],
)
def test_labels_are_known(line, label):
    assert blocks_of(line)[0].label == label


def test_lines_of_a_page_are_joined_and_running_heads_left_out():
    names = ["supplier", "customer", "carrier"]
    pages = [
        f"Confidential\n{n}. The {name} has a clause that is long enough to fill the whole line and then\nthe {name} goes on.\nPage {n} of 3"
        for n, name in enumerate(names, 1)
    ]

    assert blocks_of_pages(pages) == tuple(
        Block(
            f"{n}.", f"The {name} has a clause that is long enough to fill the whole line and then the {name} goes on."
        )
        for n, name in enumerate(names, 1)
    )


def test_paragraphs_that_only_one_version_ends_are_no_difference():
    found = redline(
        blocks_of("Term\nThe term is three years.\nIt starts in May."),
        blocks_of("Term The term is three\nyears. It starts in June."),
    )

    assert found.counts["changed"] == 1
    assert [piece for clause in found.clauses for piece in clause.pieces if piece.kind != "same"] == [
        Piece("deleted", "May"),
        Piece("inserted", "June"),
    ]


def test_a_word_file_and_the_pdf_made_of_it_say_the_same():
    sentence = (
        "The supplier delivers the goods within thirty days of the order to the place that is named in the annex. " * 3
    )
    draft = docx("".join(paragraph(f"{n}. Clause {n}: {sentence}") for n in range(1, 6)))
    made = use("compare", [draft, convert(draft).pdf])

    assert made.report.facts["words_inserted"] == made.report.facts["words_deleted"] == 0
    assert made.report.facts["same"] == 5


OWN_DRAFTS = ("terms/drafts/draft-*.docx", "docx/contracts/oa__bonterms-*.docx", "docx/contracts/oa__yc-*.docx")


@pytest.mark.parametrize("kind", OWN_DRAFTS)
def test_a_draft_and_its_own_pdf_say_the_same_heads_feet_and_narrow_columns_too(kind):
    drafts = sorted(SHARED.glob(kind))
    if not drafts:
        pytest.skip("the drafts are not at hand")

    apart = {}
    for draft in drafts:
        older = draft.read_bytes()
        facts = compare([older, convert(older, tracked=TrackedChanges.ACCEPT).pdf]).facts
        apart[draft.name] = {name: count for name, count in facts.items() if count and name != "same"}

    assert not any(apart.values()), apart


def test_a_changed_word_is_found_in_the_pdf_of_a_draft_with_heads_and_feet():
    head = {"h": ("header", story("hdr", paragraph("ORDER FORM")))}
    section = "<w:headerReference w:type='default' r:id='h'/>" + PAGE
    agreed, sent_back = (
        docx(
            paragraph("The price is payable in full.") + paragraph(f"It is due in {days} days."),
            section=section,
            parts=head,
        )
        for days in (30, 90)
    )

    made = Redline.from_json(json.loads(compare([agreed, convert(sent_back).pdf]).files[0]))

    apart = [piece for clause in made.changed for piece in clause.pieces if piece.kind != "same"]
    assert apart == [Piece("deleted", "30 "), Piece("inserted", "90 ")]


def test_two_pdfs_are_compared_and_the_redline_comes_back_whole():
    old, new = (html("".join(f"<p>{line}</p>" for line in text.split("\n"))) for text in (OLD, NEW))

    made = use("compare", [old, new])

    found = Redline.from_json(json.loads(made.files[0]))
    assert found == redline(blocks_of(OLD), blocks_of(NEW))
    assert made.report.facts == found.counts


def test_what_has_no_text_is_refused():
    with pytest.raises(ToolRefused, match="File 2 has no text") as refusal:
        use("compare", [html("<p>words</p>"), html("<p style='color:white'></p>")])

    assert refusal.value.code == "no_text"


WORDS = st.lists(
    st.sampled_from(["the", "price", "is", "due", "on", "demand", ",", "and", "law", "5,000", "."]), max_size=25
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_a_redline_holds_both_versions_whole(old, new):
    pieces = compare_words(old, new)

    assert "".join(p.text for p in pieces if p.kind != "deleted").split() == new.split()
    assert sorted("".join(p.text + " " for p in pieces if p.kind != "inserted").split()) == sorted(old.split())
