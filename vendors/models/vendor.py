"""A vendor, the people who speak for it, and how it is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.countries import country_of_address
from flowmono.common.fields import StateField
from flowmono.common.tax_numbers import is_doubtful
from flowmono.common.templatetags.writing import known_locale, write_day
from flowmono.outbox.models import Record
from vendors.querysets import VendorQuerySet


class VendorState(models.TextChoices):
    PROSPECTIVE = "prospective", _("prospective")
    ONBOARDING = "onboarding", _("onboarding")
    ACTIVE = "active", _("active")
    ON_HOLD = "on_hold", _("on hold")
    BLOCKED = "blocked", _("blocked")


class Risk(models.TextChoices):
    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


@dataclass(frozen=True)
class Standing:
    """May this vendor be paid for work of that day? If not, why, in words."""

    ok: bool
    reasons: tuple[str, ...] = ()


def why_it_is_missing(title: str, wanted: str, *, waits: bool, sent_back: bool) -> str:
    """What is still to be proved, as one sentence. `waits`: it is handed in and to be verified; `sent_back`: it was, before."""
    # "Certificate of insurance" is written small inside a sentence, "ISO 27001 certificate" is not.
    name = title[:1].lower() + title[1:] if title[1:2].islower() else title
    if wanted == "bank_account":
        words = _now("The %(what)s is not confirmed yet") if waits else _now("The %(what)s was never entered")
    elif wanted == "contact":
        words = _now("The %(what)s was never named")
    elif waits:
        words = _now("The %(what)s is handed in and not verified yet")
    elif sent_back:
        words = _now("The %(what)s was sent back and not handed in again")
    else:
        words = _now("The %(what)s was never handed in")
    return words % {"what": name}


class Vendor(Record):
    """A company that sells to us. Its case is its own: what concerns the vendor outlives any contract."""

    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    tax_id = models.CharField(max_length=60, blank=True)
    vat_id = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(blank=True)
    category = models.CharField(max_length=60, blank=True)
    risk = models.CharField(max_length=6, choices=Risk, default=Risk.MEDIUM)
    state = StateField(default=VendorState.PROSPECTIVE, choices=VendorState.choices)
    hold_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = VendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("vendor")
        verbose_name_plural = _("vendors")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["vat_id"],
                condition=~Q(vat_id=""),
                name="one_vendor_per_vat_id",
                violation_error_message=_(
                    "Another vendor has this VAT number already: open that one, or correct the number."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="on_hold") | ~Q(hold_reason=""),
                name="a_hold_has_a_reason",
                violation_error_message=_("Say why the vendor is put on hold."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("vendors:vendor", args=[self.pk])

    @property
    def vat_id_is_doubtful(self) -> bool:
        """True when its VAT id breaks the rule of its country; it is kept as it was read or entered."""
        return is_doubtful(self.vat_id)

    @property
    def country_apart(self) -> str:
        """The letters of its country where its address does not end with it; else nothing more need be said."""
        return "" if country_of_address(self.address) == self.country else self.country

    def register(self, *, contract_id: Any, at: datetime) -> None:
        """Say that it is known as a vendor (again, when another contract names it)."""
        self.announce(
            events.VendorRegistered(
                case_id=contract_id or self.id, at=at, vendor_id=self.id, contract_id=contract_id, name=self.name
            )
        )

    @transition(state, source=VendorState.PROSPECTIVE, target=VendorState.ONBOARDING)
    def start_onboarding(self) -> None:
        """A contract was signed; its documents are asked for."""

    @transition(state, source=[VendorState.PROSPECTIVE, VendorState.ONBOARDING], target=VendorState.ACTIVE)
    def activate(self) -> None:
        """Everything required is verified."""

    @transition(
        state,
        source=[VendorState.PROSPECTIVE, VendorState.ONBOARDING, VendorState.ACTIVE],
        target=VendorState.ON_HOLD,
    )
    def hold(self, *, reason: str, at: datetime) -> None:
        """No payment until the hold is lifted."""
        self.hold_reason = reason
        self.announce(events.VendorHeld(case_id=self.id, at=at, vendor_id=self.id, reason=reason))

    @transition(state, source=[VendorState.ON_HOLD, VendorState.BLOCKED], target=VendorState.ACTIVE)
    def release(self, *, reason: str, at: datetime) -> None:
        """Payments may flow again."""
        self._lift(reason, at)

    @transition(state, source=[VendorState.ON_HOLD, VendorState.BLOCKED], target=VendorState.ONBOARDING)
    def release_to_onboarding(self, *, reason: str, at: datetime) -> None:
        """The hold is lifted; what was still to be handed in before it is still to be handed in."""
        self._lift(reason, at)

    @transition(state, source=[VendorState.ON_HOLD, VendorState.BLOCKED], target=VendorState.PROSPECTIVE)
    def release_to_prospective(self, *, reason: str, at: datetime) -> None:
        """The hold is lifted; nothing was ever asked of this vendor."""
        self._lift(reason, at)

    def _lift(self, reason: str, at: datetime) -> None:
        self.hold_reason = ""
        self.announce(events.VendorReleased(case_id=self.id, at=at, vendor_id=self.id, reason=reason))

    @transition(
        state,
        source=[VendorState.PROSPECTIVE, VendorState.ONBOARDING, VendorState.ACTIVE, VendorState.ON_HOLD],
        target=VendorState.BLOCKED,
    )
    def block(self, *, reason: str, at: datetime) -> None:
        """No new business and no payment."""
        self.hold_reason = reason
        self.announce(events.VendorHeld(case_id=self.id, at=at, vendor_id=self.id, reason=reason))

    def standing(self, on: date) -> Standing:
        """Whether it may be paid for work of that day: not held, what gates payment proved, its papers valid on that day."""
        points = apps.get_model("vendors", "OnboardingItem").objects.holding_payment()
        return self.standing_with(self.compliance_documents.all(), points.filter(onboarding__vendor=self), on)

    def standing_with(self, documents: Iterable[Any], points: Iterable[Any], on: date) -> Standing:
        """The same, from its documents and its checklists' points that are already at hand; what does not count is left out."""
        documents, points = list(documents), list(points)
        reasons = []
        if self.state in {VendorState.ON_HOLD, VendorState.BLOCKED}:
            reasons.append(
                _now("%(name)s is %(state)s: %(why)s")
                % {"name": self.name, "state": self.get_state_display(), "why": self.hold_reason}
            )
        reasons += [
            _now("%(document)s ran out on %(day)s")
            % {"document": document.title, "day": write_day(document.valid_until, known_locale(get_language() or "en"))}
            for document in documents
            if document.is_live and document.valid_until and document.valid_until < on
        ]
        sent_back = {document.kind for document in documents if document.state == "rejected"}
        reasons += [
            why_it_is_missing(
                point.title,
                point.wanted,
                waits=point.state == "handed_in",
                sent_back=point.wanted == "document" and point.document_kind in sent_back,
            )
            for point in points
            if point.holds_payment
        ]
        if self.state == VendorState.PROSPECTIVE and not documents and not points:
            words = _now("Nothing is proved yet: %(name)s was not asked for its papers, and handed none in")
            reasons.append(words % {"name": self.name})
        reasons = list(dict.fromkeys(reasons))
        return Standing(not reasons, tuple(reasons))


