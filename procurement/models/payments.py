"""Payments: authorizing is its own act by two people; a third makes the file; each invoice is paid once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, StateField
from flowmono.common.templatetags.writing import say_money
from flowmono.outbox.models import Record
from procurement.models.invoices import Invoice, Match
from procurement.models.orders import Order
from procurement.pain001 import execution_day
from procurement.querysets import AuthorizationQuerySet, FinanceQuerySet
from vendors.models import BankAccount, Vendor


class BatchState(models.TextChoices):
    EXPORTED = "exported", _("file made")
    SETTLED = "settled", _("all confirmed")


class Batch(Record):
    """One payment file. Its number is the message id that the bank sees."""

    number = models.CharField(max_length=20, unique=True)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    payments = models.PositiveIntegerField()
    totals = models.JSONField(default=dict, help_text=_("Currency to sum."))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    state = StateField(default=BatchState.EXPORTED, choices=BatchState.choices)

    objects: ClassVar[Any] = FinanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment file")
        verbose_name_plural = _("payment files")
        ordering = ["-made_at"]
        constraints = [models.CheckConstraint(condition=Q(payments__gt=0), name="a_payment_file_pays_somebody")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("procurement:batch", args=[self.pk])

    def begin(self, *, at: datetime) -> None:
        """Say that the file was made."""
        self.announce(
            events.BatchExported(case_id=self.case, at=at, batch_id=self.id, payments=self.payments, sha256=self.sha256)
        )

    @transition(state, source=BatchState.EXPORTED, target=BatchState.SETTLED)
    def settle(self) -> None:
        """The bank has confirmed every payment in it."""


class AuthorizationState(models.TextChoices):
    ROUTED = "routed", _("to authorize")
    AUTHORIZED = "authorized", _("authorized")
    BATCHED = "batched", _("in a payment file")
    PAID = "paid", _("paid")
    REFUSED = "refused", _("refused")
    VOID = "void", _("void")


class PaymentAuthorization(Record):
    """Permission to pay one invoice, to one verified account as it was when the permission was asked for.

    A credit note is an authorization with a negative amount: it is taken off a payment to the same account, never paid
    by itself.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="authorizations")
    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="authorizations")
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="authorizations")
    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="payments")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="payments")
    is_credit = models.BooleanField(default=False)
    amount = AmountField()
    currency = CurrencyField()
    base_amount = AmountField(currency=COMPANYS)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    rate_on = models.DateField()
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="payments")
    payee = models.JSONField(help_text=_("The account as it was verified: holder, iban, bban, clearing, bic."))
    due_on = models.DateField()
    end_to_end_id = models.CharField(max_length=35)
    first_person = models.UUIDField(null=True)
    second_person = models.UUIDField(null=True)
    authorized_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="authorizations")
    asked_on = models.DateField(
        null=True, help_text=_("The day that the payment file names; none before it is in a file.")
    )
    bank_reference = models.CharField(max_length=140, blank=True)
    paid_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    state = StateField(default=AuthorizationState.ROUTED, choices=AuthorizationState.choices)

    objects: ClassVar[Any] = AuthorizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment authorization")
        verbose_name_plural = _("payment authorizations")
        ordering = ["due_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=~Q(state__in=["refused", "void"]),
                name="one_live_authorization_per_invoice",
                violation_error_message=_("The payment of this invoice is asked for already: go on with that one."),
            ),
            models.UniqueConstraint(
                fields=["end_to_end_id"],
                condition=~Q(state__in=["refused", "void"]),
                name="one_live_payment_per_end_to_end_id",
            ),
            models.CheckConstraint(
                condition=Q(is_credit=False, amount__gt=0) | Q(is_credit=True, amount__lt=0),
                name="an_authorized_amount_has_its_sign",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["authorized", "batched", "paid"])
                | (
                    Q(first_person__isnull=False, second_person__isnull=False, authorized_at__isnull=False)
                    & ~Q(first_person=F("second_person"))
                ),
                name="two_people_authorize_a_payment",
                violation_error_message=_("Two people authorize a payment: somebody else gives the second yes."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["batched", "paid"]) | Q(batch__isnull=False), name="what_is_paid_is_in_a_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="a_confirmed_payment_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="payments_by_state"),
            models.Index(fields=["-created_at"], name="payments_by_age"),
        ]

    def __str__(self) -> str:
        facts = {"amount": say_money(self.amount, self.currency), "vendor": self.vendor}
        return gettext("%(amount)s to %(vendor)s") % facts

    def get_absolute_url(self) -> str:
        return reverse("procurement:payment", args=[self.pk])

    @property
    def case(self) -> Any:
        return self.contract_id or self.invoice_id

    @property
    def executed_on(self) -> date | None:
        """The day that its payment file asked the bank for; None before it is in a file. Old files are worked out anew."""
        if self.asked_on is not None:
            return self.asked_on
        return execution_day(self.due_on, self.batch.made_at.date(), self.currency) if self.batch else None

    def begin(self, *, at: datetime) -> None:
        """Say that it waits for its people."""
        self.announce(
            events.PaymentRouted(
                case_id=self.case,
                at=at,
                authorization_id=self.id,
                invoice_id=self.invoice_id,
                amount=Decimal(self.amount),
                currency=self.currency,
            )
        )

    @transition(state, source=AuthorizationState.ROUTED, target=AuthorizationState.AUTHORIZED)
    def authorize(self, *, first: Any, second: Any, at: datetime) -> None:
        """Everyone needed has said yes; `first` and `second` are two human beings among them."""
        self.first_person, self.second_person, self.authorized_at = first, second, at
        self.announce(
            events.PaymentAuthorized(
                case_id=self.case,
                at=at,
                authorization_id=self.id,
                invoice_id=self.invoice_id,
                amount=Decimal(self.amount),
                currency=self.currency,
            )
        )

    @transition(state, source=AuthorizationState.ROUTED, target=AuthorizationState.REFUSED)
    def refuse(self, *, reason: str, at: datetime) -> None:
        """A person will not authorize it, and why."""
        self.reason = reason
        self.announce(
            events.PaymentRefused(
                case_id=self.case, at=at, authorization_id=self.id, invoice_id=self.invoice_id, reason=reason
            )
        )

    @transition(
        state, source=[AuthorizationState.ROUTED, AuthorizationState.AUTHORIZED], target=AuthorizationState.VOID
    )
    def void(self, *, reason: str) -> None:
        """What it was asked for has changed; if it is still owed, it is asked for anew."""
        self.reason = reason

    @transition(state, source=AuthorizationState.AUTHORIZED, target=AuthorizationState.BATCHED)
    def put_in(self, batch: Batch, *, asked_on: date, at: datetime) -> None:
        """It is in a payment file, once and for ever; its case knows in which. asked_on: the day that the file names."""
        self.batch, self.asked_on = batch, asked_on
        self.announce(
            events.PaymentExported(
                case_id=self.case,
                at=at,
                authorization_id=self.id,
                invoice_id=self.invoice_id,
                batch_id=batch.pk,
                number=batch.number,
            )
        )

    @transition(state, source=AuthorizationState.BATCHED, target=AuthorizationState.PAID)
    def settle_credit(self, *, reference: str, at: datetime) -> None:
        """A credit note: the payment that it was taken off has been made."""
        self.bank_reference, self.paid_at = reference, at

    @transition(state, source=AuthorizationState.BATCHED, target=AuthorizationState.PAID)
    def confirm(self, *, reference: str, at: datetime, paid_at: datetime) -> None:
        """The bank says that it was paid, and when; `at` is when a person entered it."""
        self.bank_reference, self.paid_at = reference, paid_at
        self.announce(
            events.PaymentConfirmed(
                case_id=self.case,
                at=at,
                authorization_id=self.id,
                invoice_id=self.invoice_id,
                vendor_id=self.vendor_id,
                contract_id=self.contract_id,
                order_id=self.order_id,
                amount=Decimal(self.amount),
                currency=self.currency,
            )
        )
