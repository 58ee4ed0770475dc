"""Sentences that contradict each other: what was read stays, is not certain, and the other sentence stands beside it."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

HEAD = (
    "Services Agreement",
    "This Services Agreement is made on 1 April 2027 between Alder Foods Ltd (the “Customer”) and Brightwell Consulting Ltd (the “Supplier”).",
    "1. Fees. The Customer shall pay the Supplier a fixed fee of EUR 24,000.00, of which EUR 10,000.00 is payable on 30 April 2027 and "
    "EUR 14,000.00 is payable on 30 June 2027.",
    "2. Payment. The Customer shall pay each invoice within 30 days of receipt of the invoice.",
    "3. Term. This Agreement takes effect on 1 April 2027 and ends on 31 March 2028.",
    "4. Law. This Agreement is governed by the laws of England.",
)
ASKED = Decimal("0.8")


def read(*more: str) -> Reading:
    return EmbeddedReader().read("\n\n".join((*HEAD, *more)))


def field(reading: Reading, name: str):
    value = getattr(reading, name)
    return getattr(value, {"total": "amount", "payment_terms": "days"}.get(name, "value")), value.confidence


@pytest.mark.parametrize(
    ("name", "clause", "other"),
    [
        ("governing_law", "9. General. This Agreement shall be governed by and construed in accordance with the laws of Spain.", "Spain"),
        ("governing_law", "9. Allgemeines. Dieser Vertrag unterliegt deutschem Recht.", "deutschem"),
        ("payment_terms", "9. Invoices. The Customer shall pay each invoice within 60 days of receipt of the invoice.", "60"),
        ("total", "9. Price. The total price of the Services is EUR 26,000.00.", "26000.00"),
        ("ends_on", "9. Duration. This Agreement expires on 31 December 2028.", "2028-12-31"),
        ("ends_on", "9. Duration. This Agreement remains in force for a period of three years.", "2030-03-31"),
    ],
)  # fmt: skip
def test_a_field_that_two_sentences_say_differently_is_not_certain_and_both_are_quoted(name, clause, other):
    alone, reading = read(), read(clause)

    assert field(alone, name)[1] >= ASKED
    assert field(reading, name) == (field(alone, name)[0], Decimal("0.5"))
    (rival,) = reading.rivals
    assert (rival.field, rival.value) == (name, other)
    assert rival.evidence.quote in "\n\n".join((*HEAD, clause))
    assert rival.evidence.quote != getattr(reading, name).evidence.quote


@pytest.mark.parametrize(
    "clause",
    [
        "9. Disputes. The arbitration agreement in this clause is governed by the laws of Switzerland.",
        "9. Data. The Standard Contractual Clauses are governed by the law of Ireland.",
        "9. Disputes. The Customer shall notify a disputed invoice within 10 days of receipt of the invoice.",
        "9. Discount. If the Customer pays an invoice within 10 days of receipt of the invoice, a discount of 2 % applies.",
        "9. Liability. The total liability of the Supplier is limited to EUR 100,000.00.",
        "9. Expenses. Expenses shall not exceed a total of EUR 2,000.00.",
        "9. Price. The total fee of EUR 24,000.00 includes travel.",
        "9. Renewal. This Agreement may be extended until 31 March 2029 if both parties agree.",
        "9. Duration. The initial term of this Agreement is twelve months.",
        "9. Records. The Supplier keeps its records for a period of three years after the end of this Agreement.",
        "9. Other. It replaces the agreement dated 1 April 2025, which is governed by the laws of Spain.",
    ],
)
def test_what_speaks_of_something_else_contradicts_nothing(clause):
    alone, reading = read(), read(clause)

    assert reading.rivals == ()
    for name in ("governing_law", "total", "ends_on"):
        assert field(reading, name)[0] == field(alone, name)[0]
        assert field(reading, name)[1] >= ASKED


def test_one_law_in_other_words_contradicts_nothing():
    assert read("9. General. This Agreement is governed by the laws of England and Wales.").rivals == ()
