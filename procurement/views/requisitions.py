"""Requisitions: the list, asking for something, one requisition with its approval, and what a buyer makes of it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from flowmono.approvals.inbox import question_before_yes
from flowmono.approvals.models import Kind
from flowmono.approvals.presenting import kept_for_later, latest_request, open_seat, path_of
from flowmono.common.currencies import currencies
from flowmono.common.refusals import Conflict, Invalid, require
from procurement import actions, policies
from procurement.forms import MOST_LINES, BuyForm, ContractChoiceForm, LinesForm, ReasonForm, RequisitionForm
from procurement.listings import Requisitions
from procurement.models import Budget, Requisition, RequisitionState
from procurement.views.frame import attempt, back, reason_of, take_verdict, visible_or_404


def _requisition(request: HttpRequest, pk: UUID) -> Requisition:
    found: Requisition = visible_or_404(request, Requisition, pk, "requester", "vendor", "order", "contract")
    return found


@login_required
@require_safe
def requisitions(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page."""
    require(policies.can_list_requisitions, request.user)
    return Requisitions(request).respond("procurement/requisitions.html", may_ask=policies.can_ask_for(request.user))


def possible(requisition: Requisition, person: Any) -> dict[str, bool]:
    """What this person may do with the requisition in its present state: one entry per button."""
    works = policies.can_work_on(requisition, person)
    buys = requisition.state == RequisitionState.APPROVED and policies.can_handle(requisition, person)
    return {
        "edit": requisition.can("submit") and works,
        "submit": requisition.can("submit") and works,
        "buy": buys,
        "decline": requisition.can("decline") and (works or buys),
    }


