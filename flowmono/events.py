"""Every event ever announced: frozen dataclasses of plain values, past tense.

Each event class owns a real django.dispatch.Signal; flowmono/workflows.py connects the receivers. `case_id` is the case
(a contract, or the record itself when no contract stands behind it) under whose ledger it is written; `at` is the moment
at which it happened, as the door that caused it saw the clock.
"""

import dataclasses
import typing
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, ClassVar, Self, get_args, get_origin
from uuid import UUID

from django.dispatch import Signal

REGISTRY: "dict[str, type[Event]]" = {}
# Values that are evidence of ours and are told to no other system.
KEPT_INSIDE = frozenset({"network_address"})


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses add plain values: text, numbers, Decimal, UUID, dates, or None."""

    case_id: UUID
    at: datetime
    signal: ClassVar[Signal]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.signal = Signal()
        REGISTRY[cls.__name__] = cls

    @classmethod
    def event_name(cls) -> str:
        return cls.__name__

    @classmethod
    def meaning(cls) -> str:
        """What happened, in one English sentence: the first line of the docstring."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    def to_plain(self) -> dict[str, Any]:
        """The event's values as JSON can hold them."""
        return {field.name: _to_json(getattr(self, field.name)) for field in dataclasses.fields(self)}

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Self:
        """The event again. Unknown values are ignored, so that older code reads newer rows; missing ones raise TypeError."""
        hints = typing.get_type_hints(cls)
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: _from_json(value, hints[name]) for name, value in values.items() if name in known})


def _to_json(value: Any) -> Any:
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _from_json(value: Any, hint: Any) -> Any:
    if get_origin(hint) in (typing.Union, UnionType):
        if value is None:
            return None
        hint = next(arm for arm in get_args(hint) if arm is not type(None))
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint in (UUID, Decimal):
        return hint(value)
    return value


# --- documents: what prepares them -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepWanted(Event):
    """A long step of preparing a document was asked for, or goes on with its next piece."""

    document_id: UUID
    step_id: UUID
    tool: str
    done: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class DocumentPrepared(Event):
    """A tool made a new version of a document; the version it was made of stays as it is."""

    document_id: UUID
    step_id: UUID
    tool: str
    from_version_id: UUID
    to_version_id: UUID
    from_sha256: str
    to_sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepStopped(Event):
    """A step did not work, or was stopped by a person; the document is as it was."""

    document_id: UUID
    step_id: UUID
    tool: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepUndone(Event):
    """A document went back to the version before a step."""

    document_id: UUID
    step_id: UUID
    tool: str
    version_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepRedone(Event):
    """A document went on again to the version that a step had made."""

    document_id: UUID
    step_id: UUID
    tool: str
    version_id: UUID


