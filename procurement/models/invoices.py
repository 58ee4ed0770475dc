"""Invoices: captured always, read, matched; only what passed the matcher comes near a payment."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import AmountField, CurrencyField, PriceField, ShareField, StateField
from flowmono.common.refusals import Conflict
from flowmono.outbox.models import Record
from procurement.matching.for_vendors import tell_vendor
from procurement.models.orders import Order, OrderLine
from procurement.querysets import InvoiceQuerySet
from vendors.models import Vendor


class InvoiceState(models.TextChoices):
    RECEIVED = "received", _("being read")
    READ = "read", _("being matched")
    REVIEW = "review", _("to look at")
    HELD = "held", _("held")
    REJECTED = "rejected", _("rejected")
    MATCHED = "matched", _("matched")
    AUTHORIZED = "authorized", _("authorized")
    PAID = "paid", _("paid")
    CREDITED = "credited", _("credited")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Decided by the matcher, still open to another answer.
OPEN_STATES = (InvoiceState.READ, InvoiceState.REVIEW, InvoiceState.HELD, InvoiceState.MATCHED)

# What nobody owes: it was sent back, or its vendor took it back.
NOT_OWED = (InvoiceState.REJECTED, InvoiceState.WITHDRAWN)


class Invoice(Record):
    """One document of a vendor. `reference` is ours and gives the order of arrival; `number` is the vendor's.

    `reading` is what was read, with evidence; `corrections` what a person put in its place; `overrides` what a person
    let pass, each with the finding, the reason and the name; `answers` what its vendor told us about it, each with the name and the time.
    """

    reference = models.CharField(max_length=20, unique=True)
    vendor = models.ForeignKey(Vendor, null=True, on_delete=models.PROTECT, related_name="invoices")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="invoices")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="invoices")
    confirmed_order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    captured_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(db_index=True)
    through = models.CharField(max_length=10, default="inside", help_text=_("portal, inside or api"))

    source = models.CharField(max_length=6, blank=True)
    doc_type = models.CharField(max_length=12, blank=True)
    number = models.CharField(max_length=120, blank=True)
    number_key = models.CharField(max_length=160, blank=True, help_text=_("Letters and digits, as duplicates compare."))
    seller_name = models.CharField(max_length=300, blank=True)
    currency = CurrencyField(blank=True)
    net = AmountField(null=True)
    tax = AmountField(null=True)
    gross = AmountField(null=True)
    payable = AmountField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    reading = models.JSONField(default=dict)
    corrections = models.JSONField(default=dict)
    overrides = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    state = StateField(default=InvoiceState.RECEIVED, choices=InvoiceState.choices)
    decision = models.CharField(max_length=10, blank=True)
    reason = models.TextField(blank=True)
    paid_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-received_at", "-reference"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["matched", "authorized", "paid"])
                | Q(payable__isnull=False, vendor__isnull=False, number__gt="", currency__gt=""),
                name="a_payable_invoice_is_complete",
                violation_error_message=_(
                    "Enter the vendor, the number, the currency and the amount of the invoice first."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="a_paid_invoice_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-received_at"], name="invoices_by_state"),
            models.Index(fields=["gross", "currency"], name="invoices_by_amount"),
            models.Index(fields=["number_key"], name="invoices_by_number"),
            models.Index(fields=["contract", "received_at", "paid_at"], name="invoices_of_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("procurement:invoice", args=[self.pk])

    @property
    def is_credit(self) -> bool:
        """True when it gives money back."""
        return self.doc_type == "credit_note" or (self.gross is not None and self.gross < 0)

    @property
    def owed(self) -> Decimal | None:
        """What it adds to what is owed: a credit note takes off, so it stands with a minus; None where nothing was read."""
        return -abs(self.payable) if self.is_credit and self.payable is not None else self.payable

    @property
    def said_withheld_tax(self) -> Decimal | None:
        """Income tax that the document takes off its gross for the tax office; None where it takes none off."""
        said = {**self.reading, **self.corrections}.get("withheld_tax")
        return Decimal(str(said)) if said else None

    @property
    def is_refused_as_read(self) -> bool:
        """True when the comparison alone refused it, so that a wrong reading may be why; what a person sent back is over."""
        return bool(self.state == InvoiceState.REJECTED and self.decision == "REJECT")

    def begin(self, *, at: datetime) -> None:
        """Say that it arrived."""
        self.announce(
            events.InvoiceReceived(
                case_id=self.case, at=at, invoice_id=self.id, source=self.through, sha256=self.sha256
            )
        )

    def _say_read(self, *, at: datetime) -> None:
        self.announce(
            events.InvoiceRead(
                case_id=self.case,
                at=at,
                invoice_id=self.id,
                number=self.number,
                currency=self.currency,
                gross=self.gross,
            )
        )

    @transition(state, source=InvoiceState.RECEIVED, target=InvoiceState.READ)
    def take_reading(self, *, at: datetime) -> None:
        """Everything that the file says is on record."""
        self._say_read(at=at)

    @transition(state, source=[*OPEN_STATES, InvoiceState.REJECTED], target=InvoiceState.READ)
    def read_again(self, *, at: datetime) -> None:
        """A person corrected what was read; it is matched anew."""
        self._say_read(at=at)

    def _take_match(self, match: "Match", *, at: datetime) -> None:
        self.decision = match.decision
        self.announce(
            events.InvoiceMatched(
                case_id=self.case,
                at=at,
                invoice_id=self.id,
                match_id=match.id,
                decision=match.decision,
                codes=", ".join(match.codes),
            )
        )

    @transition(state, source=OPEN_STATES, target=InvoiceState.MATCHED)
    def pass_match(self, match: "Match", *, at: datetime) -> None:
        """It agrees with everything; a payment authorization is routed."""
        self._take_match(match, at=at)

    @transition(state, source=OPEN_STATES, target=InvoiceState.REVIEW)
    def ask_clerk(self, match: "Match", *, at: datetime) -> None:
        """A person looks at it."""
        self._take_match(match, at=at)

    @transition(state, source=OPEN_STATES, target=InvoiceState.HELD)
    def hold(self, match: "Match", *, at: datetime) -> None:
        """It waits for an event: an acceptance, a verification, a credit note."""
        self._take_match(match, at=at)

    @transition(state, source=OPEN_STATES, target=InvoiceState.REJECTED)
    def reject_match(self, match: "Match", *, reason: str, at: datetime) -> None:
        """It cannot be paid as it is; the vendor is told why and sends another."""
        self._take_match(match, at=at)
        self._say_rejected(reason, at=at)

    @transition(state, source=OPEN_STATES, target=InvoiceState.REJECTED)
    def reject(self, *, reason: str, at: datetime) -> None:
        """A person sends it back to the vendor with reasons."""
        self._say_rejected(reason, at=at)

    def _say_rejected(self, reason: str, *, at: datetime) -> None:
        self.reason = reason
        self.announce(events.InvoiceRejected(case_id=self.case, at=at, invoice_id=self.id, reason=reason))

    @transition(state, source=[InvoiceState.HELD, InvoiceState.REVIEW], target=InvoiceState.REVIEW)
    def hear_answer(self, *, words: str, at: datetime) -> None:
        """Its vendor told us what we asked about; a person looks at it."""
        self.announce(events.InvoiceAnswered(case_id=self.case, at=at, invoice_id=self.id, words=words))

    @transition(
        state, source=[InvoiceState.HELD, InvoiceState.REVIEW, InvoiceState.MATCHED], target=InvoiceState.WITHDRAWN
    )
    def withdraw(self, *, reason: str, at: datetime) -> None:
        """Its vendor takes it back; it is not owed, and stays on record."""
        self.reason = reason
        self.announce(events.InvoiceWithdrawn(case_id=self.case, at=at, invoice_id=self.id, reason=reason))

    @transition(state, source=InvoiceState.MATCHED, target=InvoiceState.HELD)
    def dispute(self, *, reason: str) -> None:
        """A person refused to authorize its payment."""
        self.reason = reason

    @transition(state, source=InvoiceState.MATCHED, target=InvoiceState.AUTHORIZED)
    def authorize(self) -> None:
        """Everyone needed has authorized its payment."""

    @transition(state, source=InvoiceState.AUTHORIZED, target=InvoiceState.HELD)
    def stop(self, *, reason: str) -> None:
        """Authorized, and stopped before the payment file was made."""
        self.reason = reason

    @transition(state, source=InvoiceState.AUTHORIZED, target=InvoiceState.PAID)
    def pay(self, *, at: datetime) -> None:
        """The bank paid it."""
        self.paid_at = at

    @transition(state, source=InvoiceState.AUTHORIZED, target=InvoiceState.CREDITED)
    def settle_credit(self, *, at: datetime) -> None:
        """A credit note: it was taken off a payment."""
        self.paid_at = at


class InvoiceLine(models.Model):
    """One line as the vendor wrote it, and the order line that it bills. The vendor's words are never overwritten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.TextField(blank=True)
    quantity = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    unit = models.CharField(max_length=40, blank=True)
    unit_price = PriceField(null=True, currency="invoice.currency")
    net = AmountField(null=True, currency="invoice.currency")
    vat_rate = ShareField(null=True, default=None)
    order_line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="invoice_lines")
    order_net = AmountField(
        null=True, currency="order_line.order.currency", help_text=_("Net, in the order's currency.")
    )
    how = models.CharField(max_length=40, blank=True, help_text=_("How the order line was found."))
    verdict = models.TextField(blank=True)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ["invoice", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "position"],
                name="one_invoice_line_per_place",
                violation_error_message=_(
                    "Somebody else changed the lines of this invoice at the same moment: open it again, then repeat what you did."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"


def stopping(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of a match's findings that stop the invoice and that nobody has let pass."""
    return [f for f in findings if f["severity"] != "INFO" and not f["overridden"]]


class Match(models.Model):
    """The matcher's answer with everything it was given. It never changes; another answer supersedes it.

    It has no history of its own, for it is one: each answer is another row.

    findings: [{code, severity, line, at_risk, owner, sentence, visible_to_vendor, overridden}]; inputs and policy are
    the facts and limits that were compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="matches")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=10)
    codes = models.JSONField(default=list)
    info = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)
    policy = models.JSONField(default=dict)
    orders = models.JSONField(default=list)
    proposed_order = models.CharField(max_length=20, blank=True)
    authorize_amount = AmountField(null=True, currency="invoice.currency")
    retention = AmountField(default=0, currency="invoice.currency")
    amount_at_risk = AmountField(default=0, currency="invoice.order.currency")
    route = models.JSONField(default=list)
    superseded = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["invoice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "number"], name="one_match_per_number"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(superseded=False), name="one_match_counts_per_invoice"
            ),
            models.CheckConstraint(
                condition=~Q(decision="AUTHORIZE") | Q(authorize_amount__isnull=False), name="a_yes_says_how_much"
            ),
        ]

    def __str__(self) -> str:
        facts = {"invoice": self.invoice, "number": self.number, "decision": gettext(self.decision.capitalize())}
        return gettext("%(invoice)s match %(number)s: %(decision)s") % facts

    @property
    def sentences(self) -> list[str]:
        """Every finding in words, the gravest first."""
        return [finding["sentence"] for finding in self.findings]

    @property
    def stops(self) -> list[dict[str, Any]]:
        """The findings that stop the invoice and that nobody has let pass."""
        return stopping(self.findings)

    def vendor_sentences(self) -> list[str]:
        """What the vendor may read (section 13 of the matching specification)."""
        return [tell_vendor(f["code"], f["sentence"]) for f in self.stops if f["visible_to_vendor"]]

    def supersede(self) -> None:
        """Another answer takes its place."""
        self.superseded = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once; afterwards only `superseded` may still be written. Raises Conflict."""
        if not self._state.adding and set(kwargs.get("update_fields") or ()) != {"superseded"}:
            raise Conflict(_("A match never changes. Match the invoice again instead."), code="immutable")
        super().save(*args, **kwargs)
