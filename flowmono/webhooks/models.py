"""Webhooks out: who wants to hear of what, what each is owed, and what came of every attempt."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from flowmono.common.history import History
from flowmono.events import KEPT_INSIDE, REGISTRY
from flowmono.outbox.models import RecordedEvent
from flowmono.webhooks.addresses import LONGEST_URL, RefusedAddress, read_target
from flowmono.webhooks.keeping import unseal

EVERYTHING: Final = "*"
SEND: Final = "flowmono.webhooks.tasks.send_due"
# How long an exchanged secret still signs beside the new one.
BOTH_SECRETS: Final = timedelta(hours=24)


def check_url(url: str) -> None:
    """Raises ValidationError unless a webhook may go there."""
    try:
        read_target(url, loopback=settings.WEBHOOK_LOOPBACK)
    except RefusedAddress as problem:
        raise ValidationError(str(problem), code="refused_address") from problem


def check_events(names: Any) -> None:
    """Raises ValidationError unless these are names of events, or ["*"] for every one."""
    if not isinstance(names, list) or not names:
        raise ValidationError(_say("Choose at least one event."), code="no_events")
    unknown = [str(name) for name in names if name != EVERYTHING and name not in REGISTRY]
    if unknown:
        raise ValidationError(
            _say("There is no event called %(names)s.") % {"names": ", ".join(unknown)}, code="unknown_event"
        )


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def asking_for(self, name: str) -> Self:
        """Active endpoints that want to hear of this event."""
        return self.filter(Q(events__contains=[name]) | Q(events__contains=[EVERYTHING]), active=True)


class Endpoint(models.Model):
    """A program's address that is told of events as they happen, signed so that it knows who is calling."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.CharField(
        _("URL"),
        max_length=LONGEST_URL,
        validators=[check_url],
        help_text=_("An https address that the internet can reach. Redirects are not followed."),
    )
    description = models.CharField(
        _("description"), max_length=200, blank=True, help_text=_("What listens there, and whom to ask when it fails.")
    )
    events = models.JSONField(
        _("events"),
        default=list,
        validators=[check_events],
        help_text=_('Names of events, or ["*"] for every one. A message holds the event\'s own values.'),
    )
    active = models.BooleanField(_("active"), default=True, help_text=_("Nothing is sent while it is not."))
    secret = models.TextField(editable=False)
    former_secret = models.TextField(editable=False, blank=True)
    former_until = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(_("made at"), editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    quiet_until = models.DateTimeField(null=True, editable=False)
    disabled_because = models.CharField(_("switched off because"), max_length=300, blank=True, editable=False)
    history = History(
        excluded_fields=["secret", "former_secret", "former_until", "failures", "failing_since", "quiet_until"]
    )

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook endpoint")
        verbose_name_plural = _("webhook endpoints")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.description or self.url

    def get_absolute_url(self) -> str:
        return reverse("webhooks:endpoint", args=[self.pk])

    def secrets_at(self, at: datetime) -> list[str]:
        """The secrets that sign now, the newest first. Raises Conflict when they cannot be read any more."""
        both = [self.secret]
        if self.former_secret and self.former_until is not None and at < self.former_until:
            both.append(self.former_secret)
        return [unseal(sealed) for sealed in both]

    def wants(self, name: str) -> bool:
        return EVERYTHING in self.events or name in self.events


class SendingState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")


class Sending(models.Model):
    """One event on its way to one endpoint. Its id stays the same however often it is sent, so that a receiver can tell."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="sendings")
    event = models.ForeignKey(
        RecordedEvent, null=True, on_delete=models.PROTECT, related_name="+", help_text=_("None for a test message.")
    )
    state = models.CharField(max_length=8, choices=SendingState, default=SendingState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook message")
        verbose_name_plural = _("webhook messages")
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_message_per_endpoint_and_event"),
            models.CheckConstraint(
                condition=~Q(state=SendingState.SENT) | Q(sent_at__isnull=False), name="a_sent_message_has_a_moment"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state=SendingState.WAITING), name="webhooks_to_send"),
            models.Index(fields=["-made_at"], name="webhooks_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event_name} → {self.endpoint}"

    @property
    def event_name(self) -> str:
        return self.event.name if self.event is not None else "Test"

    @property
    def message_id(self) -> str:
        return f"msg_{self.id.hex}"

    def body(self) -> bytes:
        """What is sent: type, moment, and the event's values as they were announced, without what is kept inside; the same bytes every time."""
        event = self.event
        message: dict[str, Any] = {
            "type": self.event_name,
            "timestamp": (event.at if event is not None else self.made_at).isoformat(),
            "data": _told(event.values) if event is not None else {"endpoint_id": str(self.endpoint_id)},
        }
        if event is not None:
            message["subject"] = event.subject
        return json.dumps(message, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """An event's values without those that are evidence of ours, such as a person's network address."""
    return {name: value for name, value in values.items() if name not in KEPT_INSIDE}


class Attempt(models.Model):
    """One call to an endpoint and what it answered."""

    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    answer = models.TextField(blank=True, help_text=_("The first kilobyte."))
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("attempt")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"
