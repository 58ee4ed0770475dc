"""Amounts that look like prices of this contract and may be those of another thing: asked about, never certain."""

from decimal import Decimal

import pytest

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


@pytest.mark.parametrize(
    "clause",
    [
        "Recovered metal is credited at the monthly index price less EUR 40 per tonne.",
        "If a bench is left unattended the Customer may deduct EUR 50.00 for each hour.",
        "The Customer may reduce the instalment for the quarter by EUR 400 for each month.",
        "The rates are based on a diesel price of EUR 1.45 per litre.",
        "Demurrage: EUR 14,500 per day pro rata.",
        "Employees contribute EUR 4.00 per meal.",
        "Participants receive a stipend of EUR 75 for each visit.",
        "Samples have a nominal value of EUR 50 per consignment.",
        "Where payment is late the Vendor may charge EUR 75 for each reminder.",
        "Journeys by car are compensated at EUR 0.70 per kilometre.",
        "The parties value these benefits at EUR 180,000 per season.",
        "The share is 30 percent of receipts from EUR 100,000 to EUR 400,000 per month.",
    ],
)
def test_what_is_taken_off_measured_by_or_paid_by_others_is_no_price(clause: str) -> None:
    reading = read(f"The Customer shall pay EUR 900.00 per month. {clause}")

    assert [item.amount for item in reading.schedule] == [Decimal("900.00")]


def test_what_a_price_comes_to_per_piece_is_said_once() -> None:
    reading = read("The Customer shall pay EUR 55,000.00 on delivery of the series, that is EUR 5,500.00 per episode.")

    assert [item.amount for item in reading.schedule] == [Decimal("55000.00")]


@pytest.mark.parametrize(
    "clause",
    [
        "Hours in excess of 160 per month are charged at EUR 95.00 per hour.",
        "The Vendor keeps the benches in order for EUR 95.00 per hour.",
        "The Customer, which may cancel on thirty days' notice, pays EUR 95.00 per hour.",
        "Changes of more than ten hours, no less than a day ahead, are charged at EUR 95.00 per hour.",
    ],
)
def test_a_price_stays_one_though_its_sentence_speaks_of_more_or_of_an_end(clause: str) -> None:
    reading = read(f"The Customer shall pay EUR 900.00 per month. {clause}")

    assert [item.amount for item in reading.schedule] == [Decimal("900.00"), Decimal("95.00")]


def test_what_the_customer_contributes_is_paid() -> None:
    reading = read(
        "The Customer contributes EUR 5,000.00 to the cost of tooling, payable on signature of this Agreement."
    )

    assert [item.amount for item in reading.schedule] == [Decimal("5000.00")]
