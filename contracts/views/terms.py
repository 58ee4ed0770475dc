"""Confirming and correcting what was read."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contracts import actions, policies
from contracts.actions.states import state_of
from contracts.forms import ContractForm, TermForm
from contracts.models import Contract, State, Term
from contracts.terms import FACT_OF
from contracts.views.frame import back, contract_or_404, show
from flowmono.common.edited import status_of
from flowmono.common.refusals import Conflict, Invalid, require


def _demand_correctable(contract: Contract, person: Any) -> None:
    require(policies.can_confirm_terms, contract, person)
    if contract.state not in {State.REVIEW, State.READY}:
        raise Conflict(_("Terms can be corrected until the contract is submitted; it %(state)s.") % state_of(contract))


@login_required
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Correct what was read about the contract as a whole."""
    record = contract_or_404(request, pk)
    _demand_correctable(record, request.user)
    # A form of the model writes into its instance: it gets one of its own, the page keeps what is stored.
    form = ContractForm(request.POST or None, instance=contract_or_404(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_contract(record, by=request.user, at=request.at, values=form.cleaned_data)
        except Invalid as refusal:
            _show_beside(form, refusal)
        else:
            return back(request, record, _("The contract is corrected."))
    return show(request, "facts", record, "contract", form=form, status=status_of(form))


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stand behind all terms."""
    record = contract_or_404(request, pk)
    try:
        actions.confirm_terms(record, by=request.user, at=request.at)
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return redirect("contracts:facts", pk=record.pk)
    return back(request, record, _("The terms are confirmed."))


def _term_or_404(record: Contract, pk: UUID) -> Term:
    return get_object_or_404(record.terms.live(), pk=pk)


@login_required
def term(request: HttpRequest, pk: UUID, term: UUID) -> HttpResponse:
    """Correct one term; its quote stays beside it."""
    record = contract_or_404(request, pk)
    _demand_correctable(record, request.user)
    found = _term_or_404(record, term)
    fact = FACT_OF.get(found.field, "")
    form = TermForm(request.POST or None, instance=_term_or_404(record, term))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_term(found, by=request.user, at=request.at, values=form.cleaned_data)
        except Invalid as refusal:
            _show_beside(form, refusal)
        else:
            return back(request, record, _("“%(label)s” is corrected.") % {"label": found.label_in_words})
    return show(request, "term", record, "contract", term=found, form=form, fact=fact, status=status_of(form))


def _show_beside(form: forms.BaseForm, refusal: Invalid) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


@login_required
@require_POST
def drop(request: HttpRequest, pk: UUID, term: UUID) -> HttpResponse:
    """Say that it is no term of this contract."""
    record = contract_or_404(request, pk)
    found = _term_or_404(record, term)
    actions.drop_term(found, by=request.user, at=request.at)
    return back(
        request, record, _("“%(label)s” is no term of this contract any more.") % {"label": found.label_in_words}
    )
