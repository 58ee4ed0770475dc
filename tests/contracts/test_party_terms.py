"""What a term says of a party stands in its quote; what stands elsewhere in the contract is not said under that quote."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts.terms import draft_terms
from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Evidence, Party

TEXT = """Consulting Agreement

This agreement is made between Alder Works Ltd, 12 Harbour Street, Leeds LS1 4AP (“Client”), represented by Sam Whitfield, Managing Director, and
Birch Advice LLC (“Consultant”), e-mail: office@birch.example, on 3 May 2027.
Client shall pay Consultant a fixed fee of EUR 9,000.00 upon acceptance of the final report.
"""
PARTY = Party(
    name="Brightwater Instruments GmbH",
    role="customer",
    evidence=Evidence("Brightwater Instruments GmbH", 0, 28),
    confidence=Decimal("0.95"),
    address="Hafenstraße 12, 20457 Hamburg",
    email="contracts@brightwater.example",
    signer_name="Sam Whitfield",
)
WHOLE = "Brightwater Instruments GmbH, Hafenstraße 12,\n20457 Hamburg, represented by Sam Whitfield"


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("Brightwater Instruments GmbH", "Brightwater Instruments GmbH"),
        (WHOLE, "Brightwater Instruments GmbH; Hafenstraße 12, 20457 Hamburg; Sam Whitfield"),
    ],
)
def test_a_party_is_told_with_what_its_quote_says_and_no_more(quote: str, told: str) -> None:
    party = replace(PARTY, evidence=Evidence(quote, 0, len(quote)))
    reading = replace(EmbeddedReader().read(TEXT), parties=(party,))

    (term,) = [draft for draft in draft_terms(reading) if draft.field == "party"]

    assert (term.value, term.evidence) == (told, party.evidence)


def test_every_piece_of_a_party_that_is_read_stands_in_the_quote_beside_it() -> None:
    terms = [draft for draft in draft_terms(EmbeddedReader().read(TEXT)) if draft.field == "party"]

    assert [term.value.partition(";")[0] for term in terms] == ["Alder Works Ltd", "Birch Advice LLC"]
    for term in terms:
        assert term.evidence is not None
        quoted = " ".join(term.evidence.quote.split())
        assert [piece for piece in term.value.split("; ") if piece not in quoted] == []
