"""The lines of an order: adding one, changing one, taking one out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.common.edited import status_of
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import actions, policies
from procurement.actions.lines import EDITABLE as EDITABLE_COLUMNS
from procurement.forms import LineForm, ReasonForm
from procurement.models import Order
from procurement.views.frame import attempt, back, reason_of
from procurement.views.orders import EDITABLE, REVISABLE, order_or_404


@login_required
def line(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Change one line of a draft, or of an approved order by a revision that goes round again."""
    record = order_or_404(request, pk)
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
    facts["remove_form"] = None if revising else ReasonForm(auto_id="remove_%s")
    return render(request, "procurement/line.html", facts, status=status_of(form))


def _change(request: HttpRequest, record: Order, found: Any, form: LineForm, *, revising: bool) -> None:
    values, reason = form.changed_values(), form.cleaned_data["reason"]
    if revising:
        actions.revise_order(record, by=request.user, at=request.at, reason=reason, changes=[(found, values)])
        messages.success(request, _("The change is before its approvers."))
    else:
        actions.edit_line(found, by=request.user, at=request.at, values=values, reason=reason)
        messages.success(request, _("The line is changed; the order's total follows."))


@login_required
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a line that no clause names to a draft."""
    record = order_or_404(request, pk)
    require(policies.can_edit, record, request.user)
    if record.state not in EDITABLE:
        raise Conflict(_("This order is %(state)s; its lines stand.") % {"state": record.get_state_display()})
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in EDITABLE_COLUMNS}
        try:
            actions.add_line(record, by=request.user, at=request.at, values=values, reason=form.cleaned_data["reason"])
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return back(request, record, _("The line is added; the order's total follows."))
    facts = {"order": record, "line": None, "form": form, "revising": False}
    return render(request, "procurement/line.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Take a line out of a draft, with a reason."""
    record = order_or_404(request, pk)
    found = get_object_or_404(record.lines, pk=line)
    return attempt(
        request,
        record,
        lambda: actions.remove_line(found, by=request.user, at=request.at, reason=reason_of(request)),
        _("The line is removed; the order's total follows."),
    )
