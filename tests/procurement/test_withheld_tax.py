"""Income tax that we keep back for the tax office is never payable to the vendor, and is no money kept until acceptance."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine

from contracts.models import Term
from procurement import actions, reactions
from procurement.models import Invoice
from procurement.withholding import _deducted
from tests.procurement.stories import (
    IBAN,
    OUR_VAT_ID,
    VAT_ID,
    accept,
    approve,
    at,
    authorize,
    hear,
    make_stage,
    receive,
)
from tests.procurement.test_invoices import current
from tests.procurement.test_reading import pdf_of

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 2)


def page(order, *rows):
    sums = "".join(f"<tr><td>{label}<td style='text-align: right'>{amount}" for label, amount in rows)
    return pdf_of(f"""
<h1>Factura</h1><p><b>Nordlicht Software GmbH</b><br>Calle Mayor 4, 28013 Madrid<br>NIF {VAT_ID}</p>
<p>Cliente: Adler Instruments GmbH<br>Ringgasse 2, 1010 Wien<br>NIF {OUR_VAT_ID}</p>
<p>Número de factura: F-77<br>Fecha: 02/04/2027<br>Pedido: {order.number}</p>
<table style="width: 100%"><tr><th>Descripción<th>Cantidad<th>Precio<th>Importe
<tr><td>M1 Interface design<td>1<td>8.000,00 €<td>8.000,00 €</table>
<table style="margin-left: auto">{sums}</table><p>IBAN {IBAN}</p>""")


ROWS = (("Base imponible", "8.000,00 €"), ("IVA (21%)", "1.680,00 €"), ("Retención IRPF 15 %", "-1.200,00 €"), ("Total a pagar", "8.480,00 €"))  # fmt: skip


def sent(*, retention=None):
    stage = make_stage()
    if retention is not None:
        proof = {"state": "confirmed", "verified_by": stage.people.lena, "verified_at": at(DAY)}
        Term(
            contract=stage.contract, field="retention", label="Retention", position=9, percent=Decimal(retention), quote="5 %.", **proof
        ).save()  # fmt: skip
    order = approve(stage)
    order.lines.update(vat_rate=21)
    accept(stage, "M1 Interface design")
    return stage, receive(stage, page(order, *ROWS), name="f.pdf")


def test_the_sum_is_read_into_a_field_of_its_own_and_what_is_payable_is_less_by_it():
    _stage, invoice = sent()

    assert (invoice.reading["withheld_tax"], invoice.reading["retention"]) == ("1200.00", None)
    assert (invoice.gross, invoice.payable) == (Decimal("9680.000"), Decimal("8480.000"))
    answer = current(invoice)
    assert not {code for code in answer.codes if code.startswith("ARITH")}
    assert answer.inputs["invoice"]["withheld_tax"] == "1200.00"


def test_what_a_contract_keeps_back_until_acceptance_is_kept_back_beside_it():
    """Five in a hundred of the net, 400, whatever goes to the tax office; the ledger of what is released later holds that alone."""
    stage, invoice = sent(retention="5")
    assert invoice.state == "matched", current(invoice).codes

    payment = authorize(stage, invoice)

    answer = current(invoice)
    assert answer.retention == Decimal("400.000")
    assert payment.amount == Decimal("8080.00")


def test_the_pages_and_programs_say_what_is_kept_back_and_for_whom(client):
    stage, invoice = sent()
    payment = authorize(stage, invoice)
    client.force_login(stage.people.fay)

    shown = client.get(invoice.get_absolute_url()).content.decode()
    asked = client.get(payment.get_absolute_url()).content.decode()
    told = client.get(f"/api/v1/invoices/{invoice.pk}/").json()

    for html in (shown, asked):
        assert "Income tax kept back, for the tax office" in html
        assert "1,200.00" in html
    assert (told["withheld_tax"], told["payable"]) == ("1200.00", "8480.00")


@pytest.mark.parametrize("amount", ["-9.000,00 €"])
def test_a_sum_that_does_not_make_what_is_to_pay_stops_it(amount):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    rows = [(label, amount if "IRPF" in label else said) for label, said in ROWS]

    invoice = receive(stage, page(order, *rows), name="f.pdf")

    assert invoice.state == "review"
    assert not invoice.authorizations.exists()


def test_a_clerk_enters_what_the_reader_did_not_know_by_its_name(client):
    stage = make_stage()
    order = approve(stage)
    order.lines.update(vat_rate=21)
    accept(stage, "M1 Interface design")
    rows = (*ROWS[:2], ("Cuota a cuenta del destinatario", "-1.200,00 €"), ROWS[3])
    invoice = receive(stage, page(order, *rows), name="f.pdf")
    assert invoice.reading["withheld_tax"] is None
    assert invoice.state != "matched"
    client.force_login(stage.people.fay)
    correct = f"{invoice.get_absolute_url()}correct/"
    asked = client.get(correct).content.decode()
    assert "Income tax kept back, for the tax office" in asked
    entered = {
        "number": "F-77", "currency": "EUR", "issue_date": "2027-04-02", "order_ref": order.number, "seller_name": "Nordlicht Software GmbH",
        "seller_vat": VAT_ID, "iban": IBAN, "net": "8000.00", "tax": "1680.00", "gross": "9680.00", "payable": "8480.00",
    }  # fmt: skip

    refused = client.post(correct, {**entered, "withheld_tax": "-1200.00"})
    assert refused.status_code == 422
    assert "without a minus sign" in refused.content.decode()
    with time_machine.travel(at(DAY), tick=False):
        client.force_login(stage.people.fay)
        saved = client.post(correct, {**entered, "withheld_tax": "1200.00"})
    assert saved.url == invoice.get_absolute_url()
    hear(reactions.match_read_invoice, "InvoiceRead")

    invoice.refresh_from_db()
    assert invoice.state == "matched", current(invoice).codes
    assert (invoice.said_withheld_tax, invoice.payable) == (Decimal(1200), Decimal(8480))
    assert current(invoice).inputs["invoice"]["withheld_tax"] == "1200.00"


def test_what_a_clerk_entered_as_kept_back_counts_in_the_ledger_of_what_is_released_later():
    stage, invoice = sent(retention="5")
    values = {"withheld_tax": None, "retention": "1200.00", "payable": "8480.00"}
    actions.correct_reading(invoice, by=stage.people.fay, at=at(DAY), values=values)
    hear(reactions.match_read_invoice, "InvoiceRead")
    invoice.refresh_from_db()
    assert invoice.state == "matched", current(invoice).codes
    other = Invoice(pk=uuid4(), contract_id=invoice.contract_id)

    kept = _deducted(stage.contract, other)

    assert kept == [(current(invoice).retention + 1200, Decimal(0))]
