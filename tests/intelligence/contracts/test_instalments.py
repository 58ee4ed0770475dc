"""Instalments in one sentence, each with its own moment, are all read; a milestone is called by what it delivers."""

from datetime import date
from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

AGREEMENT = """Services Agreement

This Agreement is made on 15 January 2027 between Brightwater Instruments GmbH, Hamburg ("Customer") and Quillmark Calibration Ltd, Leeds ("Vendor").

3. Fees. {fees}

4. Liability. The Vendor's total liability under this Agreement shall not exceed EUR 50,000.00.
"""


def read(fees: str):
    return EmbeddedReader().read(AGREEMENT.format(fees=fees))


@pytest.mark.parametrize(
    "fees",
    [
        "EUR 10,000.00 is payable on 30 April 2027 and EUR 14,000.00 is payable on 30 June 2027.",
        "The total fee is EUR 24,000.00. EUR 10,000.00 is payable on 30 April 2027 and EUR 14,000.00 is payable on 30 June 2027.",
        "The total fee is EUR 24,000.00, of which EUR 10,000.00 is payable on 30 April 2027 and EUR 14,000.00 is payable on 30 June 2027.",
        "The total fee is EUR 24,000.00, of which EUR 10,000.00 is due on 30 April 2027 and EUR 14,000.00 on 30 June 2027.",
        "The Customer shall pay EUR 24,000.00 in total: EUR 10,000.00 on 30 April 2027 and EUR 14,000.00 on 30 June 2027.",
    ],
)
def test_both_instalments_of_a_sentence_are_read(fees):
    reading = read(fees)

    assert [(item.amount, item.due.value, item.description) for item in reading.schedule] == [
        (Decimal(10000), "2027-04-30", date(2027, 4, 30).strftime("%-d %B %Y")),
        (Decimal(14000), "2027-06-30", date(2027, 6, 30).strftime("%-d %B %Y")),
    ]
    assert reading.total is None or reading.total.amount == Decimal(24000)


def test_a_part_of_a_sum_without_a_moment_of_its_own_is_no_instalment():
    reading = read(
        "The total fee is EUR 24,000.00, of which EUR 4,000.00 is for travel. It is payable on 30 April 2027."
    )

    assert Decimal(4000) not in [item.amount for item in reading.schedule]


def test_a_milestone_is_called_by_its_code_and_what_it_delivers():
    reading = read(
        "The total fee is EUR 24,000.00, payable by milestone:\n\n"
        "Milestone\tDeliverable\tDue date\tAmount (EUR)\n"
        "M1\tInspection report of all test benches\t30 April 2027\t10,000.00\n"
        "M2\tCalibration certificates\t30 June 2027\t14,000.00\n"
        "Total\t\t\t24,000.00"
    )

    assert [item.description for item in reading.schedule] == [
        "M1 — Inspection report of all test benches",
        "M2 — Calibration certificates",
    ]
