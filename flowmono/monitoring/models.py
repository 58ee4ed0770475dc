"""Exceptions: what fell outside the rules, with evidence, money and days at risk, an owner and ways to deal with it."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono.accounts.models import User
from flowmono.common.fields import AmountField, CurrencyField, StateField
from flowmono.common.history import History
from flowmono.common.now import moment
from flowmono.common.rates import worth
from flowmono.events import ExceptionRaised, ExceptionResolved
from flowmono.outbox.models import Record, RecordQuerySet


class ExceptionState(models.TextChoices):
    OPEN = "open", _("open")
    HANDLED = "handled", _("handled")
    DISMISSED = "dismissed", _("dismissed")
    CLEARED = "cleared", _("cleared by itself")


class ExceptionQuerySet(RecordQuerySet):
    def waiting(self) -> Any:
        """Open and not in shadow, the most money and the most days at risk first."""
        return self.filter(state=ExceptionState.OPEN, shadow=False).order_by(
            worth("amount", "currency", moment().date()).desc(nulls_last=True),
            models.F("days").desc(nulls_last=True),
            "created_at",
        )

    def for_roles(self, person: User) -> Any:
        return self.filter(owner_role__in=person.role_names)


class TrueException(Record):
    """One exception; findings with the same watch and cause are merged into it."""

    watch = models.CharField(max_length=60)
    cause = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    sentence = models.TextField()
    owner_role = models.CharField(max_length=60)
    case_key = models.UUIDField()
    url = models.CharField(max_length=200)
    amount = AmountField(null=True)
    currency = CurrencyField(blank=True)
    days = models.IntegerField(null=True)
    evidence = models.JSONField(default=dict)
    options = models.JSONField(default=list)
    shadow = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    # When what its title says became true: an exception that was raised before is not older than that.
    since = models.DateTimeField(null=True)
    seen_again = models.PositiveIntegerField(default=0)
    state = StateField(default=ExceptionState.OPEN, choices=ExceptionState.choices)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "cause"], condition=Q(state="open"), name="one_open_exception_per_cause"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Any:
        return self.case_key

    def get_absolute_url(self) -> str:
        return reverse("monitoring:exception", args=[self.pk])

    @property
    def true_since(self) -> datetime:
        """When what it says now became true."""
        return self.since or self.raised_at

    def _say(self, outcome: str, *, at: datetime) -> None:
        self.resolved_at = at
        self.announce(
            ExceptionResolved(
                case_id=self.case, at=at, exception_id=self.id, watch=self.watch, outcome=outcome, reason=self.reason
            )
        )

    def begin(self, *, at: datetime) -> None:
        """Say that it is there."""
        self.announce(
            ExceptionRaised(case_id=self.case, at=at, exception_id=self.id, watch=self.watch, title=self.title)
        )

    @transition(state, source=ExceptionState.OPEN, target=ExceptionState.HANDLED)
    def handle(self, *, by: User, at: datetime, reason: str) -> None:
        """It was true, and dealt with."""
        self.resolved_by, self.reason = by, reason
        self._say("handled", at=at)

    @transition(state, source=ExceptionState.OPEN, target=ExceptionState.DISMISSED)
    def dismiss(self, *, by: User, at: datetime, reason: str) -> None:
        """It was no exception: a label that counts against the watch's precision."""
        self.resolved_by, self.reason = by, reason
        self._say("dismissed", at=at)

    @transition(state, source=ExceptionState.OPEN, target=ExceptionState.CLEARED)
    def clear(self, *, at: datetime) -> None:
        """What caused it is gone."""
        self._say("cleared", at=at)


class WatchMode(models.TextChoices):
    LIVE = "live", _("live: raises exceptions")
    SHADOW = "shadow", _("in shadow: counts, does not show")
    OFF = "off", _("off")


class WatchSetting(models.Model):
    """How a watch runs; a new one may run in shadow until it has earned the queue."""

    name = models.CharField(max_length=60, unique=True)
    mode = models.CharField(max_length=6, choices=WatchMode, default=WatchMode.LIVE)
    history = History()

    def __str__(self) -> str:
        return f"{self.name}: {self.mode}"


class WatchRun(models.Model):
    """One run: how many cases it looked at, how many were routine, how many it raised."""

    watch = models.CharField(max_length=60)
    at = models.DateTimeField()
    looked_at = models.PositiveIntegerField()
    routine = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["watch", "-at"], name="runs_by_watch")]

    def __str__(self) -> str:
        return gettext("%(watch)s at %(moment)s") % {"watch": self.watch, "moment": self.at}
