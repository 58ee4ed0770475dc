"""A share kept back of every payment and an advance recovered from every invoice are read, each with its sentence."""

from decimal import Decimal

import pytest

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Due

AGREEMENT = """SERVICES AGREEMENT

This Agreement is made on 1 March 2027 between Adler Instruments GmbH, Vienna ("Customer") and Nordlicht Software GmbH, Kiel ("Supplier").

1. Fees. The Customer shall pay the Supplier a total fee of EUR 20,000.00: EUR 8,000.00 upon acceptance of the design and EUR 12,000.00 upon
acceptance of the installation.

2. {clause}

3. Invoices are payable within thirty (30) days of receipt.
"""


def read(clause):
    return EmbeddedReader().read(AGREEMENT.format(clause=clause))


@pytest.mark.parametrize(
    ("clause", "percent", "release"),
    [
        (
            "The Customer shall retain ten percent (10%) of each payment until final acceptance of the Deliverables.",
            "10",
            Due("event", "after final acceptance of the Deliverables"),
        ),
        (
            "A retention of 5% shall be withheld from every invoice. The retention is released within 30 days after final acceptance.",
            "5",
            Due("relative", "P30D after final acceptance"),
        ),
        (
            "From all payments due the Customer may hold back seven and one half (7.5) percent until 31 December 2028.",
            "7.5",
            Due("date", "2028-12-31"),
        ),
        (
            "Der Auftraggeber behält von jeder Rechnung einen Sicherheitseinbehalt von 5 % bis zur Abnahme ein.",
            "5",
            Due("event", "after Abnahme"),
        ),
        ("Owner shall withhold retainage equal to five percent of each progress payment.", "5", None),
    ],
)
def test_a_share_of_each_payment_is_kept_back_until_its_release(clause, percent, release):
    reading = read(clause)

    assert reading.retention is not None
    assert reading.retention.percent == Decimal(percent)
    assert reading.retention.release == release
    assert clause[:40] in reading.retention.evidence.quote


@pytest.mark.parametrize(
    "clause",
    [
        "The Supplier retains all right, title and interest in 100% of the Deliverables until each invoice is paid.",
        "The Customer may withhold taxes of ten percent (10%) from each payment as the law requires.",
        "The Supplier shall retain its records of each invoice for ten (10) years.",
        "The Customer may retain 5% of the Contract Price until the end of the warranty period.",
        "Late payments bear interest of 10% on each invoice.",
    ],
)
def test_what_is_no_share_of_each_payment_is_no_retention(clause):
    assert read(clause).retention is None


@pytest.mark.parametrize(
    ("clause", "percent"),
    [
        (
            "The Customer pays an advance of EUR 4,000.00 on signature. The advance is recovered by deducting twenty percent (20%) "
            "from each invoice until it is repaid.",
            "20",
        ),
        ("The advance payment shall be set off against all subsequent invoices until it is repaid in full.", "100"),
        ("The advance payment of 30% shall be deducted pro rata from each invoice.", "30"),
    ],
)
def test_an_advance_is_recovered_from_the_invoices_that_follow(clause, percent):
    reading = read(clause)

    assert reading.advance is not None
    assert reading.advance.recover_percent == Decimal(percent)


def test_a_deposit_taken_off_the_last_invoice_alone_is_no_share_of_each():
    assert read("The deposit shall be credited against the final invoice.").advance is None


@pytest.mark.parametrize(
    "clause",
    [
        "The deposit is payable on signature and is not deducted from later instalments.",
        "Die Anzahlung wird auf die folgenden Rechnungen nicht angerechnet.",
    ],
)
def test_an_advance_that_is_expressly_kept_is_not_recovered(clause):
    assert read(clause).advance is None


def test_a_schedule_that_lists_the_money_kept_for_last_is_not_read_a_second_time():
    table = "Payment\tAmount\tDue\nM1 Design\tEUR 19,000.00\ton acceptance\nRetention\tEUR 1,000.00\ttwelve months after acceptance\n"

    reading = read(f"Schedule of payments\n{table}\nThe Customer shall retain 5% of each payment until acceptance.")

    assert any(item.kind == "retention" for item in reading.schedule)
    assert reading.retention is None
