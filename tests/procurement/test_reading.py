"""Invoices on paper: what the reader could not see a person enters, and only then money may move."""

from datetime import date
from decimal import Decimal

import pytest
from weasyprint import HTML

from flowmono.common.refusals import Invalid, NotAllowed
from procurement import actions, reactions
from procurement.models import Invoice
from tests.procurement.stories import accept, approve, at, hear, make_stage, receive

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 10)
WHOLE = """
<h1>Invoice</h1>
<p>Nordlicht Software GmbH<br>VAT ID DE136695976</p>
<p>Bill to: Adler Instruments GmbH<br>VAT ID ATU13585627</p>
<p>Invoice number: NL-77<br>Invoice date: 2 April 2027<br>Purchase order: PO-2027-0001</p>
<table><tr><th>Description</th><th>Quantity</th><th>Unit price</th><th>Amount</th></tr>
<tr><td>M1 Interface design</td><td>1</td><td>8,000.00</td><td>8,000.00</td></tr></table>
<p>Net total EUR 8,000.00<br>VAT 0% EUR 0.00<br>Total EUR 8,000.00</p>
<p>IBAN DE89 3704 0044 0532 0130 00</p>
"""
CORRECTED = {
    "number": "NL-77",
    "currency": "EUR",
    "seller_name": "Nordlicht Software GmbH",
    "order_ref": "PO-2027-0001",
    "issue_date": "2027-04-02",
    "net": "8000.00",
    "tax": "0.00",
    "gross": "8000.00",
    "payable": "8000.00",
}


def pdf_of(html):
    return HTML(string=html).write_pdf()


def staged(html):
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    stage.invoice = receive(stage, pdf_of(html), name="invoice.pdf")
    return stage


def test_a_printed_invoice_is_read_and_agrees():
    stage = staged(WHOLE)

    invoice = stage.invoice
    assert (invoice.source, invoice.number, invoice.payable) == ("pdf", "NL-77", Decimal("8000.000"))
    assert (invoice.state, invoice.matches.get().codes) == ("matched", [])


def test_what_could_not_be_read_is_entered_by_a_clerk_and_matched():
    stage = staged("<h1>Invoice</h1><p>Nordlicht Software GmbH</p><p>Please pay soon. Thank you.</p>")
    assert stage.invoice.state in {"review", "rejected"}

    actions.correct_reading(stage.invoice, by=stage.people.fay, at=at(DAY), values=CORRECTED)
    hear(reactions.match_read_invoice, "InvoiceRead")

    invoice = Invoice.objects.get()
    answer = invoice.matches.get(superseded=False)
    assert (invoice.number, invoice.gross, invoice.issued_on) == ("NL-77", Decimal("8000.000"), date(2027, 4, 2))
    assert answer.inputs["invoice"]["gross"] == "8000.00"
    assert (invoice.state, answer.codes, answer.info) == ("matched", [], ["BANK_FROM_MASTER", "MATCHED_ON_TOTALS"])
    assert invoice.lines.get().order_line == stage.order.lines.get(position=1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gross": "eight"}, "gross"),
        ({"gross": "NaN"}, "gross"),
        ({"gross": "1E+30"}, "gross"),
        ({"issue_date": "2 April"}, "issue_date"),
        ({"currency": "euro"}, "currency"),
        ({"state": "paid"}, "state"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_by_its_field(values, field):
    stage = staged(WHOLE)

    with pytest.raises(Invalid) as refused:
        actions.correct_reading(stage.invoice, by=stage.people.fay, at=at(DAY), values=values)

    assert refused.value.field == field
    stage.invoice.refresh_from_db()
    assert (stage.invoice.state, stage.invoice.corrections) == ("matched", {})


@pytest.mark.parametrize("who", ["pierre", "abel", "aud", "vera", "olu"])
def test_only_finance_and_procurement_correct(who):
    stage = staged(WHOLE)

    with pytest.raises(NotAllowed):
        actions.correct_reading(stage.invoice, by=getattr(stage.people, who), at=at(DAY), values=CORRECTED)

    stage.invoice.refresh_from_db()
    assert stage.invoice.corrections == {}


def test_changing_the_amount_after_the_payment_was_asked_for_voids_the_permission():
    stage = staged(WHOLE)
    hear(reactions.route_payment, "InvoiceMatched")
    payment = stage.invoice.authorizations.get()
    actions.decide_payment(payment, by=stage.people.fay, at=at(DAY), verdict="yes")

    actions.correct_reading(
        stage.invoice,
        by=stage.people.finn,
        at=at(DAY),
        values={"net": "7000.00", "gross": "7000.00", "payable": "7000.00"},
    )

    payment.refresh_from_db()
    assert payment.state == "void"
    assert not stage.invoice.authorizations.live().exists()


@pytest.mark.parametrize(
    "printed",
    [
        "Order: PO-2027-0001",
        "Order no.: PO-2027-0001",
        "Your order<br>PO-2027-0001",
        "PO: 2027-0001",
        "Purchase order PO-2027-0001",
        "Bestellnummer: PO-2027-0001",
        "Ihr Auftrag: PO-2027-0001",
        "Bon de commande : PO-2027-0001",
        "Work under PO-2027-0001 of 10 January",
        "For the attention of Maya, PO 2027/0001",
    ],
)
def test_an_order_is_found_wherever_its_number_stands_on_the_page(printed):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")

    invoice = receive(stage, pdf_of(WHOLE.replace("Purchase order: PO-2027-0001", printed)), name="invoice.pdf")

    assert (invoice.order, invoice.state) == (order, "matched")


@pytest.mark.parametrize("printed", ["Months 2027-01", "PO-2027-0009 of another customer", "Hall 2027, 0001"])
def test_what_only_resembles_an_order_number_names_none(printed):
    stage = make_stage()
    approve(stage)

    invoice = receive(stage, pdf_of(WHOLE.replace("Purchase order: PO-2027-0001", printed)), name="invoice.pdf")

    finding = next(told for told in invoice.matches.get().findings if told["code"] == "PO_MISSING")
    assert "No order number could be read on the invoice of Nordlicht Software GmbH." in finding["sentence"]


def test_an_order_that_the_page_prints_is_proposed_before_one_that_only_fits_by_amount():
    stage = make_stage()
    approve(stage)
    page = WHOLE.replace("Purchase order:", "Order: 4711-A<br>Work under")

    invoice = receive(stage, pdf_of(page), name="invoice.pdf")

    match = invoice.matches.get()
    assert ("PO_NOT_FOUND" in match.codes, match.proposed_order) == (True, "PO-2027-0001")
    assert any("its number stands elsewhere on the invoice" in told["sentence"] for told in match.findings)
