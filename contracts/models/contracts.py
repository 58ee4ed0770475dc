"""A contract and the states it goes through."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts.force import IN_FORCE, STANDINGS, Span, standing_on
from contracts.periods import last_day
from contracts.querysets import ContractQuerySet
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import AmountField, CurrencyField, StateField
from flowmono.common.now import moment
from flowmono.common.tax_numbers import is_doubtful, tell_numbers_apart
from flowmono.outbox.models import Record


class State(models.TextChoices):
    DRAFT = "draft", _("being converted")
    CHOICE = "choice", _("has open changes")
    REFUSED = "refused", _("not converted")
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
    unfilled = models.JSONField(default=list, help_text=_("Places of the draft that nobody filled in: words, page."))

    vendor = models.ForeignKey(
        "vendors.Vendor", null=True, blank=True, on_delete=models.PROTECT, related_name="contracts"
    )
    amends = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendments",
        help_text=_("The signed agreement that this one changes."),
    )
    amends_nothing = models.BooleanField(
        default=False,
        help_text=_("A person said that it changes no other contract, although it seemed so."),
    )
    customer_name = models.CharField(max_length=200, blank=True)
    counterparty_name = models.CharField(max_length=200, blank=True)
    counterparty_tax_id = models.CharField(max_length=60, blank=True)
    counterparty_country = models.CharField(max_length=2, blank=True)
    counterparty_address = models.CharField(max_length=300, blank=True)
    counterparty_email = models.EmailField(blank=True)
    counterparty_signer = models.CharField(max_length=120, blank=True)
    counterparty_signer_title = models.CharField(max_length=120, blank=True)
    said_signer = models.JSONField(
        default=dict,
        blank=True,
        help_text=_(
            "Who signs for the other party, as it was said with the draft: name, email. It goes before what is read."
        ),
    )

    currency = CurrencyField(blank=True)
    total = AmountField(null=True, blank=True)
    total_kind = models.CharField(max_length=10, blank=True)
    payment_days = models.PositiveIntegerField(null=True, blank=True)
    payment_from = models.CharField(max_length=20, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    starts_on_signature = models.BooleanField(
        default=False, help_text=_("In force from the day of the last signature; the end follows from the term.")
    )
    ends_on = models.DateField(null=True, blank=True)
    renews = models.BooleanField(default=False)
    runs_until = models.DateField(
        null=True, help_text=_("The last day of the term that runs now, where it went on by itself after its end.")
    )
    stops_on = models.DateField(null=True, help_text=_("Its last day, since notice was given or it was ended early."))
    notice_days = models.PositiveIntegerField(null=True, blank=True)
    governing_law = models.CharField(max_length=120, blank=True)
    orderable = models.BooleanField(default=False)
    why_not = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=list, help_text=_("Arithmetic that was checked: what, expected, found, agrees."))

    signed_at = models.DateTimeField(null=True)
    envelope = models.ForeignKey("signing.Envelope", null=True, on_delete=models.PROTECT, related_name="+")
    archived_version = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")

    sequence = models.JSONField(
        default=dict, help_text=_("The sequence of its category as it was when the terms were confirmed.")
    )
    preparation = models.JSONField(
        default=dict, help_text=_("How far the sequence's preparation is: base, steps, problem, left_out.")
    )
    kept_until = models.DateField(
        null=True,
        help_text=_("The last day on which its papers must be kept; empty before the archive, or without an end."),
    )

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
                violation_error_message=_("Choose the vendor first: without one nothing can be sent for signature."),
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=models.F("id")),
                name="no_contract_amends_itself",
                violation_error_message=_("A contract does not amend itself."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="contracts_by_state"),
            # Which categories and departments there are is asked wherever contracts are narrowed by them.
            models.Index(fields=["category"], name="contracts_by_category"),
            models.Index(fields=["department"], name="contracts_by_department"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def case(self) -> Any:
        return self.id

    def get_absolute_url(self) -> str:
        return reverse("contracts:contract", args=[self.pk])

    @property
    def tax_number_is_doubtful(self) -> bool:
        """True when the other party's VAT number breaks the rule of its country; it is kept as it was read or entered."""
        return is_doubtful(tell_numbers_apart(self.counterparty_tax_id).vat_id)

    @property
    def term_ends_on(self) -> date | None:
        """The last day of the term that runs now, or of the one that ran last; None when nobody knows it."""
        return self.stops_on or self.runs_until or self.ends_on

    @property
    def early_end(self) -> Any:
        """The contracts.models.Ending that stands; None where it runs to its own end."""
        return self.endings.filter(taken_back_at=None).select_related("paper").first() if self.stops_on else None

    @property
    def goes_on(self) -> bool:
        """True when it renews by itself and nobody gave notice."""
        return self.renews and self.stops_on is None

    @property
    def has_renewed(self) -> bool:
        """True when its first term is over and it went on by itself."""
        return (
            self.goes_on and self.standing == IN_FORCE and self.ends_on is not None and self.ends_on < moment().date()
        )

    @property
    def standing(self) -> str:
        """Whether it is in force today, as contracts.force names it; "" before it is signed."""
        return self.standing_at(moment().date())

    def standing_at(self, day: date) -> str:
        """Whether it is in force on this day, as contracts.force names it; "" before it is signed."""
        if self.state not in {State.SIGNED, State.ARCHIVED}:
            return ""
        return standing_on(day, Span(self.effective_on, self.stops_on or self.ends_on, self.goes_on))

    @property
    def shown_state(self) -> tuple[str, str]:
        """The state that its badge shows, by name and in words: once it is signed, whether it is in force."""
        standing = self.standing
        return (standing, str(dict(STANDINGS)[standing])) if standing else (self.state, str(self.get_state_display()))

    @property
    def kept_words(self) -> str:
        """How far its paper is, beside whether it is in force; "" before it is signed."""
        if self.state == State.SIGNED:
            return gettext("signed")
        return gettext("signed and archived") if self.state == State.ARCHIVED else ""

    def stated_term(self) -> str:
        """The length of the term that the contract states (P8M); "" when it states none."""
        found = self.terms.live().filter(field="term").order_by("position", "created_at").first()
        return str(found.value) if found is not None else ""

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
        """The agreement now binds both parties; where it says so, it is in force from this day."""
        self.signed_at = at
        if self.starts_on_signature:
            self.effective_on = at.date()
            if self.ends_on is None:
                self.ends_on = last_day(self.effective_on, self.stated_term())
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
