"""Envelopes and their people, and the signature profiles of those who sign for the company."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.acting import Actor
from flowmono.common.fields import AmountField, CurrencyField, StateField
from flowmono.common.models import Company
from flowmono.outbox.models import Record
from signing.authority import Mark, Paper, obstacle
from signing.codes import new_code
from signing.fields import Kind, why_not_entered
from signing.handovers import Handover as Handover
from signing.handwriting import FACES, USUAL
from signing.printed_names import is_same_name
from signing.querysets import EnvelopeQuerySet, RecipientQuerySet
from signing.reviewing import PageLook as PageLook
from signing.reviewing import SaidCategory as SaidCategory


class SignatureProfile(Record):
    """A person's mark, bound once to document categories, with an authority: up to how much, for whom, how long."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signature_profiles")
    name = models.CharField(max_length=80, help_text=_("How you call it, such as “Contracts up to 50,000”."))
    signed_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=8,
        choices=[("typed", _("typed")), ("drawn", _("drawn")), ("uploaded", _("uploaded"))],
        default="typed",
    )
    face = models.CharField(
        max_length=10,
        choices=[(face.key, face.label) for face in FACES],
        default=USUAL,
        help_text=_("The hand in which a typed mark is written."),
    )
    image = models.ForeignKey("documents.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=list, help_text=_("Names of the categories this mark is for; empty: all."))
    limit = AmountField(null=True, blank=True, help_text=_("In the company's currency; empty: no limit."))
    department = models.CharField(max_length=120, blank=True)
    counterparties = models.JSONField(
        default=list, blank=True, help_text=_("Names of the parties with whom it may be used; empty: any.")
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("signature profile")
        verbose_name_plural = _("signature profiles")
        ordering = ["user", "name"]

    def __str__(self) -> str:
        return f"{self.signed_name}: {self.name}"

    def as_mark(self) -> Mark:
        """Its authority, as the rule of choosing sees it."""
        return Mark(
            str(self.pk),
            self.name,
            tuple(self.categories),
            self.limit,
            self.valid_from,
            self.valid_until,
            self.active,
            self.department,
            tuple(self.counterparties),
        )

    def covers(self, paper: Paper) -> bool:
        """True when this mark may be placed on such a document on that day."""
        return not obstacle(self.as_mark(), paper)


class EnvelopeState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    SENT = "sent", _("out for signature")
    COMPLETED = "completed", _("signed, being sealed")
    SEALED = "sealed", _("sealed")
    DECLINED = "declined", _("declined")
    VOIDED = "voided", _("voided")
    EXPIRED = "expired", _("expired")


class Envelope(Record):
    """One document on its way through its signers. Versions of `document` hold each signed state."""

    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="envelopes")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60, blank=True)
    category_confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    category_reason = models.CharField(max_length=300, blank=True)
    amount = AmountField(null=True)
    currency = CurrencyField(blank=True)
    base_amount = AmountField(null=True)
    message = models.TextField(blank=True)
    state = StateField(default=EnvelopeState.DRAFT, choices=EnvelopeState.choices)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True, help_text=_("When it was said that the time is nearly over."))
    remind_after = models.PositiveSmallIntegerField(default=3, help_text=_("Days until the first reminder; 0: none."))
    remind_every = models.PositiveSmallIntegerField(default=3, help_text=_("Days between reminders; 0: only one."))
    completed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    level_wanted = models.CharField(max_length=5, default="B-B")
    level_reached = models.CharField(max_length=5, blank=True)
    code = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        default=new_code,
        help_text=_("The code that is printed on the document; who holds it may ask whether it was signed here."),
    )
    current_version = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    certificate_version = models.ForeignKey("documents.Version", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar[Any] = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature round")
        verbose_name_plural = _("signature rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sealed") | ~Q(level_reached=""), name="sealed_has_a_level"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_envelope_per_code"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state__in=["draft", "sent"]), name="one_open_envelope_per_contract"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signing:envelope", args=[self.pk])

    @property
    def name_of_signed_file(self) -> str:
        """What the sealed document is called when it is downloaded: the contract's number, the title, and that it is signed."""
        number = f"{self.contract.number} " if self.contract else ""
        title = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", self.title)
        return f"{' '.join((number + title).split())[:140]} {gettext('signed')}.pdf"

    @property
    def other_party(self) -> str:
        """With whom the contract is made; empty for a document that is no contract."""
        if self.contract is None:
            return ""
        return str(self.contract.vendor or self.contract.counterparty_name)

    def paper(self, on: date) -> Paper:
        """What this document is to whoever may sign it on a day."""
        department = self.contract.department if self.contract else ""
        return Paper(
            self.category, self.base_amount, on, self.category_confidence, department, counterparty=self.other_party
        )

    @property
    def asked_by(self) -> str:
        """Who asks people to sign: the person who sent it, or the company where it was sent by a rule."""
        if self.sent_by is not None:
            return str(self.sent_by)
        company = Company.objects.order_by("pk").first()
        return company.name if company else gettext("Flowmono")

    @transition(state, source=EnvelopeState.DRAFT, target=EnvelopeState.SENT)
    def send(self, *, by: User | None, at: datetime, expires_at: datetime) -> None:
        """It leaves for its signers."""
        self.sent_by, self.sent_at, self.expires_at = by, at, expires_at
        self.announce(events.EnvelopeSent(case_id=self.case, at=at, envelope_id=self.id, contract_id=self.contract_id))

    def set_time(self, *, expires_at: datetime | None, remind_after: int, remind_every: int, at: datetime) -> None:
        """Until when it can be signed, and how often its signers are reminded, is another from now on."""
        self.expires_at, self.warned_at = expires_at, None
        self.remind_after, self.remind_every = remind_after, remind_every
        self.announce(
            events.EnvelopeTimed(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                expires_at=expires_at,
                remind_after=remind_after,
                remind_every=remind_every,
            )
        )

    def announce_people(self, people: "Iterable[Recipient]", *, at: datetime) -> None:
        """Say who takes part from now on."""
        said = "; ".join(f"{one.order}. {one.name} <{one.email}>, {one.role}" for one in people)
        self.announce(events.PeopleOfRoundSet(case_id=self.case, at=at, envelope_id=self.id, people=said))

    def close_places(self) -> None:
        """Nobody who has not decided is asked any more."""
        decided = [RecipientState.SIGNED, RecipientState.DECLINED, RecipientState.CLOSED]
        for other in self.recipients.exclude(state__in=decided):
            other.close()
            other.save()

    def announce_handover(self, recipient: "Recipient", *, was: str, reason: str, at: datetime) -> None:
        """Say that somebody else has a place from now on."""
        self.announce(
            events.PlaceHandedOver(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                was=was,
                name=recipient.name,
                reason=reason,
            )
        )

    def announce_wish(self, recipient: "Recipient", *, name: str, reason: str, at: datetime) -> None:
        """Say that a signer names somebody who should sign in their place."""
        self.announce(
            events.HandoverAsked(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                name=name,
                reason=reason,
            )
        )

    def announce_reminder(self, recipient: "Recipient", *, at: datetime) -> None:
        """Say that somebody was reminded."""
        self.announce(
            events.SignerReminded(
                case_id=self.case, at=at, envelope_id=self.id, recipient_id=recipient.id, name=recipient.name
            )
        )

    def announce_signature(self, recipient: "Recipient", *, at: datetime) -> None:
        """Say that one signer signed."""
        self.announce(
            events.SignerSigned(
                case_id=self.case, at=at, envelope_id=self.id, recipient_id=recipient.id, name=recipient.name
            )
        )

    @transition(state, source=EnvelopeState.SENT, target=EnvelopeState.COMPLETED)
    def complete(self, *, at: datetime) -> None:
        """The last signer signed."""
        self.completed_at = at
        self.announce(
            events.EnvelopeCompleted(case_id=self.case, at=at, envelope_id=self.id, contract_id=self.contract_id)
        )

    @transition(state, source=EnvelopeState.COMPLETED, target=EnvelopeState.SEALED)
    def seal(self, version: Any, *, level: str, at: datetime) -> None:
        """The organisation's seal is on it, at the level that was reached."""
        self.sealed_at, self.level_reached, self.current_version = at, level, version
        self.announce(
            events.EnvelopeSealed(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                contract_id=self.contract_id,
                version_id=version.pk,
                sha256=version.sha256,
                level=level,
            )
        )

    @transition(state, source=EnvelopeState.SENT, target=EnvelopeState.DECLINED)
    def decline(self, recipient: "Recipient", *, reason: str, at: datetime) -> None:
        """One signer refused; nobody else is asked."""
        self.reason = reason
        self.announce(
            events.SignerDeclined(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                contract_id=self.contract_id,
                reason=reason,
            )
        )

    @transition(state, source=[EnvelopeState.DRAFT, EnvelopeState.SENT], target=EnvelopeState.VOIDED)
    def void(self, *, reason: str, at: datetime) -> None:
        """The sender took it back."""
        self.reason = reason
        self.announce(
            events.EnvelopeVoided(
                case_id=self.case, at=at, envelope_id=self.id, contract_id=self.contract_id, reason=reason
            )
        )

    @transition(state, source=EnvelopeState.SENT, target=EnvelopeState.EXPIRED)
    def expire(self, *, reason: str, at: datetime) -> None:
        """Its time is over before everybody had signed."""
        self.reason = reason
        self.announce(
            events.EnvelopeExpired(
                case_id=self.case, at=at, envelope_id=self.id, contract_id=self.contract_id, reason=reason
            )
        )


