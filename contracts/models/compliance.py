"""What a signed contract asks for, on record."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from contracts.models.terms import Term
from contracts.querysets import ObligationQuerySet
from flowmono import events
from flowmono.outbox.models import Record


class ComplianceRecord(Record):
    """What a signed contract asks of both sides, kept under watch."""

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="compliance")

    class Meta:
        verbose_name = _("compliance record")
        verbose_name_plural = _("compliance records")

    def __str__(self) -> str:
        return gettext("Compliance of %(contract)s") % {"contract": self.contract}

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

    objects: ClassVar[Any] = ObligationQuerySet.as_manager()

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
