"""Requisitions: somebody needs something that no contract orders yet; it is approved by rule, then a buyer buys it."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, PriceField, StateField
from flowmono.common.money import round_money
from flowmono.outbox.models import Record
from procurement.models.orders import Order
from procurement.querysets import RequisitionQuerySet
from vendors.models import Vendor


class RequisitionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_APPROVAL = "in_approval", _("in approval")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved, to be bought")
    ORDERED = "ordered", _("ordered")
    CONTRACTED = "contracted", _("becomes a contract")
    DECLINED = "declined", _("will not be bought")


class Requisition(Record):
    """What somebody needs, why, and by when. It is its own case; `estimate` is the sum of its lines."""

    number = models.CharField(max_length=20, unique=True)
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="requisitions")
    title = models.CharField(max_length=200)
    need = models.TextField()
    needed_by = models.DateField(null=True, blank=True)
    department = models.CharField(max_length=120, blank=True)
    vendor = models.ForeignKey(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="requisitions")
    currency = CurrencyField()
    estimate = AmountField(default=0)
    base_estimate = AmountField(
        currency=COMPANYS, default=0, help_text=_("In the company's currency; the approval rule goes by it.")
    )
    order = models.OneToOneField(Order, null=True, blank=True, on_delete=models.PROTECT, related_name="requisition")
    contract = models.ForeignKey(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="requisitions"
    )
    state = StateField(default=RequisitionState.DRAFT, choices=RequisitionState.choices)
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = RequisitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("requisition")
        verbose_name_plural = _("requisitions")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(estimate__gte=0),
                name="an_estimate_is_not_negative",
                violation_error_message=_("An estimate is not less than nothing: put its quantities and prices right."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "declined"]) | ~Q(reason=""),
                name="a_requisition_stops_for_a_reason",
                violation_error_message=_("Say why, so that whoever asked for it knows."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ordered") | Q(order__isnull=False), name="an_ordered_requisition_has_its_order"
            ),
            models.CheckConstraint(
                condition=~Q(state="contracted") | Q(contract__isnull=False),
                name="a_contracted_requisition_has_its_contract",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="requisitions_by_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def case(self) -> Any:
        return self.id

    def get_absolute_url(self) -> str:
        return reverse("procurement:requisition", args=[self.pk])

    @transition(state, source=[RequisitionState.DRAFT, RequisitionState.RETURNED], target=RequisitionState.IN_APPROVAL)
    def submit(self, *, approval_id: Any, at: datetime) -> None:
        """Put before its approvers."""
        self.reason = ""
        self.announce(
            events.RequisitionSubmitted(
                case_id=self.case, at=at, requisition_id=self.id, number=self.number, approval_id=approval_id
            )
        )

    @transition(state, source=RequisitionState.IN_APPROVAL, target=RequisitionState.APPROVED)
    def approve(self, *, at: datetime) -> None:
        """Everyone needed has said yes; a buyer buys it."""
        self.announce(
            events.RequisitionApproved(
                case_id=self.case,
                at=at,
                requisition_id=self.id,
                number=self.number,
                currency=self.currency,
                amount=Decimal(self.estimate),
            )
        )

    @transition(state, source=RequisitionState.IN_APPROVAL, target=RequisitionState.RETURNED)
    def send_back(self, *, reason: str, at: datetime) -> None:
        """An approver said no, and why."""
        self.reason = reason
        self.announce(events.RequisitionReturned(case_id=self.case, at=at, requisition_id=self.id, reason=reason))

    def _say_served(self, *, at: datetime) -> None:
        self.announce(
            events.RequisitionServed(
                case_id=self.case,
                at=at,
                requisition_id=self.id,
                order_id=self.order_id,
                contract_id=self.contract_id,
            )
        )

    @transition(state, source=RequisitionState.APPROVED, target=RequisitionState.ORDERED)
    def fulfil(self, *, order: Order, at: datetime) -> None:
        """An order serves it."""
        self.order = order
        self._say_served(at=at)

    @transition(state, source=RequisitionState.APPROVED, target=RequisitionState.CONTRACTED)
    def hand_over(self, *, contract: Any, at: datetime) -> None:
        """A contract is being made of it; the order is drafted from its terms once it is signed."""
        self.contract = contract
        self._say_served(at=at)

    @transition(
        state,
        source=[
            RequisitionState.DRAFT,
            RequisitionState.IN_APPROVAL,
            RequisitionState.RETURNED,
            RequisitionState.APPROVED,
        ],
        target=RequisitionState.DECLINED,
    )
    def decline(self, *, reason: str, at: datetime) -> None:
        """It will not be bought, and why: the requester or a buyer gives it up."""
        self.reason = reason
        self.announce(events.RequisitionDeclined(case_id=self.case, at=at, requisition_id=self.id, reason=reason))


class RequisitionLine(models.Model):
    """One thing that is needed, at the price that the requester expects."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=40, blank=True)
    unit_price = PriceField(currency="requisition.currency")

    class Meta:
        verbose_name = _("requisition line")
        verbose_name_plural = _("requisition lines")
        ordering = ["requisition", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "position"],
                name="one_requisition_line_per_place",
                violation_error_message=_(
                    "Somebody else changed the lines of this requisition at the same moment: open it again, then repeat what you did."
                ),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0),
                name="a_requisition_line_asks_for_something",
                violation_error_message=_("Enter a quantity of more than nothing and a price of 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"

    @property
    def amount(self) -> Decimal:
        """What the line comes to, in the requisition's currency."""
        return round_money(self.quantity * self.unit_price, self.requisition.currency)
