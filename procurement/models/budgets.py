"""Budgets: money is committed when an order is approved and relieved when it is paid, each exactly once."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from flowmono.common.fields import COMPANYS, AmountField
from flowmono.common.history import History
from flowmono.outbox.models import Record
from procurement.models.orders import Order
from procurement.models.payments import PaymentAuthorization
from procurement.querysets import FinanceQuerySet


class Budget(models.Model):
    """What a department may spend in a year, in the company's currency."""

    department = models.CharField(max_length=120)
    year = models.PositiveIntegerField()
    amount = AmountField(currency=COMPANYS)
    history = History()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        ordering = ["-year", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "year"],
                name="one_budget_per_department_and_year",
                violation_error_message=_("This department has a budget for this year already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="a_budget_is_not_negative",
                violation_error_message=_("A budget is not less than nothing: enter 0 or more."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"

    @property
    def committed(self) -> Decimal:
        """Ordered and not yet paid."""
        sums = self.commitments.aggregate(ordered=Sum("amount"), relieved=Sum("relieved"))
        return Decimal(sums["ordered"] or 0) - Decimal(sums["relieved"] or 0)

    @property
    def spent(self) -> Decimal:
        """Paid against commitments of this budget."""
        return Decimal(Relief.objects.filter(commitment__budget=self).aggregate(sum=Sum("spent"))["sum"] or 0)

    @property
    def free(self) -> Decimal:
        """Neither committed nor spent; negative when the budget is overdrawn."""
        return Decimal(self.amount) - self.committed - self.spent


class Commitment(Record):
    """What one approved order binds, in the company's currency at the order's locked rate."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="commitment")
    budget = models.ForeignKey(Budget, null=True, on_delete=models.PROTECT, related_name="commitments")
    amount = AmountField(currency=COMPANYS)
    relieved = AmountField(currency=COMPANYS, default=0)

    objects: ClassVar[Any] = FinanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                condition=Q(relieved__gte=0, relieved__lte=models.F("amount")), name="relief_stays_within_commitment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order.number}: {self.amount}"

    @property
    def case(self) -> Any:
        return self.order.case

    @property
    def open(self) -> Decimal:
        return Decimal(self.amount) - Decimal(self.relieved)


class Relief(models.Model):
    """One payment's share of a commitment: `relieved` leaves the commitment, `spent` was paid, which may be more."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reliefs")
    authorization = models.ForeignKey(PaymentAuthorization, on_delete=models.PROTECT, related_name="reliefs")
    relieved = AmountField(currency=COMPANYS)
    spent = AmountField(currency=COMPANYS)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("relief")
        verbose_name_plural = _("reliefs")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "authorization"], name="a_payment_relieves_once"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.relieved}"