class Role(models.TextChoices):
    SIGNER = "signer", _("signs")
    APPROVER = "approver", _("approves")
    VIEWER = "viewer", _("reads")
    COPY = "copy", _("gets a copy")


# Who has to act before a round is complete; the others only read or receive.
ACTING = (Role.SIGNER, Role.APPROVER)


class RecipientState(models.TextChoices):
    WAITING = "waiting", _("waits for others")
    INVITED = "invited", _("invited")
    VIEWED = "viewed", _("has looked")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")
    CLOSED = "closed", _("not asked any more")


class Recipient(Record):
    """One person's place in one envelope. Those of the same `order` are asked together."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="recipients")
    order = models.PositiveIntegerField(default=1)
    role = models.CharField(max_length=8, choices=Role, default=Role.SIGNER)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="signing_places")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    title = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=200, blank=True, help_text=_("For whom this person signs."))
    printed_name = models.CharField(
        max_length=120, blank=True, help_text=_("The signatory whom the document names in this place; empty: nobody.")
    )
    party_is_named = models.BooleanField(
        null=True,
        help_text=_("Whether the document names the party for whom this person signs; empty: its words are not known."),
    )
    state = StateField(default=RecipientState.WAITING, choices=RecipientState.choices)
    profile = models.ForeignKey(SignatureProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    profile_reason = models.CharField(
        max_length=300, blank=True, help_text=_("Why this mark was placed, or why none was.")
    )
    profile_chosen = models.BooleanField(default=False, help_text=_("The person chose it among several that fit."))
    set_aside_at = models.DateTimeField(
        null=True, help_text=_("When the person put it off; it comes back after the others.")
    )

    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    link_seed = models.CharField(
        max_length=43, blank=True, help_text=_("What the present link is made of, with the key of this installation.")
    )
    token_expires_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_attempts = models.PositiveIntegerField(default=0)

    invited_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text=_("How many the clock has sent."))
    reminded_at = models.DateTimeField(null=True)
    viewed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    evidence = models.JSONField(
        default=dict,
        help_text=_(
            "Consent text and hash, address, browser, how authenticated, hash shown and signed, pages seen, seconds."
        ),
    )

    objects: ClassVar[Any] = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["envelope", "order", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "email", "role"], name="one_place_per_person_and_role"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "declined"]) | Q(decided_at__isnull=False),
                name="a_decision_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(name)s in %(envelope)s") % {"name": self.name, "envelope": self.envelope}

    @property
    def case(self) -> Any:
        return self.envelope.case

    @property
    def names_somebody_else(self) -> bool:
        """True when the document prints another signatory's name where this person signs."""
        return not any(is_same_name(self.printed_name, name) for name in (self.name, self.party))

    @property
    def signs_for_nobody_named(self) -> bool:
        """True when the document names nowhere the party for whom this person signs."""
        return self.role == Role.SIGNER and self.party_is_named is False

    def as_actor(self) -> Actor:
        """An external signer acts as their place in the envelope."""
        return Actor("signer", str(self.pk), f"{self.name} <{self.email}>")

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @transition(state, source=RecipientState.WAITING, target=RecipientState.INVITED)
    def invite(self, *, at: datetime) -> None:
        """It is this person's turn."""
        self.invited_at = at

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.INVITED)
    def pass_on(self, *, at: datetime) -> None:
        """Somebody else has this place from now on, and is asked as if nobody had been: nothing of the former is counted for them."""
        self.invited_at, self.viewed_at, self.set_aside_at, self.reminded_at = at, None, None, None
        self.reminders, self.code_attempts = 0, 0
        self.token_digest = self.link_seed = self.code_digest = ""
        self.profile, self.profile_reason, self.profile_chosen = None, "", False
        self.evidence = {}

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.VIEWED)
    def view(self, *, at: datetime) -> None:
        """The person opened the document."""
        self.viewed_at = self.viewed_at or at

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.SIGNED)
    def sign(self, *, at: datetime, evidence: dict[str, Any]) -> None:
        """The person signed (or, as an approver, approved)."""
        self.decided_at, self.evidence = at, evidence

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.DECLINED)
    def decline(self, *, at: datetime, reason: str, evidence: dict[str, Any]) -> None:
        """The person refused, with a reason to all."""
        self.decided_at, self.reason, self.evidence = at, reason, evidence

    @transition(
        state,
        source=[RecipientState.WAITING, RecipientState.INVITED, RecipientState.VIEWED],
        target=RecipientState.CLOSED,
    )
    def close(self) -> None:
        """The envelope ended before this person was needed."""
        self.token_digest = ""


