"""Parts of a price in words: halves, thirds, and what is left of it."""

from decimal import Decimal

import pytest

from flowmono.intelligence.readers import contract_reader

HEAD = """SUPPLY AGREEMENT

This agreement is made on 3 March 2027 between Marlow Quay Holdings Limited ("Buyer") and Pennant Machines LLP ("Seller").

1. Seller shall deliver one packing line.

"""
TAIL = "\n\n3. Invoices fall due 14 days after the invoice date.\n"


def read(clause):
    return contract_reader().read(HEAD + clause + TAIL)


def parts(reading):
    return [(item.amount, item.percent, item.due.value) for item in reading.schedule]


def test_two_halves_of_the_price_in_its_own_sentence():
    reading = read(
        "2. The fee is EUR 18,000, one half of which is payable upon signature and one half upon delivery of the line."
    )

    assert reading.total.amount == 18000
    assert parts(reading) == [(9000, None, "upon signature"), (9000, None, "upon delivery of the line")]
    assert [item.kind for item in reading.schedule] == ["on_signature", "milestone"]


def test_halves_of_a_price_that_another_sentence_states_are_percentages():
    reading = read(
        "2. The contract price is EUR 18,000.\n\n2.1 One half is due upon signature and the other half upon delivery of the line."
    )

    assert parts(reading) == [(None, 50, "upon signature"), (None, 50, "upon delivery of the line")]


def test_thirds_come_to_the_cent_and_the_balance_is_always_asked_about():
    reading = read(
        "2. Buyer shall pay Seller the sum of EUR 10,000 as follows: one third at commencement of the works, one third when the frame is erected"
        " and the balance on completion."
    )

    assert [item.amount for item in reading.schedule] == [Decimal("3333.33"), Decimal("3333.33"), Decimal("3333.34")]
    assert reading.schedule[-1].confidence <= Decimal("0.5")
    assert reading.total.confidence < Decimal("0.95")  # Parts that were worked out from the price do not prove it.


def test_thirds_of_a_price_that_another_sentence_states_are_worked_out_and_asked_about():
    reading = read(
        "2. The contract price is EUR 10,000.\n\n2.1 One third is due on signature and two thirds are due on delivery of the line."
    )

    assert [(item.amount, item.percent) for item in reading.schedule] == [
        (Decimal("3333.33"), None),
        (Decimal("6666.67"), None),
    ]
    assert all(item.confidence <= Decimal("0.5") for item in reading.schedule)


def test_percentages_with_a_balance():
    reading = read(
        "2. The contract price is USD 240,000. Buyer shall pay 30% of it on signature of this agreement, a further 60% on delivery of the goods"
        " and the balance on acceptance."
    )

    assert [(item.percent, item.due.value) for item in reading.schedule] == [
        (30, "on signature of this agreement"),
        (60, "on delivery of the goods"),
        (10, "on acceptance"),
    ]


def test_in_german():
    reading = contract_reader().read(
        "LIEFERVERTRAG\n\nDieser Vertrag wird am 3. März 2027 zwischen der Moorhof Energie GmbH (Auftraggeber) und der Pennig Anlagenbau GmbH"
        " (Auftragnehmer) geschlossen.\n\n1. Der Auftragnehmer liefert eine Trocknungsanlage zum Festpreis von 90.000,00 EUR.\n\n"
        "2. Ein Drittel ist bei Vertragsschluss zu zahlen, ein Drittel bei Anlieferung und das restliche Drittel nach der Abnahme.\n\n"
        "3. Rechnungen sind innerhalb von 30 Tagen nach Rechnungseingang zu zahlen.\n"
    )

    assert [(item.amount, item.due.value) for item in reading.schedule] == [
        (30000, "bei Vertragsschluss"),
        (30000, "bei Anlieferung"),
        (30000, "nach der Abnahme"),
    ]
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (30, "receipt")


@pytest.mark.parametrize(
    "clause",
    [
        "2. The contract price is EUR 18,000, due on delivery. If Buyer cancels in the first half of the term, one half of the price is due at once.",
        "2. The contract price is EUR 18,000, due on delivery. Buyer may retain 5% of a disputed invoice and shall pay the balance once it is settled.",
        "2. The contract price is EUR 18,000, due on delivery. The third invoice and the fourth invoice of a quarter are sent on paper.",
    ],
)
def test_a_half_of_something_else_is_no_instalment(clause):
    reading = read(clause)

    assert [item.amount for item in reading.schedule] == [18000]
