"""What people do with orders: correct, submit, decide, send, revise, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import Kind, Request, RequestState
from flowmono.approvals.routing import Facts
from flowmono.common.acting import action
from flowmono.common.models import next_number
from flowmono.common.money import round_money
from flowmono.common.rates import find_rate
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import policies
from procurement.drafting import sum_of_firm
from procurement.models import Budget, Commitment, Order, OrderLine, OrderState, Requisition, Revision
from vendors.models import Vendor, VendorState

EDITABLE = ("description", "quantity", "unit", "unit_price", "optional")


def lock_order(order: Order) -> Order:
    """The order, read afresh and locked, with the people and the vendor that rules ask about."""
    locked: Order = Order.objects.select_for_update(of=("self",)).select_related("vendor", "requester").get(pk=order.pk)
    return locked


def locked_rate(currency: str, at: datetime) -> Decimal:
    """The rate into the company's currency on the day. Raises Conflict when none is stored."""
    rate = find_rate(currency, settings.COMPANY_CURRENCY, at.date())
    if rate is None:
        raise Conflict(
            _("There is no exchange rate from %(from)s to %(into)s on %(day)s. An administrator can enter one.")
            % {"from": currency, "into": settings.COMPANY_CURRENCY, "day": at.date().isoformat()},
            code="rate_missing",
        )
    return rate


def put_before_approvers(order: Order, *, requested_by: User | None, at: datetime) -> Request:
    """Route a locked order by rule and submit it; the caller saves nothing more. Raises Conflict when nobody can decide."""
    facts = Facts(
        kind=Kind.ORDER,
        amount=order.base_total,
        category=order.category,
        department=order.department,
        vendor_risk=order.vendor.risk,
    )
    request = approvals.route(
        order,
        facts,
        title=f"{order.number} · {order.vendor}: {order.title}",
        url=order.get_absolute_url(),
        requested_by=requested_by,
        barred=[order.requester],
        at=at,
        amount=order.total,
        currency=order.currency,
    )
    order.submit(approval_id=request.pk, at=at)
    order.save()
    return request


@action
def submit_order(order: Order, *, by: User, at: datetime) -> Order:
    """Put a draft, or an order that was sent back, before its approvers."""
    order = lock_order(order)
    require(policies.can_submit, order, by)
    _demand(order, "submit", _("Only a draft or an order that was sent back can be submitted."))
    if not order.lines.exists():
        raise Conflict(_("The order has no lines. Add one, or cancel the order."))
    put_before_approvers(order, requested_by=by, at=at)
    return order


@action
def decide_order(order: Order, *, by: User, at: datetime, verdict: str, reason: str = "") -> Order:
    """Take one person's decision; with the last yes the order is approved and its money committed, with a no it goes back."""
    order = lock_order(order)
    if order.state != OrderState.IN_APPROVAL:
        raise Conflict(
            _("This order is %(state)s; there is nothing to decide.") % {"state": order.get_state_display()},
            code="decided",
        )
    require(policies.can_decide, order, by)
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


def _demand(order: Order, transition: str, words: str) -> None:
    if not order.can(transition):
        raise Conflict(f"{words} " + _("It is %(state)s.") % {"state": order.get_state_display()})


def _demand_draft(order: Order) -> None:
    if order.state not in {OrderState.DRAFT, OrderState.RETURNED}:
        raise Conflict(
            _("Lines can be changed while an order is a draft or sent back; it is %(state)s.")
            % {"state": order.get_state_display()}
        )


@action
def edit_line(line: OrderLine, *, by: User, at: datetime, values: Mapping[str, Any]) -> OrderLine:
    """Change description, quantity, unit, price or whether a line is optional; the order's total follows."""
    order = lock_order(line.order)
    require(policies.can_edit, order, by)
    _demand_draft(order)
    line = OrderLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    change_line(line, values, order.currency)
    line.save()
    refresh_total(order)
    order.save()
    return line


