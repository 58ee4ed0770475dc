"""Durable events: Record, the base of everything that announces; what was announced; and who still has to hear it."""

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMModelMixin

from flowmono.common import acting
from flowmono.common.acting import Actor
from flowmono.common.history import History
from flowmono.common.now import as_seen
from flowmono.common.said_choices import SpokenChoices
from flowmono.common.templatetags.writing import plain_name
from flowmono.events import REGISTRY, Event
from flowmono.ledger.models import write_entry


class RecordQuerySet(models.QuerySet[Any]):
    """Questions that every record answers."""

    def lock(self, record: "Record | uuid.UUID", *, may_be_named: bool = False) -> Any:
        """The record, read afresh and locked until the transaction ends. Raises DoesNotExist.

        may_be_named: others may meanwhile write rows that name it. References are checked when a transaction ends, so who holds such a row
        and waits for a second one would otherwise be waited for by whoever has just written what names the first.
        """
        return self.select_for_update(of=("self",), no_key=may_be_named).get(pk=getattr(record, "pk", record))


class Record(SpokenChoices, FSMModelMixin, models.Model):
    """A row with a life: a uuid, a history, and events that are written in the transaction that saves it.

    A transition calls `announce`; nothing is written until `save`. A transition that is never saved says nothing, and a
    rollback unsays everything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(editable=False)
    history = History(inherit=True)

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._announced: list[Event] = []
        self._transitions: list[tuple[str, str, str]] = []

    @property
    def case(self) -> uuid.UUID:
        """The case under whose ledger this record's changes are written; a contract's, where there is one."""
        contract: uuid.UUID | None = getattr(self, "contract_id", None)
        return contract or self.id

    def announce(self, event: Event) -> None:
        """Say that something happened; it is written, and delivered, when the record is saved."""
        self._announced.append(event)

    @property
    def announced(self) -> tuple[Event, ...]:
        """What was said and not yet saved."""
        return tuple(self._announced)

    @property
    def has_moved(self) -> bool:
        """True when a transition was made that is not yet saved."""
        return bool(self._transitions)

    def note_transition(self, name: str, source: str, target: str) -> None:
        self._transitions.append((name, source, target))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, its history, its events, their ledger entries and deliveries, all or nothing."""
        if self.created_at is None:
            self.created_at = acting.current().at or timezone.now()
        # No savepoint: who catches a database error of a save inside a larger transaction sets one there.
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            events, self._announced = self._announced, []
            transitions, self._transitions = self._transitions, []
            try:
                self._write_down(events, transitions)
            except BaseException:
                self._announced, self._transitions = events, transitions
                raise

    def _write_down(self, events: list[Event], transitions: list[tuple[str, str, str]]) -> None:
        from flowmono.outbox.recording import record  # noqa: PLC0415 - recording needs the models below

        steps = [{"name": name, "from": source, "to": target} for name, source, target in transitions]
        for event in events:
            record(event, subject=self.label, steps=steps)
            steps = []
        if steps:
            now = acting.current()
            facts = {"subject": self.label, "steps": steps, "by": str(now.actor), "by_id": now.actor.id}
            write_entry(case_id=self.case, kind="transition", at=now.at or timezone.now(), facts=facts)

    @property
    def label(self) -> str:
        """The record's name in the ledger, such as procurement.order:<uuid>."""
        return f"{self._meta.label_lower}:{self.pk}"

    def can(self, transition: str) -> bool:
        """True when this transition starts from the present state; who may make it is a policy's question."""
        method = getattr(self, transition)
        return any(name == transition for name in self._transition_names()) and bool(
            method._django_fsm.has_transition(self._state_value(method))
        )

    def _state_value(self, method: Any) -> Any:
        return method._django_fsm.field.get_state(self)

    def _transition_names(self) -> set[str]:
        return {name for name in dir(type(self)) if hasattr(getattr(type(self), name, None), "_django_fsm")}


