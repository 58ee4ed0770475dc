"""Questions about envelopes and those who sign."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.outbox.models import RecordQuerySet
from signing.senders import SENDERS, sender_is_here

SEE_DELEGATIONS = (roles.LEGAL, roles.AUDITOR, roles.ADMINISTRATOR)
# The longest first; of one sending to many, as its list has them; what the person set aside comes last.
IN_ORDER = (F("set_aside_at").asc(nulls_first=True), "invited_at", "envelope__bulk_row__number", "pk")
# The people of a round, one after the other: as they are asked, and those who are asked together as they were entered.
IN_ROUND = ("order", "position", "created_at", "pk")
SEE_ALL = (roles.PROCUREMENT, roles.LEGAL, roles.AUDITOR, roles.ADMINISTRATOR)


class EnvelopeQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; else what one sent, asked for, or has a place in."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        passed_on = Q(recipients__passed_by__profile__user=person)
        own = Q(sent_by=person) | Q(contract__requester=person) | Q(recipients__user=person)
        return self.filter(own | passed_on).distinct()


class DelegationQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """One's own, those that one was given, and all for those who look after authority."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_DELEGATIONS):
            return self.all()
        return self.filter(Q(profile__user=person) | Q(delegate=person))

    def not_ended(self) -> Any:
        """Those that were neither refused nor taken back."""
        return self.filter(refused_at__isnull=True, taken_back_at__isnull=True)


class RecipientQuerySet(RecordQuerySet):
    def in_queue(self, person: User) -> Any:
        """What waits for this person in the order in which it is laid before them: the longest first, what they set aside last."""
        return self.waiting_for(person).order_by(*IN_ORDER)

    def waiting_for(self, person: User) -> Any:
        """Places where it is this person's turn to sign or approve."""
        return self.filter(
            user=person, state__in=["invited", "viewed"], role__in=["signer", "approver"], envelope__state="sent"
        ).select_related("envelope")

    def passed_on_from(self, person: User) -> Any:
        """Places of this person that passed to a colleague in their absence and are not signed yet."""
        passed = self.filter(
            passed_by__profile__user=person, state__in=["invited", "viewed"], envelope__state="sent"
        ).select_related("envelope__contract__vendor", "passed_by__delegate")
        return passed.order_by("invited_at", "pk")


class HandoverQuerySet(QuerySet[Any]):
    def waiting_for(self, person: User, *, on: date) -> Any:
        """What this person is to agree to or not: of rounds that they sent, or whose sender is away or sends no documents any more."""
        if not person.has_role(*SENDERS):
            return self.none()
        asked = self.filter(state="asked", recipient__envelope__state="sent")
        return asked.filter(Q(recipient__envelope__sent_by=person) | ~sender_is_here("recipient__envelope", on))


class CategoryChangeQuerySet(QuerySet[Any]):
    def waiting_for(self, person: User, *, on: date) -> Any:
        """What this person is to agree to or not: of rounds that they sent, or whose sender signs them, is away, or sends no documents
        any more; never their own."""
        if not person.has_role(*SENDERS):
            return self.none()
        found = self.filter(state="asked", envelope__state__in=["draft", "sent"])
        found = found.exclude(by__person=person.person).exclude(
            _signs(OuterRef("envelope"), person.person, person.email)
        )
        sender = "envelope__sent_by"
        signed_by_sender = _signs(OuterRef("envelope"), OuterRef(f"{sender}__person"), OuterRef(f"{sender}__email"))
        nobody = ~sender_is_here("envelope", on) | signed_by_sender
        return found.filter(nobody | Q(envelope__sent_by=person))


def _signs(envelope: Any, person: Any, email: Any) -> Exists:
    """Whether this human being signs the round, did until they gave their place away, or lent the authority to sign it."""
    places = apps.get_model("signing", "Recipient").objects.filter(envelope=envelope, role="signer")
    # Each way is a question of its own: joined into one, the server plans nine tables for longer than it takes to answer.
    accounts = User.objects.filter(person=_within(person)).values("pk")
    lent = apps.get_model("signing", "Delegation").objects.filter(profile__user__person=_within(person)).values("pk")
    given = apps.get_model("signing", "Handover").objects.filter(from_email__iexact=_within(email), state="done")
    own = Q(user__in=accounts) | Q(delegation__in=lent) | Q(passed_by__in=lent) | Q(pk__in=given.values("recipient"))
    return Exists(places.filter(own))


def _within(fact: Any) -> Any:
    """The same fact as a question inside the question says it."""
    return OuterRef(fact) if isinstance(fact, OuterRef) else fact


class BulkQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all rounds; else what one made or sent oneself."""
        if not person.is_active:
            return self.none()
        return self.all() if person.has_role(*SEE_ALL) else self.filter(Q(made_by=person) | Q(started_by=person))
