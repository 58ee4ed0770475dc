"""What sentences say of the rows of a table, rows without a heading, and sums that only bound or insure something."""

from decimal import Decimal

from flowmono.intelligence.readers import contract_reader

HEAD = """SERVICES AGREEMENT

This agreement is made on 3 March 2027 between Marlow Quay Holdings Limited ("Client") and Pennant Works LLP ("Contractor").

1. Contractor shall render the services described in the annex.

"""


def read(clauses):
    return contract_reader().read(HEAD + clauses + "\n")


def dues(reading):
    return [(item.amount, item.due.value) for item in reading.schedule]


def test_a_row_is_due_when_a_sentence_behind_the_table_says_so_of_it_by_name():
    reading = read(
        "2. Fees\n\nService\tFee\nSurvey of the roof\tEUR 4,000.00\nOn-site training, 3 days\tEUR 7,800.00\nTotal\tEUR 11,800.00\n\n"
        "Survey of the roof is payable on delivery of the survey report. On-site training is invoiced upon completion of the training."
    )

    assert dues(reading) == [(4000, "on delivery of the survey report"), (7800, "upon completion of the training")]
    assert reading.total.amount == 11800


def test_a_row_that_a_sentence_divides_is_paid_in_its_parts():
    reading = read(
        "2. Fees\n\nService\tFee\nImplementation package (remote)\tEUR 22,500.00\nData migration\tEUR 9,000.00\n\n"
        "The implementation package is invoiced 50% on signature and 50% on go-live. Data migration is payable upon completion of the migration."
    )

    assert sorted(dues(reading)) == [
        (9000, "upon completion of the migration"),
        (11250, "on go-live"),
        (11250, "on signature"),
    ]


def test_rows_without_a_heading_are_paid_on_the_days_beside_their_prices():
    reading = read(
        "2. Client pays on this schedule:\n\n\tPayment 1\tSeptember 15, 2027\tEUR 212,000\n\tPayment 2\tMarch 15, 2028\tEUR 106,000\n"
        "\tPayment 3\twithin 45 days after Client's approval of the final report\tEUR 50,000"
    )

    assert [(item.amount, item.due.type) for item in reading.schedule] == [
        (212000, "date"),
        (106000, "date"),
        (50000, "relative"),
    ]
    assert reading.schedule[1].due.value == "2028-03-15"


def test_a_row_that_names_nothing_and_adds_up_the_others_is_no_price():
    reading = read(
        "2. Client pays by stages:\n\nStage\t% of price\tAmount\nDeposit on signing\t10\tEUR 10,000.00\nFrame complete\t60\tEUR 60,000.00\n"
        "Works complete\t30\tEUR 30,000.00\n\t100\tEUR 100,000.00"
    )

    assert [item.amount for item in reading.schedule] == [10000, 60000, 30000]


def test_a_fee_of_a_year_in_a_row_with_its_first_day_is_due_then():
    reading = read(
        "2. Fees by year\n\nContract year\tFrom\tTo\tAnnual fee\nYear 1\t07/13/2027\t07/12/2028\tEUR 41,200.00\nYear 2\t07/13/2028\t07/12/2029\tEUR 60,900.00"
    )

    assert [(item.amount, item.due.value, item.due.count) for item in reading.schedule] == [
        (41200, "2027-07-13", 1),
        (60900, "2028-07-13", 1),
    ]


def test_a_charge_by_the_month_is_one_though_the_hours_of_a_week_stand_beside_it():
    reading = read(
        "2. Charges\n\nPremises\tHours per week\tCharge per calendar month (EUR)\nUpper school\t62\t3,148.00\nOffices\t9\t457.00"
    )

    assert [(item.amount, item.kind, item.due.period) for item in reading.schedule] == [
        (3148, "recurring", "P1M"),
        (457, "recurring", "P1M"),
    ]


def test_what_follows_a_price_like_a_moment_is_one_whatever_it_is_called():
    reading = read(
        "2. Contractor may invoice the price in parts as follows: EUR 75,000 upon mobilization to the site; EUR 96,200 once all cabinets have been removed."
    )

    assert dues(reading) == [
        (75000, "upon mobilization to the site"),
        (96200, "once all cabinets have been removed"),
    ]


