"""An invoice that the vendor sends when none is given: the first payable milestone or fee, as an e-invoice (UBL)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lxml import etree

from flowmono.common.models import Company
from flowmono.common.money import round_money
from flowmono.intelligence.invoices import read_invoice
from procurement.models import Order, OrderLine

if TYPE_CHECKING:
    from demo.play import Bill, Play

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
Node = Any  # lxml has no type hints
# UN/ECE Recommendation 20 codes of the units that fees are agreed in.
UNITS = {"hour": "HUR", "day": "DAY", "week": "WEE", "month": "MON", "year": "ANN"}
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
    currency = order.currency
    net = round_money(price * quantity, currency)
    root = etree.Element(f"{{{UBL}}}Invoice", nsmap={None: UBL, "cbc": CBC, "cac": CAC})
    _text(root, "CustomizationID", "urn:cen.eu:en16931:2017")
    _text(root, "ID", number)
    _text(root, "IssueDate", issued_on.isoformat())
    _text(root, "InvoiceTypeCode", "380")
    _text(root, "DocumentCurrencyCode", currency)
    _text(_node(root, "OrderReference"), "ID", order.number)
    _party(_node(root, "AccountingSupplierParty"), order.vendor.name, order.vendor.country, order.vendor.vat_id)
    company = Company.here()
    _party(_node(root, "AccountingCustomerParty"), company.name, company.country, company.vat_id)
    tax = _node(root, "TaxTotal")
    _money(tax, "TaxAmount", Decimal(0), currency)
    part = _node(tax, "TaxSubtotal")
    _money(part, "TaxableAmount", net, currency)
    _money(part, "TaxAmount", Decimal(0), currency)
    _category(_node(part, "TaxCategory"), reason=True)
    totals = _node(root, "LegalMonetaryTotal")
    for name in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"):
        _money(totals, name, net, currency)
    row = _node(root, "InvoiceLine")
    _text(row, "ID", "1")
    _text(row, "InvoicedQuantity", f"{quantity:f}", unitCode=UNITS.get(line.unit.casefold(), "C62"))
    _money(row, "LineExtensionAmount", net, currency)
    _text(_node(row, "OrderLineReference"), "LineID", str(line.position))
    item = _node(row, "Item")
    _text(item, "Name", line.description)
    _category(_node(item, "ClassifiedTaxCategory"))
    _money(_node(row, "Price"), "PriceAmount", price, currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _node(parent: Node, name: str) -> Node:
    return etree.SubElement(parent, f"{{{CAC}}}{name}")


def _text(parent: Node, name: str, words: str, **attributes: str) -> None:
    node = etree.SubElement(parent, f"{{{CBC}}}{name}", attributes)
    node.text = words


def _money(parent: Node, name: str, amount: Decimal, currency: str) -> None:
    _text(parent, name, f"{amount:f}", currencyID=currency)


def _party(parent: Node, name: str, country: str, vat_id: str) -> None:
    party = _node(parent, "Party")
    _text(_node(party, "PartyName"), "Name", name)
    _text(_node(_node(party, "PostalAddress"), "Country"), "IdentificationCode", country or "DE")
    if vat_id:
        scheme = _node(party, "PartyTaxScheme")
        _text(scheme, "CompanyID", vat_id)
        _text(_node(scheme, "TaxScheme"), "ID", "VAT")
    _text(_node(party, "PartyLegalEntity"), "RegistrationName", name)


def _category(parent: Node, *, reason: bool = False) -> None:
    _text(parent, "ID", "O")
    if reason:
        _text(parent, "TaxExemptionReason", "Not subject to VAT")
    _text(_node(parent, "TaxScheme"), "ID", "VAT")
