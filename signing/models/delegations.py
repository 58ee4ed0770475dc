"""Authority to sign that is lent to a colleague for some days. The rows are never rewritten: they are only ended."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono import events
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.fields import COMPANYS, AmountField
from flowmono.outbox.models import Record
from signing.authority import Lent, Mark
from signing.models.profiles import SignatureProfile
from signing.querysets import DelegationQuerySet


class Delegation(Record):
    """Until a day, a colleague signs with the authority of somebody's mark, or with less of it, in their own name."""

    profile = models.ForeignKey(SignatureProfile, on_delete=models.PROTECT, related_name="delegations")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="delegated_to_me")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    categories = models.JSONField(
        default=list, blank=True, help_text=_("Names of the categories it is for; empty: all that the mark is for.")
    )
    limit = AmountField(
        currency=COMPANYS, null=True, blank=True, help_text=_("In the company's currency; empty: as the mark has it.")
    )
    reason = models.CharField(max_length=500)
    refused_at = models.DateTimeField(null=True, help_text=_("When the colleague said that they do not take it."))
    refused_because = models.CharField(max_length=500, blank=True)
    taken_back_at = models.DateTimeField(null=True, help_text=_("When its owner ended it before its last day."))

    objects: ClassVar[Any] = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation of a mark")
        verbose_name_plural = _("delegations of marks")
        ordering = ["-starts_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first: enter the same day or a later one."),
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="delegation_ends_once",
                violation_error_message=_("This delegation was ended already: nothing more is needed."),
            ),
        ]

    def __str__(self) -> str:
        facts = {"mark": self.profile.name, "owner": self.owner, "delegate": self.delegate}
        return gettext("“%(mark)s” of %(owner)s, delegated to %(delegate)s") % facts

    @property
    def owner(self) -> User:
        return self.profile.user

    def get_absolute_url(self) -> str:
        return reverse("signing:delegations")

    @property
    def label_of_mark(self) -> str:
        """The mark, with whose it is."""
        return f"{self.profile.name} ({self.owner})"

    @property
    def in_words(self) -> str:
        """Whose authority it is, from when to when, and why: for the certificate and the ledger. Days as programs write them."""
        words = gettext(
            "For %(owner)s, who delegated “%(mark)s” to %(delegate)s from %(from)s to %(until)s. Reason: %(reason)s"
        )
        return words % {
            "owner": self.owner,
            "mark": self.profile.name,
            "delegate": self.delegate,
            "from": self.starts_on.isoformat(),
            "until": self.ends_on.isoformat(),
            "reason": self.reason,
        }

    @property
    def is_ended(self) -> bool:
        """True when it was refused or taken back before its last day."""
        return self.refused_at is not None or self.taken_back_at is not None

    def standing(self, on: date) -> str:
        """How it stands on a day: refused, taken_back, over, planned or open."""
        if self.refused_at is not None:
            return "refused"
        if self.taken_back_at is not None:
            return "taken_back"
        if on > self.ends_on:
            return "over"
        return "planned" if on < self.starts_on else "open"

    def as_mark(self, *, drawn_with: str, away: bool = False) -> Mark:
        """Its authority, as the rule of choosing sees it. drawn_with: the delegate's own mark that is drawn, by its id; "": none."""
        lent = Lent(
            owner=str(self.owner),
            delegate=str(self.delegate),
            person=str(self.delegate.person),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            categories=tuple(self.categories),
            limit=self.limit,
            ended="refused" if self.refused_at else "taken_back" if self.taken_back_at else "",
            allowed=self.profile.may_be_delegated,
            owner_signs=self.owner.has_role(roles.SIGNATORY),
            delegate_signs=self.delegate.has_role(roles.SIGNATORY),
            drawn_with=drawn_with,
            away=away,
        )
        return self.profile.as_mark(key=str(self.pk), lent=lent)

    def begin(self, *, at: datetime) -> None:
        """It is made."""
        self.announce(
            events.AuthorityDelegated(
                case_id=self.case,
                at=at,
                delegation_id=self.id,
                owner=str(self.owner),
                delegate=str(self.delegate),
                mark=self.profile.name,
                starts_on=self.starts_on,
                ends_on=self.ends_on,
                reason=self.reason,
            )
        )

    def refuse(self, *, at: datetime, reason: str) -> None:
        """The colleague does not take it."""
        self.refused_at, self.refused_because = at, reason
        self.announce(
            events.DelegationRefused(
                case_id=self.case,
                at=at,
                delegation_id=self.id,
                owner=str(self.owner),
                delegate=str(self.delegate),
                mark=self.profile.name,
                reason=reason,
            )
        )

    def take_back(self, *, at: datetime) -> None:
        """Its owner ends it at once."""
        self.taken_back_at = at
        self.announce(
            events.DelegationTakenBack(
                case_id=self.case,
                at=at,
                delegation_id=self.id,
                owner=str(self.owner),
                delegate=str(self.delegate),
                mark=self.profile.name,
            )
        )

    @property
    def case(self) -> UUID:
        """Its own: a delegation belongs to no contract."""
        return self.id
