"""An invoice that the vendor sends when none is given: the first payable milestone or fee, as an e-invoice (UBL)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from demo.documents.bills import BillLine, Paper, Party, write_bill
from flowmono.common.models import Company
from flowmono.common.money import round_money
from flowmono.intelligence.invoices import read_invoice
from procurement.models import Order, OrderLine

if TYPE_CHECKING:
    from demo.play import Bill, Play

FIRST = ("deposit", "on_signature", "recurring", "milestone", "date", "unit_price")


def bill_first_payable(play: "Play") -> "Bill":
    """Bill what falls due first under the order: a deposit or fee on signature, else the first period or milestone."""
    from demo.play import Bill  # noqa: PLC0415 - play imports this module

    order = Order.objects.get(contract=play.deal)
    line = _first_line(order)
    quantity = Decimal(10) if line.kind == "unit_price" else Decimal(1)
    price = line.unit_price
    issued = (play.at + timedelta(days=14)).date()
    if line.term is not None and line.term.due_on is not None:
        issued = max(issued, line.term.due_on)
    data = write_invoice(order, line, number=f"INV-{issued:%Y}-0001", issued_on=issued, quantity=quantity, price=price)
    name = f"invoice-{issued:%Y}-0001.xml"
    return Bill(name, data, read_invoice(data, name))


def _first_line(order: Order) -> OrderLine:
    lines = [line for line in order.lines.select_related("term").order_by("position") if line.kind in FIRST]
    firm = [line for line in lines if not line.optional] or lines
    return min(firm, key=lambda line: (FIRST.index(line.kind), line.position))


def write_invoice(
    order: Order, line: OrderLine, *, number: str, issued_on: date, quantity: Decimal, price: Decimal
) -> bytes:
    """A UBL 2.1 invoice of one line, without tax (category O: not subject to VAT), that names its order."""
    company = Company.here()
    net = round_money(price * quantity, order.currency)
    paper = Paper(
        number=number,
        issued_on=issued_on,
        due_on=None,
        currency=order.currency,
        order=order.number,
        seller=Party(order.vendor.name, order.vendor.country or "DE", order.vendor.vat_id),
        buyer=Party(company.name, company.country or "DE", company.vat_id),
        iban="",
        lines=(BillLine(line.description, quantity, price, net, str(line.position), line.unit),),
    )
    return write_bill(paper)
