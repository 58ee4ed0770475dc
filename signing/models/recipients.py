"""The places of people in envelopes, and what each does there."""

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono.accounts.models import User
from flowmono.common.acting import Actor
from flowmono.common.fields import StateField
from flowmono.outbox.models import Record
from signing.models.delegations import Delegation
from signing.models.envelopes import Envelope
from signing.models.profiles import SignatureProfile
from signing.models.states import BY_EMAIL, EnvelopeState, RecipientState, Role
from signing.named_parties import is_same_company
from signing.printed_names import is_same_name
from signing.querysets import IN_ROUND, RecipientQuerySet


class Recipient(Record):
    """One person's place in one envelope. Those of the same `order` are asked together."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="recipients")
    order = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(
        default=0, help_text=_("Where the person stands among those of the same order: as they were entered.")
    )
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
    delegation = models.ForeignKey(
        Delegation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("By whose delegated authority the mark is placed; empty: by the person's own."),
    )
    passed_by = models.ForeignKey(
        Delegation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="places",
        help_text=_("The delegation by which the place passed on while its person was away; empty: it did not."),
    )
    stays_because = models.CharField(
        max_length=300, blank=True, help_text=_("Why the place of somebody who is away did not pass to a colleague.")
    )
    set_aside_at = models.DateTimeField(
        null=True, help_text=_("When the person put it off; it comes back after the others.")
    )

    proof = models.CharField(
        max_length=20,
        default=BY_EMAIL,
        help_text=_("How a person without an account proves who they are; the ways are in signing/proving.py."),
    )
    phone = models.CharField(max_length=16, blank=True, help_text=_("Where text messages go, such as +4930123456."))

    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    used_digest = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("The hash of the link by which this person decided; it opens nothing."),
    )
    link_seed = models.CharField(
        max_length=43, blank=True, help_text=_("What the present link is made of, with the key of this installation.")
    )
    token_expires_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    code_attempts = models.PositiveIntegerField(default=0)
    codes_since = models.DateTimeField(null=True, help_text=_("Since when the codes of one day are counted."))
    codes_asked = models.PositiveSmallIntegerField(default=0)

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
        ordering = ["envelope", *IN_ROUND]
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "email", "role"],
                name="one_place_per_person_and_role",
                violation_error_message=_(
                    "This person has a place with this role in the round already: change that one, or choose another role."
                ),
            ),
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
    def is_unknown(self) -> bool:
        """True when nobody knows yet who signs for another company: the place is called by that company."""
        return self.user_id is None and self.role == Role.SIGNER and is_same_company(self.name, self.party)

    @property
    def signs_for(self) -> str:
        """For whom, beside the name; "" where nobody is known yet and the company's name stands in the place of one."""
        return "" if self.name.strip().casefold() == self.party.strip().casefold() else str(self.party)

    @property
    def names_somebody_else(self) -> bool:
        """True when the document prints another signatory's name where this person signs."""
        for_whom = (str(self.delegation.owner), self.delegation.profile.signed_name) if self.delegation else ()
        return not any(is_same_name(self.printed_name, name) for name in (self.name, self.party, *for_whom))

    @property
    def signs_for_nobody_named(self) -> bool:
        """True when the document names nowhere the party for whom this person signs."""
        return self.role == Role.SIGNER and self.party_is_named is False

    def get_state_display(self) -> str:
        """How far this place is, in words: who approves has approved, not signed."""
        if self.role == Role.APPROVER and self.state == RecipientState.SIGNED:
            return gettext("approved")
        return str(RecipientState(self.state).label)

    @property
    def shown_state(self) -> tuple[str, str]:
        """How far this place is, as a value that has a colour and in words: who only reads or gets a copy has it once the document is sealed."""
        if self.role in {Role.VIEWER, Role.COPY} and self.envelope.state == EnvelopeState.SEALED:
            return RecipientState.SIGNED, gettext("has the signed document")
        return self.state, self.get_state_display()

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
        self.codes_since, self.codes_asked = None, 0
        self.profile, self.profile_reason, self.profile_chosen = None, "", False
        self.delegation, self.passed_by, self.stays_because = None, None, ""
        self.evidence = {}

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.VIEWED)
    def view(self, *, at: datetime) -> None:
        """The person opened the document."""
        self.viewed_at = self.viewed_at or at

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.SIGNED)
    def sign(self, *, at: datetime, evidence: dict[str, Any]) -> None:
        """The person signed (or, as an approver, approved)."""
        self.decided_at, self.evidence = at, evidence
        self._use_link_up()

    @transition(state, source=[RecipientState.INVITED, RecipientState.VIEWED], target=RecipientState.DECLINED)
    def decline(self, *, at: datetime, reason: str, evidence: dict[str, Any]) -> None:
        """The person refused, with a reason to all."""
        self.decided_at, self.reason, self.evidence = at, reason, evidence
        self._use_link_up()

    def _use_link_up(self) -> None:
        """The link opens nothing any more; whoever holds it can still read that this place has decided."""
        self.used_digest, self.token_digest = self.token_digest, ""

    @transition(
        state,
        source=[RecipientState.WAITING, RecipientState.INVITED, RecipientState.VIEWED],
        target=RecipientState.CLOSED,
    )
    def close(self) -> None:
        """The envelope ended before this person was needed."""
        self.token_digest = ""
