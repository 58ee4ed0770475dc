"""An amendment moves a sum: what it calls the new whole is its total, what it adds are its items, and the difference is no total."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader

AMENDMENT = """Amendment No. 1 to the Services Agreement

This Amendment is made on 1 March 2027 between Brightwater Instruments GmbH, Hamburg ("Customer") and Quillmark Calibration Ltd, Leeds ("Vendor").

1. {clause}

2. All other terms remain unchanged.
"""
AGREEMENT = AMENDMENT.replace("Amendment No. 1 to the ", "").replace("This Amendment", "This Agreement")


def read(clause: str, paper: str = AMENDMENT):
    return EmbeddedReader().read(paper.format(clause=clause))


def amounts(reading) -> list[Decimal | None]:
    return [item.amount for item in reading.schedule]


@pytest.mark.parametrize(
    ("clause", "items"),
    [
        (
            "The total fee is increased by EUR 14,000.00 to EUR 38,000.00. The additional EUR 14,000.00 is payable on 30 September 2027.",
            [14000],
        ),
        (
            "The total fee is increased by EUR 14,000.00 to EUR 38,000.00, payable as follows: EUR 6,000.00 on 30 April 2027 "
            "and EUR 8,000.00 on 30 June 2027.",
            [6000, 8000],
        ),
        (
            "The contract price is increased from EUR 24,000.00 to EUR 38,000.00. A new milestone is added: EUR 14,000.00 on "
            "acceptance of the report.",
            [14000],
        ),
        ("The fixed fee is raised by EUR 14,000.00 to a new total of EUR 38,000.00.", [14000]),
    ],
)
def test_the_total_is_the_new_whole_and_the_items_are_what_is_added(clause, items):
    reading = read(clause)

    assert (reading.total.amount, reading.total.currency, reading.total.kind) == (Decimal(38000), "EUR", "fixed")
    assert "EUR 38,000.00" in reading.total.evidence.quote
    assert amounts(reading) == items
    assert not any(item.optional for item in reading.schedule)
    assert all(check.agrees for check in reading.checks)


def test_a_smaller_whole_adds_nothing():
    reading = read("The total fee is reduced by EUR 4,000.00 to EUR 20,000.00.")

    assert (reading.total.amount, amounts(reading)) == (Decimal(20000), [])


def test_what_is_added_where_no_day_is_said_is_not_called_certain():
    (item,) = read("The fixed fee is increased by EUR 6,000.00 to EUR 30,000.00.").schedule

    assert (item.amount, item.confidence) == (Decimal(6000), Decimal("0.5"))


@pytest.mark.parametrize(
    "clause",
    [
        "The total contract price is increased by EUR 14,000.00. The total of the additional fees is EUR 14,000.00, payable on 30 June 2027.",
        "The total fee is increased by EUR 4,000.00 to EUR 28,000.00. The total fee is increased by EUR 9,000.00 to EUR 37,000.00.",
    ],
)
def test_a_whole_that_is_not_said_or_said_twice_is_not_known(clause):
    """An amount that is not known goes by the highest rule of approval and signature."""
    assert read(clause).total is None


def test_the_items_of_an_amendment_are_held_against_what_it_adds():
    reading = read(
        "The total fee is increased by EUR 14,000.00 to EUR 38,000.00, payable as follows: EUR 6,000.00 on 30 April 2027 "
        "and EUR 9,000.00 on 30 June 2027."
    )

    (check,) = [one for one in reading.checks if one.name == "parts_and_total"]
    assert (check.agrees, check.explanation) == (
        False,
        "The schedule adds up to 15000.00; the contract says 14000.00.",
    )


def test_a_share_in_an_amendment_is_not_reckoned_from_the_whole():
    reading = read(
        "The total fee is increased by EUR 14,000.00 to EUR 38,000.00. 50% of the fee is payable on signature and 50% on "
        "acceptance of the report."
    )

    assert reading.total.amount == Decimal(38000)
    assert all(item.percent_base is not None for item in reading.schedule if item.percent is not None)


def test_an_agreement_whose_rate_moves_later_keeps_its_own_total():
    reading = read(
        "The total fee is EUR 24,000.00, payable on 30 April 2027. The yearly fee for support is increased by EUR 500.00 "
        "to EUR 5,500.00 on renewal.",
        AGREEMENT,
    )

    assert reading.total.amount == Decimal(24000)
