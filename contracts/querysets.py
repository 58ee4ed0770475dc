"""Questions about many contracts and terms."""

from typing import Any

from django.db.models import Q

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Seat
from flowmono.outbox.models import RecordQuerySet

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

    def waiting_for_terms(self) -> Any:
        return self.filter(state__in=["review", "choice", "refused"])


class TermQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """The terms of the contracts that this person sees."""
        contracts = self.model._meta.get_field("contract").related_model
        return self.filter(contract__in=contracts.objects.visible_to(person).values("pk"))

    def live(self) -> Any:
        """What stands: read, confirmed or corrected."""
        return self.exclude(state="dropped")

    def schedule(self) -> Any:
        """The priced items that stand, in the contract's order."""
        return self.live().filter(field="schedule").order_by("position", "created_at")

    def unverified(self) -> Any:
        return self.filter(state="read")
