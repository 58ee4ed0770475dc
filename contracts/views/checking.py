"""Checking what was read, one value after the other: accepted, corrected, or not in the contract."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contracts import actions, policies
from contracts.checking import Asked, Check, check_of
from contracts.forms import form_of
from contracts.models import Contract, TermState
from contracts.presenting import groups_of
from contracts.views.frame import back, contract_or_404
from contracts.views.reading import document_page
from flowmono.common.refusals import Invalid, require

ACCEPT, CORRECT, ABSENT = "accept", "correct", "absent"


@login_required
@require_POST
def certain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stand behind every value of which the reader was certain."""
    record = contract_or_404(request, pk)
    count = actions.confirm_certain(record, by=request.user, at=request.at)
    words = ngettext("%(n)s value is confirmed.", "%(n)s values are confirmed.", count) % {"n": count}
    return back(request, record, words if count else _("There was no value left of which the reader was certain."))


@login_required
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer for one value (`about`: the term, or the fact that was not found), and go on to the next that nobody answered."""
    record = contract_or_404(request, pk)
    require(policies.can_confirm_terms, record, request.user)
    check = _check(record, request.POST.get("about", ""))
    if check.current is None:
        raise Invalid(_("It is no longer asked about. Load the page again."), field="about")
    said = request.POST.get("answer", "")
    if said == CORRECT:
        form = form_of(record, check.current, request.POST)
        if not form.is_valid():
            return document_page(request, record, form, check.current.key)
        try:
            _correct(request, record, check.current, form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return document_page(request, record, form, check.current.key)
    elif said == ACCEPT and check.current.term is not None:
        actions.confirm_term(check.current.term, by=request.user, at=request.at)
    elif said == ABSENT and check.current.term is not None:
        actions.drop_term(check.current.term, by=request.user, at=request.at)
    elif said == ABSENT:
        actions.say_absent(record, by=request.user, at=request.at, field=check.current.field)
    else:
        messages.error(request, _("Accept it, correct it, or say that the contract does not say it."))
        return redirect(address_of(record, check.current))
    return redirect(address_of(record, check.next_open))


def _check(record: Contract, key: str) -> Check:
    kept = list(record.terms.exclude(state=TermState.DROPPED))
    standing = groups_of(term for term in kept if term.state != TermState.ABSENT)
    terms = [term for group in standing for term in group.terms]
    return check_of(record, terms, [term for term in kept if term.state == TermState.ABSENT], key)


def _correct(request: HttpRequest, record: Contract, asked: Asked, values: dict[str, Any]) -> None:
    """Put what was entered in the place of what was read; what was entered as it was read is confirmed."""
    if not asked.columns and asked.term is not None:
        actions.correct_term(asked.term, by=request.user, at=request.at, values=values)
        return
    actions.correct_contract(record, by=request.user, at=request.at, values=values)
    if asked.term is not None and asked.term.state != TermState.ABSENT:
        actions.confirm_term(asked.term, by=request.user, at=request.at)


def address_of(record: Contract, asked: Asked | None) -> str:
    """The page of the contract with this before the reader, its sentence lit; without one, where the check stands."""
    if asked is None:
        return f"{record.get_absolute_url()}?check=#contract-check"
    place = asked.term.anchor if asked.term is not None and asked.term.start is not None else "contract-check"
    return f"{record.get_absolute_url()}?{urlencode({'check': asked.key})}#{place}"