# --- contracts: from the draft to the signature ----------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractDrafted(Event):
    """A Word draft was uploaded."""

    contract_id: UUID
    number: str
    document_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class DraftConverted(Event):
    """The draft became a PDF; the tracked changes and comments that were found in it are counted."""

    contract_id: UUID
    document_id: UUID
    version_id: UUID
    pages: int
    open_changes: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class DraftRefused(Event):
    """The draft could not be converted; a person is told why."""

    contract_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TermsRead(Event):
    """The terms were read from the text, each with its quote."""

    contract_id: UUID
    terms: int
    orderable: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class SecondReadingAsked(Event):
    """The remote reader is asked for a second reading: how much text, of which category, goes to which model at which address."""

    contract_id: UUID
    reading_id: UUID
    version_id: UUID
    category: str
    address: str
    model: str
    characters: int
    text_sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SecondReadingEnded(Event):
    """The second reading ended: answered and compared, or without a result, which then says why."""

    contract_id: UUID
    reading_id: UUID
    model: str
    outcome: str
    sent: bool
    tokens_in: int
    tokens_out: int
    cost: Decimal
    currency: str
    added: int
    contested: int
    discarded: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class RemoteReaderTried(Event):
    """An administrator tried the remote reader with a text of ours; no contract was sent."""

    reader_id: UUID
    address: str
    model: str
    outcome: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TermsConfirmed(Event):
    """A person confirmed or corrected the terms."""

    contract_id: UUID
    counterparty: str
    tax_id: str
    country: str
    email: str
    category: str
    address: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractSubmitted(Event):
    """The contract was put before its approvers."""

    contract_id: UUID
    approval_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractApproved(Event):
    """The last approver said yes."""

    contract_id: UUID
    number: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractReturned(Event):
    """An approver or a signer said no; the contract is a draft again."""

    contract_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractSentForSignature(Event):
    """The envelope left for its signers."""

    contract_id: UUID
    envelope_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractSigned(Event):
    """The agreement binds both parties."""

    contract_id: UUID
    number: str
    vendor_id: UUID
    category: str
    currency: str
    total: Decimal | None
    orderable: bool
    effective_on: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComplianceRecordOpened(Event):
    """Obligations, notice windows and required vendor documents are on record."""

    contract_id: UUID
    record_id: UUID
    obligations: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractArchived(Event):
    """The sealed PDF is in the archive."""

    contract_id: UUID
    version_id: UUID
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class TermEnded(Event):
    """The last day of a term of a signed contract is over: the contract ended with it, or goes on."""

    contract_id: UUID
    obligation_id: UUID
    ended_on: date
    goes_on: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractEndedEarly(Event):
    """A person noted that a signed contract ends before its own end, on which day, by whom and why."""

    contract_id: UUID
    ending_id: UUID
    ends_on: date
    how: str
    reason: str
    version_id: UUID | None = None
    sha256: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class EndingPaperBrought(Event):
    """The letter or agreement with which a contract ends early was brought after its end was noted."""

    contract_id: UUID
    ending_id: UUID
    version_id: UUID
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ContractGoesOn(Event):
    """An early end of a contract was taken back: it goes on as it says itself."""

    contract_id: UUID
    ending_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LegalHoldPlaced(Event):
    """The papers of a contract, or of a signature round that has none, are held: kept whatever their sequence says."""

    contract_id: UUID | None = None
    envelope_id: UUID | None = None
    hold_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class LegalHoldLifted(Event):
    """The papers of a contract, or of a signature round that has none, are not held any more."""

    contract_id: UUID | None = None
    envelope_id: UUID | None = None
    hold_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class KeepingOfRoundSet(Event):
    """Until when the papers of a signature round without a contract are kept, by the rule of its category.

    kept_until: None: without an end. ended_on: the last day of the agreement, where somebody said it; reason: why it is that day.
    """

    envelope_id: UUID
    kept_until: date | None
    category: str
    kept_years: int | None
    kept_from: str
    ended_on: date | None = None
    reason: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class DisposalAsked(Event):
    """Somebody wants the papers of a contract, or of a signature round that has none, disposed of, as their time is over; another person decides."""

    contract_id: UUID | None = None
    envelope_id: UUID | None = None
    disposal_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DisposalTurnedDown(Event):
    """The papers that somebody wanted disposed of stay."""

    contract_id: UUID | None = None
    envelope_id: UUID | None = None
    disposal_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PapersDisposed(Event):
    """The papers of a contract, or of a signature round that has none, are disposed of; the certificate of it stays, and this is its SHA-256."""

    contract_id: UUID | None = None
    envelope_id: UUID | None = None
    disposal_id: UUID
    papers: int
    certificate_sha256: str


