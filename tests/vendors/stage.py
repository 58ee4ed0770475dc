"""What stories about vendors start from: a signed contract with its schedule, a vendor with its contact, files to hand in."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import Contract, Term
from documents.models import Document
from flowmono import events
from flowmono.accounts.models import User
from tests.people import NOON, make_person
from vendors import actions, reactions
from vendors.models import Contact, Onboarding, Vendor, Workspace
from vendors.seeding import seed_checklists

PDF = b"%PDF-1.7\nstory\n%%EOF\n"
VALID_UNTIL = date(2027, 9, 30)
IBAN = "DE75512108001245126199"

# Title, kind, amount, due day.
SCHEDULE = (
    ("Deposit on signature", "deposit", "9000.00", None),
    ("Concept", "milestone", "12000.00", date(2027, 4, 30)),
    ("Build", "milestone", "24000.00", date(2027, 7, 31)),
    ("Support by the hour", "unit_price", "120.00", None),
)


def make_vendor(name: str = "Nordlicht Beratung GmbH", *, contact: str = "vera", **facts: Any) -> Vendor:
    """A vendor with one contact who has an account. The cast's Vera speaks for the first."""
    maya = make_person("maya")
    vendor = actions.create_vendor(by=maya, at=NOON, values={"name": name, **facts})
    if contact:
        make_contact(vendor, contact)
    return vendor


def make_contact(vendor: Vendor, key: str) -> Contact:
    """A contact of the vendor: one of the cast, or somebody new with this name."""
    email = f"{key}@example.com"
    if key == "vera":
        person = make_person("vera")
        contact = Contact(vendor=vendor, name=str(person), email=email, user=person)
        contact.save()
        return contact
    contact = actions.add_contact(vendor, by=make_person("maya"), at=NOON, name=key.title(), email=email)
    actions.account_of(contact)
    return contact


INSURED = "6.1 The Provider keeps professional liability insurance of at least EUR 2,000,000 throughout the term."


def make_contract(
    vendor: Vendor, *, requester: User | None = None, number: str = "CT-2027-0001", insured: str = INSURED
) -> Contract:
    """A contract out for signature with its schedule and the insurance that it asks for, each with its sentence."""
    paper = Document(case_key=vendor.pk, title="Agreement", kind="contract")
    paper.save()
    contract = Contract(
        number=number,
        title="Calibration services",
        category="services agreement",
        requester=requester or make_person("pierre"),
        document=paper,
        vendor=vendor,
        counterparty_name=vendor.name,
        currency="EUR",
        total=Decimal("45000.00"),
        orderable=True,
        state="out_for_signature",
    )
    contract.save()
    for position, (title, kind, amount, due_on) in enumerate(SCHEDULE, 1):
        Term(
            contract=contract,
            field="schedule",
            position=position,
            label=title,
            description=title,
            item_kind=kind,
            amount=Decimal(amount),
            currency="EUR",
            due_on=due_on,
            acceptance="Accepted in writing" if kind == "milestone" else "",
            quote=f"{title}: EUR {amount}",
            page=position,
        ).save()
    if insured:
        Term(
            contract=contract,
            field="obligation",
            position=1,
            label="Insurance",
            description="insurance",
            value="EUR 2,000,000",
            quote=insured,
            page=4,
        ).save()
    return contract


def sign(contract: Contract, *, at: datetime = NOON) -> tuple[Onboarding, Workspace]:
    """What the contract's signature opens on the vendors' side."""
    contract.sign(at=at)
    signed = next(event for event in contract.announced if isinstance(event, events.ContractSigned))
    contract.save()
    seed_checklists()
    reactions.open_onboarding(signed)
    reactions.open_workspace(signed)
    return Onboarding.objects.get(contract=contract), Workspace.objects.get(contract=contract)


def start(workspace: Workspace, *, at: datetime = NOON) -> Workspace:
    """Let the work begin, as the approval of the order does."""
    reactions.start_milestones(
        events.OrderApproved(
            case_id=workspace.contract_id,
            at=at,
            order_id=workspace.pk,
            contract_id=workspace.contract_id,
            vendor_id=workspace.vendor_id,
            number="PO-2027-0001",
            total=Decimal("45000.00"),
            currency="EUR",
        )
    )
    workspace.refresh_from_db()
    return workspace


def upload(name: str = "paper.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type="application/pdf")


def noon(month: int, day: int, year: int = 2027) -> datetime:
    return datetime(year, month, day, 12, 0, tzinfo=UTC)
