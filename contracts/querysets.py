"""Questions about many contracts and terms."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from contracts.duties import END_OF_TERM
from contracts.force import ENDED, NOT_YET
from documents.models import Origin, Version
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Seat
from flowmono.outbox.models import RecordQuerySet

# Below this confidence a value is not used unasked: a person looks at it. What the words "certain" and "look twice" mean everywhere.
# On the labelled contracts 89 of 93 items at or above it had the right amount (docs/reading.md).
LOOK_TWICE = Decimal("0.8")
# The field of which no sureness was ever measured.
DUTY = "obligation"
SEE_ALL = (roles.PROCUREMENT, roles.LEGAL, roles.FINANCE, roles.AUDITOR, roles.ADMINISTRATOR)


class ContractQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; else one's own, and what was put before one to approve or to sign."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        if not person.works_inside:
            return self.none()
        routed = Seat.objects.filter(Q(approver=person) | Q(stand_in=person), request__kind=Kind.CONTRACT)
        return self.filter(
            Q(requester=person) | Q(pk__in=routed.values("request__subject_id")) | Q(envelope__recipients__user=person)
        ).distinct()

    def of_same_draft(self, contract: Any) -> Any:
        """Other contracts one of whose drafts is, byte for byte, the newest draft of this one; the newest first."""
        draft = contract.document.newest(Origin.UPLOADED) if contract.document_id else None
        if draft is None:
            return self.none()
        same = Version.objects.filter(origin=Origin.UPLOADED, sha256=draft.sha256, document__kind="contract")
        others = self.filter(document__in=same.values("document")).exclude(pk=contract.pk)
        return others.order_by("-created_at", "pk")

    def standing(self, standing: str, day: date) -> Any:
        """The signed contracts that are in force, not in force yet, or ended on this day: contracts.force, asked of the table."""
        signed = self.filter(state__in=["signed", "archived"])
        later = Q(effective_on__isnull=False, effective_on__gt=day)
        over = Q(stops_on__isnull=False, stops_on__lt=day) | Q(
            stops_on__isnull=True, ends_on__isnull=False, ends_on__lt=day, renews=False
        )
        if standing == NOT_YET:
            return signed.filter(later)
        started = signed.exclude(later)
        return started.filter(over) if standing == ENDED else started.exclude(over)

    def went_on_by_itself(self, day: date) -> Any:
        """The contracts in force whose term was over before this day, and of which the term that runs now is not on record."""
        over = Q(runs_until__isnull=True, ends_on__lt=day) | Q(runs_until__lt=day)
        goes_on = {"renews": True, "stops_on__isnull": True}
        return self.filter(over, state__in=["signed", "archived"], compliance__isnull=False, **goes_on)

    def waiting_for_terms(self) -> Any:
        return self.filter(state__in=["review", "choice", "refused"])


class SecondReadingQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """The uses that were made of the remote reader on contracts that this person sees."""
        contracts = self.model._meta.get_field("contract").related_model
        return self.filter(contract__in=contracts.objects.visible_to(person).values("pk"))


class ObligationQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """What the contracts that this person sees ask for."""
        contracts = self.model._meta.get_field("record").related_model._meta.get_field("contract").related_model
        return self.filter(record__contract__in=contracts.objects.visible_to(person).values("pk"))

    def open(self) -> Any:
        """What nobody answered yet."""
        return self.filter(state="open")

    def overdue(self, day: date) -> Any:
        """What should have been met before this day, and is open; nobody is late with the end of a term."""
        return self.open().filter(due_on__lt=day).exclude(kind=END_OF_TERM)

    def ended_terms(self, day: date) -> Any:
        """The ends of terms that are open although their day is over."""
        return self.open().filter(kind=END_OF_TERM, due_on__lt=day).order_by("due_on", "pk")

    def due_within(self, days: int, day: date) -> Any:
        """What is open and due from this day on, so many days at most from now."""
        return self.open().filter(due_on__range=(day, day + timedelta(days=days)))


class TermQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """The terms of the contracts that this person sees."""
        contracts = self.model._meta.get_field("contract").related_model
        return self.filter(contract__in=contracts.objects.visible_to(person).values("pk"))

    def live(self) -> Any:
        """What stands: read, confirmed or corrected."""
        return self.exclude(state__in=["dropped", "absent"])

    def absent(self) -> Any:
        """What a person said the contract does not say."""
        return self.filter(state="absent")

    def schedule(self) -> Any:
        """The priced items that stand, in the contract's order."""
        return self.live().filter(field="schedule").order_by("position", "created_at")

    def to_order(self) -> Any:
        """The priced items that are ordered and delivered by this contract; an amendment states others anew, which are already."""
        return self.schedule().filter(restated=False)

    def unverified(self) -> Any:
        return self.filter(state="read")

    def certain(self) -> Any:
        """What nobody has looked at and the reader was certain of; a duty, of which no sureness was ever measured, is never so."""
        return self.unverified().filter(confidence__gte=LOOK_TWICE).exclude(field=DUTY)

    def unsure(self) -> Any:
        """What nobody has looked at although the reader was not certain of it, in the contract's order."""
        return self.unverified().filter(Q(confidence__lt=LOOK_TWICE) | Q(field=DUTY)).order_by("position", "created_at")


class ClauseQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """The clauses of the contracts that this person sees."""
        contracts = self.model._meta.get_field("contract").related_model
        return self.filter(contract__in=contracts.objects.visible_to(person).values("pk"))

    def live(self) -> Any:
        """What nobody said is no such clause."""
        return self.exclude(state="rejected")
