"""Amounts that look like prices of this contract and may be those of another thing: asked about, never certain."""

from decimal import Decimal

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

OPENING = "SERVICES AGREEMENT\nThis Agreement is made as of March 1, 2027 between Juniper Mills, Inc. (“Client”) and Oxbow Advisors LLC (“Consultant”).\n"
CERTAIN = Decimal("0.9")


def read(clause: str) -> Reading:
    return EmbeddedReader().read(f"{OPENING}{clause}\n")


def test_a_fee_outside_of_a_schedule_that_adds_up_to_the_total_is_not_certain() -> None:
    reading = read(
        "The fees for the project shall be $100,000.00. Client shall pay 50% ($50,000.00) on signature and 50% ($50,000.00) upon completion "
        "of the app.\nThe app lets each store subscribe.\nSubscription fee - $500 a month"
    )

    sure = {item.amount: item.confidence for item in reading.schedule}
    assert reading.total
    assert reading.total.amount == Decimal("100000.00")
    assert sure[Decimal("50000.00")] >= CERTAIN
    assert sure.get(Decimal(500), Decimal(0)) < CERTAIN


def test_a_fee_for_the_case_that_another_paper_names_none_is_not_certain() -> None:
    reading = read(
        "If the order does not include a monthly fee for support, Client shall pay Consultant $200 per month for twelve months."
    )

    (item,) = reading.schedule
    assert (item.amount, item.confidence < CERTAIN) == (Decimal(200), True)


def test_how_revenues_are_counted_is_no_price() -> None:
    reading = read(
        "Monthly revenues for the services shall be calculated based on a monthly fee equal to $2.00 for every employee."
    )

    assert (reading.orderable, reading.schedule) == (False, ())


def test_the_same_fee_alone_is_certain() -> None:
    (item,) = read("Client shall pay Consultant $500 per month for twelve months.").schedule

    assert item.confidence >= CERTAIN
