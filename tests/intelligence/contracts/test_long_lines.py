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
    "where a repair begins to be a large one": "If a repair is large (its price is $3,000 or above), Client decides upon receipt of the quote who does it.",
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


def test_a_price_list_without_columns_is_one_of_unit_prices() -> None:
    reading = read(
        "Client pays for each piece what Schedule 4 says.\nSchedule 4 Prices\nAria Stem $610\nOrigin Stem $610\nMetal Head $240"
    )

    assert [(item.description, item.kind, item.amount) for item in reading.schedule] == [
        ("Aria Stem", "unit_price", Decimal(610)),
        ("Origin Stem", "unit_price", Decimal(610)),
        ("Metal Head", "unit_price", Decimal(240)),
    ]


def test_lines_that_make_up_a_total_are_no_price_list() -> None:
    reading = read("Prices\nDesign of the plant $500\nBuilding of the plant $700\nTest of the plant $300\nTotal $1,500")

    assert "unit_price" not in {item.kind for item in reading.schedule}


def test_the_years_of_a_table_that_lost_its_columns_are_each_paid_in_their_rhythm() -> None:
    reading = read(
        "Client will make the minimum payments of the schedule. The minimum payments will be paid quarterly in advance in equal installments.\n"
        "YEAR\nMINIMUM PAYMENT ACCESS FEE SECOND COMPONENT\n"
        "Year 1    $400,000    $300,000    $100,000    Year 2    $700,000    $300,000    $400,000    Year 3    $900,000    $300,000    $600,000"
    )

    assert [(item.amount, item.amount_is, item.due) for item in reading.schedule] == [
        (Decimal(amount), "series_total", Due("period", f"{year}-03-01", "P3M", 4))
        for amount, year in ((400000, 2027), (700000, 2028), (900000, 2029))
    ]
    assert all(item.confidence < CERTAIN for item in reading.schedule)


def test_yearly_fees_by_the_calendar_are_paid_in_halves() -> None:
    reading = read(
        "Client shall pay the annual fee set forth below.\nYear Annual Fee\n2028 $850,000 2029 $860,000 2030 $870,000\n"
        "One-half of the annual fee will be due on or before January 1 and July 1 of each contract year."
    )

    assert [(item.amount, item.due.period, item.due.count) for item in reading.schedule] == [
        (Decimal(amount), "P6M", 2) for amount in (850000, 860000, 870000)
    ]


def test_the_rest_of_a_sum_in_two_parts_has_a_day_of_its_own_and_is_asked_about() -> None:
    reading = read(
        "Client shall pay an initial payment of $2,500,000 payable as follows: $2,000,000 on or before September 30, 2027, and the balance within "
        "sixty (60) days of the execution of this Agreement. Quarterly payments of $300,000 each follow."
    )

    sums = {item.amount: item for item in reading.schedule}
    assert Decimal(2500000) not in sums
    assert sums[Decimal(2000000)].due == Due("date", "2027-09-30")
    assert sums[Decimal(500000)].due.value == "P60D after execution of this Agreement"
    assert sums[Decimal(500000)].confidence < Decimal("0.8")


def test_a_fee_of_an_annex_has_the_due_that_its_clause_says() -> None:
    reading = read(
        "4.1 Client shall pay to Consultant a license fee, as set forth in Exhibit A, within thirty (30) days of the Effective Date.\n"
        "EXHIBIT A\n1.1 The license fee due under Paragraph 4.1 is two-thousand dollars ($2000)."
    )

    (item,) = reading.schedule
    assert (item.amount, item.due.type, item.confidence < Decimal("0.8")) == (Decimal(2000), "relative", True)


def test_a_fee_whose_parts_another_clause_dates_is_not_due_on_another_fees_day() -> None:
    reading = read(
        "5.1 Client shall pay Consultant a License Fee in the amount of $200,000. The License Fee shall be due and payable as follows: (a) $50,000 upon"
        " signing of this Agreement; and (b) $150,000 on March 28, 2028.\n"
        "5.3 Client shall pay the royalties beside the License Fee on the last day of each quarter."
    )

    assert [item.amount for item in reading.schedule] == [Decimal(50000), Decimal(150000)]
    assert reading.total is not None
    assert reading.total.amount == Decimal(200000)


def test_the_amount_that_is_paid_in_full_at_once_is_the_total() -> None:
    reading = read(
        "Client takes the place of a main sponsor for the amount of $250,000.00 to be paid in full upon signing of this agreement."
    )

    assert reading.total is not None
    assert reading.total.amount == Decimal("250000.00")


def test_of_two_prices_side_by_side_the_reseller_pays_the_wholesale_one() -> None:
    reading = read(
        "RESELLER PRICING\nGold portal\nRetail $495 License Wholesale $395 Monthly Hosting Retail $39 Wholesale $35\n"
        "Platinum portal\nRetail $1295 License Wholesale $1035"
    )

    assert [(item.kind, item.amount) for item in reading.schedule] == [
        ("unit_price", Decimal(395)),
        ("unit_price", Decimal(35)),
        ("unit_price", Decimal(1035)),
    ]


def test_a_monthly_service_behind_a_price_does_not_make_the_price_monthly() -> None:
    reading = read(
        "Client shall pay a license price of $395 monthly hosting excluded, due upon delivery of the portal."
    )

    assert all(item.kind != "recurring" for item in reading.schedule)


def test_a_fee_and_its_quarters_named_behind_it_are_the_same_money() -> None:
    reading = read(
        "The $10,000 promotional fee shall be payable in four (4) quarterly payments: Q1 ($2500); Q2 ($2500); Q3 ($2500); Q4 ($2500)."
    )

    assert [(item.amount, item.amount_is) for item in reading.schedule] == [(Decimal(10000), "series_total")]


def test_cells_that_lost_their_columns_and_formulas_are_not_certain() -> None:
    reading = read(
        "Annual maintenance fees paid by Client: $46,750 $46,750 $46,750 $140,250\n"
        "Client shall pay an annual minimum payment of $250,000, plus a percentage of the growth in the number of messages."
    )

    assert all(item.confidence < Decimal("0.8") for item in reading.schedule)


MILESTONES = """The total price of the project is USD 100,000. Client pays the milestone payments below.
Milestone\tDue date\tAmount
Design\t1 June 2027\tUSD 30,000
Pilot\t1 September 2027\tUSD 70,000
"""


def test_milestones_by_the_day_wait_for_the_acceptance_that_another_clause_asks_for() -> None:
    reading = read(f"{MILESTONES}4. Payment of each milestone falls due upon written acceptance by the Client.")

    assert [(item.kind, item.due.value, item.acceptance) for item in reading.schedule] == [
        ("milestone", day, "upon written acceptance by the Client") for day in ("2027-06-01", "2027-09-01")
    ]
    assert all(item.confidence < Decimal("0.8") for item in reading.schedule)


def test_payments_that_wait_for_acceptance_are_those_of_the_milestones() -> None:
    reading = read(f"{MILESTONES}4. The payments are due within 30 days of the invoice, which is sent upon acceptance.")

    assert {(item.kind, item.acceptance) for item in reading.schedule} == {("milestone", "upon acceptance")}


def test_milestones_by_the_day_stay_so_where_nothing_waits_for_acceptance() -> None:
    reading = read(f"{MILESTONES}4. The notice takes effect upon acceptance of the offer by the landlord.")

    assert [(item.kind, item.acceptance) for item in reading.schedule] == [("date", None)] * 2
