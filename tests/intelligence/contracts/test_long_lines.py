"""Papers as they are filed: a page on one line, sentences cut by the end of a page, sums that only look like prices."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Due, Reading

OPENING = "SERVICES AGREEMENT\nThis Agreement is made as of March 1, 2027 between Juniper Mills, Inc. (“Client”) and Oxbow Advisors LLC (“Consultant”).\n"
PAGE = (
    "CONFIDENTIAL 4. Insurance. Consultant keeps the usual cover for its trade and shows the certificates on request. "
    * 6
)
CERTAIN = Decimal("0.9")


def read(clause: str) -> Reading:
    return EmbeddedReader().read(f"{OPENING}{clause}\n")


def prices(reading: Reading) -> list[tuple[Decimal | None, Due]]:
    return [(item.amount, item.due) for item in reading.schedule]


def test_the_first_words_of_a_page_do_not_head_all_its_clauses() -> None:
    reading = read(
        f"{PAGE}5. Fees. (a) Client shall pay $20,000 within five (5) days of the delivery of the report. (b) Client shall pay $30,000 upon acceptance"
        " of the model."
    )

    assert [amount for amount, _ in prices(reading)] == [Decimal(20000), Decimal(30000)]


def test_a_sentence_that_the_end_of_a_page_cut_is_read_whole() -> None:
    reading = read(
        "Client shall pay an initial fee of $40,000 for the design of the plant, which is due and payable on or before\n\n\n\nSeptember 30, 2027.\n"
    )

    assert prices(reading) == [(Decimal(40000), Due("date", "2027-09-30"))]


def test_equal_payments_to_a_named_party_are_each_due_on_their_day() -> None:
    reading = read(
        "Client will make three (3) equal cash payments to Oxbow in the amount of $90,000.00 on June 1, 2027, July 14, 2028 and June 1, 2029."
    )

    assert prices(reading) == [
        (Decimal("90000.00"), Due("date", day)) for day in ("2027-06-01", "2028-07-14", "2029-06-01")
    ]


def test_a_fee_by_the_year_in_one_word_comes_again() -> None:
    (item,) = read("Client will pay Consultant a fixed access fee of US$12,000 annually for the platform.").schedule

    assert (item.kind, item.due.period) == ("recurring", "P1Y")


def test_what_is_paid_up_front_is_due_on_signature() -> None:
    (item,) = read("Client will pay $10,000 upfront to begin the work.").schedule

    assert (item.kind, item.amount) == ("on_signature", Decimal(10000))


def test_a_sum_that_makes_good_a_cost_is_a_price_when_it_is_owed_as_it_stands() -> None:
    reading = read(
        "Within thirty (30) days after the date hereof, Client will pay to Consultant $500,000 to reimburse Consultant for a portion of the development costs."
    )

    assert [amount for amount, _ in prices(reading)] == [Decimal(500000)]


NO_PRICES = {
    "a weight": "Client shall pay the freight charges when the shipment does not exceed 36,000 pounds upon delivery.",
    "one end of a royalty": "Client pays a royalty of 33% or $1 per subscription, whichever is greater.",
    "the ten dollars that bind a promise": "In consideration of the sum of $10.00 paid by each party to the other, the parties keep their plans secret.",
    "steps of one damage": "Consultant shall pay damages at the rate of $500 per trip on the first day, $1,000 per trip on the second day and"
    " $2,000 per trip on the third day.",
    "a bound of expenses": "Client approves hotels, which expenses shall not exceed $1,000 per day.",
    "who owns how much": "Aggregate total of shares owned by the group: 4,425,000",
}


@pytest.mark.parametrize("clause", NO_PRICES.values(), ids=NO_PRICES)
def test_what_only_looks_like_a_price_is_not_read_as_one(clause: str) -> None:
    reading = read(clause)

    assert (reading.total, reading.schedule) == (None, ())


def test_pounds_stay_money_where_sterling_is_spoken_of() -> None:
    reading = read("All sums are in pounds sterling. Client shall pay 36,000 pounds upon delivery of the report.")

    assert [amount for amount, _ in prices(reading)] == [Decimal(36000)]


def test_capital_that_each_side_holds_is_no_instalment() -> None:
    reading = read(
        "The parties pay in their shares of the capital as follows.\nJuniper and its associates - 40% of the capital\nOxbow - 60% of the capital"
    )

    assert reading.schedule == ()


def test_shares_are_not_certain_where_no_price_is_stated() -> None:
    reading = read("Each order is paid 50% with the order and 50% upon delivery of the goods.")

    assert [item.percent for item in reading.schedule] == [Decimal(50), Decimal(50)]
    assert all(item.confidence < CERTAIN for item in reading.schedule)


def test_a_total_is_not_proved_by_its_own_statement() -> None:
    reading = read("Client agrees to pay an additional license fee of $1,500,000 to be paid in quarterly installments.")

    assert reading.total is None or reading.total.confidence < CERTAIN
    assert all(item.confidence < CERTAIN for item in reading.schedule)


def test_a_minimum_royalty_is_owed_whatever_is_sold() -> None:
    reading = read("Client shall pay Consultant a minimum annual royalty of $3,000 per year.")

    assert [(item.amount, item.due.period) for item in reading.schedule] == [(Decimal(3000), "P1Y")]


def test_a_form_without_a_second_party_is_no_order() -> None:
    reading = EmbeddedReader().read(
        "FRANCHISE AGREEMENT\nThis Agreement is made by and between Taco Alley, Inc. (“Franchisor”) and ____________________, an individual (“Developer”).\n"
        "Developer shall pay a fee of $20,000 upon execution of this Agreement.\n"
    )

    assert (reading.orderable, reading.why_not) == (False, "it is a form whose blanks are not filled in")


def test_the_pay_of_an_executive_is_payroll() -> None:
    reading = EmbeddedReader().read(
        "SERVICE AGREEMENT\nbetween Juniper Mills plc (“the Company”) and Ann Lee (“the Executive”).\n"
        + "The Executive shall serve the Company. The Executive reports to the chair. " * 4
        + "The Company will pay the Executive a salary of £740,000 and a car allowance of £30,000 per annum.\n"
    )

    assert reading.orderable is False


def test_dollars_are_whose_lawful_money_the_contract_says() -> None:
    reading = EmbeddedReader().read(
        "SUPPLY AGREEMENT\nbetween Birch Ltd. of Vancouver, British Columbia, Canada (“Seller”) and Larch Ltd. of Toronto, Ontario, Canada (“Buyer”).\n"
        "All references to currency are to lawful money of the United States. Buyer shall pay Seller $4,000 upon delivery.\n"
    )

    assert reading.currency is not None
    assert reading.currency.value == "USD"
