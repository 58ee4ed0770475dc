"""What a contract is called: by its heading, not by the beginning of its first sentence."""

import pytest

from flowmono.intelligence.contracts.heading import find_title
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
        ("Statement of Work No. 3\nThis Statement of Work is part of an agreement.", "Statement of Work No. 3"),
    ],
)  # fmt: skip
def test_the_heading_above_the_first_sentence_names_it_and_a_sentence_that_does_loses_its_this(
    text: str, title: str
) -> None:
    found = find_title(fold(text))

    assert found is not None
    assert found[0] == title
