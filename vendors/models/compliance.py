"""What a vendor must hand in: checklists as data, one onboarding per contract, documents with their validity."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.common.history import History
from flowmono.outbox.models import Record
from vendors.models.vendor import Vendor
from vendors.querysets import ItemQuerySet, OfVendorQuerySet

# The kinds of paper that contracts are read for: a sentence of a contract can be known to ask for one of these.
READ_IN_CONTRACTS = ("insurance",)


class ChecklistTemplate(models.Model):
    """The checklist of a vendor category; the one without a category serves all others."""

    name = models.CharField(max_length=120)
    category = models.CharField(max_length=60, blank=True, unique=True)
    history = History()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return self.name


class Wanted(models.TextChoices):
    DOCUMENT = "document", _("a document")
    BANK_ACCOUNT = "bank_account", _("a verified bank account")
    CONTACT = "contact", _("a contact person")


class ChecklistItem(models.Model):
    """One thing asked of the vendor."""

    template = models.ForeignKey(ChecklistTemplate, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    wanted = models.CharField(max_length=12, choices=Wanted, default=Wanted.DOCUMENT)
    document_kind = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160)
    help = models.CharField(max_length=600, blank=True)
    text = models.TextField(
        _("text to read"),
        blank=True,
        help_text=_(
            "A paper of ours that the vendor reads and signs, such as the code of conduct. It opens as a page in the portal."
        ),
    )
    required = models.BooleanField(default=True)
    expires = models.BooleanField(default=False, help_text=_("The document has a last day of validity."))
    gates_payment = models.BooleanField(
        _("gates payment"),
        default=True,
        help_text=_(
            "Invoices of the vendor are held until this is verified or waived. Only required points can do that. "
            "A bank account need not: nothing is ever paid to one that is not verified."
        ),
    )
    if_contract_asks = models.BooleanField(
        _("only if the contract asks"),
        default=False,
        help_text=_(
            "Left out where no sentence of the signed contract asks for it. Contracts are read for insurance alone: "
            "the point must ask for a document of the kind “insurance”."
        ),
    )
    history = History()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(if_contract_asks=False) | Q(wanted="document", document_kind__in=READ_IN_CONTRACTS),
                name="only_what_contracts_are_read_for",
                violation_error_message=_(
                    "Contracts are read for insurance alone: take the tick off, or ask for a document of the kind “insurance”."
                ),
            ),
            models.CheckConstraint(
                condition=Q(gates_payment=False) | Q(required=True),
                name="what_gates_payment_is_required",
                violation_error_message=_("Only a required point can gate payment: require it, or let payments flow."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class OnboardingState(models.TextChoices):
    OPEN = "open", _("open")
    COMPLETE = "complete", _("complete")


class Onboarding(Record):
    """The checklist that one signed contract opened for a vendor."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="onboardings")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="onboardings")
    state = StateField(default=OnboardingState.OPEN, choices=OnboardingState.choices)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("onboarding")
        verbose_name_plural = _("onboardings")
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(contract__isnull=False),
                name="one_onboarding_per_contract",
                violation_error_message=_("The onboarding for this contract is open already: go on with that one."),
            )
        ]

    def __str__(self) -> str:
        return gettext("Onboarding of %(vendor)s") % {"vendor": self.vendor}

    def begin(self, *, items: int, at: datetime) -> None:
        """Say that the checklist is open."""
        self.announce(
            events.OnboardingOpened(
                case_id=self.case,
                at=at,
                vendor_id=self.vendor_id,
                onboarding_id=self.id,
                contract_id=self.contract_id,
                items=items,
            )
        )

    @transition(state, source=OnboardingState.OPEN, target=OnboardingState.COMPLETE)
    def complete(self, *, at: datetime) -> None:
        """Every required item is done."""
        self.completed_at = at
        self.announce(
            events.OnboardingCompleted(case_id=self.case, at=at, vendor_id=self.vendor_id, onboarding_id=self.id)
        )


class ItemState(models.TextChoices):
    OPEN = "open", _("asked for")
    HANDED_IN = "handed_in", _("handed in")
    DONE = "done", _("verified")
    WAIVED = "waived", _("waived")


