"""A contract, the terms read from it, and what it obliges us to: contract as data, every value with its sentence."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts.querysets import ContractQuerySet, TermQuerySet
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import AmountField, CurrencyField, PriceField, ShareField, StateField
from flowmono.common.history import History
from flowmono.outbox.models import Record


class Category(models.Model):
    """A kind of document that the company signs, such as NDA or SOW: co-signing and routing go by it."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=200, blank=True)
    checklist = models.CharField(
        max_length=60, blank=True, help_text=_("The vendor checklist that such a contract opens.")
    )
    needs_legal = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    history = History()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    DRAFT = "draft", _("being converted")
    CHOICE = "choice", _("has open changes")
    REFUSED = "refused", _("could not be converted")
    CONVERTED = "converted", _("being read")
    REVIEW = "review", _("terms to confirm")
    READY = "ready", _("ready to submit")
    IN_APPROVAL = "in_approval", _("in approval")
    APPROVED = "approved", _("approved")
    OUT_FOR_SIGNATURE = "out_for_signature", _("out for signature")
    SIGNED = "signed", _("signed")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")


class Contract(Record):
    """One agreement, from its Word draft to its archive. It is its own case."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60, blank=True)
    category_confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    category_reason = models.CharField(max_length=300, blank=True)
    state = StateField(default=State.DRAFT, choices=State.choices)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contracts")
    department = models.CharField(max_length=120, blank=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    open_changes = models.CharField(
        max_length=6, blank=True, choices=[("accept", _("accepted")), ("reject", _("rejected"))]
    )
    found = models.JSONField(
        default=list, help_text=_("Open changes and comments of the draft: kind, author, text, at.")
    )
    problem = models.TextField(blank=True)

    vendor = models.ForeignKey(
        "vendors.Vendor", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    customer_name = models.CharField(max_length=200, blank=True)
    counterparty_name = models.CharField(max_length=200, blank=True)
    counterparty_tax_id = models.CharField(max_length=60, blank=True)
    counterparty_country = models.CharField(max_length=2, blank=True)
    counterparty_address = models.CharField(max_length=300, blank=True)
    counterparty_email = models.EmailField(blank=True)
    counterparty_signer = models.CharField(max_length=120, blank=True)
    counterparty_signer_title = models.CharField(max_length=120, blank=True)

    currency = CurrencyField(blank=True)
    total = AmountField(null=True, blank=True)
    total_kind = models.CharField(max_length=10, blank=True)
    payment_days = models.PositiveIntegerField(null=True, blank=True)
    payment_from = models.CharField(max_length=20, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    renews = models.BooleanField(default=False)
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    governing_law = models.CharField(max_length=120, blank=True)
    orderable = models.BooleanField(default=False)
    why_not = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=list, help_text=_("Arithmetic that was checked: what, expected, found, agrees."))

    signed_at = models.DateTimeField(null=True)
    envelope = models.ForeignKey("signing.Envelope", null=True, on_delete=models.PROTECT, related_name="+")
    archived_version = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "archived"]) | Q(signed_at__isnull=False), name="signed_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | Q(archived_version__isnull=False), name="archived_has_its_document"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["out_for_signature", "signed", "archived"]) | Q(vendor__isnull=False),
                name="signing_needs_a_vendor",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="contracts_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def case(self) -> Any:
        return self.id

    def get_absolute_url(self) -> str:
        return reverse("contracts:contract", args=[self.pk])

    def begin(self, *, at: datetime) -> None:
        """Say that the draft is here."""
        self.announce(
            events.ContractDrafted(
                case_id=self.id, at=at, contract_id=self.id, number=self.number, document_id=self.document_id
            )
        )

    @transition(state, source=[State.DRAFT, State.CHOICE], target=State.CONVERTED)
    def take_conversion(self, version: Any, *, pages: int, open_changes: int, at: datetime) -> None:
        """The draft is a PDF now; its terms will be read."""
        self.problem = ""
        self.announce(
            events.DraftConverted(
                case_id=self.id,
                at=at,
                contract_id=self.id,
                document_id=self.document_id,
                version_id=version.pk,
                pages=pages,
                open_changes=open_changes,
            )
        )

    @transition(state, source=State.DRAFT, target=State.CHOICE)
    def ask_about_changes(self, *, found: list[dict[str, Any]], words: str) -> None:
        """Open tracked changes were found: a person chooses what becomes of them."""
        self.found, self.problem = found, words

    @transition(state, source=State.CHOICE, target=State.DRAFT)
    def choose_changes(self, choice: str, *, at: datetime) -> None:
        """A person decided: accept all or reject all. It is converted with that choice."""
        self.open_changes, self.problem = choice, ""
        self.begin(at=at)

    @transition(state, source=[State.DRAFT, State.CHOICE], target=State.REFUSED)
    def refuse_draft(self, *, reason: str, at: datetime) -> None:
        """The file could not be converted; a person uploads another."""
        self.problem = reason
        self.announce(events.DraftRefused(case_id=self.id, at=at, contract_id=self.id, reason=reason))

    @transition(
        state,
        source=[State.REFUSED, State.CHOICE, State.REVIEW, State.READY, State.APPROVED],
        target=State.DRAFT,
    )
    def replace_draft(self, *, at: datetime) -> None:
        """Another file takes the place of the draft; everything after it begins anew."""
        self.problem = self.open_changes = ""
        self.found = []
        self.begin(at=at)

    @transition(state, source=State.CONVERTED, target=State.REVIEW)
    def take_terms(self, *, terms: int, at: datetime) -> None:
        """The terms are read; a person confirms or corrects them."""
        self.announce(
            events.TermsRead(case_id=self.id, at=at, contract_id=self.id, terms=terms, orderable=self.orderable)
        )

    @transition(state, source=[State.REVIEW, State.READY], target=State.READY)
    def confirm_terms(self, *, at: datetime) -> None:
        """A person stands behind the terms."""
        self.announce(
            events.TermsConfirmed(
                case_id=self.id,
                at=at,
                contract_id=self.id,
                counterparty=self.counterparty_name,
                tax_id=self.counterparty_tax_id,
                country=self.counterparty_country,
                address=self.counterparty_address,
                email=self.counterparty_email,
                category=self.category,
            )
        )

    @transition(state, source=State.READY, target=State.IN_APPROVAL)
    def submit(self, *, approval_id: Any, at: datetime) -> None:
        """Put before its approvers."""
        self.announce(events.ContractSubmitted(case_id=self.id, at=at, contract_id=self.id, approval_id=approval_id))

    @transition(state, source=State.IN_APPROVAL, target=State.APPROVED)
    def approve(self, *, at: datetime) -> None:
        """Every approver said yes; it may go out for signature."""
        self.announce(events.ContractApproved(case_id=self.id, at=at, contract_id=self.id, number=self.number))

    @transition(state, source=[State.IN_APPROVAL, State.APPROVED, State.OUT_FOR_SIGNATURE], target=State.READY)
    def take_back(self, *, reason: str, at: datetime) -> None:
        """An approver or a signer said no, or the sender took it back."""
        self.problem = reason
        self.announce(events.ContractReturned(case_id=self.id, at=at, contract_id=self.id, reason=reason))

    @transition(state, source=State.APPROVED, target=State.OUT_FOR_SIGNATURE)
    def send_for_signature(self, *, envelope: Any, at: datetime) -> None:
        """The envelope left."""
        self.envelope = envelope
        self.problem = ""
        self.announce(
            events.ContractSentForSignature(case_id=self.id, at=at, contract_id=self.id, envelope_id=envelope.pk)
        )

    @transition(state, source=State.OUT_FOR_SIGNATURE, target=State.SIGNED)
    def sign(self, *, at: datetime) -> None:
        """The agreement now binds both parties."""
        self.signed_at = at
        self.announce(
            events.ContractSigned(
                case_id=self.id,
                at=at,
                contract_id=self.id,
                number=self.number,
                vendor_id=self.vendor_id,
                category=self.category,
                currency=self.currency,
                total=self.total,
                orderable=self.orderable,
                effective_on=self.effective_on,
            )
        )

    @transition(state, source=State.SIGNED, target=State.ARCHIVED)
    def archive(self, version: Any, *, at: datetime) -> None:
        """The sealed document is kept."""
        self.archived_version = version
        self.announce(
            events.ContractArchived(
                case_id=self.id, at=at, contract_id=self.id, version_id=version.pk, sha256=version.sha256
            )
        )

    @transition(
        state,
        source=[State.DRAFT, State.CHOICE, State.REFUSED, State.CONVERTED, State.REVIEW, State.READY, State.APPROVED],
        target=State.CANCELLED,
    )
    def cancel(self, *, reason: str, at: datetime) -> None:
        """It will not be concluded."""
        self.problem = reason


LOOK_TWICE = Decimal("0.7")
ITEM_KINDS = {
    "milestone": _("milestone"),
    "date": _("instalment on a day"),
    "recurring": _("recurring"),
    "deposit": _("deposit"),
    "on_signature": _("on signature"),
    "retention": _("retention"),
    "unit_price": _("price per unit"),
}


class TermState(models.TextChoices):
    READ = "read", _("read")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    DROPPED = "dropped", _("dropped")


class Term(Record):
    """One value of a contract with the sentence that says it; for field "schedule", one priced item.

    Amounts are per occurrence. due: type date (value: ISO date), period (value: start or empty, period: ISO 8601, count),
    relative ("P30D after <trigger>"), event (trigger in words). `due_on` is the day it works out to, where one is known.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    field = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=120)
    value = models.TextField(blank=True)

    item_kind = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=300, blank=True)
    amount = PriceField(null=True)
    percent = ShareField(null=True, default=None)
    currency = CurrencyField(blank=True)
    due_type = models.CharField(max_length=10, blank=True)
    due_value = models.CharField(max_length=300, blank=True)
    due_period = models.CharField(max_length=10, blank=True)
    due_count = models.PositiveIntegerField(null=True)
    due_on = models.DateField(null=True)
    acceptance = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    optional = models.BooleanField(default=False)

    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    model = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=40, blank=True)

    state = StateField(default=TermState.READ, choices=TermState.choices)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["contract", "position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "corrected"])
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="a_verified_term_has_a_verifier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value or self.description}"

    @property
    def is_verified(self) -> bool:
        """True when a person stands behind it; only then may money move on it."""
        return self.state in {TermState.CONFIRMED, TermState.CORRECTED}

    @property
    def anchor(self) -> str:
        """Where its quote stands in the text of the contract's page."""
        return f"term-{self.pk}"

    @property
    def kind_words(self) -> str:
        """The kind of a priced item as people say it."""
        return str(ITEM_KINDS.get(self.item_kind, self.item_kind))

    @property
    def is_its_quote(self) -> bool:
        """True when the value is what the sentence says, word for word: showing both would say it twice."""
        value, quote = " ".join(self.value.split()), " ".join(self.quote.split())
        return bool(value) and quote.startswith(value[:160]) and (len(value) >= 160 or len(quote) <= 2 * len(value))

    @property
    def sure_percent(self) -> int:
        """The reader's confidence as a whole percentage."""
        return round(self.confidence * 100)

    @property
    def is_unsure(self) -> bool:
        """True when a person should look twice, because the reader was not sure and nobody has looked yet."""
        return not self.is_verified and self.confidence < LOOK_TWICE

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.CONFIRMED)
    def confirm(self, *, by: User, at: datetime) -> None:
        """A person read the quote and stands behind the value."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.CORRECTED)
    def correct(self, *, by: User, at: datetime) -> None:
        """A person put another value in place of what was read."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.DROPPED)
    def drop(self, *, by: User, at: datetime) -> None:
        """It is no term of this contract."""
        self.verified_by, self.verified_at = by, at


class ComplianceRecord(Record):
    """What a signed contract asks of both sides, kept under watch."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="compliance")

    class Meta:
        verbose_name = _("compliance record")
        verbose_name_plural = _("compliance records")

    def __str__(self) -> str:
        return f"Compliance of {self.contract}"

    def begin(self, *, obligations: int, at: datetime) -> None:
        """Say that it is open."""
        self.announce(
            events.ComplianceRecordOpened(
                case_id=self.case, at=at, contract_id=self.contract_id, record_id=self.id, obligations=obligations
            )
        )


class Obligation(Record):
    """One duty, notice window or required document, with its sentence where the contract says it."""

    record = models.ForeignKey(ComplianceRecord, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=30, help_text=_("notice_window, document, insurance, duty, end_of_term"))
    text = models.CharField(max_length=500)
    document_kind = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="obligations")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "created_at"]

    def __str__(self) -> str:
        return self.text

    @property
    def case(self) -> Any:
        return self.record.contract_id

    def days_until(self, today: date) -> int | None:
        """Days left until it is due, negative when it is late; None without a day."""
        return (self.due_on - today).days if self.due_on else None

    def settle(self, *, at: datetime) -> None:
        """It is done, or decided."""
        self.done_at = at
