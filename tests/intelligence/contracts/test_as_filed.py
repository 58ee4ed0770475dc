"""What contracts as they were filed say of sums and days, in words of our own: much of it looks like a price and is none."""

from datetime import date
from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

OPENING = "SERVICES AGREEMENT\nThis Agreement is made as of March 1, 2027 between Juniper Mills, Inc. (“Client”) and Oxbow Advisors LLC (“Consultant”).\n"
CERTAIN = Decimal("0.8")


def read(clause: str) -> Reading:
    return EmbeddedReader().read(f"{OPENING}{clause}\n")


NO_PRICE = [
    "Client shall pay Consultant the sum of $32,100, the receipt of which is hereby acknowledged.",
    "To date Client has advanced the aggregate sum of $63,309 to Consultant on account of shares.",
    "Client shall allocate between $3,000,000 and $5,000,000 in the first year and $5,000,000 in each later year toward its campaign.",
    "The expected total project cost is $176,000,000, to be borne by Consultant.",
    "Consultant receives one third of the monthly price of its members (approximately $6.65 per month).",
    "If exercised on or before June 30, 2027, the exercise price of the option shall be $0.15.",
]


@pytest.mark.parametrize("clause", NO_PRICE)
def test_what_is_paid_already_spent_elsewhere_or_only_reckoned_is_no_price(clause: str) -> None:
    reading = read(clause)

    assert (reading.orderable, reading.total, reading.schedule) == (False, None, ())


def test_what_may_be_bought_is_no_total() -> None:
    reading = read(
        "Client shall have the right to purchase the domain oxbow.com for a purchase price of $27,500 upon notice.\n"
        "Client shall pay Consultant $2,000 per month for twelve months."
    )

    assert reading.total is None
    assert [item.amount for item in reading.schedule if not item.optional] == [Decimal(2000)]


def test_a_yearly_sum_whose_payment_is_set_out_behind_it_is_asked_once() -> None:
    reading = read(
        "Client will pay Consultant $3,000,000 per year according to the following schedule: a. July 1, 2027: $1,500,000 b. January 1, 2028: "
        "$1,500,000."
    )

    assert [(item.amount, item.due.value) for item in reading.schedule if item.due] == [
        (Decimal(1500000), date(2027, 7, 1).isoformat()),
        (Decimal(1500000), date(2028, 1, 1).isoformat()),
    ]


def test_a_total_told_by_the_year_is_not_certain_beside_its_instalments() -> None:
    reading = read(
        "Total net cost: $2,000,000 per year for two years.\nClient shall pay $250,000 on signature.\nTotal payment to Consultant: $4,000,000"
    )

    assert reading.total
    assert reading.total.amount == Decimal(4000000)
    assert all(item.confidence < CERTAIN for item in reading.schedule if item.amount == Decimal(2000000))


def test_a_minimum_fee_and_its_instalments() -> None:
    reading = read(
        "Client shall pay to Consultant a minimum fee of Four and One-Half Million Dollars ($4,500,000) for the initial term. Client shall pay the "
        "minimum fee in 18 equal installments of Two Hundred Fifty Thousand Dollars ($250,000) (each, a “Monthly Installment”)."
    )

    assert reading.total
    assert (reading.total.amount, reading.total.kind) == (Decimal(4500000), "minimum")
    (item,) = reading.schedule
    assert item.due
    assert (item.amount, item.due.period, item.due.count) == (Decimal(250000), "P1M", 18)


def test_impressions_are_not_money() -> None:
    reading = read(
        "Total Guaranteed Impressions: 45,000,000\nClient shall pay Consultant a total fee of $90,000 on signature."
    )

    assert reading.total
    assert reading.total.amount == Decimal(90000)


def test_a_line_below_a_heading_does_not_cut_its_sentence() -> None:
    reading = read(
        "10.1 Sponsorship Fees.  Client will pay Consultant       ---------------------------------------------      sponsorship fees of $2,644,010."
    )

    assert reading.orderable
    assert reading.total
    assert reading.total.amount == Decimal(2644010)


def test_the_dollars_of_australia() -> None:
    reading = read("Client will pay Consultant AUS $1.50 per book.")

    assert reading.currency
    assert reading.currency.value == "AUD"


@pytest.mark.parametrize(
    ("clause", "days"),
    [
        (
            "Each payment for a calendar month shall be due no later than the (20th) day of the subsequent calendar month.",
            20,
        ),
        ("The fees are payable on or before the 15th day of the month following the month of service.", 15),
    ],
)
def test_a_day_of_the_next_month_is_a_term(clause: str, days: int) -> None:
    terms = read(f"Client shall pay Consultant $100 per hour. {clause}").payment_terms

    assert terms
    assert (terms.days, terms.counted_from) == (days, "month_end")


def test_the_time_to_mend_a_breach_is_no_term() -> None:
    reading = read(
        "Client shall pay Consultant $100 per hour. If Client fails to pay any invoice and fails to correct such failure within ten (10) business days "
        "following written notice, Consultant may stop."
    )

    assert reading.payment_terms is None


def test_a_lender_of_an_artist_finances_nothing() -> None:
    reading = read(
        "Client shall pay $500,000 to the Lender on July 1, 2027.\n" + "Lender shall make the artist available. " * 20
    )

    assert reading.orderable


def dues(clause: str) -> list[tuple[Decimal | None, str | None]]:
    return [(item.amount, item.due and item.due.value) for item in read(clause).schedule]


def test_the_next_of_a_list_of_payments_has_its_own_moment() -> None:
    assert dues(
        "Client agrees to pay Consultant: (i) within thirty days from the date of this Agreement, Client will make a payment of $225,000 to Consultant; and "
        "(ii) within sixty days of the verified completion of the trial, (such verification to be made by a third party that both accept), Client will "
        "make a payment of $775,000 to Consultant."
    ) == [
        (Decimal(225000), "P30D after date of this Agreement"),
        (Decimal(775000), "P60D after verified completion of the trial"),
    ]


def test_moments_that_stand_before_their_sums() -> None:
    assert dues(
        "Client shall pay to Consultant the non-deductible amounts below: Upon completion of the first trial in adults USD 500,000 Upon completion of the "
        "second trial in children USD 700,000 Upon receipt of a permit from the agency USD 900,000"
    ) == [
        (Decimal(500000), "upon completion of the first trial in adults"),
        (Decimal(700000), "upon completion of the second trial in children"),
        (Decimal(900000), "upon receipt of a permit from the agency"),
    ]


def test_a_sum_at_the_end_of_its_sentence_takes_no_moment_from_the_next() -> None:
    assert dues(
        "Concurrently with the execution of this Agreement, Client shall pay a fee of $1,500,000. The fee is earned upon the receipt thereof."
    ) == [(Decimal(1500000), "with execution of this Agreement")]


def test_days_after_it_are_days_after_what_it_stands_for() -> None:
    assert dues(
        "Upon signature of this Agreement and no later than 20 days following it, Client shall pay $250,000.\n"
        "Upon completion of the trial Client shall pay $400,000."
    ) == [
        (Decimal(250000), "P20D after signature of this Agreement"),
        (Decimal(400000), "upon completion of the trial"),
    ]
