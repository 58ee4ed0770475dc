"""Orders: drafted from a contract's terms or a requisition, approved by rule, sent to the vendor; each line with its sentence."""

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
from flowmono.common.accepting import condition_of
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, PriceField, ShareField, StateField
from flowmono.common.history import History
from flowmono.outbox.models import Record
from procurement.querysets import OrderQuerySet
from vendors.models import Vendor


class OrderState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_APPROVAL = "in_approval", _("in approval")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("sent to the vendor")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Order(Record):
    """One purchase order. Its rate into the company's currency is locked when it is made."""

    number = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="orders")
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="orders")
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60, blank=True)
    department = models.CharField(max_length=120, blank=True)
    currency = CurrencyField()
    total = AmountField(help_text=_("Without tax: the firm lines, or the contract's ceiling where it states one."))
    cap = AmountField(null=True, blank=True, help_text=_("No invoice may take the sum of all invoices above it."))
    base_total = AmountField(currency=COMPANYS, help_text=_("In the company's currency."))
    rate = models.DecimalField(max_digits=18, decimal_places=8, default=Decimal(1))
    rate_on = models.DateField()
    revision = models.PositiveIntegerField(default=0)
    state = StateField(default=OrderState.DRAFT, choices=OrderState.choices)
    reason = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_to = models.EmailField(blank=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(contract__isnull=False) & ~Q(state="cancelled"),
                name="one_live_order_per_contract",
                violation_error_message=_("This contract has an order already: change that one, or cancel it first."),
            ),
            models.CheckConstraint(
                condition=Q(total__gte=0, base_total__gte=0),
                name="an_order_total_is_not_negative",
                violation_error_message=_(
                    "An order is not worth less than nothing: put its quantities and prices right."
                ),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="an_order_rate_is_positive",
                violation_error_message=_(
                    "The order’s exchange rate must be more than nothing: have an administrator enter the rate of the day."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sent", "closed"]) | Q(approved_at__isnull=False),
                name="approved_order_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, document__isnull=False),
                name="a_sent_order_has_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "cancelled"]) | ~Q(reason=""),
                name="an_order_stops_for_a_reason",
                violation_error_message=_("Say why, so that everybody who waits for the order knows."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-created_at"], name="orders_by_state"),
            models.Index(fields=["-created_at"], name="orders_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:order", args=[self.pk])

    def begin(self, *, lines: int, at: datetime) -> None:
        """Say that it is drafted; it is put before its approvers."""
        self.announce(
            events.OrderDrafted(
                case_id=self.case,
                at=at,
                order_id=self.id,
                contract_id=self.contract_id,
                number=self.number,
                currency=self.currency,
                total=self.total,
                lines=lines,
            )
        )

    @transition(state, source=[OrderState.DRAFT, OrderState.RETURNED], target=OrderState.IN_APPROVAL)
    def submit(self, *, approval_id: Any, at: datetime) -> None:
        """Put before its approvers."""
        self.reason = ""
        self.announce(
            events.OrderSubmitted(
                case_id=self.case, at=at, order_id=self.id, contract_id=self.contract_id, approval_id=approval_id
            )
        )

    @transition(state, source=OrderState.IN_APPROVAL, target=OrderState.APPROVED)
    def approve(self, *, at: datetime) -> None:
        """Everyone needed has said yes."""
        self.approved_at = at
        self.announce(
            events.OrderApproved(
                case_id=self.case,
                at=at,
                order_id=self.id,
                contract_id=self.contract_id,
                vendor_id=self.vendor_id,
                number=self.number,
                currency=self.currency,
                total=self.total,
            )
        )

    @transition(state, source=OrderState.IN_APPROVAL, target=OrderState.RETURNED)
    def send_back(self, *, reason: str, at: datetime) -> None:
        """An approver said no, and why."""
        self.reason = reason
        self.announce(
            events.OrderReturned(
                case_id=self.case, at=at, order_id=self.id, contract_id=self.contract_id, reason=reason
            )
        )

    @transition(state, source=OrderState.APPROVED, target=OrderState.SENT)
    def send(self, *, document: Any, to: str, at: datetime) -> None:
        """The vendor was sent the order."""
        self.document, self.sent_to, self.sent_at = document, to, at
        self.announce(events.OrderSent(case_id=self.case, at=at, order_id=self.id, contract_id=self.contract_id, to=to))

    @transition(state, source=[OrderState.APPROVED, OrderState.SENT], target=OrderState.CLOSED)
    def close(self) -> None:
        """Nothing more will be billed."""

    @transition(
        state, source=[OrderState.DRAFT, OrderState.IN_APPROVAL, OrderState.RETURNED], target=OrderState.CANCELLED
    )
    def cancel(self, *, reason: str) -> None:
        """It will not be placed, and why."""
        self.reason = reason

    @transition(state, source=[OrderState.APPROVED, OrderState.SENT], target=OrderState.DRAFT)
    def reopen(self) -> None:
        """A change is agreed: the order is drafted anew and only the change goes round again."""
        self.revision += 1


class OrderLine(models.Model):
    """One line, with the term and the sentence that justify it. `amount` is the whole line; unit_price one occurrence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    term = models.ForeignKey("contracts.Term", null=True, on_delete=models.PROTECT, related_name="order_lines")
    kind = models.CharField(max_length=20)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.CharField(max_length=40, blank=True)
    unit_price = PriceField(null=True, currency="order.currency")
    amount = AmountField(null=True, currency="order.currency", help_text=_("Empty for a rate: as much as is ordered."))
    occurrences = models.PositiveIntegerField(null=True)
    period = models.CharField(max_length=10, blank=True)
    due_on = models.DateField(null=True)
    due_text = models.CharField(max_length=300, blank=True)
    optional = models.BooleanField(default=False)
    vat_rate = ShareField(null=True, default=None)
    quote = models.TextField(blank=True)
    page = models.PositiveIntegerField(null=True)
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text=_("Why a person added or changed it."))
    history = History()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "position"],
                name="one_order_line_per_place",
                violation_error_message=_(
                    "Somebody else changed the lines of this order at the same moment: open it again, then repeat what you did."
                ),
            ),
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True) | Q(unit_price__gte=0),
                name="an_order_price_is_not_negative",
                violation_error_message=_("A price is not less than nothing: enter 0 or more."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gt=0),
                name="an_ordered_quantity_is_positive",
                violation_error_message=_(
                    "A quantity is more than nothing: enter how much is ordered, or leave it empty for a rate."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"

    @property
    def condition(self) -> str:
        """What must have happened before the line may be billed, as people say it; "" where nothing must or its due words say it."""
        return condition_of(self.kind, "" if self.due_on else self.due_text)

    @property
    def is_firm(self) -> bool:
        """True when the line counts in the order's total."""
        return not self.optional and self.amount is not None


class Revision(Record):
    """One agreed change of an order: what was, what is, and the difference that goes round again."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    changes = models.JSONField(default=list, help_text=_("[{line, field, before, after}]"))
    total_before = AmountField(currency="order.currency")
    total_after = AmountField(currency="order.currency")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "number"],
                name="one_revision_per_number",
                violation_error_message=_(
                    "Somebody else changed this order at the same moment: open it again, then repeat what you did."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_revision_has_a_reason",
                violation_error_message=_("Say why the order is changed."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(order)s revision %(number)s") % {"order": self.order.number, "number": self.number}

    @property
    def case(self) -> Any:
        return self.order.case

    @property
    def delta(self) -> Decimal:
        """By how much the order grew; negative when it shrank."""
        return Decimal(self.total_after) - Decimal(self.total_before)
