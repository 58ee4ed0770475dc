"""A contract that says of itself that it does not go on: told apart from conditions, and from who decides."""

import pytest

from flowmono.intelligence.contracts.renewal import find_denied_renewal
from flowmono.intelligence.contracts.source import fold

BEFORE = "3.1 This Agreement runs from 1 May 2027 to 31 January 2028. "


@pytest.mark.parametrize(
    "sentence",
    [
        "It does not renew automatically.",
        "This Agreement shall not be automatically renewed.",
        "The Contract will not renew unless both parties agree in writing.",
        "There is no automatic renewal of the term.",
        "The Term shall not automatically extend.",
    ],
)
def test_the_sentence_that_says_so_is_found(sentence: str) -> None:
    found = find_denied_renewal(fold(BEFORE + sentence + " Fees are fixed."))

    assert found is not None
    assert found.quote == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "It renews automatically for twelve months.",
        "If the Agreement is not renewed, the Supplier returns all data.",
        "A party may give notice that this Agreement shall not be renewed.",
        "This warranty does not extend to damage by third parties.",
        "Where the licence does not renew, access ends.",
        "The Customer does not renew equipment on behalf of the Supplier.",
    ],
)
def test_a_condition_a_notice_and_another_matter_say_nothing_of_the_term(sentence: str) -> None:
    assert find_denied_renewal(fold(BEFORE + sentence)) is None