class OnboardingItem(Record):
    """One point of one vendor's checklist."""

    onboarding = models.ForeignKey(Onboarding, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(default=0)
    wanted = models.CharField(max_length=12, choices=Wanted)
    document_kind = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160)
    help = models.CharField(max_length=600, blank=True)
    required = models.BooleanField(default=True)
    expires = models.BooleanField(default=False)
    gates_payment = models.BooleanField(default=False)
    state = StateField(default=ItemState.OPEN, choices=ItemState.choices)
    waived_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["onboarding", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gates_payment=False) | Q(required=True),
                name="a_gating_point_is_required",
                violation_error_message=_("Only a required point can gate payment: require it, or let payments flow."),
            ),
            models.UniqueConstraint(fields=["onboarding", "position"], name="one_item_per_place"),
            models.CheckConstraint(
                condition=~Q(state="waived") | ~Q(waived_reason=""),
                name="a_waiver_has_a_reason",
                violation_error_message=_("Say why it is not needed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Any:
        return self.onboarding.case

    @property
    def is_awaited(self) -> bool:
        """True while the checklist cannot be complete without it."""
        return self.required and self.state not in {ItemState.DONE, ItemState.WAIVED}

    @property
    def holds_payment(self) -> bool:
        """True while nothing may be paid because of it: it gates payment, and is not done in a checklist that is open."""
        return self.gates_payment and self.is_awaited and self.onboarding.state == OnboardingState.OPEN

    @property
    def keeps_payments_waiting(self) -> bool:
        """True while payments wait for it: one that gates them, and the account, without which nothing can be paid anywhere."""
        is_account = self.wanted == Wanted.BANK_ACCOUNT and self.is_awaited
        return self.holds_payment or (is_account and self.onboarding.state == OnboardingState.OPEN)

    @transition(state, source=[ItemState.OPEN, ItemState.HANDED_IN], target=ItemState.HANDED_IN)
    def hand_in(self) -> None:
        """The vendor handed it in; a person verifies."""

    @transition(state, source=[ItemState.OPEN, ItemState.HANDED_IN], target=ItemState.DONE)
    def finish(self) -> None:
        """A person verified it."""

    @transition(state, source=[ItemState.HANDED_IN, ItemState.DONE], target=ItemState.OPEN)
    def reopen(self) -> None:
        """It was sent back, or has run out."""

    @transition(state, source=[ItemState.OPEN, ItemState.HANDED_IN], target=ItemState.WAIVED)
    def waive(self, *, reason: str, at: datetime) -> None:
        """Not needed here, and why; invoices that waited for it are matched again."""
        self.waived_reason = reason
        self.announce(
            events.ChecklistPointWaived(
                case_id=self.case,
                at=at,
                vendor_id=self.onboarding.vendor_id,
                onboarding_id=self.onboarding_id,
                title=self.title,
                reason=reason,
            )
        )


class DocumentState(models.TextChoices):
    SUBMITTED = "submitted", _("to verify")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("sent back")


class ComplianceDocument(Record):
    """A certificate or statement from a vendor, with the days it is valid."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="compliance_documents")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    state = StateField(default=DocumentState.SUBMITTED, choices=DocumentState.choices)
    superseded = models.BooleanField(default=False, help_text=_("A newer document of this kind was verified."))
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = OfVendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("compliance document")
        verbose_name_plural = _("compliance documents")
        ordering = ["kind", "-created_at"]

    def __str__(self) -> str:
        return gettext("%(paper)s of %(vendor)s") % {"paper": self.title, "vendor": self.vendor}

    def begin(self, *, at: datetime) -> None:
        """Say that it was handed in."""
        self.announce(
            events.ComplianceDocumentSubmitted(
                case_id=self.case, at=at, vendor_id=self.vendor_id, document_id=self.id, kind=self.kind
            )
        )

    @transition(state, source=DocumentState.SUBMITTED, target=DocumentState.VERIFIED)
    def verify(self, *, by: User, at: datetime) -> None:
        """A person read it and stands behind it."""
        self.verified_by, self.verified_at = by, at
        self.announce(
            events.ComplianceDocumentVerified(
                case_id=self.case,
                at=at,
                vendor_id=self.vendor_id,
                document_id=self.id,
                kind=self.kind,
                valid_until=self.valid_until,
            )
        )

    @transition(state, source=DocumentState.SUBMITTED, target=DocumentState.REJECTED)
    def reject(self, *, by: User, at: datetime, reason: str) -> None:
        """Sent back, and why."""
        self.verified_by, self.verified_at, self.reason = by, at, reason
        self.announce(
            events.ComplianceDocumentRejected(
                case_id=self.case, at=at, vendor_id=self.vendor_id, document_id=self.id, kind=self.kind, reason=reason
            )
        )

    @property
    def is_live(self) -> bool:
        """True when it counts: verified, and not replaced by a newer one."""
        return self.state == DocumentState.VERIFIED and not self.superseded

    def days_left(self, today: date) -> int | None:
        return (self.valid_until - today).days if self.valid_until else None
