"""What people do with requisitions: ask, change, submit, decide, and buy: an order now, or a contract first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
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
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import policies
from procurement.actions.lines import change_line, refresh_total
from procurement.actions.ordering import demand, locked_rate
from procurement.models import Order, OrderLine, Requisition, RequisitionLine, RequisitionState
from vendors.models import Vendor, VendorState

MOST_LINES = 100


def lock_requisition(requisition: Requisition) -> Requisition:
    """The requisition, read afresh and locked, with the people and the vendor that rules ask about."""
    locked: Requisition = (
        Requisition.objects.select_for_update(of=("self",))
        .select_related("requester", "vendor", "order", "contract")
        .get(pk=requisition.pk)
    )
    return locked


@action
def ask_for(
    *,
    by: User,
    at: datetime,
    title: str,
    need: str,
    lines: Sequence[Mapping[str, Any]],
    currency: str = "",
    needed_by: date | None = None,
    vendor: Vendor | None = None,
    department: str = "",
) -> Requisition:
    """Draft a requisition: lines with description, quantity, unit and unit_price. It is submitted apart."""
    require(policies.can_ask_for, by)
    requisition = Requisition(number=next_number("RQ", at.year), requester=by)
    facts = {"title": title, "need": need, "needed_by": needed_by, "vendor": vendor, "department": department}
    _fill(requisition, facts, currency, lines, at=at)
    return requisition


@action
def edit_requisition(
    requisition: Requisition, *, by: User, at: datetime, values: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> Requisition:
    """Change a draft, or one that was sent back; its lines are replaced."""
    requisition = lock_requisition(requisition)
    require(policies.can_work_on, requisition, by)
    demand(requisition, "submit", _("Only a draft or a requisition that was sent back can be changed."))
    requisition.lines.all().delete()
    facts = {name: getattr(requisition, name) for name in ("title", "need", "needed_by", "vendor", "department")}
    currency = str(values.get("currency") or requisition.currency)
    _fill(requisition, {**facts, **values}, currency, lines, at=at)
    return requisition


def _fill(
    requisition: Requisition,
    facts: Mapping[str, Any],
    currency: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    at: datetime,
) -> None:
    """Put what was asked for in the requisition and save it with its lines. Raises Invalid, which names the field."""
    title, need = str(facts["title"]).strip(), str(facts["need"]).strip()
    if not title or not need:
        raise Invalid(_("Say what you need and what for."), field="need" if title else "title")
    if facts["needed_by"] is not None and facts["needed_by"] < at.date():
        raise Invalid(_("That day has passed. Choose a later one."), field="needed_by")
    checked = _checked(lines)
    requisition.title, requisition.need, requisition.needed_by = title[:200], need, facts["needed_by"]
    requisition.vendor = facts["vendor"]
    requisition.department = facts["department"] or requisition.requester.department
    requisition.currency = currency or settings.COMPANY_CURRENCY
    kept = [RequisitionLine(requisition=requisition, position=n, **line) for n, line in enumerate(checked, 1)]
    rate = _rate_of(requisition.currency, at)
    requisition.estimate = sum((line.amount for line in kept), Decimal(0))
    requisition.base_estimate = round_money(requisition.estimate * rate, settings.COMPANY_CURRENCY)
    requisition.save()
    RequisitionLine.objects.bulk_create(kept)


def _rate_of(currency: str, at: datetime) -> Decimal:
    """The rate of the day. A currency without one is a mistake in the form, where the asker can mend it. Raises Invalid."""
    try:
        return locked_rate(currency, at)
    except Conflict as refusal:
        raise Invalid(refusal.message, field="currency") from refusal


def _checked(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines, each with what it asks for, how many, and at what price. Raises Invalid."""
    if not lines or len(lines) > MOST_LINES:
        raise Invalid(
            _("Say what you need in at least one row, and in at most %(most)s.") % {"most": MOST_LINES}, field="lines"
        )
    for line in lines:
        quantity, price = line.get("quantity"), line.get("unit_price")
        if not str(line.get("description") or "").strip():
            raise Invalid(_("Say what is needed in every line."), field="lines")
        if quantity is None or not quantity.is_finite() or not 0 < quantity < 10**9:
            raise Invalid(_("A quantity is more than zero."), field="lines")
        if price is None or not price.is_finite() or not 0 <= price < 10**9:
            raise Invalid(_("Say what one costs; an estimate will do."), field="lines")
    return [
        {
            "description": str(line["description"]).strip()[:300],
            "quantity": line["quantity"],
            "unit": str(line.get("unit") or "").strip()[:40],
            "unit_price": line["unit_price"],
        }
        for line in lines
    ]


