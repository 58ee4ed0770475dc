"""Decisions that wait for a person, in their own name or standing in."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Seat
from flowmono.common.inbox import Todo, needs_you

# Where a decision is posted: the record's own page moves it in the same transaction.
DECIDE = {
    Kind.CONTRACT: "contracts:decide",
    Kind.ORDER: "procurement:order_decide",
    Kind.PAYMENT: "procurement:payment_decide",
}


@needs_you("approvals")
def decisions(person: User, at: datetime) -> Iterator[Todo]:
    for seat in Seat.objects.waiting_for(person).select_related("request__requested_by")[:200]:
        request = seat.request
        if str(person.person) in request.barred:
            continue
        due = seat.step.due_at
        words = _("%(step)s, asked by %(who)s") % {
            "step": seat.step.title,
            "who": request.requested_by or _("the chain"),
        }
        if seat.approver_id != person.pk:
            words += _(" — you stand in for %(name)s") % {"name": seat.approver}
        yield Todo(
            kind=_("Approval"),
            title=request.title,
            sentence=words,
            url=request.url,
            action=_("Review"),
            since=seat.step.opened_at,
            amount=request.base_amount,
            shown_amount=request.amount,
            currency=request.currency,
            days_at_risk=(at - due).days if due and due < at else 0,
            decide_url=_decide_url(request.kind, request.subject_id),
            key=request.pk,
        )


def _decide_url(kind: str, subject_id: object) -> str:
    try:
        return reverse(DECIDE[Kind(kind)], args=[subject_id])
    except (NoReverseMatch, KeyError):
        return ""
