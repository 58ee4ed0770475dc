"""Contracts in the states in which stories begin, made by the real actions, reader and reactions."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from docx import Document as Word

from contracts import actions, reactions
from contracts.models import Contract
from documents.models import Origin, TextLayer, add_version
from flowmono import events
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Rule, RuleStep
from tests.people import NOON
from vendors.models import Vendor

DRAFTS = Path(__file__).resolve().parents[2] / "demo" / "documents"
TEXT = (
    "Services Agreement",
    "This Services Agreement is made on 1 March 2027 between Alder Foods Ltd, a company registered in England (the “Customer”), "
    "and Brightwell Consulting Ltd, a company registered in England (the “Supplier”).",
    "1. Services. The Supplier shall provide the services described in this Agreement from 1 April 2027.",
    "2. Fees. The Customer shall pay the Supplier a fixed fee of EUR 24,000.00, of which EUR 10,000.00 is payable on 30 April 2027 "
    "and EUR 14,000.00 is payable on 30 June 2027.",
    "3. Payment. The Customer shall pay each invoice within 30 days of receipt of the invoice.",
    "4. Term. This Agreement ends on 31 March 2028. It renews for successive periods of twelve months unless either party gives "
    "notice of non-renewal at least 60 days before the end of the term.",
    "5. Law. This Agreement is governed by the laws of England.",
)
PDF = b"%PDF-1.4\n%%EOF\n"


def word_file(*paragraphs: str) -> bytes:
    """A Word draft of these paragraphs."""
    draft = Word()
    for words in paragraphs or TEXT:
        draft.add_paragraph(words)
    file = BytesIO()
    draft.save(file)
    return file.getvalue()


def uploaded(by: User, *, paragraphs: tuple[str, ...] = TEXT, **facts: Any) -> Contract:
    """Being converted."""
    return actions.upload_draft(by=by, at=NOON, data=word_file(*paragraphs), filename="services.docx", **facts)


def converted(by: User, **facts: Any) -> Contract:
    """As `to_review`, through the real conversion: its PDF has pages, and its text stands somewhere on them."""
    return convert_and_read(uploaded(by, **facts))


def convert_and_read(contract: Contract) -> Contract:
    """What happens by itself to a draft that was brought: converted, and its terms read."""
    reactions.convert_draft(
        events.ContractDrafted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            number=contract.number,
            document_id=contract.document_id,
        )
    )
    version = contract.document.newest(Origin.CONVERTED)
    reactions.read_terms(
        events.DraftConverted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            document_id=contract.document_id,
            version_id=version.pk,
            pages=1,
            open_changes=0,
        )
    )
    return Contract.objects.get(pk=contract.pk)


def to_review(by: User, *, paragraphs: tuple[str, ...] = TEXT, **facts: Any) -> Contract:
    """Converted and read: a person confirms next. The PDF is a blank one; text, quotes and terms are real."""
    contract = uploaded(by, paragraphs=paragraphs, **facts)
    source = contract.document.newest(Origin.UPLOADED)
    version = add_version(
        contract.document,
        PDF,
        name="services.pdf",
        media_type="application/pdf",
        origin=Origin.CONVERTED,
        derived_from=source,
        certificate={"source_sha256": source.sha256, "engine": "test 1", "words": 9, "pages": 2, "changes": "none"},
    )
    text = "\n".join(paragraphs)
    half = text.index("3. Payment")
    TextLayer.objects.create(version=version, text=text, pages=[[1, 0, half], [2, half, len(text)]])
    contract = Contract.objects.lock(contract)
    contract.take_conversion(version, pages=2, open_changes=0, at=NOON)
    contract.save()
    reactions.read_terms(
        events.DraftConverted(
            case_id=contract.pk,
            at=NOON,
            contract_id=contract.pk,
            document_id=contract.document_id,
            version_id=version.pk,
            pages=2,
            open_changes=0,
        )
    )
    return Contract.objects.get(pk=contract.pk)


def ready(by: User, confirmed_by: User, **facts: Any) -> Contract:
    """Confirmed, its vendor registered: it can be submitted."""
    contract = actions.confirm_terms(to_review(by, **facts), by=confirmed_by, at=NOON)
    vendor = Vendor(name=contract.counterparty_name, risk="low")
    vendor.register(contract_id=contract.pk, at=NOON)
    vendor.save()
    reactions.link_vendor(
        events.VendorRegistered(
            case_id=contract.pk, at=NOON, vendor_id=vendor.pk, contract_id=contract.pk, name=vendor.name
        )
    )
    return Contract.objects.get(pk=contract.pk)


def in_approval(by: User, confirmed_by: User) -> Contract:
    """Before its approvers: an approver, then a director."""
    approval_rule()
    return actions.submit(ready(by, confirmed_by), by=by, at=NOON)


def approval_rule() -> Rule:
    """Contracts go to any approver, then to any director."""
    rule = Rule.objects.create(name="Contracts of any amount", kind="contract", from_amount=Decimal(0))
    for sequence, (title, role) in enumerate([("Budget owner", roles.APPROVER), ("Director", roles.DIRECTOR)], start=1):
        RuleStep.objects.create(
            rule=rule, sequence=sequence, title=title, role=Group.objects.get(name=role), mode="any"
        )
    return rule