# --- signing ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeSent(Event):
    """A document went out for signature.

    network_address: from where it was sent; "" where that was not a person's act.
    """

    envelope_id: UUID
    contract_id: UUID | None
    network_address: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignerSigned(Event):
    """One signer signed; others may follow."""

    envelope_id: UUID
    recipient_id: UUID
    name: str
    for_whom: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignerDeclined(Event):
    """A signer refused, with a reason; the envelope is closed."""

    envelope_id: UUID
    recipient_id: UUID
    contract_id: UUID | None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeVoided(Event):
    """The sender took the envelope back."""

    envelope_id: UUID
    contract_id: UUID | None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeExpired(Event):
    """The time for signing is over and somebody had not signed; the envelope is closed."""

    envelope_id: UUID
    contract_id: UUID | None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeTimed(Event):
    """Until when it can be signed, or how often its signers are reminded, was changed."""

    envelope_id: UUID
    expires_at: datetime | None
    remind_after: int
    remind_every: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendingToManyStarted(Event):
    """One document began to leave for many people, or went on leaving; `run` counts how often it was started."""

    bulk_id: UUID
    run: int
    rows: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OneOfManySent(Event):
    """One of many people was sent a round of their own; `line` is their line in the list."""

    bulk_id: UUID
    run: int
    line: int
    envelope_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class OneOfManyFailed(Event):
    """One of many people could not be sent their round; the reason stands beside them."""

    bulk_id: UUID
    run: int
    line: int
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendingToManyPaused(Event):
    """Sending one document to many people waits until a person says that it goes on."""

    bulk_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendingToManyStopped(Event):
    """What was not sent yet of one document for many people is never sent."""

    bulk_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class SendingToManyEnded(Event):
    """Everybody on the list had their turn."""

    bulk_id: UUID
    sent: int
    failed: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class ManyReminded(Event):
    """Everybody of one sending who has not signed is to be reminded."""

    bulk_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class ManyTakenBack(Event):
    """Every open round of one sending is taken back."""

    bulk_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PeopleOfRoundSet(Event):
    """Who signs, approves, reads or gets a copy was changed before the round was sent; `people` names them in their order."""

    envelope_id: UUID
    people: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignerReminded(Event):
    """Somebody whose turn it is was reminded."""

    envelope_id: UUID
    recipient_id: UUID
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CodeEntered(Event):
    """Somebody without an account entered a one-time code; `right` says whether it was the one that was sent to them.

    network_address: from where it was entered.
    """

    envelope_id: UUID
    recipient_id: UUID
    name: str
    right: bool
    network_address: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class CategoryChangeAsked(Event):
    """A signer says that a document is of another kind; whoever sends documents decides about it."""

    envelope_id: UUID
    was: str
    now: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """A document in a signature round is of another kind from now on; `said_by` names who said so."""

    envelope_id: UUID
    change_id: int
    was: str
    now: str
    said_by: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PlaceHandedOver(Event):
    """Somebody else signs, or approves, in the place of whoever was asked before."""

    envelope_id: UUID
    recipient_id: UUID
    was: str
    name: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class HandoverAsked(Event):
    """A signer from outside names somebody else; whoever sends documents decides about it."""

    envelope_id: UUID
    recipient_id: UUID
    name: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InPersonBegun(Event):
    """A device was handed to a signer from outside, to sign in person; who did it made sure who that is."""

    envelope_id: UUID
    recipient_id: UUID
    name: str
    host: str
    how: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InPersonLeft(Event):
    """A signing in person ended without a decision."""

    envelope_id: UUID
    recipient_id: UUID
    name: str
    why: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class AuthorityDelegated(Event):
    """A colleague may sign with the authority of somebody's mark, from one day to another."""

    delegation_id: UUID
    owner: str
    delegate: str
    mark: str
    starts_on: date
    ends_on: date
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DelegationRefused(Event):
    """The colleague does not take the authority that was delegated to them."""

    delegation_id: UUID
    owner: str
    delegate: str
    mark: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class DelegationTakenBack(Event):
    """Whose authority it is ended its delegation before the last day."""

    delegation_id: UUID
    owner: str
    delegate: str
    mark: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeCompleted(Event):
    """The last signer signed."""

    envelope_id: UUID
    contract_id: UUID | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class EnvelopeSealed(Event):
    """The document is sealed and its certificate of completion made."""

    envelope_id: UUID
    contract_id: UUID | None
    version_id: UUID
    sha256: str
    level: str


# --- vendors ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class VendorRegistered(Event):
    """A counterparty became, or was found as, a vendor."""

    vendor_id: UUID
    contract_id: UUID | None
    name: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OnboardingOpened(Event):
    """The vendor's checklist is open."""

    vendor_id: UUID
    onboarding_id: UUID
    contract_id: UUID | None
    items: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OnboardingCompleted(Event):
    """Every required item is verified."""

    vendor_id: UUID
    onboarding_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChecklistPointWaived(Event):
    """A point of a vendor's checklist is not needed, and why."""

    vendor_id: UUID
    onboarding_id: UUID
    title: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComplianceDocumentSubmitted(Event):
    """The vendor handed in a document."""

    vendor_id: UUID
    document_id: UUID
    kind: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComplianceDocumentVerified(Event):
    """A person verified a vendor's document."""

    vendor_id: UUID
    document_id: UUID
    kind: str
    valid_until: date | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ComplianceDocumentRejected(Event):
    """A vendor's document was sent back."""

    vendor_id: UUID
    document_id: UUID
    kind: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountProposed(Event):
    """A new bank account waits for verification."""

    vendor_id: UUID
    account_id: UUID
    tail: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountWithdrawn(Event):
    """The vendor took back an account that was not checked yet."""

    vendor_id: UUID
    account_id: UUID
    tail: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountVerified(Event):
    """Two people verified a bank account."""

    vendor_id: UUID
    account_id: UUID
    tail: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BankAccountRetired(Event):
    """Nothing is paid to this account any more, and why."""

    vendor_id: UUID
    account_id: UUID
    tail: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class VendorHeld(Event):
    """No payment to this vendor until the hold is lifted."""

    vendor_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class VendorReleased(Event):
    """The hold is lifted."""

    vendor_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class WorkspaceOpened(Event):
    """The workspace has the contract's milestones."""

    workspace_id: UUID
    contract_id: UUID
    milestones: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class MilestonesStarted(Event):
    """Tracking began with the approved order."""

    workspace_id: UUID
    contract_id: UUID
    order_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class MilestoneSubmitted(Event):
    """The vendor says it is done, with evidence."""

    milestone_id: UUID
    workspace_id: UUID
    contract_id: UUID
    title: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class MilestoneAccepted(Event):
    """The requester accepted it, wholly or in part."""

    milestone_id: UUID
    workspace_id: UUID
    contract_id: UUID
    title: str
    percent: Decimal


