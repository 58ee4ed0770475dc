"""What a contract is called, whose law governs it and who its parties are, in forms that somebody still fills in."""

import pytest

from flowmono.intelligence.contracts.heading import find_law, find_title
from flowmono.intelligence.contracts.parties import find_sides
from flowmono.intelligence.contracts.source import fold

SENTENCE = "This One-Way Non-Disclosure Agreement (the “NDA”) consists of this Cover Page and the NDA Terms below, which control."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"One-Way NDA\n{SENTENCE}\nPurpose\nEvaluating a product", "One-Way NDA"),
        (f"Acme GmbH\nTerms and Conditions\n{SENTENCE}", "Terms and Conditions"),
        (SENTENCE, "One-Way Non-Disclosure Agreement"),
        ("This OUTSOURCING AGREEMENT is made between two companies and begins on the day of the last signature below.\n"
         "The terms and conditions of such work", "OUTSOURCING AGREEMENT"),
        ("Cover Page\nfor Nordlicht Mutual NDA\nThe parties enter into it by signing below, at last.", "Nordlicht Mutual NDA"),
        ("Statement of Work No. 3\nThis Statement of Work is part of an agreement.", "Statement of Work No. 3"),
    ],
)  # fmt: skip
def test_the_heading_above_the_first_sentence_names_it_and_a_sentence_that_does_loses_its_this(
    text: str, title: str
) -> None:
    found = find_title(fold(text))

    assert found is not None
    assert found[0] == title


def test_a_form_that_only_says_cover_page_has_no_title() -> None:
    assert find_title(fold("Cover Page\nPurpose\tEvaluating a product\nEffective Date\t1 May 2027")) is None


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Governing Law\t[ drafting note: Choose the governing law ] State of Ohio\n", "State of Ohio"),
        ("Governing Law\t[Drafting note: Choose the governing law, such as the laws of Ohio.]\n", None),
        (
            "[Drafter's note: a DPA governed by the laws of Spain, say.]\nIt is governed by the laws of Ireland.",
            "Ireland",
        ),
        ("This is governed by the laws of the Governing State.", None),
    ],
)
def test_what_whoever_drafts_is_told_is_no_governing_law(text: str, law: str | None) -> None:
    found = find_law(fold(text))

    assert (found and found[0]) == law


def test_a_bare_role_is_no_party_and_a_company_called_so_is_one() -> None:
    roles = fold("This agreement is between Provider (“Provider”) and the Subcontractor (“Subcontractor”).")
    names = fold("This agreement is between Provider Ltd (“Provider”) and Adler GmbH (“Customer”).")

    assert [side.name.name for side in find_sides(roles)] == []
    assert [side.name.name for side in find_sides(names)] == ["Provider Ltd", "Adler GmbH"]