def change_line(line: OrderLine, values: Mapping[str, Any], currency: str) -> list[dict[str, str]]:
    """Put values in a line and work out its amount; return what changed. Raises Invalid."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise Invalid(_("These cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    price, quantity = values.get("unit_price", line.unit_price), values.get("quantity", line.quantity)
    if price is not None and (not price.is_finite() or price < 0):
        raise Invalid(_("A price is not negative."), field="unit_price")
    if quantity is not None and (not quantity.is_finite() or quantity <= 0):
        raise Invalid(_("A quantity is more than zero."), field="quantity")
    if not str(values.get("description", line.description)).strip():
        raise Invalid(_("Say what is ordered."), field="description")
    changed = [
        {"line": str(line.position), "field": name, "before": str(getattr(line, name)), "after": str(value)}
        for name, value in values.items()
        if getattr(line, name) != value
    ]
    for name, value in values.items():
        setattr(line, name, value)
    line.amount = _amount_of(line, currency)
    return changed


def _amount_of(line: OrderLine, currency: str) -> Decimal | None:
    if line.quantity is None or line.unit_price is None or (line.kind == "recurring" and line.occurrences is None):
        return None
    return round_money(line.quantity * line.unit_price * (line.occurrences or 1), currency)


def refresh_total(order: Order) -> None:
    """Work the totals out from the lines, at the locked rate; a stated ceiling stays the total."""
    firm = sum_of_firm((line.amount, line.optional) for line in order.lines.all())
    order.total = order.cap if order.cap is not None else round_money(firm, order.currency)
    order.base_total = round_money(order.total * order.rate, settings.COMPANY_CURRENCY)


@action
def cancel_order(order: Order, *, by: User, at: datetime, reason: str) -> Order:
    """Give an order up before it is approved."""
    order = lock_order(order)
    require(policies.can_edit, order, by)
    if not reason.strip():
        raise Invalid(_("Say why the order is cancelled."), field="reason")
    _demand(order, "cancel", _("An approved order is not cancelled but closed."))
    approvals.supersede(Kind.ORDER, order, at=at)
    order.cancel(reason=reason.strip())
    order.save()
    return order


@action
def close_order(order: Order, *, by: User, at: datetime) -> Order:
    """Say that nothing more will be billed."""
    order = lock_order(order)
    require(policies.can_close, order, by)
    _demand(order, "close", _("Only an approved order can be closed."))
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
    _demand(order, "reopen", _("Only an approved order can be revised."))
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


@action
def ask_for(
    *, by: User, at: datetime, title: str, need: str, estimate: Decimal | None = None, currency: str = ""
) -> Requisition:
    """Say what is needed; procurement takes it from there."""
    require(policies.can_ask_for, by)
    if not title.strip() or not need.strip():
        raise Invalid(_("Say what you need and what for."), field="need" if title.strip() else "title")
    requisition = Requisition(
        requester=by,
        title=title.strip()[:200],
        need=need.strip(),
        department=by.department,
        estimate=estimate,
        currency=currency,
    )
    requisition.save()
    return requisition


@action
def order_from_requisition(
    requisition: Requisition,
    *,
    by: User,
    at: datetime,
    vendor: Vendor,
    currency: str,
    lines: Sequence[Mapping[str, Any]],
) -> Order:
    """Draft an order for a requisition: lines with description, quantity, unit and unit_price. It is submitted apart."""
    requisition = Requisition.objects.lock(requisition)
    require(policies.can_handle, requisition, by)
    if not requisition.can("fulfil"):
        raise Conflict(_("This requisition is %(state)s.") % {"state": requisition.get_state_display()})
    if vendor.state == VendorState.BLOCKED:
        raise Conflict(_("%(vendor)s is blocked; choose another vendor.") % {"vendor": vendor})
    if not lines:
        raise Invalid(_("An order has at least one line."), field="lines")
    order = Order(
        number=next_number("PO", at.year),
        vendor=vendor,
        requester=requisition.requester,
        title=requisition.title,
        category=vendor.category,
        department=requisition.department,
        currency=currency,
        total=0,
        base_total=0,
        rate=locked_rate(currency, at),
        rate_on=at.date(),
    )
    order.save()
    for position, values in enumerate(lines, 1):
        line = OrderLine(order=order, position=position, kind="goods")
        change_line(line, values, currency)
        line.save()
    refresh_total(order)
    order.save()
    requisition.fulfil(order=order)
    requisition.save()
    return order
