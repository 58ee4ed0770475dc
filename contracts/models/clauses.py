"""The clauses that a contract holds, as they were read, and the company's own texts for them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts.clauses import KINDS, Standard, kind_words
from contracts.models.categories import Category
from contracts.models.contracts import Contract
from contracts.querysets import ClauseQuerySet
from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.common.history import History
from flowmono.outbox.models import Record

MORE_LIKELY_THAN_NOT = Decimal("0.5")


class ClauseState(models.TextChoices):
    READ = "read", _("read")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("no such clause")


class ContractClause(Record):
    """A stretch of one version of a contract that was read as a clause of a kind, with its chance. Offsets count characters of the
    reading text of that version."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="clauses")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    model = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=40, blank=True)
    state = StateField(default=ClauseState.READ, choices=ClauseState.choices)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["contract", "position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="read") | Q(judged_by__isnull=False, judged_at__isnull=False),
                name="a_judged_clause_has_a_judge",
                violation_error_message=_("Whoever says whether it is such a clause is kept with the day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_in_words}: {self.quote[:80]}"

    @property
    def kind_in_words(self) -> str:
        """Its kind as people say it."""
        return kind_words(self.kind)

    @property
    def anchor(self) -> str:
        """Where it stands on the pages of the contract."""
        return f"clause-{self.pk}"

    @property
    def id_in_address(self) -> str:
        """Its id as an address names it."""
        return str(self.pk)

    @property
    def sure_percent(self) -> int:
        """The reader's chance as a whole percentage."""
        return round(self.confidence * 100)

    @property
    def counts(self) -> bool:
        """It is such a clause: a person said so, or it is more likely one than not and nobody said otherwise."""
        return self.state == ClauseState.CONFIRMED or (
            self.state == ClauseState.READ and self.confidence >= MORE_LIKELY_THAN_NOT
        )

    @property
    def is_doubtful(self) -> bool:
        """A person should say whether it is such a clause."""
        return self.state == ClauseState.READ and self.confidence < MORE_LIKELY_THAN_NOT

    @transition(state, source=[ClauseState.READ, ClauseState.REJECTED], target=ClauseState.CONFIRMED)
    def confirm(self, *, by: User, at: datetime) -> None:
        """A person says that it is such a clause."""
        self.judged_by, self.judged_at = by, at

    @transition(state, source=[ClauseState.READ, ClauseState.CONFIRMED], target=ClauseState.REJECTED)
    def reject(self, *, by: User, at: datetime) -> None:
        """A person says that it is no such clause."""
        self.judged_by, self.judged_at = by, at


RISKS = [("none", _("none")), ("low", _("low")), ("medium", _("medium")), ("high", _("high"))]


class StandardClause(models.Model):
    """A text of the clause library: what the company wants such a clause to say, and the risk of a contract that says otherwise."""

    kind = models.CharField(max_length=40, choices=[(kind, words) for kind, (words, _told) in KINDS.items()])
    name = models.CharField(max_length=80)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=1, verbose_name=_("order"))
    text = models.TextField(max_length=8000)
    risk = models.CharField(max_length=6, choices=RISKS, default="none", verbose_name=_("risk as it stands"))
    risk_different = models.CharField(
        max_length=6, choices=RISKS, default="medium", verbose_name=_("risk when different")
    )
    risk_missing = models.CharField(max_length=6, choices=RISKS, default="low", verbose_name=_("risk when missing"))
    active = models.BooleanField(default=True)
    history = History()

    class Meta:
        verbose_name = _("standard clause")
        verbose_name_plural = _("clause library")
        ordering = ["kind", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "category", "name"],
                name="a_standard_clause_has_its_own_name",
                nulls_distinct=False,
                violation_error_message=_(
                    "There is a text of this name for this kind already. Give this one another name."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{kind_words(self.kind)}: {self.name}"

    def as_standard(self) -> Standard:
        """The values that a comparison goes by."""
        return Standard(str(self.pk), self.name, self.text, self.risk, self.risk_different, self.risk_missing)  # type: ignore[arg-type]
