"""What a contract says, term by term, each with its quote."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from contracts.models.contracts import Contract
from contracts.querysets import DUTY, LOOK_TWICE, TermQuerySet
from flowmono.accounts.models import User
from flowmono.common.accepting import condition_of
from flowmono.common.fields import CurrencyField, PriceField, ShareField, StateField
from flowmono.intelligence.reader import PERSON
from flowmono.outbox.models import Record

ITEM_KINDS = {
    "milestone": _("milestone"),
    "date": _("instalment on a day"),
    "recurring": _("recurring"),
    "deposit": _("deposit"),
    "on_signature": _("on signature"),
    "retention": _("retention"),
    "unit_price": _("price per unit"),
}


class TermState(models.TextChoices):
    READ = "read", _("read")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    DROPPED = "dropped", _("dropped")
    ABSENT = "absent", _("not in the contract")


class Term(Record):
    """One value of a contract with the sentence that says it; for field "schedule", one priced item.

    Amounts are per occurrence. due: type date (value: ISO date), period (value: start or empty, period: ISO 8601, count),
    relative ("P30D after <trigger>"), event (trigger in words). `due_on` is the day it works out to, where one is known.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    field = models.CharField(max_length=40)
    position = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=120)
    value = models.TextField(blank=True)

    item_kind = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=300, blank=True)
    amount = PriceField(null=True)
    percent = ShareField(null=True, default=None)
    currency = CurrencyField(blank=True)
    due_type = models.CharField(max_length=10, blank=True)
    due_value = models.CharField(max_length=300, blank=True)
    due_period = models.CharField(max_length=10, blank=True)
    due_count = models.PositiveIntegerField(null=True)
    due_on = models.DateField(null=True)
    acceptance = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    optional = models.BooleanField(default=False)
    restated = models.BooleanField(
        default=False,
        help_text=_("An item of an amendment that the agreement has already: nothing is ordered from it anew."),
    )

    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(null=True)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal(0))
    model = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=40, blank=True)

    rivals = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Other sentences that say it differently: value, quote, start, end, page."),
    )

    state = StateField(default=TermState.READ, choices=TermState.choices)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["contract", "position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "corrected", "absent"])
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="a_verified_term_has_a_verifier",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value or self.description}"

    @property
    def is_verified(self) -> bool:
        """True when a person stands behind it; only then may money move on it."""
        return self.state in {TermState.CONFIRMED, TermState.CORRECTED}

    @property
    def reader(self) -> str:
        """Who read the value that stands: a model, or the person who put it there; `model` stays the one that is measured by it."""
        return PERSON if self.state == TermState.CORRECTED else self.model

    @property
    def contradicted_by(self) -> list[dict[str, Any]]:
        """Its rivals, each with its `place` as an address names it; none once a person put another value there."""
        if self.state == TermState.CORRECTED:
            return []
        return [{**rival, "place": f"{rival['start']}-{rival['end']}"} for rival in self.rivals]

    @property
    def anchor(self) -> str:
        """Where its quote stands in the text of the contract's page."""
        return f"term-{self.pk}"

    @property
    def kind_words(self) -> str:
        """The kind of a priced item as people say it."""
        return str(ITEM_KINDS.get(self.item_kind, self.item_kind))

    @property
    def condition(self) -> str:
        """What must have happened before a priced item is owed, as people say it; "" where nothing must or its due words say it."""
        return condition_of(self.item_kind, "" if self.due_on else self.due_value)

    @property
    def day(self) -> date | None:
        """The day that the value says, when it says a day and nothing else."""
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            return None

    @property
    def label_in_words(self) -> str:
        """The label as the reader says it; of a line of the schedule it is the contract's own words."""
        return gettext(self.label) if self.label and self.field != "schedule" else self.label

    @property
    def is_its_quote(self) -> bool:
        """True when the value is what the sentence says, word for word: showing both would say it twice."""
        value, quote = " ".join(self.value.split()), " ".join(self.quote.split())
        return bool(value) and quote.startswith(value[:160]) and (len(value) >= 160 or len(quote) <= 2 * len(value))

    @property
    def sure_percent(self) -> int:
        """The reader's confidence as a whole percentage."""
        return round(self.confidence * 100)

    @property
    def is_unsure(self) -> bool:
        """True when a person should look twice, because the reader was not sure and nobody has looked yet."""
        return not self.is_verified and self.was_unsure

    @property
    def was_unsure(self) -> bool:
        """True when the reader was not sure, whatever a person said since."""
        return self.confidence < LOOK_TWICE or not self.is_measured

    @property
    def is_measured(self) -> bool:
        """False for what the reader's sureness of was never measured against labels: no per cent is said of it."""
        return self.field != DUTY

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.CONFIRMED)
    def confirm(self, *, by: User, at: datetime) -> None:
        """A person read the quote and stands behind the value."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.CORRECTED)
    def correct(self, *, by: User, at: datetime) -> None:
        """A person put another value in place of what was read."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.DROPPED)
    def drop(self, *, by: User, at: datetime) -> None:
        """It is no term of this contract."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=[TermState.READ, TermState.CONFIRMED, TermState.CORRECTED], target=TermState.ABSENT)
    def deny(self, *, by: User, at: datetime) -> None:
        """A person looked for it: the contract does not say it."""
        self.verified_by, self.verified_at = by, at

    @transition(state, source=TermState.ABSENT, target=TermState.DROPPED)
    def take_back_denial(self, *, by: User, at: datetime) -> None:
        """The contract says it after all, elsewhere than the reader looked."""
        self.verified_by, self.verified_at = by, at
