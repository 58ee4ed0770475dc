"""What people do with the lines of a drafted order: add, change, remove. Each change has its reason, in history and ledger."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.money import round_money
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.ledger.models import write_entry
from procurement import policies
from procurement.actions.ordering import lock_order
from procurement.drafting import sum_of_firm
from procurement.models import Order, OrderLine, OrderState

EDITABLE = ("description", "quantity", "unit", "unit_price", "optional")


def _demand_draft(order: Order) -> None:
    if order.state not in {OrderState.DRAFT, OrderState.RETURNED}:
        raise Conflict(
            _("Lines can be changed while an order is a draft or sent back; it is %(state)s.")
            % {"state": order.get_state_display()}
        )


@action
def add_line(order: Order, *, by: User, at: datetime, values: Mapping[str, Any], reason: str) -> OrderLine:
    """Order something that no clause names, and say why; the line says who added it, and the order's total follows."""
    order = _begin(order, by, reason)
    if values.get("unit_price") is None:
        raise Invalid(_("Say what one costs."), field="unit_price")
    last = order.lines.aggregate(last=Max("position"))["last"] or 0
    kind = "unit_price" if values.get("quantity") is None else "goods"
    line = OrderLine(order=order, position=last + 1, kind=kind, added_by=by)
    changes = change_line(line, values, order.currency)
    _finish(order, line, "added", changes, reason, by=by, at=at)
    return line


@action
def edit_line(line: OrderLine, *, by: User, at: datetime, values: Mapping[str, Any], reason: str) -> OrderLine:
    """Change description, quantity, unit, price or whether a line is optional, and say why; the order's total follows."""
    order = _begin(line.order, by, reason)
    line = OrderLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    changes = change_line(line, values, order.currency)
    if not changes:
        raise Invalid(_("Nothing has changed."))
    _finish(order, line, "changed", changes, reason, by=by, at=at)
    return line


@action
def remove_line(line: OrderLine, *, by: User, at: datetime, reason: str) -> Order:
    """Take a line out of a draft, and say why; history and ledger keep it. What was billed on stays."""
    order = _begin(line.order, by, reason)
    line = OrderLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.invoice_lines.exists():
        raise Conflict(_("An invoice bills this line; it stays. Change it instead."))
    was = [{"line": str(line.position), "field": "amount", "before": str(line.amount), "after": ""}]
    _write_down(order, line, "removed", was, reason, by=by, at=at)
    line.delete()
    refresh_total(order)
    order.save()
    return order


def _begin(order: Order, by: User, reason: str) -> Order:
    """The order locked, when this person may change its lines now and says why."""
    order = lock_order(order)
    require(policies.can_edit, order, by)
    _demand_draft(order)
    if not reason.strip():
        raise Invalid(_("Say why the line changes; the approvers and the auditor read it."), field="reason")
    return order


def _finish(
    order: Order, line: OrderLine, what: str, changes: list[dict[str, str]], reason: str, *, by: User, at: datetime
) -> None:
    line.reason = reason.strip()
    line.save()
    _write_down(order, line, what, changes, reason, by=by, at=at)
    refresh_total(order)
    order.save()


def _write_down(
    order: Order, line: OrderLine, what: str, changes: list[dict[str, str]], reason: str, *, by: User, at: datetime
) -> None:
    facts = {
        "subject": order.label,
        "order": order.number,
        "line": line.position,
        "description": line.description,
        "changes": changes,
        "reason": reason.strip(),
        "by": str(by.as_actor()),
    }
    write_entry(case_id=order.case, kind=f"order.line_{what}", at=at, facts=facts)


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
