"""That a signed contract ends before its own end: on which day, by whom and why; and that this was taken back."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from flowmono import events
from flowmono.accounts.models import User
from flowmono.outbox.models import Record


class How(models.TextChoices):
    """Who ended it, and on what ground."""

    OURS_CONVENIENCE = "ours_convenience", _("by us, for convenience")
    OURS_CAUSE = "ours_cause", _("by us, for cause")
    THEIRS_CONVENIENCE = "theirs_convenience", _("by the other party, for convenience")
    THEIRS_CAUSE = "theirs_cause", _("by the other party, for cause")
    AGREEMENT = "agreement", _("by both, in agreement")


class Ending(Record):
    """One early end of a contract, with who noted it; the latest one that was not taken back counts.

    stopped_before: the last day that notice had given the contract before, if any. words: what the record of each obligation says that
    fell away with it.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="endings")
    ends_on = models.DateField(help_text=_("The last day on which the contract is in force."))
    how = models.CharField(max_length=20, choices=How)
    reason = models.CharField(max_length=500)
    stopped_before = models.DateField(null=True)
    words = models.CharField(max_length=500)
    paper = models.ForeignKey(
        "documents.Version",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The letter of termination, or what both signed about it."),
    )
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_because = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("early end")
        verbose_name_plural = _("early ends")
        ordering = ["-noted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(taken_back_at__isnull=True),
                name="one_early_end_per_contract",
                violation_error_message=_("An early end is on record already: correct it, or take it back."),
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_because=""),
                name="taken_back_by_somebody_for_a_reason",
                violation_error_message=_("Say why the contract goes on after all."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="an_early_end_has_a_reason",
                violation_error_message=_("Say why the contract ends early."),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def case(self) -> Any:
        return self.contract_id

    def may_be_taken_back(self, today: date) -> bool:
        """True while its day is not over, and until the end of the day on which it was noted."""
        return self.taken_back_at is None and (today <= self.ends_on or today <= self.noted_at.date())

    def note(self, *, at: datetime) -> None:
        """Say that the contract ends early."""
        self.announce(
            events.ContractEndedEarly(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                ending_id=self.pk,
                ends_on=self.ends_on,
                how=self.how,
                reason=self.reason,
                version_id=self.paper_id,
                sha256=self.paper.sha256 if self.paper else "",
            )
        )

    def take_paper(self, paper: Any, *, at: datetime) -> None:
        """Its paper came after it was noted; one that was there before stays among the papers of the contract."""
        self.paper = paper
        self.announce(
            events.EndingPaperBrought(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                ending_id=self.pk,
                version_id=paper.pk,
                sha256=paper.sha256,
            )
        )

    def take_back(self, *, by: User, because: str, at: datetime) -> None:
        """The contract goes on as it says itself."""
        self.taken_back_by, self.taken_back_at, self.taken_back_because = by, at, because
        self.announce(
            events.ContractGoesOn(
                case_id=self.case, at=at, contract_id=self.contract_id, ending_id=self.pk, reason=because
            )
        )
