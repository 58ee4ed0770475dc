"""Questions about vendors and their work."""

from typing import Any

from django.db.models import Q

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.outbox.models import RecordQuerySet

SEE_ALL = (roles.PROCUREMENT, roles.LEGAL, roles.FINANCE, roles.AUDITOR, roles.ADMINISTRATOR)


class VendorQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; a requester sees the vendors of their contracts; a contact sees its own."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        own = Q(contacts__user=person, contacts__active=True)
        if person.works_inside:
            return self.filter(own | Q(contracts__requester=person)).distinct()
        return self.filter(own).distinct()


class OfVendorQuerySet(RecordQuerySet):
    """For records that have a vendor."""

    def visible_to(self, person: User) -> Any:
        if person.is_active and person.has_role(*SEE_ALL):
            return self.all()
        if not person.is_active:
            return self.none()
        return self.filter(vendor__contacts__user=person, vendor__contacts__active=True).distinct()


class WorkspaceQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; the requester's own; the vendor's own."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        return self.filter(
            Q(requester=person) | Q(vendor__contacts__user=person, vendor__contacts__active=True)
        ).distinct()


class MilestoneQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """As its workspace."""
        if not person.is_active:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        return self.filter(
            Q(workspace__requester=person)
            | Q(workspace__vendor__contacts__user=person, workspace__vendor__contacts__active=True)
        ).distinct()

    def waiting_for(self, person: User) -> Any:
        """Handed in, and this person is the one to accept."""
        return self.filter(state="submitted", workspace__requester=person)
