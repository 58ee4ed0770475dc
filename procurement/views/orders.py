"""Orders: the list, one order with the sentences that justify its lines, and what people do with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.serving import serve
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import latest_request, open_seat, path_of
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import actions, policies
from procurement.forms import LineForm, OrderFilter, ReasonForm
from procurement.models import Order, OrderState
from procurement.presenting import balance_of, lines_of
from procurement.views.frame import back, narrowed, page_of, reason_of, visible_or_404

EDITABLE = {OrderState.DRAFT, OrderState.RETURNED}
REVISABLE = {OrderState.APPROVED, OrderState.SENT}


def _order(request: HttpRequest, pk: UUID) -> Order:
    found: Order = visible_or_404(request, Order, pk, "vendor", "requester", "contract", "document")
    return found


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page."""
    chosen = OrderFilter(request.GET)
    found = chosen.narrow(Order.objects.visible_to(request.user), request.user)
    page = page_of(request, found.select_related("vendor", "requester", "contract"))
    return render(request, "procurement/orders.html", {"page": page, "chosen": chosen, "narrowed": narrowed(request)})


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
    record = _order(request, pk)
    asked = latest_request(Kind.ORDER, record.pk)
    lines = lines_of(record)
    facts = {
        "order": record,
        "lines": lines,
        "balance": balance_of(record, lines),
        "asked": asked,
        "steps": path_of(asked),
        "seat": open_seat(asked, request.user) if record.state == OrderState.IN_APPROVAL else None,
        "may": possible(record, request.user),
        "invoices": record.invoices.order_by("-received_at")[:20],
        "revisions": record.revisions.select_related("made_by") if record.revision else [],
        "reason": {name: ReasonForm(auto_id=f"{name}_%s") for name in ("reject", "cancel")},
    }
    return render(request, "procurement/order.html", facts)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve, or reject with a reason."""
    record = _order(request, pk)
    verdict = request.POST.get("verdict", "")
    try:
        actions.decide_order(record, by=request.user, at=request.at, verdict=verdict, reason=reason_of(request))
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return back(request, record)
    words = _("You approved %(number)s.") if verdict == "yes" else _("You rejected %(number)s.")
    return back(request, record, words % {"number": record.number})


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before its approvers."""
    record = _order(request, pk)
    actions.submit_order(record, by=request.user, at=request.at)
    return back(request, record, _("The approvers are asked."))


@login_required
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it up, with a reason."""
    record = _order(request, pk)
    try:
        actions.cancel_order(record, by=request.user, at=request.at, reason=reason_of(request))
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return back(request, record)
    return back(request, record, _("%(number)s is cancelled.") % {"number": record.number})


@login_required
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that nothing more will be billed."""
    record = _order(request, pk)
    actions.close_order(record, by=request.user, at=request.at)
    return back(request, record, _("%(number)s is closed.") % {"number": record.number})


@login_required
def line(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Change one line of a draft, or of an approved order by a revision that goes round again."""
    record = _order(request, pk)
    found = get_object_or_404(record.lines, pk=line)
    revising = record.state in REVISABLE
    require(policies.can_revise if revising else policies.can_edit, record, request.user)
    if not revising and record.state not in EDITABLE:
        raise Conflict(_("This order is %(state)s; its lines stand.") % {"state": record.get_state_display()})
    form = LineForm(request.POST or None, instance=get_object_or_404(record.lines, pk=line))
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, record, found, form, revising=revising)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect(record)
    facts = {"order": record, "line": found, "form": form, "revising": revising}
    return render(request, "procurement/line.html", facts, status=422 if form.errors else 200)


def _change(request: HttpRequest, record: Order, found: Any, form: LineForm, *, revising: bool) -> None:
    values = form.changed_values()
    if revising:
        actions.revise_order(
            record, by=request.user, at=request.at, reason=form.cleaned_data["reason"], changes=[(found, values)]
        )
        messages.success(request, _("The change is before its approvers."))
    elif values:
        actions.edit_line(found, by=request.user, at=request.at, values=values)
        messages.success(request, _("The line is changed; the order's total follows."))


@login_required
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The order's PDF as the vendor was sent it."""
    record = _order(request, pk)
    version = record.document.newest() if record.document is not None else None
    if version is None:
        raise Http404
    return serve(request, version)
