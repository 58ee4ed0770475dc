"""One document for many people: the paper, the list of those who get it, and the round of its own that each is sent."""

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
from flowmono.common.fields import AmountField, CurrencyField, StateField
from flowmono.outbox.models import Record
from signing.bulk.sheets import words_of
from signing.models.envelopes import Envelope
from signing.querysets import BulkQuerySet


class BulkState(models.TextChoices):
    PREPARED = "prepared", _("being prepared")
    RUNNING = "running", _("being sent")
    PAUSED = "paused", _("paused")
    DONE = "done", _("sent")
    STOPPED = "stopped", _("stopped")


class OursWhen(models.TextChoices):
    BEFORE = "before", _("before them")
    AFTER = "after", _("after them")
    TOGETHER = "together", _("at the same time")


class RowState(models.TextChoices):
    WAITING = "waiting", _("not sent yet")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    LEFT_OUT = "left_out", _("left out")
    STOPPED = "stopped", _("not sent, stopped")


class Bulk(Record):
    """One paper sent to many people. `source` is what was brought (PDF or Word), `paper` its PDF; `sample` is the first one as it is sent."""

    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    sample = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    sample_places = models.JSONField(default=list)
    sample_line = models.PositiveIntegerField(null=True, help_text=_("The line of the list that the sample is of."))
    blanks = models.JSONField(default=list, help_text=_("What is filled in for each person, as the document names it."))
    ours = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ours_when = models.CharField(max_length=8, choices=OursWhen, default=OursWhen.AFTER)
    sign_by = models.DateField(null=True)
    amount = AmountField(null=True, help_text=_("What each of them is worth; marks with a limit need to know it."))
    currency = CurrencyField(blank=True)
    layout_name = models.CharField(
        max_length=80, blank=True, help_text=_("The layout by which its places are laid; empty: they are found.")
    )
    layout_pages = models.PositiveIntegerField(default=0)
    layout_places = models.JSONField(default=list)
    list_name = models.CharField(max_length=200, blank=True)
    list_sha256 = models.CharField(max_length=64, blank=True)
    list_letters = models.CharField(max_length=20, blank=True)
    list_separator = models.CharField(max_length=1, blank=True)
    list_unused = models.JSONField(default=list)
    state = StateField(default=BulkState.PREPARED, choices=BulkState.choices)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    run = models.PositiveIntegerField(default=0, help_text=_("How often sending was started: only the newest goes on."))

    objects: ClassVar[Any] = BulkQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending to many people")
        verbose_name_plural = _("sendings to many people")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "stopped"]) | Q(started_by__isnull=False),
                name="who_sends_to_many_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signing:bulk", args=[self.pk])

    def _begin(self, *, at: datetime) -> None:
        self.run += 1
        self.ended_at = None
        rows = self.rows.filter(state=RowState.WAITING).count()
        self.announce(events.SendingToManyStarted(case_id=self.case, at=at, bulk_id=self.id, run=self.run, rows=rows))

    @transition(state, source=BulkState.PREPARED, target=BulkState.RUNNING)
    def start(self, *, by: User, at: datetime) -> None:
        """Its rounds leave, one after the other."""
        self.started_by, self.started_at = by, at
        self._begin(at=at)

    @transition(state, source=[BulkState.PAUSED, BulkState.DONE], target=BulkState.RUNNING)
    def go_on(self, *, at: datetime) -> None:
        """What was not sent leaves now."""
        self._begin(at=at)

    @transition(state, source=BulkState.RUNNING, target=BulkState.PAUSED)
    def pause(self, *, at: datetime) -> None:
        """Nothing more is sent until somebody says so."""
        self.announce(events.SendingToManyPaused(case_id=self.case, at=at, bulk_id=self.id))

    @transition(state, source=[BulkState.PREPARED, BulkState.RUNNING, BulkState.PAUSED], target=BulkState.STOPPED)
    def stop(self, *, at: datetime) -> None:
        """What was not sent yet never is."""
        self.ended_at = at
        self.announce(events.SendingToManyStopped(case_id=self.case, at=at, bulk_id=self.id))

    @transition(state, source=BulkState.RUNNING, target=BulkState.DONE)
    def finish(self, *, at: datetime, sent: int, failed: int) -> None:
        """Every row had its turn."""
        self.ended_at = at
        self.announce(events.SendingToManyEnded(case_id=self.case, at=at, bulk_id=self.id, sent=sent, failed=failed))

    def announce_row(self, row: "BulkRow", *, at: datetime) -> None:
        """Say what became of one row."""
        facts: dict[str, Any] = {
            "case_id": self.case,
            "at": at,
            "bulk_id": self.id,
            "run": self.run,
            "line": row.number,
        }
        if row.envelope_id is not None:
            self.announce(events.OneOfManySent(**facts, envelope_id=row.envelope_id))
        else:
            self.announce(events.OneOfManyFailed(**facts, reason=row.reason))

    def announce_reminder(self, *, at: datetime) -> None:
        """Say that everybody who has not signed is to be reminded."""
        self.announce(events.ManyReminded(case_id=self.case, at=at, bulk_id=self.id))

    def announce_taking_back(self, *, reason: str, at: datetime) -> None:
        """Say that every open round of it is taken back."""
        self.announce(events.ManyTakenBack(case_id=self.case, at=at, bulk_id=self.id, reason=reason))


class BulkRow(models.Model):
    """One person of the list. `number` is the line of their file; `envelope` is the round that they were sent, one and no more."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254)
    title = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=200, blank=True)
    phone = models.CharField(
        max_length=30, blank=True, help_text=_("Where their code goes by text message; empty: it goes by e-mail.")
    )
    values = models.JSONField(default=dict)
    amount = AmountField(null=True, help_text=_("What this one is worth, where the list says it."))
    currency = CurrencyField(blank=True, help_text=_("As the list says it; empty: the one of the sending."))
    amount_guessed = models.BooleanField(
        default=False,
        help_text=_("Read from what the document is filled with; no heading says for certain that it is the amount."),
    )
    faults = models.JSONField(default=list, help_text=_("What is wrong in the line: codes with what they name."))
    state = models.CharField(max_length=8, choices=RowState, default=RowState.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    envelope = models.OneToOneField(Envelope, null=True, on_delete=models.PROTECT, related_name="bulk_row")

    class Meta:
        verbose_name = _("person of a sending to many")
        verbose_name_plural = _("people of a sending to many")
        ordering = ["bulk", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bulk", "number"], name="one_row_per_line"),
            models.CheckConstraint(
                condition=Q(state="sent", envelope__isnull=False) | (~Q(state="sent") & Q(envelope__isnull=True)),
                name="a_row_that_was_sent_has_its_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"

    @property
    def fault_words(self) -> list[str]:
        """What is wrong in the line, in the reader's language."""
        return [words_of(code, facts) for code, facts in self.faults]

    @property
    def worth(self) -> tuple[Decimal | None, str]:
        """What this one is worth and in which currency: as the list says it, else as it was said of each; (None, "") where nobody said."""
        if self.amount is not None:
            return self.amount, self.currency or self.bulk.currency
        return (None, "") if self.bulk.amount is None else (self.bulk.amount, self.bulk.currency)

    @property
    def shown_amount(self) -> Decimal | None:
        return self.worth[0]

    @property
    def shown_currency(self) -> str:
        return self.worth[1]
