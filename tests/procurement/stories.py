"""A signed contract with its terms, a vendor with a verified account, rules, and orders and invoices in the states stories begin with."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.db import transaction
from lxml import etree

from contracts.models import Contract, Term
from documents.models import Document, Origin, add_version
from flowmono import events
from flowmono.accounts import roles
from flowmono.approvals.models import Rule, RuleStep
from flowmono.common.acting import SYSTEM, acting
from flowmono.common.models import Company
from flowmono.intelligence.invoices.memory import Spot
from flowmono.outbox.models import RecordedEvent
from procurement import actions, reactions
from procurement.models import Invoice, Order, RememberedField, VendorLayout
from tests.people import NOON, make_people
from vendors.models import BankAccount, Contact, Milestone, Vendor, Workspace

IBAN = "DE89370400440532013000"
OTHER_IBAN = "FR1420041010050500013M02606"
VAT_ID = "DE136695976"
OUR_VAT_ID = "ATU13585627"


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def make_rule(kind, *steps, below=None, start=0):
    rule = Rule.objects.create(name=f"{kind} from {start}", kind=kind, from_amount=start, below_amount=below)
    for sequence, role in enumerate(steps, 1):
        RuleStep.objects.create(
            rule=rule, sequence=sequence, title=f"{role} {sequence}", role=Group.objects.get(name=role)
        )
    return rule


def make_rules():
    make_rule("order", roles.APPROVER, below=25000)
    make_rule("order", roles.APPROVER, roles.DIRECTOR, start=25000)
    make_rule("payment", roles.FINANCE, roles.FINANCE)
    make_rule("requisition", roles.APPROVER, below=25000)


def make_company():
    company, _made = Company.objects.get_or_create(
        pk=1,
        defaults={
            "name": "Adler Instruments GmbH",
            "vat_id": OUR_VAT_ID,
            "country": "AT",
            "iban": "AT611904300234573201",
        },
    )
    return company


def make_vendor(name="Nordlicht Software GmbH", **facts):
    known = {"vat_id": VAT_ID, "country": "DE", "email": "vera@example.com", "state": "active"}
    vendor = Vendor(name=name, **{**known, **facts})
    vendor.save()
    return vendor


def make_account(vendor, people, *, iban=IBAN, verified_on=date(2026, 10, 1)):
    """Proposed by the vendor, called back by Maya, confirmed by Gwen."""
    account = BankAccount(vendor=vendor, holder=vendor.name, iban=iban, country=iban[:2], proposed_by=people.vera)
    account.call_back(by=people.maya, at=at(verified_on), contact="+49 30 1234, known since 2024")
    account.verify(by=people.gwen, at=at(verified_on), on=verified_on)
    account.save()
    return account


def item(kind, description, amount, **facts):
    return {"item_kind": kind, "description": description, "amount": amount and Decimal(amount), **facts}


SCHEDULE = (
    item("milestone", "M1 Interface design", "8000.00", quote="The fee for M1 is EUR 8,000.00.", page=3),
    item("milestone", "M2 Installation", "12000.00", quote="The fee for M2 is EUR 12,000.00.", page=3),
    item("unit_price", "Additional engineering hours", "120.00", unit="hour", optional=True, quote="EUR 120 per hour."),
)


def make_contract(people, vendor, *, schedule=SCHEDULE, verified=True, **facts):
    """A signed contract with a schedule; its terms are confirmed by Lena unless told otherwise."""
    paper = Document(title="Services agreement", kind="contract", case_key=vendor.pk)
    paper.save()
    add_version(paper, b"%PDF-1.7 contract", name="c.pdf", media_type="application/pdf", origin=Origin.CONVERTED)
    contract = Contract(
        **{
            "number": f"CT-2027-{Contract.objects.count() + 1:04d}",
            "title": "Calibration software",
            "category": "services agreement",
            "state": "signed",
            "signed_at": NOON,
            "requester": people.pierre,
            "department": "Calibration",
            "document": paper,
            "vendor": vendor,
            "currency": "EUR",
            "orderable": True,
            "effective_on": date(2027, 3, 1),
            "ends_on": date(2028, 2, 29),
            "payment_days": 30,
            **facts,
        }
    )
    contract.save()
    proof = {"state": "confirmed", "verified_by": people.lena, "verified_at": NOON} if verified else {}
    for position, values in enumerate(schedule, 1):
        term = {"currency": contract.currency, "label": values["description"], **values, **proof}
        Term(contract=contract, field="schedule", position=position, **term).save()
    return contract


def signed(contract):
    return events.ContractSigned(
        case_id=contract.pk,
        at=NOON,
        contract_id=contract.pk,
        number=contract.number,
        vendor_id=contract.vendor_id,
        category=contract.category,
        currency=contract.currency,
        total=contract.total,
        orderable=contract.orderable,
        effective_on=contract.effective_on,
    )


def last(name):
    """The last event of a name, as it was announced."""
    return RecordedEvent.objects.filter(name=name).order_by("-id").first().event


def hear(reaction, name):
    """Let one reaction hear the last event of a name, as a delivery would."""
    event = last(name)
    with acting(SYSTEM, at=event.at), transaction.atomic():
        reaction(event)


def make_stage(*, schedule=SCHEDULE, verified=True, **facts):
    """Everybody, the company, a vendor with a verified account, and a signed contract."""
    names = ("maya", "abel", "dora", "pierre", "lena", "fay", "finn", "gwen", "aud", "vera", "olu", "carl")
    people = SimpleNamespace(**dict(zip(names, make_people(*names), strict=True)))
    make_company()
    make_rules()
    vendor = make_vendor()
    contact = Contact(vendor=vendor, name="Vera Costa", email="vera@example.com", user=people.vera)
    contact.save()
    account = make_account(vendor, people)
    contract = make_contract(people, vendor, schedule=schedule, verified=verified, **facts)
    return SimpleNamespace(people=people, vendor=vendor, account=account, contract=contract)


def draft(stage):
    """The order that the signed contract drafts, before its approvers."""
    with acting(SYSTEM, at=NOON):
        reactions.draft_order(signed(stage.contract))
    hear(reactions.submit_drafted_order, "OrderDrafted")
    return Order.objects.get(contract=stage.contract)


def approve(stage):
    """The order, approved by Abel (and Dora when it is large), with its workspace and milestones."""
    order = draft(stage)
    order = actions.decide_order(order, by=stage.people.abel, at=NOON + timedelta(hours=1), verdict="yes")
    if order.state == "in_approval":
        order = actions.decide_order(order, by=stage.people.dora, at=NOON + timedelta(hours=2), verdict="yes")
    open_workspace(stage, order)
    return order


def open_workspace(stage, order):
    workspace = Workspace(
        contract=stage.contract, vendor=stage.vendor, requester=stage.people.pierre, title="Work", state="running"
    )
    workspace.save()
    kinds = {"milestone", "deposit", "on_signature", "date", "retention"}
    for position, line in enumerate(order.lines.filter(kind__in=kinds, optional=False), 1):
        Milestone(
            workspace=workspace,
            contract=stage.contract,
            term=line.term,
            position=position,
            title=line.description,
            kind=line.kind,
            amount=line.amount,
            currency=order.currency,
            state="open",
        ).save()
    return workspace


def accept(stage, title, percent="100", on=date(2027, 4, 1)):
    """Vera hands a milestone in; Pierre accepts it."""
    milestone = Milestone.objects.get(contract=stage.contract, title=title)
    milestone.submit(by=stage.people.vera, at=at(on), note="Done.")
    milestone.accept(by=stage.people.pierre, on=on, percent=Decimal(percent), at=at(on))
    milestone.save()
    return milestone


CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"


def write_invoice(
    number,
    lines,
    *,
    order=None,
    issued=date(2027, 4, 2),
    seller="Nordlicht Software GmbH",
    vat_id=VAT_ID,
    iban=IBAN,
    currency="EUR",
    type_code="380",
    preceding=None,
    email="",
):
    """A UBL invoice without tax (category O). lines: (description, net) or (description, quantity, price, line of order)."""
    root = etree.Element(f"{{{UBL}}}Invoice", nsmap={None: UBL, "cbc": CBC, "cac": CAC})

    def leaf(parent, name, text, **attributes):
        etree.SubElement(parent, f"{{{CBC}}}{name}", **attributes).text = str(text)

    def node(parent, name):
        return etree.SubElement(parent, f"{{{CAC}}}{name}")

    rows = [row if len(row) == 4 else (row[0], Decimal(1), Decimal(row[1]), None) for row in lines]
    net = sum((Decimal(q) * Decimal(p) for _d, q, p, _l in rows), Decimal(0))
    leaf(root, "CustomizationID", "urn:cen.eu:en16931:2017")
    leaf(root, "ID", number)
    leaf(root, "IssueDate", issued.isoformat())
    leaf(root, "InvoiceTypeCode", type_code)
    leaf(root, "DocumentCurrencyCode", currency)
    if order is not None:
        leaf(node(root, "OrderReference"), "ID", order.number)
    if preceding:
        leaf(node(node(root, "BillingReference"), "InvoiceDocumentReference"), "ID", preceding)
    for role, name, tax_id, country in (
        ("AccountingSupplierParty", seller, vat_id, "DE"),
        ("AccountingCustomerParty", "Adler Instruments GmbH", OUR_VAT_ID, "AT"),
    ):
        party = node(node(root, role), "Party")
        leaf(node(node(party, "PostalAddress"), "Country"), "IdentificationCode", country)
        scheme = node(party, "PartyTaxScheme")
        leaf(scheme, "CompanyID", tax_id)
        leaf(node(scheme, "TaxScheme"), "ID", "VAT")
        leaf(node(party, "PartyLegalEntity"), "RegistrationName", name)
        if email and role == "AccountingSupplierParty":
            leaf(node(party, "Contact"), "ElectronicMail", email)
    if iban:
        means = node(root, "PaymentMeans")
        leaf(means, "PaymentMeansCode", "58")
        leaf(node(means, "PayeeFinancialAccount"), "ID", iban)
    tax = node(root, "TaxTotal")
    leaf(tax, "TaxAmount", "0.00", currencyID=currency)
    part = node(tax, "TaxSubtotal")
    leaf(part, "TaxableAmount", f"{net:.2f}", currencyID=currency)
    leaf(part, "TaxAmount", "0.00", currencyID=currency)
    _category(part, "TaxCategory", reason="Not subject to VAT")
    totals = node(root, "LegalMonetaryTotal")
    for name in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"):
        leaf(totals, name, f"{net:.2f}", currencyID=currency)
    for position, (description, quantity, price, order_line) in enumerate(rows, 1):
        row = node(root, "InvoiceLine")
        leaf(row, "ID", position)
        leaf(row, "InvoicedQuantity", quantity, unitCode="C62")
        leaf(row, "LineExtensionAmount", f"{Decimal(quantity) * Decimal(price):.2f}", currencyID=currency)
        if order_line:
            leaf(node(row, "OrderLineReference"), "LineID", order_line)
        thing = node(row, "Item")
        leaf(thing, "Name", description)
        _category(thing, "ClassifiedTaxCategory")
        leaf(node(row, "Price"), "PriceAmount", price, currencyID=currency)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _category(parent, name, reason=""):
    category = etree.SubElement(parent, f"{{{CAC}}}{name}")
    etree.SubElement(category, f"{{{CBC}}}ID").text = "O"
    if reason:
        etree.SubElement(category, f"{{{CBC}}}TaxExemptionReason").text = reason
    etree.SubElement(etree.SubElement(category, f"{{{CAC}}}TaxScheme"), f"{{{CBC}}}ID").text = "VAT"


def receive(stage, data, *, on=date(2027, 4, 3), hour=9, name="invoice.xml", by=None):
    """Vera sends an invoice through the portal; it is read and matched."""
    who = by or stage.people.vera
    vendor = stage.vendor if by is None else None
    invoice = actions.receive_invoice(vendor, by=who, at=at(on, hour), data=data, filename=name)
    hear(reactions.read_received_invoice, "InvoiceReceived")
    hear(reactions.match_read_invoice, "InvoiceRead")
    return Invoice.objects.get(pk=invoice.pk)


def route(invoice):
    """Route the payment of an invoice that has just passed the matcher."""
    hear(reactions.route_payment, "InvoiceMatched")
    return invoice.authorizations.live().get()


def authorize(stage, invoice, day=date(2027, 4, 5)):
    """Fay and Finn authorize."""
    payment = route(invoice)
    payment = actions.decide_payment(payment, by=stage.people.fay, at=at(day), verdict="yes")
    return actions.decide_payment(payment, by=stage.people.finn, at=at(day, 10), verdict="yes")


def make_remembered(invoice, *, by):
    """What a correction of an invoice taught about its vendor's layout."""
    labels = [["rechnungsnr", 60], ["rechnungsdatum", 60], ["gesamtbetrag netto", 50], ["gesamtbetrag brutto", 50]]
    layout = VendorLayout.objects.create(
        vendor=invoice.vendor, fingerprint="0" * 12, labels=labels, first_seen=invoice, created_at=NOON
    )
    spot = Spot("right", ("rechnungsnr",), 9.5, 12.8, adjoining=True, said="Rechnungsnr")
    field = RememberedField(
        layout=layout, field="number", version=1, spots=[asdict(spot)], value="RE-1", taught_by=by, taught_from=invoice
    )
    field.save()
    return field
