"""Orders: the list, one order with the sentences that justify its lines, and what people do with it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.serving import serve
from flowmono.approvals.inbox import question_before_yes
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import kept_for_later, latest_request, open_seat, path_of
from flowmono.common.refusals import require
from procurement import actions, policies
from procurement.as_asked import as_asked
from procurement.forms import ReasonForm
from procurement.listings import Orders
from procurement.models import Order, OrderState
from procurement.presenting import balance_of, lines_of, revisions_of
from procurement.views.frame import attempt, back, reason_of, take_verdict, visible_or_404

EDITABLE = {OrderState.DRAFT, OrderState.RETURNED}
REVISABLE = {OrderState.APPROVED, OrderState.SENT}


def order_or_404(request: HttpRequest, pk: UUID) -> Order:
    found: Order = visible_or_404(request, Order, pk, "vendor", "requester", "contract", "document", "requisition")
    return found


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page."""
    require(policies.can_list_orders, request.user)
    return Orders(request).respond("procurement/orders.html")


def possible(order: Order, person: Any) -> dict[str, bool]:
    """What this person may do with the order in its present state: one entry per button."""
    works = policies.can_edit(order, person)
    return {
        "edit": order.state in EDITABLE and works,
        "submit": order.can("submit") and policies.can_submit(order, person),
        "cancel": order.can("cancel") and works,
        "revise": order.state in REVISABLE and policies.can_revise(order, person),
        "close": order.can("close") and policies.can_close(order, person),
    }


@login_required
@require_safe
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One order: its lines, its approval as a path, its balance and its invoices."""
    record = order_or_404(request, pk)
    asked = latest_request(Kind.ORDER, record.pk)
    deciding = asked if record.state == OrderState.IN_APPROVAL else None
    lines = lines_of(record)
    facts = {
        "order": record,
        "head_follows": f"case:{record.case}",
        "lines": lines,
        "balance": balance_of(record, lines),
        "as_asked": as_asked(record),
        "asked": asked,
        "steps": path_of(asked),
        "sure": question_before_yes(asked),
        "seat": open_seat(deciding, request.user),
        "kept": kept_for_later(deciding, request.user),
        "may": possible(record, request.user),
        "invoices": record.invoices.order_by("-received_at")[:20],
        "revisions": revisions_of(record),
        "reason": {name: ReasonForm(auto_id=f"{name}_%s") for name in ("reject", "cancel")},
        "company_currency": settings.COMPANY_CURRENCY,
    }
    return render(request, "procurement/order.html", facts)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve, or reject with a reason."""
    record = order_or_404(request, pk)
    yes, no = _("You approved %(number)s."), _("You rejected %(number)s.")
    number = {"number": record.number}
    return take_verdict(request, record, actions.decide_order, yes=yes % number, no=no % number)


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before its approvers."""
    record = order_or_404(request, pk)
    actions.submit_order(record, by=request.user, at=request.at)
    return back(request, record, _("The approvers are asked."))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it up, with a reason."""
    record = order_or_404(request, pk)
    return attempt(
        request,
        record,
        lambda: actions.cancel_order(record, by=request.user, at=request.at, reason=reason_of(request)),
        _("%(number)s is cancelled.") % {"number": record.number},
    )


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that nothing more will be billed."""
    record = order_or_404(request, pk)
    actions.close_order(record, by=request.user, at=request.at)
    return back(request, record, _("%(number)s is closed.") % {"number": record.number})


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The order's PDF as the vendor was sent it."""
    record = order_or_404(request, pk)
    version = record.document.newest() if record.document is not None else None
    if version is None:
        raise Http404
    return serve(request, version)
