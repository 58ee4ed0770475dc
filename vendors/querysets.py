"""Questions about vendors and their work."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, DateField, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

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

    def to_deal_with(self, person: User) -> Any:
        """Those of what the person sees with whom something new may be begun: none that is blocked."""
        return self.visible_to(person).exclude(state="blocked")

    def with_standing(self, today: date) -> Any:
        """Each vendor with what its standing rests on: lapsed, to_verify, next_expiry, accounts, accounts_waiting, asked, left, gating."""
        papers, accounts, items = (
            apps.get_model("vendors", name) for name in ("ComplianceDocument", "BankAccount", "OnboardingItem")
        )
        live = papers.objects.filter(vendor=OuterRef("pk"), state="verified", superseded=False)
        submitted = papers.objects.filter(vendor=OuterRef("pk"), state="submitted")
        own = accounts.objects.filter(vendor=OuterRef("pk"))
        asked = items.objects.filter(onboarding__vendor=OuterRef("pk"), required=True)
        return self.annotate(
            lapsed=_count(live.filter(valid_until__lt=today)),
            to_verify=_count(submitted),
            next_expiry=Subquery(
                live.filter(valid_until__gte=today).order_by("valid_until").values("valid_until")[:1],
                output_field=DateField(),
            ),
            accounts_verified=_count(own.filter(state="verified")),
            accounts_waiting=_count(own.filter(state__in=["proposed", "called_back"])),
            asked=_count(asked),
            left=_count(asked.filter(state__in=["open", "handed_in"])),
            gating=_count(asked.filter(state__in=["open", "handed_in"], gates_payment=True, onboarding__state="open")),
            risk_rank=Case(When(risk="low", then=0), When(risk="medium", then=1), default=2),
        )


def _count(rows: Any) -> Any:
    """How many rows a sub-query has, 0 for none."""
    counted = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them").annotate(n=Count("*")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class OfVendorQuerySet(RecordQuerySet):
    """For records that have a vendor."""

    def visible_to(self, person: User) -> Any:
        if person.is_active and person.has_role(*SEE_ALL):
            return self.all()
        if not person.is_active:
            return self.none()
        return self.filter(vendor__contacts__user=person, vendor__contacts__active=True).distinct()


class ItemQuerySet(RecordQuerySet):
    """For the points of checklists."""

    def holding_payment(self) -> Any:
        """Points that gate payment and are not done, of checklists that are open; each with its checklist."""
        waiting = self.filter(gates_payment=True, state__in=["open", "handed_in"], onboarding__state="open")
        return waiting.select_related("onboarding").order_by("onboarding__created_at", "onboarding_id", "position")

    def by_vendor(self, vendors: Iterable[Any]) -> dict[Any, list[Any]]:
        """The points of these vendors, by the vendor's id, in one query."""
        found: dict[Any, list[Any]] = {vendor.pk: [] for vendor in vendors}
        for point in self.filter(onboarding__vendor__in=list(found)).select_related("onboarding"):
            found[point.onboarding.vendor_id].append(point)
        return found


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

    def with_progress(self, today: date) -> Any:
        """Each workspace with its milestones counted: steps, done, late, to_accept; and next_due, the next open day."""
        milestones = _their_milestones()
        return self.annotate(
            steps=_count(milestones),
            done=_count(milestones.filter(_DONE)),
            late=_count(_late(milestones, today)),
            to_accept=_count(milestones.filter(state="submitted")),
            next_due=Subquery(
                milestones.exclude(_DONE).filter(_OWED, due_on__isnull=False).order_by("due_on").values("due_on")[:1],
                output_field=DateField(),
            ),
        )

    def late(self, today: date) -> Any:
        """With a milestone that should have been done before this day, and is not."""
        return self.filter(Exists(_late(_their_milestones(), today)))

    def with_something_to_accept(self) -> Any:
        """With a milestone that is handed in."""
        return self.filter(Exists(_their_milestones().filter(state="submitted")))


_DONE = Q(state="accepted", accepted_percent__gte=100)
# As Milestone.falls_after_end says the opposite of what has a day.
_NOT_ENDED = Q(contract__stops_on__isnull=True) | Q(contract__stops_on__gte=F("due_on"))
_OWED = _NOT_ENDED | Q(state="submitted") | Q(kind="retention")


def _their_milestones() -> Any:
    return apps.get_model("vendors", "Milestone").objects.filter(workspace=OuterRef("pk"))


def _late(milestones: Any, today: date) -> Any:
    return milestones.exclude(_DONE).filter(_OWED, due_on__lt=today)


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