@dataclasses.dataclass(frozen=True, kw_only=True)
class MilestoneReturned(Event):
    """The requester sent it back with a reason."""

    milestone_id: UUID
    workspace_id: UUID
    contract_id: UUID
    title: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ScorecardMoved(Event):
    """The vendor's figures were computed anew."""

    vendor_id: UUID


# --- procurement -----------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequisitionSubmitted(Event):
    """Somebody asked for something to be bought; it was routed to its approvers."""

    requisition_id: UUID
    number: str
    approval_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequisitionApproved(Event):
    """The purchase is approved; a buyer turns it into an order or a contract."""

    requisition_id: UUID
    number: str
    currency: str
    amount: Decimal


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequisitionReturned(Event):
    """An approver said no."""

    requisition_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequisitionServed(Event):
    """An order, or a contract in the making, serves it."""

    requisition_id: UUID
    order_id: UUID | None
    contract_id: UUID | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class RequisitionDeclined(Event):
    """It will not be bought, and why."""

    requisition_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderDrafted(Event):
    """An order was drafted from the contract's terms."""

    order_id: UUID
    contract_id: UUID
    number: str
    currency: str
    total: Decimal
    lines: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderSkipped(Event):
    """The contract has no orderable terms; nothing to order, and why."""

    contract_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderSubmitted(Event):
    """The order was routed to its approvers."""

    order_id: UUID
    contract_id: UUID | None
    approval_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderApproved(Event):
    """The order is approved."""

    order_id: UUID
    contract_id: UUID | None
    vendor_id: UUID
    number: str
    currency: str
    total: Decimal


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderReturned(Event):
    """An approver said no."""

    order_id: UUID
    contract_id: UUID | None
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class OrderSent(Event):
    """The vendor was sent the order."""

    order_id: UUID
    contract_id: UUID | None
    to: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceReceived(Event):
    """An invoice arrived."""

    invoice_id: UUID
    source: str
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceRead(Event):
    """The invoice was read."""

    invoice_id: UUID
    number: str
    currency: str
    gross: Decimal | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceMatched(Event):
    """The invoice was matched; decision is AUTHORIZE, REVIEW, HOLD or REJECT."""

    invoice_id: UUID
    match_id: UUID
    decision: str
    codes: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceRejected(Event):
    """The invoice went back to the vendor with reasons."""

    invoice_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceAnswered(Event):
    """The vendor told us what we asked about an invoice."""

    invoice_id: UUID
    words: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class InvoiceWithdrawn(Event):
    """The vendor took an invoice back."""

    invoice_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaymentRouted(Event):
    """A payment authorization waits for its people."""

    authorization_id: UUID
    invoice_id: UUID
    amount: Decimal
    currency: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaymentAuthorized(Event):
    """All people needed have authorized the payment."""

    authorization_id: UUID
    invoice_id: UUID
    amount: Decimal
    currency: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaymentRefused(Event):
    """A person refused to authorize."""

    authorization_id: UUID
    invoice_id: UUID
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class BatchExported(Event):
    """A payment file was made."""

    batch_id: UUID
    payments: int
    sha256: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaymentExported(Event):
    """One payment went into a payment file; said to its own case, for the file belongs to many."""

    authorization_id: UUID
    invoice_id: UUID
    batch_id: UUID
    number: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class PaymentConfirmed(Event):
    """The bank paid."""

    authorization_id: UUID
    invoice_id: UUID
    vendor_id: UUID
    contract_id: UUID | None
    order_id: UUID | None
    amount: Decimal
    currency: str


# --- approvals and monitoring ----------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class ApprovalRequested(Event):
    """A step of an approval opened; its people are told."""

    approval_id: UUID
    step_id: UUID


@dataclasses.dataclass(frozen=True, kw_only=True)
class ApprovalDecided(Event):
    """One person decided one seat."""

    approval_id: UUID
    seat_id: UUID
    verdict: str
    reason: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExceptionRaised(Event):
    """Something fell outside the rules."""

    exception_id: UUID
    watch: str
    title: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ExceptionResolved(Event):
    """It was handled, or dismissed, by whom and how."""

    exception_id: UUID
    watch: str
    outcome: str
    reason: str


# --- rules ----------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChangeProposed(Event):
    """An administrator asked the others to let a rule be changed; nothing is in force yet."""

    proposal_id: UUID
    model: str
    title: str


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChangeDecided(Event):
    """A proposed change of a rule came into force (applied), was rejected, or was withdrawn."""

    proposal_id: UUID
    model: str
    title: str
    outcome: str
    reason: str
