"""A legal hold: papers are kept whatever their sequence says, until somebody else lifts it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from flowmono import events
from flowmono.accounts.models import User
from flowmono.outbox.models import Record
from signing.models import Envelope

# Whose papers are kept: a contract's, or those of a signature round that belongs to no contract.
Kept = Contract | Envelope


class Hold(Record):
    """One hold on the papers of a contract or of a round without one, with who placed it and why, and who lifted it and why."""

    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="holds")
    envelope = models.ForeignKey(Envelope, null=True, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(lifted_at__isnull=True),
                name="one_open_hold_per_contract",
                violation_error_message=_("The papers of this contract are kept already: nothing more is needed."),
            ),
            models.UniqueConstraint(
                fields=["envelope"],
                condition=Q(lifted_at__isnull=True),
                name="one_open_hold_per_round",
                violation_error_message=_("The papers of this document are kept already: nothing more is needed."),
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=True, envelope__isnull=False)
                | Q(contract__isnull=False, envelope__isnull=True),
                name="hold_of_one_record",
                violation_error_message=_("A hold is on the papers of one contract, or of one document without one."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_because=""),
                name="lifted_by_somebody_for_a_reason",
                violation_error_message=_("Say why the papers need not be kept any more."),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def case(self) -> Any:
        return self.contract_id or self.envelope_id

    def place(self, *, at: datetime) -> None:
        """Say that the papers are held."""
        self.announce(
            events.LegalHoldPlaced(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                envelope_id=self.envelope_id,
                hold_id=self.pk,
                reason=self.reason,
            )
        )

    def lift(self, *, by: User, because: str, at: datetime) -> None:
        """From now on the papers are kept as their sequence says."""
        self.lifted_by, self.lifted_at, self.lifted_because = by, at, because
        self.announce(
            events.LegalHoldLifted(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                envelope_id=self.envelope_id,
                hold_id=self.pk,
                reason=because,
            )
        )