def test_what_bounds_a_deduction_or_is_insured_or_waived_is_no_price():
    reading = read(
        "2. Client shall pay a fee of EUR 9,000 on delivery of the plant.\n\n"
        "3. If shipment is late, Client may deduct EUR 1,100 for each full week, not to exceed EUR 11,000.\n\n"
        "4. Client shall insure the plant for its full value, agreed as EUR 286,000 for the generator and EUR 1,800 for each cable.\n\n"
        "5. The usual deposit of EUR 10,000 is waived.\n\n"
        "6. If on-time shipping falls under 98% in two months, Client is credited 2% of the charges paid."
    )

    assert [(item.amount, item.percent) for item in reading.schedule] == [(9000, None)]


def test_rates_under_a_line_that_speaks_of_rates_are_paid_by_its_unit():
    reading = read(
        "2. Client will pay for time spent at these daily rates (a day being seven hours):\n\n• Partner – EUR 1,460\n• Analyst – EUR 640\n\n"
        "3. The fees shall not in aggregate exceed EUR 148,000."
    )

    assert [(item.amount, item.unit) for item in reading.schedule if item.kind == "unit_price"] == [
        (1460, "day"),
        (640, "day"),
    ]
    assert (reading.total.amount, reading.total.kind) == (148000, "cap")


def test_a_hire_by_the_week_runs_for_its_weeks():
    reading = read(
        "2. The minimum hire period is 26 weeks, starting on Monday 5 July 2027.\n\n3. Hire of the generator set: EUR 1,940.00 a week."
    )

    (hire,) = reading.schedule
    assert (hire.amount, hire.due.period, hire.due.value, hire.due.count) == (1940, "P1W", "2027-07-05", 26)


def test_a_fee_starts_in_the_month_that_is_named():
    reading = read("2. Client pays a monthly retainer of EUR 3,900, starting in January 2028, for twelve months.")

    (retainer,) = reading.schedule
    assert (retainer.due.value, retainer.due.count) == ("2028-01-01", 12)


def test_a_bare_r_is_a_rand_where_its_figures_are_money_and_a_coolant_is_none():
    reading = read(
        "2. Client pays R2 985,00 per lift per month and R185 per copy of the log book.\n\nPlant\tCoolant\nChiller\tR744\nCold room\tR448A"
    )

    assert [(item.amount, item.currency) for item in reading.schedule] == [
        (Decimal("2985.00"), "ZAR"),
        (185, "ZAR"),
    ]


def test_dutch_terms_are_read():
    reading = read(
        "2. Het honorarium bedraagt € 61.500,00 exclusief btw.\n\nFase\tOmschrijving\tBedrag (€)\n1\tOpname\t24.750,00\n2\tEindrapport\t36.750,00\n"
        "\tTotaal\t61.500,00\n\nElke fase wordt gefactureerd nadat Client het resultaat schriftelijk heeft goedgekeurd.\n\n"
        "3. Client betaalt binnen 30 dagen na ontvangst van de factuur.\n\n4. Contractor verbeurt een boete van € 250,00 per dag."
    )

    assert [(item.amount, item.kind) for item in reading.schedule] == [(24750, "milestone"), (36750, "milestone")]
    assert reading.total.amount == 61500
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (30, "receipt")


def test_equal_german_instalments_at_the_beginning_of_a_quarter_come_each_quarter():
    reading = read(
        "2. Contractor erhält eine jährliche Pauschale von 14.880,00 €. "
        "Sie wird in vier gleichen Raten von 3.720,00 € jeweils zu Beginn eines Quartals in Rechnung gestellt, erstmals zum 1. Juli 2027."
    )

    (rate,) = reading.schedule
    assert (rate.amount, rate.due.period, rate.due.value, rate.due.count) == (3720, "P3M", "2027-07-01", 4)


def test_a_german_contract_that_is_closed_for_years_runs_for_them():
    assert read("2. Der Vertrag beginnt am 1. Juli 2027 und wird auf drei Jahre fest geschlossen.").term.value == "P3Y"
