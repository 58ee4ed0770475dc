"""Approvals: rules as data; a request follows one rule; its steps open in order; each seat is one person's say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono.accounts.models import User
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, StateField
from flowmono.common.history import History
from flowmono.common.templatetags.writing import say_day
from flowmono.events import ApprovalDecided, ApprovalRequested
from flowmono.outbox.models import Record, RecordQuerySet


class Kind(models.TextChoices):
    """What can be put before approvers."""

    CONTRACT = "contract", _("contract")
    REQUISITION = "requisition", _("requisition")
    ORDER = "order", _("order")
    INVOICE = "invoice", _("invoice")
    PAYMENT = "payment", _("payment authorization")
    BANK_ACCOUNT = "bank_account", _("bank account")


class Rule(models.Model):
    """Who must say yes to what. Of the active rules that fit, the one with the lowest priority number is taken."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    priority = models.PositiveIntegerField(default=100, help_text=_("Lower numbers are tried first."))
    from_amount = AmountField(currency=COMPANYS, default=0, help_text=_("In the company's currency, inclusive."))
    below_amount = AmountField(
        currency=COMPANYS, null=True, blank=True, help_text=_("In the company's currency, exclusive; empty: no limit.")
    )
    category = models.CharField(max_length=60, blank=True, help_text=_("Empty: any."))
    department = models.CharField(max_length=120, blank=True, help_text=_("Empty: any."))
    vendor_risk = models.CharField(max_length=20, blank=True, help_text=_("Empty: any."))
    active = models.BooleanField(default=True)
    history = History()

    class Meta:
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")
        ordering = ["kind", "priority", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(below_amount__isnull=True) | Q(below_amount__gt=F("from_amount")),
                name="a_band_has_a_width",
                violation_error_message=_(
                    "No amount would fit: it ends below an amount that is not higher than the "
                    "one it begins at. Enter a higher one, or leave it empty for no limit."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mode(models.TextChoices):
    ANY = "any", _("any one of them")
    ALL = "all", _("all of them")


class RuleStep(models.Model):
    """One step of a rule. Steps with the same sequence run side by side; higher ones wait."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="steps")
    sequence = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=3, choices=Mode, default=Mode.ANY)
    role = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT)
    people = models.ManyToManyField(User, blank=True, related_name="+")
    hours = models.PositiveIntegerField(default=48, help_text=_("After so many hours the step is escalated."))
    escalate_to = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    history = History()

    class Meta:
        ordering = ["sequence", "id"]

    def __str__(self) -> str:
        return self.title


class RequestState(models.TextChoices):
    OPEN = "open", _("waiting")
    GRANTED = "granted", _("approved")
    REFUSED = "refused", _("rejected")
    SUPERSEDED = "superseded", _("superseded")


class RequestQuerySet(RecordQuerySet):
    def waiting(self) -> Any:
        return self.filter(state=RequestState.OPEN)


# Among the facts of a request: the first day of the contract, as an ISO date, where what is decided comes before it.
IN_FORCE_FROM = "in_force_from"
# Among them too: what the same was approved as before, as ApprovedAs writes it.
APPROVED_AS = "approved_as"


@dataclass(frozen=True)
class ApprovedAs:
    """An earlier record of the same purchase that people approved: its number, who did, on which day, and whether nothing has changed."""

    number: str
    by: tuple[str, ...]
    on: date
    unchanged: bool

    @property
    def written(self) -> dict[str, Any]:
        """As a request keeps it."""
        return {"number": self.number, "by": list(self.by), "on": self.on.isoformat(), "unchanged": self.unchanged}

    @classmethod
    def read(cls, written: dict[str, Any]) -> "ApprovedAs":
        """What a request kept."""
        on = date.fromisoformat(written["on"])
        return cls(written["number"], tuple(written["by"]), on, bool(written["unchanged"]))

    @property
    def words(self) -> str:
        """One sentence for whoever decides now."""
        same = gettext("Nothing has changed since it was approved as %(number)s by %(who)s on %(day)s.")
        other = gettext("It is not as it was approved as %(number)s by %(who)s on %(day)s: its page says what changed.")
        facts = {"number": self.number, "who": ", ".join(self.by), "day": say_day(self.on)}
        return (same if self.unchanged else other) % facts


class Request(Record):
    """One record put before its approvers. `barred` are the human beings who may not decide: who asked, made or profits."""

    kind = models.CharField(max_length=20, choices=Kind)
    subject_id = models.UUIDField(db_index=True)
    case_key = models.UUIDField()
    title = models.CharField(max_length=200)
    # The other party, as it was called when the approvers were asked.
    party = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200)
    amount = AmountField(null=True)
    currency = CurrencyField(blank=True)
    base_amount = AmountField(currency=COMPANYS, null=True)
    facts = models.JSONField(default=dict)
    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT)
    rule_name = models.CharField(max_length=120)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    barred = models.JSONField(default=list)
    state = StateField(default=RequestState.OPEN, choices=RequestState.choices)
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = RequestQuerySet.as_manager()

    @property
    def remark(self) -> str:
        """What whoever decides should know beforehand, in the reader's words; "" where nothing stands out."""
        day, before = self.facts.get(IN_FORCE_FROM), self.facts.get(APPROVED_AS)
        words = gettext("It comes before its contract is in force, from %(day)s.")
        said = [words % {"day": say_day(date.fromisoformat(day))}] if day else []
        said += [ApprovedAs.read(before).words] if before else []
        return " ".join(said)

    @property
    def why_highest(self) -> str:
        """Why a rule for any amount decides where none is known; "" where the amount is known, or was not asked for."""
        unlimited = self.rule is not None and self.rule.below_amount is None
        known = self.base_amount is not None or not unlimited
        return "" if known else gettext("The amount is not known, so the highest rule applies.")

    class Meta:
        verbose_name = _("approval request")
        verbose_name_plural = _("approval requests")
        indexes = [
            models.Index(
                fields=["subject_id", "closed_at"],
                name="contracts_granted",
                condition=models.Q(kind="contract", state="granted"),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state="open"),
                name="one_open_request_per_subject",
                violation_error_message=_(
                    "Somebody is asked about this already: wait for the answer, or take the question back first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(closed_at__isnull=False), name="a_closed_request_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Any:
        return self.case_key

    @transition(state, source=RequestState.OPEN, target=RequestState.GRANTED)
    def grant(self, *, at: datetime) -> None:
        """Every step is complete."""
        self.closed_at = at

    @transition(state, source=RequestState.OPEN, target=RequestState.REFUSED)
    def refuse(self, *, at: datetime) -> None:
        """One person said no."""
        self.closed_at = at

    @transition(state, source=RequestState.OPEN, target=RequestState.SUPERSEDED)
    def supersede(self, *, at: datetime) -> None:
        """The record changed or went away; nobody need decide any more."""
        self.closed_at = at

    def announce_step(self, step: "Step", *, at: datetime) -> None:
        self.announce(ApprovalRequested(case_id=self.case, at=at, approval_id=self.id, step_id=step.uuid))

    def announce_decision(self, seat: "Seat", *, at: datetime) -> None:
        decided = ApprovalDecided(
            case_id=self.case, at=at, approval_id=self.id, seat_id=seat.uuid, verdict=seat.verdict, reason=seat.reason
        )
        self.announce(decided)


class StepState(models.TextChoices):
    WAITING = "waiting", _("waits for the step before")
    OPEN = "open", _("open")
    DONE = "done", _("done")
    CLOSED = "closed", _("not needed")


class Step(models.Model):
    """One step of one request."""

    uuid = models.UUIDField(unique=True)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    sequence = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    mode = models.CharField(max_length=3, choices=Mode)
    state = models.CharField(max_length=8, choices=StepState, default=StepState.WAITING)
    hours = models.PositiveIntegerField(default=48)
    escalate_to = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sequence", "id"]

    def __str__(self) -> str:
        return gettext("%(step)s of %(request)s") % {"step": self.title, "request": self.request}


class Verdict(models.TextChoices):
    YES = "yes", _("approved")
    NO = "no", _("rejected")


class SeatQuerySet(models.QuerySet["Seat"]):
    def waiting_for(self, person: User) -> "SeatQuerySet":
        """Seats that this person can decide now, in their own name or standing in."""
        return self.filter(
            Q(approver=person) | Q(stand_in=person),
            verdict="",
            step__state=StepState.OPEN,
            step__request__state=RequestState.OPEN,
        ).select_related("step__request", "approver")


class Seat(models.Model):
    """One person's say in one step; a stand-in may speak for them."""

    uuid = models.UUIDField(unique=True)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="seats")
    approver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    stand_in = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=3, choices=Verdict, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_person = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Threat B3: one human being never fills two seats of one request, by whichever account.
            models.UniqueConstraint(
                fields=["request", "decided_person"],
                name="one_say_per_human_being",
                violation_error_message=_(
                    "You decided in this case already, with this or another account: somebody else decides here."
                ),
            ),
            models.UniqueConstraint(
                fields=["step", "approver"],
                name="one_seat_per_person_and_step",
                violation_error_message=_("This person is asked in this step already: choose somebody else."),
            ),
            models.CheckConstraint(
                condition=Q(verdict="")
                | Q(decided_by__isnull=False, decided_person__isnull=False, decided_at__isnull=False),
                name="a_verdict_has_an_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approver}: {self.verdict or 'open'}"
