"""A draft is called what stands at its top, also where that names no kind of agreement."""

import io

import pytest
from docx import Document as Word

from contracts import actions
from contracts.drafts import headline
from contracts.models import Contract
from tests.contracts.scenes import TEXT, convert_and_read
from tests.people import NOON, make_person


def uploaded(*above: tuple[str, str]) -> Contract:
    """A Word file with paragraphs of these styles above the usual text."""
    draft = Word()
    for style, words in above:
        draft.add_paragraph(words, style=style)
    for paragraph in TEXT[1:]:  # without its own title
        draft.add_paragraph(paragraph)
    out = io.BytesIO()
    draft.save(out)
    made = actions.upload_draft(by=make_person("pierre"), at=NOON, data=out.getvalue(), filename="c1.docx")
    return convert_and_read(made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("above", "called"),
    [
        ([("Title", "Cutting tools for the Graz works")], "Cutting tools for the Graz works"),
        ([("Title", "Supply and care of the cutting tools of the works in Graz and in Maribor until the end of 2029")],
         "Supply and care of the cutting tools of the works in Graz and in Maribor until the end of 2029"),
        ([("Title", "Halden Group"), ("Heading 1", "Master Services Agreement")], "Master Services Agreement"),
    ],
)  # fmt: skip
def test_a_title_of_word_is_the_title_of_the_contract(above: list[tuple[str, str]], called: str) -> None:
    assert uploaded(*above).title == called


def test_large_words_below_the_beginning_and_sentences_are_no_title() -> None:
    text = "A\nThis is said at once and at some length, so that nobody takes what follows for a title of all of it, as it is none.\nLARGE WORDS"
    runs = [(1, 50.0, 700.0, 300.0, 10.0, 2, 119), (1, 50.0, 600.0, 100.0, 24.0, 120, 131)]
    sentence = "We agree on this.\nThe rest follows in small type, as it always does."

    assert headline(text, runs) == ("", 0, 0)
    assert headline(sentence, [(1, 50.0, 700.0, 90.0, 24.0, 0, 17), (1, 50.0, 600.0, 90.0, 10.0, 18, 66)]) == ("", 0, 0)
    assert headline("", []) == ("", 0, 0)
