"""A signed contract that ends before its own end: noted, taken back, and what falls away with it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from contracts import actions, policies
from contracts.forms import EarlyEndForm, EndingPaperForm, FallingForm
from contracts.views.frame import contract_or_404
from flowmono.common import answering
from flowmono.common.refusals import Invalid, require
from flowmono.common.templatetags.writing import say_day


@login_required
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that it ends early, or correct what was noted."""
    record = contract_or_404(request, pk)
    require(policies.can_end, record, request.user)
    form = EarlyEndForm(request.POST, request.FILES)

    def act() -> None:
        if not form.is_valid():
            raise Invalid(" ".join(words for errors in form.errors.values() for words in errors))
        file = form.cleaned_data.pop("file")
        paper = (file.name, file.read()) if file else None
        actions.end_early(record, by=request.user, at=request.at, paper=paper, **form.cleaned_data)  # type: ignore[attr-defined]

    def said() -> str:
        return _("It is on record: the contract ends on %(day)s.") % {"day": say_day(form.cleaned_data["ends_on"])}

    return answering.attempt(request, record, act, said)


@login_required
@require_POST
def bring_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring the letter or agreement of an early end after it was noted."""
    record = contract_or_404(request, pk)
    require(policies.can_end, record, request.user)
    form = EndingPaperForm(request.POST, request.FILES)

    def act() -> None:
        if not form.is_valid():
            raise Invalid(" ".join(words for errors in form.errors.values() for words in errors), field="file")
        file = form.cleaned_data["file"]
        actions.bring_ending_paper(record, by=request.user, at=request.at, paper=(file.name, file.read()))  # type: ignore[attr-defined]

    return answering.attempt(request, record, act, _("The paper is kept with the contract."))


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The contract goes on as it says itself."""
    record = contract_or_404(request, pk)
    require(policies.can_end, record, request.user)
    why = answering.reason_of(request)
    return answering.attempt(
        request,
        record,
        lambda: actions.take_ending_back(record, by=request.user, at=request.at, reason=why),  # type: ignore[attr-defined]
        _("The contract goes on as it says itself; what fell away is open again."),
    )


@login_required
@require_POST
def fall_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say of the obligations that were ticked that they fall away with the contract."""
    record = contract_or_404(request, pk)
    require(policies.can_end, record, request.user)
    form = FallingForm(request.POST, contract=record)
    if not form.is_valid():
        raise Invalid(_("Tick what falls away."), field="obligations")
    chosen = [one.pk for one in form.cleaned_data["obligations"]]
    count = actions.let_fall_away(record, by=request.user, at=request.at, obligations=chosen)  # type: ignore[attr-defined]
    words = ngettext("%(n)s obligation falls away.", "%(n)s obligations fall away.", count) % {"n": count}
    return answering.back(request, record, words)
