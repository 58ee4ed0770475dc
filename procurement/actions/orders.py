"""What people do with orders: correct, submit, decide, send, revise, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import ApprovedAs, Kind, Request, RequestState
from flowmono.approvals.routing import Facts
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import policies
from procurement.actions.lines import change_line, refresh_total
from procurement.actions.ordering import demand, lock_order
from procurement.as_asked import as_asked
from procurement.models import Budget, Commitment, Order, OrderLine, OrderState, Revision


def put_before_approvers(order: Order, *, requested_by: User | None, at: datetime) -> Request:
    """Route a locked order by rule and submit it; the caller saves nothing more. Raises Conflict when nobody can decide."""
    facts = Facts(
        kind=Kind.ORDER,
        amount=order.base_total,
        category=order.category,
        department=order.department,
        vendor_risk=order.vendor.risk,
    )
    before = as_asked(order)
    approved_as = None
    if before is not None and before.approved_on is not None:
        approved_as = ApprovedAs(
            before.requisition.number, before.approved_by, before.approved_on, unchanged=before.is_unchanged
        )
    request = approvals.route(
        order,
        facts,
        approved_as=approved_as,
        title=f"{order.number} · {order.vendor}: {order.title}",
        url=order.get_absolute_url(),
        requested_by=requested_by,
        barred=[order.requester],
        at=at,
        amount=order.total,
        currency=order.currency,
        party=str(order.vendor),
    )
    order.submit(approval_id=request.pk, at=at)
    order.save()
    return request


@action
def submit_order(order: Order, *, by: User, at: datetime) -> Order:
    """Put a draft, or an order that was sent back, before its approvers."""
    order = lock_order(order)
    require(policies.can_submit, order, by)
    demand(order, "submit", _("Only a draft or an order that was sent back can be submitted."))
    if not order.lines.exists():
        raise Conflict(_("The order has no lines. Add one, or cancel the order."))
    put_before_approvers(order, requested_by=by, at=at)
    return order


@action
def decide_order(order: Order, *, by: User, at: datetime, verdict: str, reason: str = "") -> Order:
    """Take one person's decision; with the last yes the order is approved and its money committed, with a no it goes back."""
    order = lock_order(order)
    require(policies.can_decide, order, by)
    if order.state != OrderState.IN_APPROVAL:
        raise Conflict(
            _("This order is %(state)s; there is nothing to decide.") % {"state": order.get_state_display()},
            code="decided",
        )
    request = Request.objects.filter(kind=Kind.ORDER, subject_id=order.pk, state=RequestState.OPEN).first()
    if request is None:
        raise Conflict(_("Nobody is asked about this order any more. Submit it again."), code="decided")
    request = approvals.decide(request, by=by, at=at, verdict=verdict, reason=reason)
    if request.state == RequestState.GRANTED:
        order.approve(at=at)
        order.save()
        commit_budget(order, at=at)
    elif request.state == RequestState.REFUSED:
        order.send_back(reason=reason.strip(), at=at)
        order.save()
    return order


def commit_budget(order: Order, *, at: datetime) -> Commitment:
    """Bind the order's total, once per order; a revision binds the new total."""
    budget = Budget.objects.filter(department=order.department, year=at.year).first() if order.department else None
    commitment = Commitment.objects.select_for_update().filter(order=order).first() or Commitment(order=order)
    if commitment._state.adding:
        commitment.budget = budget
    commitment.amount = max(order.base_total, commitment.relieved)
    commitment.save()
    return commitment


@action
def cancel_order(order: Order, *, by: User, at: datetime, reason: str) -> Order:
    """Give an order up before it is approved."""
    order = lock_order(order)
    require(policies.can_edit, order, by)
    if not reason.strip():
        raise Invalid(_("Say why the order is cancelled."), field="reason")
    demand(order, "cancel", _("An approved order is not cancelled but closed."))
    approvals.supersede(Kind.ORDER, order, at=at)
    order.cancel(reason=reason.strip())
    order.save()
    return order


@action
def close_order(order: Order, *, by: User, at: datetime) -> Order:
    """Say that nothing more will be billed."""
    order = lock_order(order)
    require(policies.can_close, order, by)
    demand(order, "close", _("Only an approved order can be closed."))
    order.close()
    order.save()
    return order


@action
def revise_order(
    order: Order, *, by: User, at: datetime, reason: str, changes: Sequence[tuple[OrderLine, Mapping[str, Any]]]
) -> Revision:
    """Change an approved order: the lines are changed and the order goes round again, with what changed and why."""
    order = lock_order(order)
    require(policies.can_revise, order, by)
    demand(order, "reopen", _("Only an approved order can be revised."))
    if not reason.strip():
        raise Invalid(_("Say why the order changes; the approvers read this."), field="reason")
    before, made = order.total, []
    for line, values in changes:
        line = OrderLine.objects.select_for_update(of=("self",)).get(pk=line.pk, order=order)
        made += change_line(line, values, order.currency)
        line.save()
    if not made:
        raise Invalid(_("Nothing has changed."))
    refresh_total(order)
    order.reopen()
    revision = Revision(
        order=order,
        number=order.revision,
        reason=reason.strip(),
        changes=made,
        total_before=before,
        total_after=order.total,
        made_by=by,
    )
    revision.save()
    put_before_approvers(order, requested_by=by, at=at)
    return revision