@login_required
@require_safe
def requisition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One requisition: what, why, by when, its approval as a path, the budget, and what a buyer does with it."""
    record = _requisition(request, pk)
    asked = latest_request(Kind.REQUISITION, record.pk)
    deciding = asked if record.state == RequisitionState.IN_APPROVAL else None
    may = possible(record, request.user)
    facts = {
        "requisition": record,
        "head_follows": f"case:{record.case}",
        "lines": [_amounts(record, line) for line in record.lines.all()],
        "asked": asked,
        "steps": path_of(asked),
        "sure": question_before_yes(asked),
        "seat": open_seat(deciding, request.user),
        "kept": kept_for_later(deciding, request.user),
        "may": may,
        "company_currency": settings.COMPANY_CURRENCY,
        "budget": Budget.objects.filter(department=record.department, year=request.at.year).first(),
        "buy_form": BuyForm(person=request.user, initial={"vendor": record.vendor_id}) if may["buy"] else None,
        "contract_form": ContractChoiceForm(person=request.user) if may["buy"] else None,
        "reason": {name: ReasonForm(auto_id=f"{name}_%s") for name in ("reject", "decline")},
    }
    return render(request, "procurement/requisition.html", facts)


def _amounts(record: Requisition, line: Any) -> Any:
    line.requisition = record
    return line


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask for something to be bought."""
    require(policies.can_ask_for, request.user)
    return _fill_in(request, None)


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a draft, or what was sent back."""
    record = _requisition(request, pk)
    require(policies.can_work_on, record, request.user)
    if not record.can("submit"):
        raise Conflict(_("This requisition is %(state)s; it stands.") % {"state": record.get_state_display()})
    return _fill_in(request, record)


def _fill_in(request: HttpRequest, record: Requisition | None) -> HttpResponse:
    posted, problem = (request.POST if request.method == "POST" else None), ""
    if posted is not None and ("remove" in posted or posted.get("then") in {"add", "count"}):
        return _laid_out(request, record)
    form = RequisitionForm(posted, person=request.user, initial=_initial(request, record))
    lines = LinesForm(posted, initial=([_line(one) for one in record.lines.all()] if record else []) or [{}])
    if posted is not None and form.is_valid() and lines.is_valid():
        values = form.cleaned_data
        try:
            if record is None:
                kept = actions.ask_for(by=request.user, at=request.at, lines=lines.values(), **values)
            else:
                kept = actions.edit_requisition(
                    record, by=request.user, at=request.at, values=values, lines=lines.values()
                )
        except Invalid as refusal:
            problem = refusal.message if refusal.field == "lines" else ""
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return _submitted(request, kept) if posted.get("then") == "submit" else redirect(kept)
    return _show_form(request, record, form, lines, problem=problem, status=422 if posted is not None else 200)


def _laid_out(request: HttpRequest, record: Requisition | None) -> HttpResponse:
    """The form as it was filled in, with a row more, without one, or only counted: nothing is judged or kept yet."""
    posted = request.POST
    written = LinesForm(posted).written()
    gone = posted.get("remove", "")
    rows = [row for place, row in enumerate(written) if str(place) != gone]
    rows += [{}] if not rows or (posted.get("then") == "add" and len(rows) < MOST_LINES) else []
    entered = {name: posted.get(name, "") for name in RequisitionForm.base_fields}
    form = RequisitionForm(person=request.user, initial=entered)
    return _show_form(request, record, form, LinesForm(initial=rows), new_row=posted.get("then") == "add")


def _show_form(
    request: HttpRequest,
    record: Requisition | None,
    form: RequisitionForm,
    lines: LinesForm,
    *,
    problem: str = "",
    status: int = 200,
    new_row: bool = False,
) -> HttpResponse:
    if new_row:
        lines.forms[-1].fields["description"].widget.attrs["autofocus"] = True
    currency = form["currency"].value()
    facts = {
        "requisition": record,
        "form": form,
        "lines": lines,
        "lines_problem": problem,
        "currency": currency if currency in currencies() else settings.COMPANY_CURRENCY,
    }
    return render(request, "procurement/requisition_form.html", facts, status=status)


def _submitted(request: HttpRequest, record: Requisition) -> HttpResponse:
    """Put what was just saved before its approvers; where nobody can decide, the draft stays and the page says why."""
    try:
        actions.submit_requisition(record, by=request.user, at=request.at)
    except Conflict as refusal:
        messages.error(request, refusal.message)
        return redirect(record)
    return back(request, record, _("The approvers are asked."))


def _initial(request: HttpRequest, record: Requisition | None) -> dict[str, Any]:
    if record is None:
        return {"department": getattr(request.user, "department", "")}
    return {name: getattr(record, name) for name in ("title", "need", "needed_by", "vendor", "department", "currency")}


def _line(line: Any) -> dict[str, Any]:
    return {
        "description": line.description,
        "quantity": f"{line.quantity.normalize():f}",
        "unit": line.unit,
        "unit_price": f"{line.unit_price.normalize():f}",
    }


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put it before its approvers."""
    record = _requisition(request, pk)
    actions.submit_requisition(record, by=request.user, at=request.at)
    return back(request, record, _("The approvers are asked."))


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve, or reject with a reason."""
    record = _requisition(request, pk)
    yes, no = _("You approved %(number)s."), _("You rejected %(number)s.")
    number = {"number": record.number}
    return take_verdict(request, record, actions.decide_requisition, yes=yes % number, no=no % number)


@login_required
@require_POST
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it up, with a reason."""
    record = _requisition(request, pk)
    return attempt(
        request,
        record,
        lambda: actions.decline_requisition(record, by=request.user, at=request.at, reason=reason_of(request)),
        _("%(number)s will not be bought.") % {"number": record.number},
    )


@login_required
@require_POST
def order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft its order."""
    record = _requisition(request, pk)
    require(policies.can_handle, record, request.user)
    form = BuyForm(request.POST, person=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose the vendor that sells it."))
        return back(request, record)
    made = actions.order_from_requisition(record, by=request.user, at=request.at, vendor=form.cleaned_data["vendor"])
    messages.success(request, _("%(number)s is drafted. Look at its lines, then submit it.") % {"number": made.number})
    return redirect(made)


@login_required
@require_POST
def contract(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which contract in the making serves it."""
    record = _requisition(request, pk)
    require(policies.can_handle, record, request.user)
    form = ContractChoiceForm(request.POST, person=request.user)
    if not form.is_valid():
        messages.error(request, _("Choose one of the contracts."))
        return back(request, record)
    chosen = form.cleaned_data["contract"]
    actions.contract_from_requisition(record, by=request.user, at=request.at, contract=chosen)
    return back(request, record, _("%(contract)s serves it.") % {"contract": chosen})
