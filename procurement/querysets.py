"""Questions about orders, invoices and payments."""

from typing import Any

from django.db.models import Q

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Seat
from flowmono.outbox.models import RecordQuerySet

SEE_ALL = (roles.PROCUREMENT, roles.FINANCE, roles.AUDITOR, roles.ADMINISTRATOR)


def _routed(kind: str, person: User) -> Any:
    """The ids of what was put before this person, in their own name or standing in."""
    seats = Seat.objects.filter(Q(approver=person) | Q(stand_in=person), request__kind=kind)
    return seats.values("request__subject_id")


class OrderQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; one's own; what was routed to one. Vendors have the portal's pages instead."""
        if not person.works_inside:
            return self.none()
        if person.has_role(*SEE_ALL, roles.LEGAL):
            return self.all()
        return self.filter(Q(requester=person) | Q(pk__in=_routed(Kind.ORDER, person)))

    def shown_to_vendor(self, vendor_id: Any) -> Any:
        """What a vendor sees: its own orders once they were sent."""
        return self.filter(vendor_id=vendor_id, state__in=["sent", "closed"])

    def open_for_billing(self) -> Any:
        """Approved and not closed."""
        return self.filter(state__in=["approved", "sent"])


class InvoiceQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; those of one's own orders or routed to one. Vendors have the portal instead."""
        if not person.works_inside:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        authorizations = self.model._meta.get_field("authorizations").related_model
        routed = authorizations.objects.filter(pk__in=_routed(Kind.PAYMENT, person)).values("invoice_id")
        return self.filter(Q(order__requester=person) | Q(pk__in=routed))

    def waiting_for_match(self) -> Any:
        """Stopped by a question or an event that has not come; what a person stopped waits for a person."""
        return self.filter(state__in=["review", "held"], reason="")

    def passed(self) -> Any:
        """Matched and on the way to payment, or paid: these count as billed."""
        return self.filter(state__in=["matched", "authorized", "paid", "credited"])


class AuthorizationQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for those who work with all; else what was routed to one. Vendors see their invoice's state instead."""
        if not person.works_inside:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        return self.filter(pk__in=_routed(Kind.PAYMENT, person))

    def live(self) -> Any:
        """Neither refused nor void."""
        return self.exclude(state__in=["refused", "void"])

    def to_export(self) -> Any:
        """Authorized and in no payment file yet."""
        return self.filter(state="authorized", batch__isnull=True)


class FinanceQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """Payment files and budgets: procurement, finance, auditors and administrators."""
        return self.all() if person.is_active and person.has_role(*SEE_ALL) else self.none()


class RequisitionQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """All, for procurement and who reads everything; else one's own and what was routed to one."""
        if not person.works_inside:
            return self.none()
        if person.has_role(*SEE_ALL):
            return self.all()
        return self.filter(Q(requester=person) | Q(pk__in=_routed(Kind.REQUISITION, person)))