class Contact(Record):
    """A person who speaks for a vendor. With an account they use the portal."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.PROTECT, related_name="vendor_contact")
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "email"],
                name="one_contact_per_address",
                violation_error_message=_(
                    "Somebody of this vendor has this e-mail address already: change that contact, or enter another address."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.vendor})"

    @property
    def case(self) -> Any:
        return self.vendor_id


class MagicLink(models.Model):
    """A link that signs a contact in once. Only its hash is kept; a GET uses nothing up."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="magic_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return gettext("link of %(contact)s") % {"contact": self.contact}


class Scorecard(Record):
    """A vendor's figures, computed anew when something that counts has happened."""

    vendor = models.OneToOneField(Vendor, on_delete=models.PROTECT, related_name="scorecard")
    milestones_accepted = models.PositiveIntegerField(default=0)
    milestones_on_time = models.PositiveIntegerField(default=0)
    milestones_returned = models.PositiveIntegerField(default=0)
    invoices_matched = models.PositiveIntegerField(default=0)
    invoices_questioned = models.PositiveIntegerField(default=0)
    payments = models.PositiveIntegerField(default=0)
    score = models.PositiveIntegerField(null=True, help_text=_("0 to 100; empty until there is something to judge."))
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")

    def __str__(self) -> str:
        return f"{self.vendor}: {self.score}"

    @property
    def case(self) -> Any:
        return self.vendor_id

    def moved(self, *, at: datetime) -> None:
        """Say that the figures changed."""
        self.announce(events.ScorecardMoved(case_id=self.case, at=at, vendor_id=self.vendor_id))