class Field(models.Model):
    """A place that a signer fills: a page (from 1) and a box in PDF points from the lower left. Marks, initials and days are written by the
    signature itself; `value` is what the signer entered in the others ("yes" in a ticked box)."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="fields")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SIGNATURE)
    carried_by = models.CharField(max_length=80, help_text=_("The signature field of the file that draws this place."))
    label = models.CharField(max_length=120, blank=True)
    required = models.BooleanField(default=True)
    options = models.JSONField(default=list, blank=True)
    value = models.TextField(blank=True)
    page = models.PositiveIntegerField()
    x = models.DecimalField(max_digits=8, decimal_places=2)
    y = models.DecimalField(max_digits=8, decimal_places=2)
    width = models.DecimalField(max_digits=8, decimal_places=2)
    height = models.DecimalField(max_digits=8, decimal_places=2)
    signed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "name"], name="one_field_per_name")]

    def __str__(self) -> str:
        return self.name

    def why_not(self, value: str) -> str:
        """What is wrong with an entry in this place, in words; empty when it can be drawn there."""
        return why_not_entered(
            self.kind,
            value,
            label=self.label,
            required=self.required,
            options=self.options,
            width=float(self.width),
            height=float(self.height),
        )


class Layout(models.Model):
    """Places that were arranged on one document, kept for others of its kind."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    category = models.CharField(max_length=60, blank=True)
    signers = models.PositiveIntegerField(help_text=_("For how many signers it is."))
    pages = models.PositiveIntegerField(help_text=_("How many pages the document had."))
    places = models.JSONField(default=list)
    kept_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("layout of places")
        verbose_name_plural = _("layouts of places")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
