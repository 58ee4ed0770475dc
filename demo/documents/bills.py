"""Invoices and credit notes of vendors as UBL 2.1, from plain values. Tax is not charged (category O)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
# UN/ECE Recommendation 20 codes of the units that fees are agreed in; C62 is "one".
UNITS = {"hour": "HUR", "day": "DAY", "week": "WEE", "month": "MON", "year": "ANN"}
Node = Any  # lxml has no type hints


@dataclass(frozen=True)
class BillLine:
    """A line: `price` for one unit, net; `place` is the order's line that it bills."""

    name: str
    quantity: Decimal
    price: Decimal
    net: Decimal
    place: str
    unit: str = ""


@dataclass(frozen=True)
class Party:
    """Who bills, or is billed: a name, an ISO 3166 country, a tax number or none."""

    name: str
    country: str
    tax_id: str = ""


@dataclass(frozen=True)
class Paper:
    """An invoice, or with `credits` (the number of the invoice that it corrects) a credit note."""

    number: str
    issued_on: date
    due_on: date | None
    currency: str
    order: str
    seller: Party
    buyer: Party
    iban: str
    lines: tuple[BillLine, ...]
    note: str = ""
    credits: str = ""

    @property
    def net(self) -> Decimal:
        """The sum of the lines, which is what is asked for."""
        return sum((line.net for line in self.lines), Decimal(0))


def write_bill(paper: Paper) -> bytes:
    """The document as UTF-8 XML; elements in the order of the schema."""
    kind = "CreditNote" if paper.credits else "Invoice"
    space = f"{UBL}{kind}-2"
    root = etree.Element(f"{{{space}}}{kind}", nsmap={None: space, "cbc": CBC, "cac": CAC})
    _text(root, "CustomizationID", "urn:cen.eu:en16931:2017")
    _text(root, "ID", paper.number)
    _text(root, "IssueDate", paper.issued_on.isoformat())
    if not paper.credits and paper.due_on:
        _text(root, "DueDate", paper.due_on.isoformat())
    _text(root, f"{kind}TypeCode", "381" if paper.credits else "380")
    if paper.note:
        _text(root, "Note", paper.note)
    _text(root, "DocumentCurrencyCode", paper.currency)
    _text(_node(root, "OrderReference"), "ID", paper.order)
    if paper.credits:
        _text(_node(_node(root, "BillingReference"), "InvoiceDocumentReference"), "ID", paper.credits)
    _party(_node(root, "AccountingSupplierParty"), paper.seller)
    _party(_node(root, "AccountingCustomerParty"), paper.buyer)
    if paper.iban:
        means = _node(root, "PaymentMeans")
        _text(means, "PaymentMeansCode", "30")
        _text(_node(means, "PayeeFinancialAccount"), "ID", paper.iban)
    _write_totals(root, paper)
    for number, line in enumerate(paper.lines, 1):
        _write_line(root, kind, number, line, paper.currency)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _write_totals(root: Node, paper: Paper) -> None:
    tax = _node(root, "TaxTotal")
    _money(tax, "TaxAmount", Decimal(0), paper.currency)
    part = _node(tax, "TaxSubtotal")
    _money(part, "TaxableAmount", paper.net, paper.currency)
    _money(part, "TaxAmount", Decimal(0), paper.currency)
    _category(_node(part, "TaxCategory"), reason=True)
    totals = _node(root, "LegalMonetaryTotal")
    for name in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"):
        _money(totals, name, paper.net, paper.currency)


def _write_line(root: Node, kind: str, number: int, line: BillLine, currency: str) -> None:
    row = _node(root, f"{kind}Line")
    _text(row, "ID", str(number))
    counted = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    _text(row, counted, f"{line.quantity:f}", unitCode=UNITS.get(line.unit.casefold(), "C62"))
    _money(row, "LineExtensionAmount", line.net, currency)
    _text(_node(row, "OrderLineReference"), "LineID", line.place)
    item = _node(row, "Item")
    _text(item, "Name", line.name)
    _category(_node(item, "ClassifiedTaxCategory"))
    _money(_node(row, "Price"), "PriceAmount", line.price, currency)


def _node(parent: Node, name: str) -> Node:
    return etree.SubElement(parent, f"{{{CAC}}}{name}")


def _text(parent: Node, name: str, words: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = words


def _money(parent: Node, name: str, amount: Decimal, currency: str) -> None:
    _text(parent, name, f"{amount:f}", currencyID=currency)


def _party(parent: Node, who: Party) -> None:
    party = _node(parent, "Party")
    _text(_node(party, "PartyName"), "Name", who.name)
    _text(_node(_node(party, "PostalAddress"), "Country"), "IdentificationCode", who.country)
    if who.tax_id:
        scheme = _node(party, "PartyTaxScheme")
        _text(scheme, "CompanyID", who.tax_id)
        _text(_node(scheme, "TaxScheme"), "ID", "VAT")
    _text(_node(party, "PartyLegalEntity"), "RegistrationName", who.name)


def _category(parent: Node, *, reason: bool = False) -> None:
    _text(parent, "ID", "O")
    if reason:
        _text(parent, "TaxExemptionReason", "Not subject to VAT")
    _text(_node(parent, "TaxScheme"), "ID", "VAT")
