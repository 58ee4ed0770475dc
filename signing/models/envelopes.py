"""Envelopes: one document on its way through its signers."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from documents.models import Origin, Version
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.acting import address_here
from flowmono.common.fields import COMPANYS, AmountField, CurrencyField, StateField
from flowmono.common.models import Company
from flowmono.outbox.models import Record
from signing.authority import Paper
from signing.codes import new_code
from signing.models.states import EnvelopeState, RecipientState, Role
from signing.querysets import EnvelopeQuerySet

if TYPE_CHECKING:
    from signing.models.categories import CategoryChange
    from signing.models.recipients import Recipient


class Envelope(Record):
    """One document on its way through its signers. Versions of `document` hold each signed state."""

    contract = models.ForeignKey("contracts.Contract", null=True, on_delete=models.PROTECT, related_name="envelopes")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=60, blank=True)
    category_confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    category_reason = models.CharField(max_length=300, blank=True)
    category_asked = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("What a signer says that it is instead: no mark is laid until that is agreed to or not."),
    )
    amount = AmountField(null=True)
    currency = CurrencyField(blank=True)
    base_amount = AmountField(currency=COMPANYS, null=True)
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
    keeping = models.JSONField(
        default=dict,
        help_text=_("Of a document that is no contract: the rule by which it is kept, as it was when it was sealed."),
    )
    kept_until = models.DateField(
        null=True,
        help_text=_("The last day on which the papers must be kept of a document that is no contract; empty: no end."),
    )

    objects: ClassVar[Any] = EnvelopeQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature round")
        verbose_name_plural = _("signature rounds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sealed") | ~Q(level_reached=""), name="sealed_has_a_level"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_envelope_per_code"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=["draft", "sent"]),
                name="one_open_envelope_per_contract",
                violation_error_message=_(
                    "This contract has a signature round already: go on with it, or void it first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signing:envelope", args=[self.pk])

    @staticmethod
    def title_for(title: str, person: str) -> str:
        """What a round is called of which many are sent, one for each person."""
        return f"{title} – {person}"[:200]

    def call_after(self, person: str, *, instead_of: str) -> bool:
        """Where the title ends in the name of whoever was asked, let it end in that of whoever is asked now. True when it changed."""
        before, ending = self.title, self.title_for("", instead_of)
        if not instead_of or not before.endswith(ending) or not hasattr(self, "bulk_row"):
            return False
        self.title = self.title_for(before.removesuffix(ending), person)
        return self.title != before

    def name_of(self, version: Version) -> str:
        """What a version of the document is called when it is downloaded: by the contract's number and the title, not as its draft was."""
        return version.name if self.state == EnvelopeState.SEALED else f"{self._plain_title}.pdf"

    @property
    def name_of_signed_file(self) -> str:
        """What the sealed document is called when it is downloaded: the contract's number, the title, and that it is signed."""
        return f"{self._plain_title} {gettext('signed')}.pdf"

    @property
    def _plain_title(self) -> str:
        number = f"{self.contract.number} " if self.contract else ""
        title = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", self.title)
        return " ".join((number + title).split())[:140]

    @property
    def other_party(self) -> str:
        """With whom the contract is made; empty for a document that is no contract."""
        if self.contract is None:
            return ""
        return str(self.contract.vendor or self.contract.counterparty_name)

    @property
    def level_to_reach(self) -> str:
        """The level of its seal: of a draft, the one that would be asked for if it were sent now."""
        return str(settings.SEAL_LEVEL if self.state == EnvelopeState.DRAFT else self.level_wanted)

    @property
    def named_party(self) -> str:
        """With whom it is made: the contract's other party, else those for whom people from outside sign here; of several all are named."""
        if self.contract is not None or self._state.adding:
            return self.other_party
        theirs = [one for one in self.recipients.all() if one.user_id is None and one.role == Role.SIGNER and one.party]
        return ", ".join(dict.fromkeys(one.party for one in sorted(theirs, key=lambda one: (one.order, one.party))))

    @property
    def version_to_read(self) -> Version | None:
        """The document as it may be read: as it was prepared until it is sealed. Partly signed copies are withheld from everybody."""
        version = self.current_version
        while self.state != EnvelopeState.SEALED and version is not None and version.origin == Origin.SIGNED:
            version = version.derived_from
        return version

    @property
    def disposed_at(self) -> datetime | None:
        """When its papers were disposed of, after their time; None while they are there."""
        return self.current_version.disposed_at if self.current_version else None

    def paper(self, on: date) -> Paper:
        """What this document is to whoever may sign it on a day."""
        department = self.contract.department if self.contract else ""
        return Paper(
            self.category,
            self.base_amount,
            on,
            self.category_confidence,
            department,
            counterparty=self.named_party,
            category_asked=self.category_asked,
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
        self.announce(
            events.EnvelopeSent(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                contract_id=self.contract_id,
                network_address=address_here(),
            )
        )

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

    def keep(
        self,
        rule: Mapping[str, Any],
        *,
        until: date | None,
        at: datetime,
        ended_on: date | None = None,
        reason: str = "",
    ) -> None:
        """Its papers are kept by this rule (category, kept_years, kept_from), until a day or without an end."""
        self.keeping = {**rule, "ended_on": ended_on.isoformat() if ended_on else None}
        self.kept_until = until
        self.announce(
            events.KeepingOfRoundSet(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                kept_until=until,
                category=rule["category"],
                kept_years=rule["kept_years"],
                kept_from=rule["kept_from"],
                ended_on=ended_on,
                reason=reason,
            )
        )

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

    def announce_category(self, change: "CategoryChange", *, at: datetime) -> None:
        """Say that it is another kind of document from now on, or that somebody says so and has to wait for an answer."""
        facts = {"case_id": self.case, "at": at, "envelope_id": self.id, "was": change.was, "now": change.now}
        if change.waits:
            self.announce(events.CategoryChangeAsked(**facts))
        else:
            self.announce(events.CategoryChanged(**facts, change_id=change.pk, said_by=str(change.by)))

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

    def announce_sitting(self, recipient: "Recipient", *, host: str, how: str, at: datetime) -> None:
        """Say that a device was handed to a signer, by whom, and how they knew who it is."""
        self.announce(
            events.InPersonBegun(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                name=recipient.name,
                host=host,
                how=how,
            )
        )

    def announce_sitting_left(self, recipient: "Recipient", *, why: str, at: datetime) -> None:
        """Say that a signing in person ended without a decision, and why."""
        self.announce(
            events.InPersonLeft(
                case_id=self.case, at=at, envelope_id=self.id, recipient_id=recipient.id, name=recipient.name, why=why
            )
        )

    def announce_reminder(self, recipient: "Recipient", *, at: datetime) -> None:
        """Say that somebody was reminded."""
        self.announce(
            events.SignerReminded(
                case_id=self.case, at=at, envelope_id=self.id, recipient_id=recipient.id, name=recipient.name
            )
        )

    def announce_code(self, recipient: "Recipient", *, right: bool, at: datetime) -> None:
        """Say that a one-time code was entered, and whether it was the right one."""
        self.announce(
            events.CodeEntered(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                name=recipient.name,
                right=right,
                network_address=address_here(),
            )
        )

    def announce_signature(self, recipient: "Recipient", *, at: datetime) -> None:
        """Say that one signer signed."""
        self.announce(
            events.SignerSigned(
                case_id=self.case,
                at=at,
                envelope_id=self.id,
                recipient_id=recipient.id,
                name=recipient.name,
                for_whom=str(recipient.delegation.owner) if recipient.delegation else "",
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
