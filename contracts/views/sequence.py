"""The sequence of a contract: how far it is, how long its papers are kept, and what people do about both."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.models import State
from contracts.passing import followed, keeping_in_words, path_of_sequence
from contracts.preparing import is_prepared
from contracts.sequences import words_of
from contracts.views.frame import back, contract_or_404, show
from flowmono.common.answering import reason_of


@login_required
@require_safe
def sequence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way of the document: done, going on, next, and for whom it waits; and the keeping of its papers."""
    record = contract_or_404(request, pk)
    holds = list(record.holds.select_related("placed_by", "lifted_by"))
    held = next((hold for hold in holds if hold.lifted_at is None), None)
    stopped = record.state == State.READY and bool(record.preparation.get("problem")) and not is_prepared(record)
    person = request.user
    return show(
        request,
        "sequence",
        record,
        "sequence",
        steps=path_of_sequence(record),
        words=words_of(followed(record)),
        keeping=keeping_in_words(record),
        holds=holds,
        held=held,
        may_try=stopped and policies.can_work_on(record, person),
        may_leave_out=stopped and policies.can_confirm_terms(record, person),
        may_hold=held is None and policies.can_hold(record, person),
        may_lift=held is not None and policies.can_lift(held, person),
    )


@login_required
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try the preparation again."""
    record = contract_or_404(request, pk)
    actions.prepare_again(record, by=request.user, at=request.at)
    return back(request, record, _("The preparation was tried again."), "sequence")


@login_required
@require_POST
def without(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on without the rest of the preparation."""
    record = contract_or_404(request, pk)
    actions.leave_out_preparation(record, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("The document goes on as it stands."), "sequence")


@login_required
@require_POST
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hold the papers."""
    record = contract_or_404(request, pk)
    actions.place_hold(record, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("The papers are held until somebody else lifts the hold."), "sequence")


@login_required
@require_POST
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift the hold."""
    record = contract_or_404(request, pk)
    actions.lift_hold(record, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("The hold is lifted."), "sequence")
