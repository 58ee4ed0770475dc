"""The sequence of a contract: how far it is, how long its papers are kept, and what people do about both."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.models import Contract, State
from contracts.passing import followed, keeping_in_words, path_of_sequence
from contracts.preparing import is_prepared
from contracts.sequences import kept_in_words, words_of
from contracts.views.frame import back, contract_or_404, show
from flowmono.accounts.models import User
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
        disposal=disposal_of(record, person, request.at.date()),
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


def disposal_of(record: Contract, person: User, on: date) -> dict[str, Any]:
    """What the page says and offers about disposing of the papers."""
    asked = record.disposals.filter(decided_at__isnull=True).select_related("asked_by").first()
    done = record.disposals.filter(is_done=True).select_related("asked_by", "decided_by").first()
    may = policies.can_dispose(record, person)
    over = record.state == State.ARCHIVED and record.kept_until is not None and record.kept_until < on
    reasons = actions.reasons_to_keep(record, on=on) if over and may and not done else []
    return {
        "asked": asked,
        "done": done,
        "reasons": reasons,
        "may_ask": may and over and not reasons and not asked and not done,
        "may_decide": asked is not None and not reasons and policies.can_decide_disposal(asked, person),
        "may_keep": asked is not None and may,
    }


@login_required
@require_POST
def ask_disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that the papers be disposed of."""
    record = contract_or_404(request, pk)
    actions.ask_disposal(record, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("Another person decides whether the papers go."), "sequence")


@login_required
@require_POST
def dispose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dispose of the papers."""
    record = contract_or_404(request, pk)
    actions.dispose_of_papers(record, by=request.user, at=request.at)
    return back(request, record, _("The papers are disposed of. This is the certificate."), "disposal")


@login_required
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep the papers."""
    record = contract_or_404(request, pk)
    actions.keep_papers(record, by=request.user, at=request.at, reason=reason_of(request))
    return back(request, record, _("The papers stay."), "sequence")


@login_required
@require_safe
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of the disposal."""
    record = contract_or_404(request, pk)
    certificate = get_object_or_404(record.disposals.select_related("asked_by", "decided_by"), is_done=True)
    rule = kept_in_words(followed(record))
    return show(request, "disposal", record, "sequence", certificate=certificate, rule=rule)
