"""The papers of the history are read by the product as they were meant, and the numbers on them pass every check."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from schwifty import IBAN

from demo.documents.agreements import Agreement, Form, Item, Side, Signer, build_agreement
from demo.documents.bills import BillLine, Paper, Party, write_bill
from demo.documents.shapes import Address
from demo.documents.sheet import print_sheet
from demo.history.deals import CUSTOMER
from demo.history.firms import make_firms
from demo.history.numbers import SHAPES, routing_number
from demo.history.plan import make_plan
from demo.history.playing import FIRST, TODAY
from documents.converter import convert
from flowmono.intelligence.invoices import read_invoice
from flowmono.intelligence.reader import PageSpan, Reading
from flowmono.intelligence.readers import contract_reader

VENDOR = Side(
    "Nordlys Kontor ApS",
    Address("Tangvej 31", "5000", "Odense", "Denmark", "DK"),
    "VAT ID",
    "DK13585628",
    Signer("Freja Holm", "Managing Director", "freja@nordlys.example"),
    "contracts@nordlys.example",
)
STEPS = (
    Item("M1", "Concept", "Concept approved in writing", "28 February 2025", Decimal(9000)),
    Item("M2", "Introduction", "Training held", "30 April 2025", Decimal(21000)),
)
PARTS = [("milestone", Decimal(9000)), ("milestone", Decimal(21000))]


def agreement(kind: str, form: Form, **facts: object) -> Agreement:
    """A year from February 2025 with Nordlys, in euros."""
    values = {
        "number": "BWI-2025-011",
        "title": "Agreement",
        "kind": kind,
        "subject": "the laboratory",
        "form": form,
        "customer": CUSTOMER,
        "vendor": VENDOR,
        "effective_on": date(2025, 2, 1),
        "ends_on": date(2026, 1, 31),
        "currency": "EUR",
        "total": None,
        "items": (),
        "payment_days": 30,
        **facts,
    }
    return Agreement(**values)  # type: ignore[arg-type]


def reading_of(draft: Agreement) -> Reading:
    converted = convert(build_agreement(draft))
    return contract_reader().read(
        converted.text, [PageSpan(page.number, page.start, page.end) for page in converted.pages]
    )


@pytest.mark.parametrize("variant", range(3))
@pytest.mark.parametrize("kind", ["consulting", "services", "goods", "sow", "marketing"])
def test_a_fixed_price_is_read_with_its_parts_in_every_variant(kind: str, variant: int) -> None:
    form = Form.GOODS if kind == "goods" else Form.MILESTONES
    draft = agreement(kind, form, title="Consulting Agreement", total=Decimal(30000), items=STEPS, variant=variant)

    read = reading_of(draft)

    assert read.orderable
    assert read.total is not None
    assert read.total.amount == Decimal(30000)
    assert [(item.kind, item.amount) for item in read.schedule] == PARTS
    assert read.payment_terms is not None
    assert read.payment_terms.days == 30


@pytest.mark.parametrize(("period", "step", "count"), [("monthly", "P1M", 12), ("quarterly", "P3M", 4)])
@pytest.mark.parametrize("kind", ["software", "lease", "facilities"])
def test_a_fee_is_read_with_its_rhythm_and_renewal(kind: str, period: str, step: str, count: int) -> None:
    fee = Decimal(1450)
    draft = agreement(kind, Form.RECURRING, fee=fee, period=period, periods=count, renews=True, notice_days=60)

    read = reading_of(draft)

    assert [(item.kind, item.amount, item.due.period, item.due.count) for item in read.schedule] == [
        ("recurring", fee, step, count)
    ]
    assert read.renewal is not None
    assert (read.renewal.auto, read.renewal.notice_days) == (True, 60)


def test_a_secret_costs_nothing_and_orders_nothing() -> None:
    read = reading_of(agreement("nda", Form.FREE, title="Non-Disclosure Agreement"))

    assert not read.orderable
    assert read.schedule == ()


def test_a_bill_is_read_as_it_was_written_and_a_credit_note_names_its_invoice() -> None:
    line = BillLine("Monthly fee", Decimal(1), Decimal("1450.00"), Decimal("1450.00"), "1")
    paper = Paper(
        number="NOR-2025-01001",
        issued_on=date(2025, 3, 3),
        due_on=date(2025, 4, 2),
        currency="EUR",
        order="PO-2025-0001",
        seller=Party(VENDOR.name, VENDOR.address.country_code, VENDOR.tax_id),
        buyer=Party(CUSTOMER.name, "DE", CUSTOMER.tax_id),
        iban="DK2418223780880016",
        lines=(line,),
    )

    bill = read_invoice(write_bill(paper), "invoice.xml")
    credit = read_invoice(write_bill(replace(paper, number="C-1", credits="NOR-2025-01001")), "credit.xml")

    assert (bill.number, bill.issue_date, bill.due_date, bill.payable) == (
        "NOR-2025-01001",
        date(2025, 3, 3),
        date(2025, 4, 2),
        Decimal("1450.00"),
    )
    assert (bill.order_ref, bill.currency, bill.doc_type) == ("PO-2025-0001", "EUR", "invoice")
    assert (credit.doc_type, credit.preceding_invoice) == ("credit_note", "NOR-2025-01001")


def test_every_firm_has_numbers_whose_check_digits_are_right() -> None:
    firms = make_firms(2027)

    wrong = [
        firm.name
        for firm in firms.values()
        if firm.address.country_code in SHAPES and not SHAPES[firm.address.country_code][2](firm.tax_id)
    ]
    accounts = [firm.account["iban"] for firm in firms.values() if "iban" in firm.account]

    assert wrong == []
    assert all(IBAN(number).is_valid for number in accounts)
    assert len(firms) == len({firm.tax_id or firm.name for firm in firms.values()})


def test_a_routing_number_passes_its_checksum_and_belongs_to_no_district() -> None:
    number = routing_number(Random(1))

    weights = (3, 7, 1) * 3
    assert number.startswith("17")
    assert sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 10 == 0


def test_the_same_seed_tells_the_same_company_and_another_seed_another() -> None:
    def plan(seed: int) -> list[str]:
        deals = make_plan(seed=seed, firms=make_firms(seed), contracts=60, first=FIRST, today=TODAY)
        return [f"{deal.number} {deal.title} {deal.firm.name} {deal.total} {deal.fee}" for deal in deals]

    assert plan(2027) == plan(2027)
    assert plan(2027) != plan(2028)
    assert len(plan(2027)) == 60


def test_a_sheet_is_the_same_file_for_the_same_words() -> None:
    assert print_sheet("Report", ["Zählerstände (geprüft)"]) == print_sheet("Report", ["Zählerstände (geprüft)"])
    assert len(print_sheet("Report", ["x"])) < 4000
