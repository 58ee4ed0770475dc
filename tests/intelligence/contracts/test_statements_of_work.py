"""Statements of work whose fee clause is written in other ways: targets, ceilings, seats, instalments, quantities."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

PAGE = """Professional Services Agreement
SOW
The key business terms of this SOW are as follows:
SOW and Agreement\tThis SOW No. 5 (“SOW”) incorporates the Agreement with a Key Terms Effective Date of January 8, 2027 \
between Vendor Nine LLC and Buyer Ten, Inc.
Parties
Contracting entities\tProvider: Vendor Nine LLC, 1 A St, Boston, MA 02109, EIN 84-3317209
Customer: Buyer Ten, Inc., 2 B St, Dallas, TX 75219
Fees\t{fees}
Payment Period
Time frame for Customer to pay invoices\t30 days from Customer’s receipt of invoice
SOW Date
The date this SOW begins\t[ x ] March 1, 2027
SOW Term
How long this SOW lasts\tThe SOW Term begins on the SOW Date and ends:
[ x ] {term} after the SOW Date
"""


def read(fees: str, term: str = "12 months") -> Reading:
    return EmbeddedReader().read(PAGE.format(fees=fees, term=term))


def lines(reading: Reading, optional: bool = False) -> list[tuple[object, ...]]:
    """Kind, amount and due of each item, firm ones unless optional is asked for."""
    chosen = [item for item in reading.schedule if item.optional is optional]
    return [
        (
            item.kind,
            item.amount,
            item.due.value if item.due.type != "period" else (item.due.value, item.due.period, item.due.count),
        )
        for item in chosen
    ]


def test_acceptance_decides_over_a_target_date_when_the_clause_says_so() -> None:
    table = "ID\tDeliverable\tTarget date\tPrice\nD1\tReport\tApril 30, 2027\t$20,000.00\nD2\tSystem\tAugust 31, 2027\t$60,000.00\nTotal\t\t\t$80,000.00"

    decided = read(
        f"Fixed fee of USD 80,000.00:\n{table}\nThe price of each Deliverable is payable upon Customer’s acceptance of that Deliverable."
    )
    planned = read(f"Fixed fee of USD 80,000.00:\n{table}")

    assert lines(decided) == [
        ("milestone", Decimal("20000.00"), "on acceptance of milestone D1"),
        ("milestone", Decimal("60000.00"), "on acceptance of milestone D2"),
    ]
    assert lines(planned) == [("date", Decimal("20000.00"), "2027-04-30"), ("date", Decimal("60000.00"), "2027-08-31")]


def test_a_retainer_with_capped_extra_work_adds_up_to_the_stated_maximum() -> None:
    reading = read(
        "Retainer of £3,200 per month plus VAT, from 1 March 2027 until 28 February 2028. Ad hoc work is charged at £110 per hour, capped at £9,600 in total.\n"
        "The total value of this SOW will not exceed £48,000."
    )

    assert lines(reading) == [
        ("recurring", Decimal(3200), ("2027-03-01", "P1M", 12)),
        ("unit_price", Decimal(110), "as used"),
    ]
    assert lines(reading, optional=True) == [("milestone", Decimal(9600), "as used")]
    assert reading.total is not None
    assert (reading.total.amount, reading.total.kind) == (Decimal(48000), "cap")
    assert [check.explanation for check in reading.checks] == [
        "The schedule adds up to 38400 or 48000; as the contract says."
    ]


def test_the_price_per_seat_behind_a_yearly_sum_is_optional() -> None:
    reading = read(
        "CAD 1,200.00 per seat per year for 85 seats (CAD 102,000.00 per year), payable annually in advance. Setup fee: CAD 7,500.00, due within 15 days after "
        "signature.\nTotal for the initial term: CAD 313,500.00.",
        term="3 years",
    )

    assert lines(reading) == [
        ("recurring", Decimal("102000.00"), ("2027-03-01", "P1Y", 3)),
        ("on_signature", Decimal("7500.00"), "P15D after signature"),
    ]
    assert [(item.amount, item.unit) for item in reading.schedule if item.optional] == [
        (Decimal("1200.00"), "seat-year")
    ]
    assert [check.agrees for check in reading.checks] == [True]


@pytest.mark.parametrize(
    ("fees", "expected"),
    [
        (
            "A total of USD 60,000.00, payable in twelve (12) equal monthly instalments of USD 5,000.00 starting on May 1, 2027.",
            [("recurring", Decimal("5000.00"), ("2027-05-01", "P1M", 12))],
        ),
        (
            "The fee is USD 45,000.00: USD 15,000.00 on signature, USD 20,000.00 on delivery of the draft report and USD 10,000.00 on "
            "acceptance of the final report.",
            [
                ("on_signature", Decimal("15000.00"), "on signature"),
                ("milestone", Decimal("20000.00"), "on delivery of the draft report"),
                ("milestone", Decimal("10000.00"), "on acceptance of the final report"),
            ],
        ),
        (
            "Quarterly fee of USD 12,500.00 for eight (8) quarters beginning April 1, 2027. One-time training: USD 4,000.00, invoiced upon "
            "completion of the training.",
            [("recurring", Decimal("12500.00"), ("2027-04-01", "P3M", 8)), ("milestone", Decimal("4000.00"), "upon completion of the training")],
        ),
        (
            "Item\tQuantity\tUnit price (USD)\tTotal (USD)\nGateway\t12\t850.00\t10,200.00\nInstallation\t6\t1,100.00\t6,600.00\nTotal\t\t\t16,800.00\n"
            "All items are invoiced on delivery.",
            [("milestone", Decimal("10200.00"), "on delivery of Gateway"), ("milestone", Decimal("6600.00"), "on delivery of Installation")],
        ),
        (
            "Month\tFee (USD)\nJanuary 2028\t5,000\nFebruary 2028\t6,500",
            [("date", Decimal(5000), "2028-01-01"), ("date", Decimal(6500), "2028-02-01")],
        ),
        (
            "40% of the Fee (USD 32,000.00) on signature, 40% (USD 32,000.00) on Go-Live and 20% (USD 16,000.00) sixty (60) days after Go-Live.",
            [
                ("on_signature", Decimal("32000.00"), "on signature"),
                ("milestone", Decimal("32000.00"), "on Go-Live"),
                ("milestone", Decimal("16000.00"), "P60D after Go-Live"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_fee_clause_is_read_however_it_is_laid_out(fees: str, expected: list[tuple[object, ...]]) -> None:
    assert lines(read(fees)) == expected


def test_an_estimate_of_fees_is_no_price() -> None:
    reading = read(
        "Time and materials: Partner USD 410.00 per hour, Associate USD 265.00 per hour. Provider estimates total fees of USD 70,000.00."
    )

    assert [(item.kind, item.amount) for item in reading.schedule] == [
        ("unit_price", Decimal("410.00")),
        ("unit_price", Decimal("265.00")),
    ]
    assert reading.total is not None
    assert (reading.total.amount, reading.total.kind) == (Decimal("70000.00"), "estimate")


BILINGUAL = """Cover Page
for Bonterms Professional Services Agreement (PSA)
Key Terms
Effective Date\t1. Juni 2027 / 1 June 2027
Additional Terms
\tA. Parteien / Parties
Kunde / Customer: Stadtwerke Ahrensfeld GmbH, Werkstr. 1, 16356 Ahrensfeld
Dienstleister / Provider: Funkmast Service e.K., Ring 2, 10115 Berlin
B. Vergütung / Fees
Monatliche Pauschale von 3.950,00 EUR zuzüglich Umsatzsteuer ab dem 1. Juni 2027 für 24 Monate. / \
Monthly flat fee of EUR 3,950.00 plus VAT from 1 June 2027 for 24 months.
Einmalige Einrichtung: 5.000,00 EUR bei Vertragsunterzeichnung. / One-time set-up: EUR 5,000.00 on signature of the contract.
C. Zahlungsziel / Payment terms
Zahlbar 30 Tage nach Rechnungseingang. / Payable 30 days after receipt of invoice.
"""


def test_a_sentence_and_its_translation_are_one_item() -> None:
    reading = EmbeddedReader().read(BILINGUAL)

    assert (reading.payer and reading.payer.value, reading.payee and reading.payee.value) == (
        "Stadtwerke Ahrensfeld GmbH",
        "Funkmast Service e.K.",
    )
    assert lines(reading) == [
        ("recurring", Decimal("3950.00"), ("2027-06-01", "P1M", 24)),
        ("on_signature", Decimal("5000.00"), "on signature of the contract"),
    ]
    assert reading.payment_terms is not None
    assert (reading.payment_terms.days, reading.payment_terms.counted_from) == (30, "receipt")


@pytest.mark.parametrize(
    ("fees", "currency", "total", "amounts"),
    [
        (
            "The Fees are SEK 1 200 000 excluding VAT: SEK 300 000 on signature, SEK 600 000 on delivery of the model and SEK 300 000 within 30 days after "
            "final acceptance.", "SEK", "1200000", ["300000", "600000", "300000"],
        ),
        (
            "The total fee is INR 24,00,000 as follows:\nMilestone\tAmount (INR)\tDue\nUAT\t12,00,000\ton UAT acceptance\nLaunch\t12,00,000\ton go-live",
            "INR", "2400000", ["1200000", "1200000"],
        ),
        (
            "The fixed fee is PLN 90 000,00: PLN 45 000,00 upon signing and PLN 45 000,00 upon acceptance of the portal.",
            "PLN", "90000.00", ["45000.00", "45000.00"],
        ),
    ],
)  # fmt: skip
def test_other_currencies_group_their_figures_in_other_ways(
    fees: str, currency: str, total: str, amounts: list[str]
) -> None:
    reading = read(fees)

    assert reading.currency is not None
    assert reading.total is not None
    assert (reading.currency.value, reading.total.amount) == (currency, Decimal(total))
    assert [item.amount for item in reading.schedule] == [Decimal(amount) for amount in amounts]