@action
def submit_requisition(requisition: Requisition, *, by: User, at: datetime) -> Requisition:
    """Put it before the approvers that the rules name for its sum, department and vendor."""
    requisition = lock_requisition(requisition)
    require(policies.can_work_on, requisition, by)
    demand(requisition, "submit", _("Only a draft or a requisition that was sent back can be submitted."))
    vendor = requisition.vendor
    facts = Facts(
        kind=Kind.REQUISITION,
        amount=requisition.base_estimate,
        category=vendor.category if vendor else "",
        department=requisition.department,
        vendor_risk=vendor.risk if vendor else "",
    )
    request = approvals.route(
        requisition,
        facts,
        title=f"{requisition.number} · {requisition.title}",
        url=requisition.get_absolute_url(),
        requested_by=by,
        barred=[requisition.requester],
        at=at,
        amount=requisition.estimate,
        currency=requisition.currency,
        party=str(vendor or ""),
    )
    requisition.submit(approval_id=request.pk, at=at)
    requisition.save()
    return requisition


@action
def decide_requisition(
    requisition: Requisition, *, by: User, at: datetime, verdict: str, reason: str = ""
) -> Requisition:
    """Take one person's decision; with the last yes a buyer may buy, with a no it goes back to who asked."""
    requisition = lock_requisition(requisition)
    require(policies.can_say, requisition, by)
    request = Request.objects.filter(kind=Kind.REQUISITION, subject_id=requisition.pk, state=RequestState.OPEN).first()
    if requisition.state != RequisitionState.IN_APPROVAL or request is None:
        raise Conflict(
            _("This requisition is %(state)s; there is nothing to decide.")
            % {"state": requisition.get_state_display()},
            code="decided",
        )
    request = approvals.decide(request, by=by, at=at, verdict=verdict, reason=reason)
    if request.state == RequestState.GRANTED:
        requisition.approve(at=at)
    elif request.state == RequestState.REFUSED:
        requisition.send_back(reason=reason.strip(), at=at)
    requisition.save()
    return requisition


@action
def decline_requisition(requisition: Requisition, *, by: User, at: datetime, reason: str) -> Requisition:
    """Give it up: who asked before it is bought, or the buyer who finds that it cannot be."""
    requisition = lock_requisition(requisition)
    buys = requisition.state == RequisitionState.APPROVED and policies.can_handle(requisition, by)
    if not buys:
        require(policies.can_work_on, requisition, by)
    if not reason.strip():
        raise Invalid(_("Say why it will not be bought."), field="reason")
    demand(requisition, "decline", _("Only a requisition that is not bought yet can be given up."))
    approvals.supersede(Kind.REQUISITION, requisition, at=at)
    requisition.decline(reason=reason.strip(), at=at)
    requisition.save()
    return requisition


@action
def order_from_requisition(requisition: Requisition, *, by: User, at: datetime, vendor: Vendor | None = None) -> Order:
    """Draft the order of an approved requisition, line by line. A buyer corrects it and puts it before its own approvers."""
    requisition = lock_requisition(requisition)
    require(policies.can_handle, requisition, by)
    demand(requisition, "fulfil", _("Only an approved requisition can be ordered."))
    chosen = vendor or requisition.vendor
    if chosen is None:
        raise Invalid(_("Choose the vendor that sells it."), field="vendor")
    if chosen.state == VendorState.BLOCKED:
        raise Conflict(_("%(vendor)s is blocked; choose another vendor.") % {"vendor": chosen})
    order = Order(
        number=next_number("PO", at.year),
        vendor=chosen,
        requester=requisition.requester,
        title=requisition.title,
        category=chosen.category,
        department=requisition.department,
        currency=requisition.currency,
        total=0,
        base_total=0,
        rate=locked_rate(requisition.currency, at),
        rate_on=at.date(),
    )
    order.save()
    for wanted in requisition.lines.all():
        line = OrderLine(order=order, position=wanted.position, kind="goods", added_by=requisition.requester)
        line.reason = _("Asked for in %(number)s: %(need)s") % {"number": requisition.number, "need": requisition.need}
        line.reason = line.reason[:500]
        names = ("description", "quantity", "unit", "unit_price")
        change_line(line, {name: getattr(wanted, name) for name in names}, order.currency)
        line.save()
    refresh_total(order)
    order.save()
    requisition.fulfil(order=order, at=at)
    requisition.save()
    return order


@action
def contract_from_requisition(requisition: Requisition, *, by: User, at: datetime, contract: Any) -> Requisition:
    """Say which contract in the making serves an approved requisition; its order is drafted from the signed terms."""
    requisition = lock_requisition(requisition)
    require(policies.can_handle, requisition, by)
    demand(requisition, "hand_over", _("Only an approved requisition can become a contract."))
    if contract.state in {"cancelled", "refused"}:
        raise Conflict(_("That contract is %(state)s.") % {"state": contract.get_state_display()})
    requisition.hand_over(contract=contract, at=at)
    requisition.save()
    return requisition
