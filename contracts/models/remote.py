"""The remote reader: where a model is asked for a second reading, and every use that was made of it."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts.models.contracts import Contract
from contracts.querysets import SecondReadingQuerySet
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import CurrencyField, StateField
from flowmono.common.history import History
from flowmono.common.sealing import Box, BrokenSeal
from flowmono.outbox.models import Record
from flowmono.webhooks.addresses import LONGEST_URL, RefusedAddress, read_target

_BOX: Final = Box("flowmono.remote-reader.key")
PER: Final = 1_000_000
LONGEST_WAIT: Final = 110
# Why there was no reading, or what came of a trial; each a sentence about the reader.
OUTCOMES: Final[dict[str, str | Promise]] = {
    "read": _("It answered, and its answer was compared."),
    "address": _("Its address may not be called."),
    "line": _("It could not be reached."),
    "late": _("It did not answer in time."),
    "status": _("It refused, failed, or sent us elsewhere."),
    "long": _("Its answer was too long."),
    "unusable": _("Its answer was of no use."),
    "too_much": _("The document is longer than the remote reader may be sent."),
    "withdrawn": _("Nothing was sent: it is switched off or another, or the category may not be sent any more."),
    "no_key": _("Its key cannot be opened any more, or was entered for another address. Enter it again."),
}


class RemoteReader(models.Model):
    """A model behind an OpenAI-compatible address. Nothing is sent anywhere while none is active."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(_("address"), max_length=LONGEST_URL)
    model = models.CharField(_("model"), max_length=60)
    own_network = models.BooleanField(_("in our own network"), default=False)
    active = models.BooleanField(_("active"), default=False)
    seconds = models.PositiveSmallIntegerField(
        _("seconds"), default=60, validators=[MinValueValidator(2), MaxValueValidator(LONGEST_WAIT)]
    )
    longest = models.PositiveIntegerField(
        _("longest text"), default=200_000, validators=[MinValueValidator(1_000), MaxValueValidator(2_000_000)]
    )
    price_in = models.DecimalField(
        _("price of a million tokens sent"),
        max_digits=10,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    price_out = models.DecimalField(
        _("price of a million tokens answered"),
        max_digits=10,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = CurrencyField(_("currency"), default="USD")
    key = models.TextField(editable=False, blank=True)
    key_for = models.CharField(max_length=300, editable=False, blank=True)
    try_asked_at = models.DateTimeField(null=True, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    try_outcome = models.CharField(max_length=12, editable=False, blank=True)
    try_detail = models.CharField(max_length=300, editable=False, blank=True)
    try_milliseconds = models.PositiveIntegerField(null=True, editable=False)
    history = History(
        excluded_fields=["key", "try_asked_at", "tried_at", "try_outcome", "try_detail", "try_milliseconds"]
    )

    class Meta:
        verbose_name = _("remote reader")
        verbose_name_plural = _("remote readers")
        ordering = ["model", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=Q(active=True),
                name="one_active_remote_reader",
                violation_error_message=_("Another remote reader is active. Switch it off first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} ({self.origin})"

    def clean(self) -> None:
        """The address may be called."""
        try:
            target = read_target(self.address, plain=self.own_network, own=self.own_network)
        except RefusedAddress as problem:
            raise ValidationError({"address": str(problem)}) from problem
        if "?" in target.path:
            raise ValidationError({"address": _("Leave out what follows a question mark.")})

    @property
    def origin(self) -> str:
        """Whom a key is for: scheme, host and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"[:300]

    @property
    def asked_at_address(self) -> str:
        """The whole address of chat completions; what people copy with or without that end."""
        base = self.address.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"

    @property
    def has_key(self) -> bool:
        """Whether a key is there for the address as it stands."""
        return bool(self.key) and self.key_for == self.origin

    def keep_key(self, key: str) -> None:
        """Seal the key for the address as it stands; for another address it is of no use. An empty one takes it away."""
        self.key, self.key_for = (_BOX.seal(f"{self.origin}\n{key}"), self.origin) if key else ("", "")

    def opened_key(self) -> str:
        """The key; empty where there is none. Raises BrokenSeal when it cannot be opened or was entered for another address."""
        if not self.key:
            return ""
        origin, _line, key = _BOX.unseal(self.key).partition("\n")
        if origin != self.origin:
            raise BrokenSeal
        return key

    def cost_of(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens cost, by the prices that were entered."""
        return ((self.price_in * tokens_in + self.price_out * tokens_out) / PER).quantize(Decimal("0.000001"))


class ReadingState(models.TextChoices):
    ASKED = "asked", _("asked")
    READ = "read", _("answered")
    FAILED = "failed", _("without result")


class SecondReading(Record):
    """One use of the remote reader: who asked for what, what was sent, and what came back. It is written before anything is sent."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="second_readings")
    version = models.ForeignKey("documents.Version", on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(RemoteReader, on_delete=models.PROTECT, related_name="uses")
    asked_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    category = models.CharField(_("category"), max_length=60)
    address = models.CharField(_("address"), max_length=LONGEST_URL + 20)
    model = models.CharField(_("model"), max_length=60)
    characters = models.PositiveIntegerField(_("characters"))
    text_sha256 = models.CharField(_("hash of the text"), max_length=64)

    state = StateField(_("state"), default=ReadingState.ASKED, choices=ReadingState.choices)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, blank=True)
    detail = models.CharField(_("in detail"), max_length=300, blank=True)
    sent = models.BooleanField(_("sent"), null=True)
    tokens_in = models.PositiveIntegerField(_("tokens sent"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens answered"), default=0)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, default=Decimal(0))
    currency = CurrencyField(_("currency"), blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), null=True)
    # What it said beside the reading that was there (contracts.second_opinions.Finding as JSON).
    findings = models.JSONField(_("findings"), default=list)

    objects: ClassVar[Any] = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of the remote reader")
        verbose_name_plural = _("uses of the remote reader")
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=~Q(state=ReadingState.FAILED),
                name="one_second_reading_per_version",
                violation_error_message=_("The remote reader was asked about this draft already."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReadingState.ASKED) | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="an_ended_second_reading_says_how",
                violation_error_message=_("A second reading that has ended says when, and what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.contract.number}"

    @property
    def outcome_words(self) -> str:
        """What came of it, in a sentence."""
        return str(OUTCOMES.get(self.outcome, ""))

    def ask(self) -> None:
        """Say that the remote reader is to be asked."""
        self.announce(
            events.SecondReadingAsked(
                case_id=self.contract_id,
                at=self.asked_at,
                contract_id=self.contract_id,
                reading_id=self.pk,
                version_id=self.version_id,
                category=self.category,
                address=self.address,
                model=self.model,
                characters=self.characters,
                text_sha256=self.text_sha256,
            )
        )

    @transition(state, source=ReadingState.ASKED, target=ReadingState.READ)
    def take(self, *, at: datetime) -> None:
        """It answered, and its answer was compared."""
        self._end("read", at=at)

    @transition(state, source=ReadingState.ASKED, target=ReadingState.FAILED)
    def give_up(self, *, outcome: str, detail: str, at: datetime) -> None:
        """There is no second reading; the first one stands."""
        self.detail = detail[:300]
        self._end(outcome, at=at)

    def _end(self, outcome: str, *, at: datetime) -> None:
        self.outcome, self.ended_at = outcome, at
        kinds = [finding["kind"] for finding in self.findings]
        self.announce(
            events.SecondReadingEnded(
                case_id=self.contract_id,
                at=at,
                contract_id=self.contract_id,
                reading_id=self.pk,
                model=self.model,
                outcome=outcome,
                sent=bool(self.sent),
                tokens_in=self.tokens_in,
                tokens_out=self.tokens_out,
                cost=self.cost,
                currency=self.currency,
                added=kinds.count("added"),
                contested=kinds.count("contested") + kinds.count("missed"),
                discarded=kinds.count("discarded"),
            )
        )
