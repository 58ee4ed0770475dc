"""What a price is made of, what could have been chosen, and how a yearly fee is paid are not asked a second time."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

AGREEMENT = """Services Agreement

This Agreement is made on 15 January 2027 between Brightwater Instruments GmbH, Hamburg ("Customer") and Quillmark Calibration Ltd, Leeds ("Vendor").

2. Term. {term}

3. Fees. {fees}

4. Law. This Agreement is governed by the laws of England.
"""
THREE_YEARS = "This Agreement commences on 1 February 2027 for a fixed period of three years."


def read(fees: str, term: str = THREE_YEARS) -> Reading:
    return EmbeddedReader().read(AGREEMENT.format(fees=fees, term=term))


def test_a_yearly_fee_and_its_quarterly_instalments_are_one_series() -> None:
    reading = read(
        "The maintenance fee is EUR 18,500.00 per year. It is invoiced in four equal quarterly instalments of EUR 4,625.00, for the first time"
        " on 1 February 2027."
    )

    (fee,) = reading.schedule
    assert (fee.kind, fee.amount, fee.due.period, fee.due.count) == ("recurring", Decimal("4625.00"), "P3M", 12)
    assert fee.due.value == "2027-02-01"


def test_of_tiers_only_the_one_that_the_text_takes_is_paid() -> None:
    reading = read(
        "The yearly fee for the Growth tier is EUR 86,400.00.\n\nTier\tUp to\tPrice per year\n"
        "Essential\t150 benches\tEUR 39,600.00\nGrowth\t400 benches\tEUR 86,400.00\nEnterprise\t1,000 benches\tEUR 174,000.00\n"
    )

    assert [item.amount for item in reading.schedule] == [Decimal("86400.00")]


def test_a_price_list_beside_a_plan_of_payments_says_what_the_price_is_made_of() -> None:
    reading = read(
        "The total price is EUR 40,000.00:\n\nItem\tPrice (EUR)\nTest bench with control\t31,000.00\nTooling, 40 holders\t9,000.00\nTotal\t40,000.00\n\n"
        "3.1 The price is paid as follows: 25% with the signed order, 50% upon the Vendor's notice that the bench is ready to ship and"
        " 25% upon completion of installation."
    )

    assert [(item.percent, item.amount) for item in reading.schedule] == [(25, None), (50, None), (25, None)]
    assert reading.total is not None
    assert reading.total.amount == Decimal("40000.00")


def test_a_fixed_fee_smaller_than_the_rest_of_the_schedule_is_no_total() -> None:
    reading = read(
        "The Customer pays a retainer of EUR 9,500.00 per month for twelve months starting on 1 February 2027. The Vendor makes a film for a fixed"
        " fee of EUR 18,750.00 upon the Customer's approval of the final cut."
    )

    assert reading.total is None
    assert {item.amount for item in reading.schedule} == {Decimal("9500.00"), Decimal("18750.00")}


@pytest.mark.parametrize(
    "fees",
    [
        "The freight is a lump sum of EUR 61,200.00. Payment: ninety-five per cent within three banking days after completion of loading, and the"
        " remaining five per cent within twenty days after completion of discharge.",
        "The freight is a lump sum of EUR 61,200.00. Payment: 95% (ninety-five per cent) within three banking days after completion of loading, and"
        " the remaining 5% (five per cent) within twenty days after completion of discharge.",
    ],
)
def test_shares_in_words_are_shares(fees: str) -> None:
    reading = read(fees)

    assert [(item.percent, item.due.value) for item in reading.schedule] == [
        (95, "P3BD after completion of loading"),
        (5, "P20D after completion of discharge"),
    ]


def test_shares_of_several_lines_of_which_some_were_joined() -> None:
    reading = read(
        "Der Pauschalpreis beträgt EUR 31.840,00 und wird in folgenden Raten gezahlt:\na) 10 % nach Freigabe der Werkstattpläne durch den Auftraggeber,\n"
        "b) 65 % nach Montage der Fassade,\nc) 25 % nach der Abnahme."
    )

    assert [item.percent for item in reading.schedule] == [10, 65, 25]


def test_each_year_of_a_licence_is_paid_on_its_own_day() -> None:
    reading = read(
        "The Customer shall pay licence fees: Licence Year 1: EUR 14,800.00, due on 1 February 2027; Licence Year 2: EUR 15,244.00, due on 1 February 2028."
    )

    assert [(item.amount, item.due.value) for item in reading.schedule] == [
        (Decimal("14800.00"), "2027-02-01"),
        (Decimal("15244.00"), "2028-02-01"),
    ]


@pytest.mark.parametrize(
    ("term", "count"),
    [
        ("This Agreement commences on 1 May 2027 for a fixed period of 24 months.", 24),
        ("The term is from 1 May 2027 through 30 April 2029.", 24),
        ("The Services shall start at 06:00 on 1 May 2027 and shall continue for a fixed period of twelve months.", 12),
        ("The contract shall be in force for a period of two years with effect from 1 May 2027.", 24),
    ],
)
def test_a_monthly_fee_is_paid_as_long_as_the_term_runs(term: str, count: int) -> None:
    reading = read("The Customer shall pay a fixed service charge of EUR 1,265.00 per month.", term)

    (fee,) = reading.schedule
    assert (fee.due.period, fee.due.count, fee.due.value) == ("P1M", count, "2027-05-01")


def test_a_moment_decides_not_the_day_by_which_it_is_expected() -> None:
    reading = read(
        "The fee is EUR 57,000.00. EUR 30,000.00 is payable when we send you the data, which we expect to do by 14 November 2027, and"
        " EUR 27,000.00 is payable on delivery of the draft report, planned for 30 January 2028."
    )

    assert [item.due.type for item in reading.schedule] == ["event", "event"]


def test_a_monthly_retainer_for_each_of_twelve_months() -> None:
    reading = read(
        "The Customer shall pay a monthly retainer of EUR 12,250 for each of the twelve months of the term.",
        "The term is from 1 February 2027 through 31 January 2028.",
    )

    (fee,) = reading.schedule
    assert (fee.kind, fee.due.period, fee.due.count) == ("recurring", "P1M", 12)


def test_a_moment_decides_not_how_long_it_is_waited_for() -> None:
    reading = read(
        "The price of EUR 43,500.00 is paid 90 % when the contract has been signed, and 10 % when the machine has passed the acceptance test, but not later"
        " than 90 days after delivery if the test is delayed."
    )

    assert [item.due.value for item in reading.schedule] == [
        "when contract has been signed",
        "when machine has passed the acceptance test",
    ]


def test_each_entry_of_a_list_keeps_its_own_day() -> None:
    reading = read(
        "The Customer pays (a) a deposit of EUR 4,230.00 when this Agreement is signed; (b) a second payment of EUR 8,460.00 on 12 May 2027; and (c) the"
        " remainder within ten days after receipt of the final invoice."
    )

    assert [(item.amount, item.due.value) for item in reading.schedule] == [
        (Decimal("4230.00"), "when this Agreement is signed"),
        (Decimal("8460.00"), "2027-05-12"),
    ]


def test_what_seats_come_to_is_not_asked_beside_their_fee() -> None:
    reading = read("The Customer shall pay a monthly support fee of EUR 11,900 (140 seats at EUR 85 each).")

    assert [item.amount for item in reading.schedule] == [Decimal(11900)]


def test_about_so_much_is_not_certain() -> None:
    reading = read("The Customer shall pay for media. The fee is about EUR 30,000 per month.")

    assert all(item.confidence <= Decimal("0.6") for item in reading.schedule)


def test_equal_instalments_with_a_moment_each() -> None:
    reading = read(
        "The fee is EUR 55,500.00. It is paid in three instalments of EUR 18,500.00 each, namely the first upon signature of this Agreement, the second"
        " upon delivery of the shortlist and the third upon acceptance of the final report."
    )

    assert [(item.amount, item.due.value) for item in reading.schedule] == [
        (Decimal("18500.00"), "upon signature of this Agreement"),
        (Decimal("18500.00"), "upon delivery of the shortlist"),
        (Decimal("18500.00"), "upon acceptance of the final report"),
    ]


def test_rentals_on_the_first_day_of_each_month() -> None:
    reading = read(
        "The Customer shall pay 47 rentals of EUR 4,770.00, payable on the first day of each month from 1 August 2027."
    )

    (rent,) = reading.schedule
    assert (rent.kind, rent.amount, rent.due.period, rent.due.count) == ("recurring", Decimal("4770.00"), "P1M", 47)
