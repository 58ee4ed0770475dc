"""The day on which an agreement takes effect is what its own sentence says, not the day on which it was made."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.models import LOOK_TWICE
from contracts.terms import draft_terms
from flowmono.intelligence.contracts.embedded import EmbeddedReader

TEXT = """Services Agreement

This Agreement is made on 15 January 2027 between Brightwater Instruments GmbH, Hamburg ("Customer") and Quillmark Calibration Ltd, Leeds ("Vendor").

2. Term
2.1 {sentence}

3. Fees. The total fee is EUR 24,000.00, payable on 30 April 2027.

4. Liability. The Vendor's total liability under this Agreement shall not exceed EUR 50,000.00.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "This Agreement takes effect on 1 February 2027 and ends on 31 December 2027.",
        "This Services Agreement comes into force on 1 February 2027.",
        "The initial term begins on 1 February 2027 and runs for one year.",
        "The term of this Agreement commences on the 1 February 2027.",
        "This Contract shall be effective as of 1 February 2027.",
    ],
)
def test_a_sentence_about_taking_effect_says_more_than_the_day_of_making(sentence):
    reading = EmbeddedReader().read(TEXT.format(sentence=sentence))

    assert reading.agreement_on.value == date(2027, 1, 15)
    assert reading.effective_on.value == date(2027, 2, 1)


@pytest.mark.parametrize(
    "sentence",
    ["The Vendor begins on 1 February 2027 with the work.", "The order of parts begins with M1 on 1 February 2027."],
)
def test_what_begins_is_the_agreement_and_nothing_else(sentence):
    assert EmbeddedReader().read(TEXT.format(sentence=sentence)).effective_on.value == date(2027, 1, 15)


@pytest.mark.parametrize(
    "sentence",
    [
        "This Agreement takes effect on 1 February 2027 and ends on 31 December 2027.",
        "This Agreement takes effect on 15 January 2027. The initial term begins on 1 February 2027.",
        'This Agreement (the "Effective Date": 3 January 2027) takes effect on 1 February 2027.',
    ],
)
def test_days_that_differ_are_never_called_certain(sentence):
    assert EmbeddedReader().read(TEXT.format(sentence=sentence)).effective_on.confidence <= Decimal("0.5")


def test_a_ceiling_keeps_its_currency_and_is_not_called_certain():
    reading = EmbeddedReader().read(TEXT.format(sentence="This Agreement takes effect on 1 February 2027."))

    (ceiling,) = [one for one in draft_terms(reading) if one.field == "obligation"]

    assert (ceiling.more["amount"], ceiling.more["currency"]) == (Decimal("50000.00"), "EUR")
    assert ceiling.confidence < LOOK_TWICE
