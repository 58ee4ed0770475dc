"""The invoice as data: UN/CEFACT Cross Industry Invoice, profile EN 16931 (Factur-X / ZUGFeRD 2).

Comments name the business terms of EN 16931-1 (BT-1 and so on). The order of the elements is the order of the schema.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

from demo.documents import facts
from demo.documents.shapes import Company, Invoice, InvoiceLine, day

RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
GUIDELINE = "urn:cen.eu:en16931:2017"
REVERSE_CHARGE = "Reverse charge – value added tax is owed by the recipient (Article 196 of Directive 2006/112/EC)"

Node = Any  # lxml has no type hints


def invoice_xml(invoice: Invoice) -> bytes:
    """The invoice as an EN 16931 document in CII syntax, UTF-8."""
    root = etree.Element(f"{{{RSM}}}CrossIndustryInvoice", nsmap={"rsm": RSM, "ram": RAM, "udt": UDT})
    context = etree.SubElement(root, f"{{{RSM}}}ExchangedDocumentContext")
    _text(_node(context, "GuidelineSpecifiedDocumentContextParameter"), "ID", GUIDELINE)  # BT-24
    document = etree.SubElement(root, f"{{{RSM}}}ExchangedDocument")
    _text(document, "ID", invoice.number)  # BT-1
    _text(document, "TypeCode", "380")  # BT-3
    _date(_node(document, "IssueDateTime"), "DateTimeString", invoice.issued_on)  # BT-2
    _text(_node(document, "IncludedNote"), "Content", invoice.note)  # BT-22
    transaction = etree.SubElement(root, f"{{{RSM}}}SupplyChainTradeTransaction")
    for number, line in enumerate(invoice.lines, start=1):
        _line(transaction, number, line)
    _agreement(transaction)
    delivery = _node(transaction, "ApplicableHeaderTradeDelivery")
    if invoice.supplied_on:
        event = _node(delivery, "ActualDeliverySupplyChainEvent")
        _date(_node(event, "OccurrenceDateTime"), "DateTimeString", invoice.supplied_on)  # BT-72
    _settlement(transaction, invoice)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _line(transaction: Node, number: int, line: InvoiceLine) -> None:
    item = _node(transaction, "IncludedSupplyChainTradeLineItem")
    _text(_node(item, "AssociatedDocumentLineDocument"), "LineID", str(number))  # BT-126
    product = _node(item, "SpecifiedTradeProduct")
    _text(product, "Name", line.name)  # BT-153
    _text(product, "Description", line.detail)  # BT-154
    price = _node(_node(item, "SpecifiedLineTradeAgreement"), "NetPriceProductTradePrice")
    _text(price, "ChargeAmount", _amount(line.price))  # BT-146
    quantity = _text(_node(item, "SpecifiedLineTradeDelivery"), "BilledQuantity", str(line.quantity))  # BT-129
    quantity.set("unitCode", "C62")  # BT-130: one
    settlement = _node(item, "SpecifiedLineTradeSettlement")
    tax = _node(settlement, "ApplicableTradeTax")
    _text(tax, "TypeCode", "VAT")
    _text(tax, "CategoryCode", "AE")  # BT-151
    _text(tax, "RateApplicablePercent", "0")  # BT-152
    _text(_node(settlement, "SpecifiedTradeSettlementLineMonetarySummation"), "LineTotalAmount", _amount(line.net))


def _agreement(transaction: Node) -> None:
    agreement = _node(transaction, "ApplicableHeaderTradeAgreement")
    _text(agreement, "BuyerReference", facts.AGREEMENT_NUMBER)  # BT-10
    _party(_node(agreement, "SellerTradeParty"), facts.PROVIDER, seller=True)
    _party(_node(agreement, "BuyerTradeParty"), facts.CUSTOMER, seller=False)
    contract = _node(agreement, "ContractReferencedDocument")
    _text(contract, "IssuerAssignedID", facts.AGREEMENT_NUMBER)  # BT-12


def _party(party: Node, company: Company, *, seller: bool) -> None:
    _text(party, "Name", company.name)  # BT-27, BT-44
    if seller:
        organisation = _node(party, "SpecifiedLegalOrganization")
        _text(organisation, "ID", company.register_number)  # BT-30
        contact = _node(party, "DefinedTradeContact")
        _text(contact, "PersonName", "Accounts receivable")  # BT-41
        phone = _node(contact, "TelephoneUniversalCommunication")
        _text(phone, "CompleteNumber", company.signatory.phone)  # BT-42
        _text(_node(contact, "EmailURIUniversalCommunication"), "URIID", company.invoices_email)  # BT-43
    address = _node(party, "PostalTradeAddress")
    _text(address, "PostcodeCode", company.address.postcode)  # BT-38, BT-53
    _text(address, "LineOne", company.address.street)  # BT-35, BT-50
    _text(address, "CityName", company.address.city)  # BT-37, BT-52
    _text(address, "CountryID", company.address.country_code)  # BT-40, BT-55
    mail = _text(_node(party, "URIUniversalCommunication"), "URIID", company.invoices_email)  # BT-34, BT-49
    mail.set("schemeID", "EM")
    tax = _text(_node(party, "SpecifiedTaxRegistration"), "ID", company.vat_id)  # BT-31, BT-48
    tax.set("schemeID", "VA")


def _settlement(transaction: Node, invoice: Invoice) -> None:
    settlement = _node(transaction, "ApplicableHeaderTradeSettlement")
    _text(settlement, "PaymentReference", invoice.number)  # BT-83
    _text(settlement, "InvoiceCurrencyCode", facts.CURRENCY)  # BT-5
    means = _node(settlement, "SpecifiedTradeSettlementPaymentMeans")
    _text(means, "TypeCode", "58")  # BT-81: SEPA credit transfer
    account = _node(means, "PayeePartyCreditorFinancialAccount")
    _text(account, "IBANID", facts.PROVIDER.bank.iban)  # BT-84
    _text(account, "AccountName", facts.PROVIDER.bank.holder)  # BT-85
    institution = _node(means, "PayeeSpecifiedCreditorFinancialInstitution")
    _text(institution, "BICID", facts.PROVIDER.bank.bic)  # BT-86
    tax = _node(settlement, "ApplicableTradeTax")
    _text(tax, "CalculatedAmount", "0.00")  # BT-117
    _text(tax, "TypeCode", "VAT")
    _text(tax, "ExemptionReason", REVERSE_CHARGE)  # BT-120
    _text(tax, "BasisAmount", _amount(invoice.net))  # BT-116
    _text(tax, "CategoryCode", "AE")  # BT-118
    _text(tax, "ExemptionReasonCode", "VATEX-EU-AE")  # BT-121
    _text(tax, "RateApplicablePercent", "0")  # BT-119
    terms = _node(settlement, "SpecifiedTradePaymentTerms")
    _text(terms, "Description", payment_sentence(invoice))  # BT-20
    _date(_node(terms, "DueDateDateTime"), "DateTimeString", invoice.due_on)  # BT-9
    sums = _node(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    _text(sums, "LineTotalAmount", _amount(invoice.net))  # BT-106
    _text(sums, "TaxBasisTotalAmount", _amount(invoice.net))  # BT-109
    _text(sums, "TaxTotalAmount", "0.00").set("currencyID", facts.CURRENCY)  # BT-110
    _text(sums, "GrandTotalAmount", _amount(invoice.net))  # BT-112
    _text(sums, "DuePayableAmount", _amount(invoice.net))  # BT-115


def payment_sentence(invoice: Invoice) -> str:
    """The payment term as the page and the data both word it."""
    return f"Payable within {facts.PAYMENT_DAYS} days from receipt, by {day(invoice.due_on)}."


def _node(parent: Node, name: str) -> Node:
    return etree.SubElement(parent, f"{{{RAM}}}{name}")


def _text(parent: Node, name: str, text: str) -> Node:
    node = _node(parent, name)
    node.text = text
    return node


def _date(parent: Node, name: str, on: date) -> None:
    node = etree.SubElement(parent, f"{{{UDT}}}{name}", format="102")
    node.text = on.strftime("%Y%m%d")


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"
