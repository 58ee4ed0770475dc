"""Price tables whose cells stand one under another, as a PDF's text has them, and lists of prices without a header."""

from decimal import Decimal

from flowmono.intelligence.contracts.embedded import EmbeddedReader
from flowmono.intelligence.reader import Reading

AGREEMENT = """Services Agreement

This Agreement is made on 15 January 2027 between Brightwater Instruments GmbH, Hamburg ("Customer") and Quillmark Calibration Ltd, Leeds ("Vendor").

3. Fees. {fees}

4. Law. This Agreement is governed by the laws of England.
"""


def read(fees: str) -> Reading:
    return EmbeddedReader().read(AGREEMENT.format(fees=fees))


def priced(reading: Reading) -> list[tuple[str, Decimal | None, str | None]]:
    return [(item.kind, item.amount, item.due.value) for item in reading.schedule]


def test_rows_with_a_number_a_name_a_planned_day_and_a_price() -> None:
    reading = read(
        "The fixed fee of EUR 24,000 is paid by milestone:\n\n"
        "No.\nMilestone\nPlanned date\nFee (EUR)\n"
        "M1\nAcceptance of the inspection report\n30 April 2027\n10,000\n"
        "M2\nAcceptance of the certificates\n30 June 2027\n14,000\n"
        "Total\n\n24,000"
    )

    assert [(kind, amount) for kind, amount, _due in priced(reading)] == [
        ("milestone", Decimal(10000)),
        ("milestone", Decimal(14000)),
    ]
    assert all("cceptance of the" in (item.due.value or "") for item in reading.schedule)
    assert reading.total is not None
    assert reading.total.amount == Decimal(24000)


def test_a_heading_above_the_header_is_no_column_and_small_numbers_are_cells() -> None:
    reading = read(
        "The Customer orders:\n\n"
        "CALIBRATION SERVICES\nService\nQuantity\nPrice (EUR)\nInvoiced\n"
        "Test bench, first inspection\n1\n9,500.00\nOn signature of this Agreement\n"
        "Connection to the laboratory's system\n2\n14,800.00\nOn acceptance of the connection by the Customer\n"
    )

    assert priced(reading) == [
        ("on_signature", Decimal("9500.00"), "on signature of this Agreement"),
        ("milestone", Decimal("14800.00"), "on acceptance of the connection by the Customer"),
    ]


def test_stages_keep_their_numbers_and_their_names() -> None:
    reading = read(
        "Each stage payment falls due when the stage has been completed:\n\n"
        "Stage\nDescription\nAmount\n1\nPreparing the rooms\n£8,400.00\n2\nSetting up the benches\n£9,600.00\n"
    )

    assert [(item.amount, item.description) for item in reading.schedule] == [
        (Decimal("8400.00"), "Stage 1 — Preparing the rooms"),
        (Decimal("9600.00"), "Stage 2 — Setting up the benches"),
    ]


def test_a_yearly_fee_with_a_day_in_each_row_is_paid_on_those_days() -> None:
    reading = read(
        "The Customer pays for three years:\n\n"
        "Period\nAnnual fee (EUR)\nInvoice date\n"
        "Year 1\n48,000.00\n1 April 2027\nYear 2\n54,250.00\n1 April 2028\nYear 3\n60,400.00\n1 April 2029\n"
    )

    assert priced(reading) == [
        ("date", Decimal("48000.00"), "2027-04-01"),
        ("date", Decimal("54250.00"), "2028-04-01"),
        ("date", Decimal("60400.00"), "2029-04-01"),
    ]


def test_prices_per_sample_below_a_sentence() -> None:
    reading = read(
        "The following prices apply per sample, excluding value added tax:\n"
        "Hardness and conductivity\nEUR 96.00\nHeavy metals, complete\nEUR 184.00\nPesticides\nEUR 415.50\n"
    )

    assert [(item.kind, item.amount, item.unit) for item in reading.schedule] == [
        ("unit_price", Decimal("96.00"), "sample"),
        ("unit_price", Decimal("184.00"), "sample"),
        ("unit_price", Decimal("415.50"), "sample"),
    ]


def test_what_is_deducted_below_a_service_level_is_no_price() -> None:
    reading = read(
        "The Customer pays EUR 900.00 per month.\n\n"
        "Service level\nDeduction\nTechnician arrives late\nEUR 15.00 per occasion\nReport not delivered in time\nEUR 25.00 per report\n"
    )

    assert [item.amount for item in reading.schedule] == [Decimal("900.00")]


def test_lines_of_an_address_are_no_table() -> None:
    reading = read("The fee is EUR 900.00 per month.\n\nSend invoices to\nAccounts\nPrice Street 14\n20095\nHamburg\n")

    assert [item.amount for item in reading.schedule] == [Decimal("900.00")]


def test_a_table_pays_on_its_payment_date_not_on_its_delivery_date() -> None:
    reading = read(
        "The Customer pays by batch:\n\n"
        "Batch\tBenches\tDelivery date\tFee\tPayment date\n"
        "A\t1-10\t10 March 2027\tEUR 11,400.00\t15 April 2027\n"
        "B\t11-20\t9 April 2027\tEUR 13,680.00\t17 May 2027\n"
    )

    assert [item.due.value for item in reading.schedule] == ["2027-04-15", "2027-05-17"]


def test_each_cell_may_be_a_paragraph() -> None:
    reading = read(
        "The Customer pays:\n\nItem\n\nFee\n\nPayable\n\nStart-up fee\n\nEUR 14,200\n\nOn execution of this Agreement\n\n"
        "Set-up of the store\n\nEUR 1,900\n\nOn delivery of the first shipment\n\n"
    )

    assert priced(reading) == [
        ("on_signature", Decimal(14200), "on execution of this Agreement"),
        ("milestone", Decimal(1900), "on delivery of the first shipment"),
    ]


def test_a_test_called_total_is_no_sum_of_a_price_list() -> None:
    reading = read(
        "Prices per sample:\n\nAnalysis\tMethod\tPrice\nTotal viable count\tISO 4833\tEUR 38.00\nSalmonella\tISO 6579\tEUR 79.50\n"
    )

    assert [item.amount for item in reading.schedule] == [Decimal("38.00"), Decimal("79.50")]
    assert reading.total is None
