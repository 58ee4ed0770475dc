"""What a signed contract asks for, on record."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts import duties
from contracts.models.contracts import Contract
from contracts.models.terms import Term
from contracts.querysets import ObligationQuerySet
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.common.now import moment
from flowmono.outbox.models import Record

KINDS = {
    "notice_window": _("notice"),
    duties.END_OF_TERM: _("end of the term"),
    "document": _("paper"),
    "delivery": _("delivery"),
    "instalment": _("instalment"),
    "duty": _("duty"),
}


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


class ObligationState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class Side(models.TextChoices):
    """Who has to meet an obligation."""

    OURS = duties.OURS, _("us")
    THEIRS = duties.THEIRS, _("the other party")
    BOTH = duties.BOTH, _("both parties")


class Basis(models.TextChoices):
    """How the day of an obligation was found."""

    NOTICE = duties.NOTICE, _("counted back from the end of the term")
    SIGNATURE = duties.SIGNATURE, _("counted from the signature")
    START = duties.START, _("counted from the first day of the contract")
    END = duties.END, _("counted from the last day of the contract")
    SAID = duties.SAID, _("the contract says the day")
    PERSON = duties.PERSON, _("entered by a person")
    RENEWAL = duties.RENEWAL, _("counted on from the end of the term before")


class Obligation(Record):
    """One duty, delivery, notice window or required document, with its sentence where the contract says it.

    verified: a person stands behind whose it is and its day, as far as they are said. done_at: when it was answered, done or not.
    """

    record = models.ForeignKey(ComplianceRecord, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(
        max_length=30, help_text=_("notice_window, document, duty, delivery, instalment, end_of_term")
    )
    text = models.CharField(max_length=500)
    document_kind = models.CharField(max_length=40, blank=True)
    side = models.CharField(max_length=10, blank=True, choices=Side, help_text=_("Who has to meet it."))
    due_on = models.DateField(null=True, blank=True)
    due_basis = models.CharField(max_length=10, blank=True, choices=Basis, help_text=_("How its day was found."))
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="obligations")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)

    state = StateField(default=ObligationState.OPEN, choices=ObligationState.choices)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | (~Q(state="open") & Q(done_at__isnull=False)),
                name="an_answered_obligation_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(reason=""), name="what_does_not_apply_says_why"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="who_verifies_an_obligation_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="obligations_by_day"),
            models.Index(fields=["owner", "due_on"], name="obligations_of_owner", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def case(self) -> Any:
        return self.record.contract_id

    def get_absolute_url(self) -> str:
        return reverse("contracts:obligation", args=[self.record.contract_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == ObligationState.OPEN

    @property
    def is_verified(self) -> bool:
        """True when a person stands behind it: what it asks for, of whom, and its day."""
        return self.verified_by_id is not None

    @property
    def kind_words(self) -> str:
        """Its kind as people say it."""
        return str(KINDS.get(self.kind, self.kind))

    @property
    def title(self) -> str:
        """What it asks for, in short: its kind where the sentence itself stands beside it, else its own words."""
        term = self.term
        if (
            term is not None
            and term.field == "obligation"
            and (term.is_its_quote or self.text.endswith(term.value[:200]))
        ):
            return str(term.label_in_words)
        return self.text[:1].upper() + self.text[1:]

    @property
    def delays_nobody(self) -> bool:
        """True once it is answered, and of the end of a term whose day is over: that comes by itself, and nobody is late with it."""
        return not self.is_open or (self.kind == duties.END_OF_TERM and (self.days_until(moment().date()) or 0) < 0)

    def days_until(self, today: date) -> int | None:
        """Days left until it is due, negative when it is late; None without a day."""
        return (self.due_on - today).days if self.due_on else None

    def verify(self, *, by: User, at: datetime) -> None:
        """A person read the sentence and stands behind what the list says."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=ObligationState.OPEN, target=ObligationState.DONE)
    def settle(self, *, at: datetime, by: User | None = None, because: str = "") -> None:
        """It is met, or decided about, and how; without a person, by what happened elsewhere."""
        self.done_at, self.done_by, self.reason = at, by, because

    def pass_its_day(self, *, at: datetime, goes_on: bool, because: str) -> None:
        """The term is over, and nobody has to say so; say whether the contract goes on after it."""
        self.settle(at=at, because=because)
        self.announce(
            events.TermEnded(
                case_id=self.case,
                at=at,
                contract_id=self.record.contract_id,
                obligation_id=self.pk,
                ended_on=self.due_on,
                goes_on=goes_on,
            )
        )

    @transition(state, source=ObligationState.OPEN, target=ObligationState.NOT_APPLICABLE)
    def set_aside(self, *, by: User | None, at: datetime, because: str) -> None:
        """It asks for nothing here, and why; without a person, by what happened elsewhere."""
        self.done_at, self.done_by, self.reason = at, by, because

    @transition(state, source=[ObligationState.DONE, ObligationState.NOT_APPLICABLE], target=ObligationState.OPEN)
    def reopen(self, *, because: str) -> None:
        """It is not met after all."""
        self.done_at, self.done_by, self.reason = None, None, because