class RecordedEvent(models.Model):
    """An event that was announced and committed."""

    name = models.CharField(max_length=80)
    case_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    subject = models.CharField(max_length=120)
    values = models.JSONField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200)
    caused_by = models.ForeignKey("Delivery", null=True, on_delete=models.PROTECT, related_name="caused")
    chain_id = models.UUIDField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.subject})"

    @property
    def announced_at(self) -> datetime:
        """When it was written down, as people see the time."""
        return as_seen(self.recorded_at)

    @property
    def actor(self) -> Actor:
        return Actor(self.actor_kind, self.actor_id, self.actor_label)

    @property
    def event(self) -> Event:
        """The event as it was announced. Raises KeyError when its class is gone."""
        return REGISTRY[self.name].from_plain(self.values)


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    INCIDENT = "incident", _("incident")
    SKIPPED = "skipped", _("skipped")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: Any) -> Self:
        return self.filter(state=DeliveryState.WAITING, next_try_at__lte=now)

    def incidents(self) -> Self:
        return self.filter(state=DeliveryState.INCIDENT)

    def unpaid(self) -> Self:
        return self.exclude(state__in=[DeliveryState.DONE, DeliveryState.SKIPPED])


class Delivery(SpokenChoices, models.Model):
    """One event on its way to one receiver: a debt until it is done or skipped with a reason."""

    event = models.ForeignKey(RecordedEvent, on_delete=models.PROTECT, related_name="deliveries")
    receiver = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    # What kind of refusal it was (flowmono.common.refusals), "" for an error that nobody foresaw.
    refusal = models.CharField(max_length=50, blank=True, default="", db_default="")
    skipped_reason = models.TextField(blank=True)
    corrected_values = models.JSONField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "receiver"], name="one_delivery_per_receiver"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SKIPPED) | ~Q(skipped_reason=""),
                name="a_skip_has_a_reason",
                violation_error_message=_("Say why it is skipped."),
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state=DeliveryState.WAITING), name="debts_by_due_time"),
            models.Index(fields=["id"], condition=Q(state=DeliveryState.INCIDENT), name="open_incidents"),
            models.Index(fields=["receiver"], name="deliveries_by_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.event.name} → {self.receiver}"

    @property
    def tried_at(self) -> datetime | None:
        """When it was tried last, as people see the time."""
        return as_seen(self.started_at) if self.started_at else None

    @property
    def tries_at(self) -> datetime:
        """When it is tried next, as people see the time."""
        return as_seen(self.next_try_at)

    @property
    def ended_at(self) -> datetime | None:
        """When it was done or skipped, as people see the time."""
        return as_seen(self.finished_at) if self.finished_at else None

    @property
    def step(self) -> str:
        """What the receiver does, in words: open_onboarding → "open onboarding"."""
        words = plain_name(self.receiver.rsplit(".", 1)[-1])
        return words[:1].lower() + words[1:]

    @property
    def values(self) -> dict[str, Any]:
        """What the receiver is given, as JSON keeps it: as it was announced, or as a person last corrected it."""
        return self.event.values if self.corrected_values is None else self.corrected_values

    @property
    def given(self) -> Event:
        """The event as its receiver is given it. Raises KeyError when its class is gone."""
        return REGISTRY[self.event.name].from_plain(self.values)


class Correction(models.Model):
    """A person corrected what a receiver is given. The event stays as it was announced; each correction is kept."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="corrections")
    changes = models.JSONField(help_text=_("{name: [before, after]}, as the event keeps its values."))
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_correction_has_a_reason",
                violation_error_message=_("Say why it is corrected."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {', '.join(self.changes)}"


class ClockTick(models.Model):
    """When a scheduled task last started, so that two machines do not start it twice."""

    name = models.CharField(max_length=120, primary_key=True)
    last_started_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Channel(models.TextChoices):
    """How a letter reaches whom it is for."""

    MAIL = "mail", _("e-mail")
    TEXT = "text", _("text message")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def unsent(self) -> Self:
        """Those that are still to leave: neither sent nor given up."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)


class Letter(models.Model):
    """One e-mail or text message. `key` names what it is about: writing it twice is writing it once."""

    key = models.CharField(max_length=200, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.MAIL)
    to = models.CharField(max_length=254, help_text=_("An e-mail address, or the number of a telephone."))
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attachments = models.JSONField(default=list, help_text=_("[[name, media type, path in storage]]"))
    case_key = models.UUIDField(null=True)
    secret = models.BooleanField(default=False, help_text=_("The body holds a link or code and is blanked once sent."))
    written_at = models.DateTimeField()
    # When it was written by the clock of its words: a demonstration's runs ahead of the machine's, which `written_at` keeps.
    dated_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    given_up_at = models.DateTimeField(
        null=True, editable=False, help_text=_("It is not tried any more; why, says the error.")
    )
    error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at__isnull=True), name="letters_to_send")
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
