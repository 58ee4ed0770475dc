"""Prices in running text: fees, rates, instalments, deposits; and the amounts that are none of them."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading, ScheduleItem, UnreadableText

OPENING = (
    "SERVICES AGREEMENT\nThis Agreement is entered into as of {day} (the “Effective Date”) by and between {client} (“Client”), "
    "and {consultant} (“Consultant”).\n"
)


def read(
    clause: str, day: str = "March 1, 2027", client: str = "Juniper Mills, Inc.", consultant: str = "Oxbow Advisors LLC"
) -> Reading:
    return EmbeddedReader().read(OPENING.format(day=day, client=client, consultant=consultant) + clause + "\n")


def terms(item: ScheduleItem) -> tuple[object, ...]:
    due = item.due
    return (item.kind, item.amount, due.type, due.value, due.period, due.count)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Client shall pay Consultant $4,500 per month for a period of nine (9) months commencing on May 1, 2027.",
            ("recurring", Decimal(4500), "period", "2027-05-01", "P1M", 9),
        ),
        (
            "Client agrees to pay a fixed annual fee of EUR 60.000,00 from 1 January 2028 until 31 December 2030.",
            ("recurring", Decimal("60000.00"), "period", "2028-01-01", "P1Y", 3),
        ),
        (
            "The term of this Agreement is two (2) years. The quarterly retainer is £15,000 (fifteen thousand pounds).",
            ("recurring", Decimal(15000), "period", "2027-03-01", "P3M", 8),
        ),
        (
            "Client shall pay the sum of CHF 8’000.00 within ten (10) days after execution of this Agreement.",
            ("on_signature", Decimal("8000.00"), "relative", "P10D after execution of this Agreement", None, None),
        ),
        (
            "Client will pay a deposit of $12,000 upon signing.",
            ("deposit", Decimal(12000), "event", "upon signing", None, None),
        ),
        (
            "Client shall make a payment of $7,250.00 on October 15, 2027.",
            ("date", Decimal("7250.00"), "date", "2027-10-15", None, None),
        ),
        (
            "A fee of USD 31,000.00 is payable upon delivery of the final design.",
            ("milestone", Decimal("31000.00"), "event", "upon delivery of the final design", None, None),
        ),
        (
            "Client shall pay the Fee in quarterly instalments of $20,000 on each of June 1, 2027, September 1, 2027 and December 1, 2027.",
            ("recurring", Decimal(20000), "period", "2027-06-01", "P3M", 3),
        ),
    ],
)
def test_a_sentence_about_a_payment_becomes_one_item(clause: str, expected: tuple[object, ...]) -> None:
    assert [terms(item) for item in read(clause).schedule] == [expected]


@pytest.mark.parametrize(
    ("clause", "amount", "unit"),
    [
        ("Consultant charges $185.00 per hour.", "185.00", "hour"),
        ("Services are charged at a rate of €1.150,00 per person day.", "1150.00", "day"),
        ("Consultant will be paid an hourly rate of £95.", "95", "hour"),
        ("Client shall pay $0.07 per download.", "0.07", "download"),
        ("Client pays USD 12.50 per named user per month.", "12.50", "user-month"),
    ],
)
def test_a_rate_becomes_a_unit_price_with_its_unit(clause: str, amount: str, unit: str) -> None:
    assert [(item.kind, item.amount, item.unit) for item in read(clause).schedule] == [
        ("unit_price", Decimal(amount), unit)
    ]


def test_shares_of_a_price_become_one_item_each_with_the_amount_beside_them() -> None:
    reading = read(
        "The fees shall be $90,000.00. Client shall pay: 20% ($18,000.00) upon execution of this Agreement, 50% ($45,000.00) upon acceptance of the beta "
        "release and 30% ($27,000.00) within 15 days after go-live."
    )

    assert [(item.kind, item.percent, item.amount, item.due.value) for item in reading.schedule] == [
        ("on_signature", Decimal(20), Decimal("18000.00"), "upon execution of this Agreement"),
        ("milestone", Decimal(50), Decimal("45000.00"), "upon acceptance of the beta release"),
        ("milestone", Decimal(30), Decimal("27000.00"), "P15D after go-live"),
    ]
    assert [check.agrees for check in reading.checks] == [True, True, True]


def test_a_share_that_contradicts_its_amount_is_shown() -> None:
    reading = read(
        "The fees shall be $90,000.00. Client shall pay: 20% ($18,000.00) upon execution of this Agreement and 80% ($70,000.00) upon acceptance of the work."
    )

    assert [(check.name, check.agrees) for check in reading.checks] == [
        ("shares", True), ("shares_and_amounts", False), ("parts_and_total", False),
    ]  # fmt: skip


def test_a_list_keeps_each_amount_with_its_own_date() -> None:
    reading = read(
        "The fee of RMB 9 million is payable in three parts as follows: (a) Within 15 business days after the date hereof, Client will pay RMB 3 million "
        "to Consultant. (b) Within 15 business days after the end of phase 1, Client will pay another RMB 3 million to Consultant. (c) Within 20 business days "
        "after the end of phase 2, Client will pay the remaining RMB 3 million."
    )

    assert [(item.amount, item.due.value) for item in reading.schedule] == [
        (Decimal(3_000_000), "P15BD after date hereof"),
        (Decimal(3_000_000), "P15BD after end of phase 1"),
        (Decimal(3_000_000), "P20BD after end of phase 2"),
    ]
    assert reading.total is not None
    assert (reading.total.amount, reading.total.currency) == (Decimal(9_000_000), "CNY")


@pytest.mark.parametrize(
    "clause",
    [
        "Late payments bear interest at 1% per month and a late fee of $250.",
        "Consultant shall maintain liability insurance of at least $2,000,000 per occurrence upon signing.",
        "In no event shall either party's liability exceed $50,000 upon termination.",
        "Delay damages of EUR 1,500.00 per day apply from 1 September 2027.",
        "Consultant may earn a success bonus of $10,000 upon closing of the transaction.",
        "The product has a suggested retail price of $49.00 per box.",
        "Client reimburses travel expenses up to $3,000 upon receipt of invoices.",
        "Upon termination Client shall pay a termination fee of $30,000 upon notice.",
        "Client will issue shares of common stock valued at $180,000 upon execution.",
    ],
)
def test_what_is_not_a_price_is_not_in_the_schedule(clause: str) -> None:
    reading = read(clause)

    assert reading.schedule == ()
    assert reading.orderable is False
    assert reading.why_not


@pytest.mark.parametrize(
    ("clause", "reason"),
    [
        ("Fees: [***] upon signing, [***] upon delivery and [***] upon acceptance.", "the amounts are redacted"),
        (
            "The Fee is $______ payable on [Date] to [Name], as set out at ________.",
            "it is a form whose blanks are not filled in",
        ),
        (
            "The fees are as set forth in the applicable statement of work.",
            "it is a framework: prices stand in orders or statements of work, not in this document",
        ),
        (
            "Client pays 12 percent of all net revenues to Consultant.",
            "it pays a share of revenues: no fixed or unit price",
        ),
        ("The parties wish to cooperate.", "it states no price that one party owes the other"),
    ],
)
def test_a_contract_without_a_price_says_why_it_cannot_be_ordered(clause: str, reason: str) -> None:
    reading = read(clause)

    assert (reading.orderable, reading.why_not, reading.schedule) == (False, reason, ())


@pytest.mark.parametrize(
    ("clause", "days", "counted_from"),
    [
        ("Invoices are due within thirty (30) days of receipt of the invoice.", 30, "receipt"),
        ("Client shall pay undisputed invoices net 45 days from the invoice date.", 45, "invoice_date"),
        ("All invoices are payable within fifteen days following the end of the applicable month.", 15, "month_end"),
        ("Payment of each invoice is due upon receipt of the invoice.", 0, "receipt"),
        ("Rechnungen sind innerhalb von vierzehn Tagen nach Rechnungseingang zahlbar.", 14, "receipt"),
        ("Las facturas se pagarán a los 60 días de la fecha de factura.", 60, "invoice_date"),
    ],
)
def test_the_payment_term_is_read_with_what_it_counts_from(clause: str, days: int, counted_from: str) -> None:
    found = read(clause).payment_terms

    assert found is not None
    assert (found.days, found.counted_from) == (days, counted_from)


@pytest.mark.parametrize(
    "clause",
    [
        "Client must dispute an invoice within 20 days of receipt.",
        "Consultant may terminate if an overdue invoice is not paid within 10 days of notice.",
        "Either party may terminate on 30 days' written notice.",
    ],
)
def test_other_windows_are_not_the_payment_term(clause: str) -> None:
    assert read(clause).payment_terms is None


@pytest.mark.parametrize(
    ("client", "consultant"),
    [
        (
            "Juniper Mills, Inc., a Delaware corporation with offices at 1 Mill Rd",
            "Oxbow Advisors LLC, a Texas limited liability company",
        ),
        ("THE BRASS LANTERN COMPANY, LTD.", "Dr. Ana Petrović"),
        ("Müller & Söhne GmbH & Co. KG, Ringstraße 4, 50667 Köln", "Delta-9 Robotics B.V., having its seat in Utrecht"),
        ("Hibari Foods (Asia) Co., Ltd., 5-8 Nakanoshima", "O’Neill Marine Surveys plc"),
    ],
)
def test_names_end_where_their_addresses_begin(client: str, consultant: str) -> None:
    reading = read("Client shall pay Consultant $500 per month.", client=client, consultant=consultant)

    assert reading.payer is not None
    assert reading.payee is not None
    assert client.startswith(str(reading.payer.value))
    assert consultant.startswith(str(reading.payee.value))
    assert [str(reading.payer.value)[-3:], str(reading.payee.value)[-3:]] == [
        {"J": "nc.", "T": "TD.", "M": " KG", "H": "td."}[client[0]],
        {"O": "LLC" if "Oxbow" in consultant else "plc", "D": "vić" if "Ana" in consultant else ".V."}[consultant[0]],
    ]


def test_who_pays_follows_the_money_not_the_order_of_names() -> None:
    text = (
        "SPONSORSHIP AGREEMENT\nThis agreement is between Harbour Lions FC Ltd (the “Club”) and Quarry Bank plc (the “Bank”).\n"
        "The Bank shall pay the Club £25,000 on 1 August 2027. The Club shall invoice the Bank.\n"
    )

    reading = EmbeddedReader().read(text)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        "Quarry Bank plc",
        "Harbour Lions FC Ltd",
    )


def test_a_price_list_in_place_of_a_contract_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableText, match="Attach a price list apart from the contract"):
        read("Item\nUSD 5.00 per hour\n" * 5000)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "noise",
    [" " * 75_000, "$" * 25_000, "1,000" * 15_000, "(“" * 15_000, "one hundred " * 3_000, "a\t" * 8_000, "per month " * 7_000, "and " * 20_000,
     "30 days of " * 3_000, "(i) " * 15_000, "2027-01-01 " * 5_000, "50% upon " * 3_000, 
     "\n$5 per hour" * 1_500, "\n1 May 2027" * 5_000, "\nProvider: A Ltd" * 4_000, "x\n" * 20_000,
     "Provider: " * 7_000],
    ids=lambda noise: repr(noise[:12]),
)  # fmt: skip
@pytest.mark.threats
def test_hostile_repetition_is_read_to_the_end(noise: str) -> None:
    reading = read(f"Client shall pay {noise} Consultant $500 per month.")

    assert reading.model == "rules"
