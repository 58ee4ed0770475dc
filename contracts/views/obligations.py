"""What signed contracts ask for: one list of all of them, and the page on which one is answered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.forms import NoticeForm, ObligationForm, ReasonForm
from contracts.listings import Obligations
from contracts.models import Contract, Obligation
from contracts.presenting_obligations import story_of
from contracts.views.frame import contract_or_404, show
from flowmono.common import answering
from flowmono.common.edited import status_of
from flowmono.common.refusals import Invalid

BESIDE = ("record__contract", "term", "owner", "verified_by", "done_by")


@login_required
@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """The list: filtered, searched, sorted, fifty a page; ?format=csv gives it as a file."""
    return Obligations(request).respond("contracts/obligations.html")


@login_required
@require_safe
def compliance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The obligations of a signed contract."""
    record = contract_or_404(request, pk)
    kept = getattr(record, "compliance", None)
    if kept is None:
        raise Http404
    return show(request, "compliance", record, "compliance", obligations=list(kept.obligations.select_related(*BESIDE)))


@login_required
def obligation(request: HttpRequest, pk: UUID, obligation: UUID) -> HttpResponse:
    """One obligation with its sentence and what happened to it; who answers for it, whose it is, and its day."""
    record = contract_or_404(request, pk)
    found = obligation_or_404(record, obligation)
    form = ObligationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_of_obligation(found, by=request.user, at=request.at, values=form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return answering.back(request, found, _("Kept."))
    by = request.user
    return show(
        request,
        "obligation",
        record,
        "compliance",
        status=status_of(form),
        obligation=found,
        form=form,
        settles=policies.can_settle(found, by),
        oversees=policies.can_oversee_obligation(found, by),
        elsewhere=actions.met_elsewhere(found) if found.is_open else "",
        ends=actions.can_be_ended(found) and found.is_open,
        notice=NoticeForm(auto_id="notice_%s"),
        story=story_of(found),
        why={name: ReasonForm(auto_id=f"{name}_%s") for name in ("set_aside", "reopen")},
    )


def obligation_or_404(contract: Contract, pk: UUID) -> Obligation:
    found: Obligation = get_object_or_404(Obligation.objects.select_related(*BESIDE), record__contract=contract, pk=pk)
    return found


def _door(act: Callable[..., Any], words: Any, *, asks_why: bool = False) -> Any:
    """The view through which a person does one act to an obligation; then these words."""

    def door(request: HttpRequest, pk: UUID, obligation: UUID) -> HttpResponse:
        found = obligation_or_404(contract_or_404(request, pk), obligation)
        why = {"reason": answering.reason_of(request)} if asks_why else {}
        return answering.attempt(
            request,
            found,
            lambda: act(found, by=request.user, at=request.at, **why),  # type: ignore[attr-defined]
            str(words),
        )

    return login_required(require_POST(door))


@login_required
@require_POST
def settle(request: HttpRequest, pk: UUID, obligation: UUID) -> HttpResponse:
    """Mark it as done; of a notice window with the day on which notice was given, where it was."""
    found = obligation_or_404(contract_or_404(request, pk), obligation)
    form = NoticeForm(request.POST) if "notice_given_on" in request.POST else None
    words = _("Notice is on record; the contract ends with its term.") if form else _("Marked as done.")
    return answering.attempt(request, found, lambda: _settle(request, found, form), words)


def _settle(request: HttpRequest, found: Obligation, form: NoticeForm | None) -> None:
    if form is not None and not form.is_valid():
        raise Invalid(" ".join(form.errors["notice_given_on"]), field="notice_given_on")
    given_on = form.cleaned_data["notice_given_on"] if form else None
    actions.settle_obligation(found, by=request.user, at=request.at, notice_given_on=given_on)  # type: ignore[attr-defined]


verify = _door(actions.verify_obligation, gettext_lazy("You stand behind it now."))
set_aside = _door(actions.set_aside_obligation, gettext_lazy("Marked as not applicable."), asks_why=True)
reopen = _door(actions.reopen_obligation, gettext_lazy("It is open again."), asks_why=True)
