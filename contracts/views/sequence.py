"""The sequence of a contract: how far it is, how long its papers are kept, and what people do about both."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contracts import actions, policies
from contracts.models import Contract, State
from contracts.passing import followed, keeping_in_words, path_of_sequence
from contracts.preparing import is_prepared
from contracts.sequences import kept_in_words, words_of
from contracts.views.frame import contract_or_404, door_of, show
from flowmono.accounts.models import User


@login_required
@require_safe
def sequence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way of the document: done, going on, next, and for whom it waits; and the keeping of its papers."""
    record = contract_or_404(request, pk)
    holds = list(record.holds.select_related("placed_by", "lifted_by"))
    held = next((hold for hold in holds if hold.lifted_at is None), None)
    stopped = record.state == State.READY and bool(record.preparation.get("problem")) and not is_prepared(record)
    person = request.user
    today = request.at.date()
    gone = disposal_of(record, person, today)
    return show(
        request,
        "sequence",
        record,
        "sequence",
        steps=path_of_sequence(record, today),
        words=words_of(followed(record)),
        keeping=keeping_in_words(record, today),
        holds=holds,
        held=held,
        disposal=gone,
        may_try=stopped and policies.can_work_on(record, person),
        may_leave_out=stopped and policies.can_confirm_terms(record, person),
        may_hold=held is None and not gone["done"] and policies.can_hold(record, person),
        may_lift=held is not None and policies.can_lift(held, person),
    )


again = door_of(actions.prepare_again, gettext_lazy("The preparation was tried again."), "sequence")
without = door_of(
    actions.leave_out_preparation, gettext_lazy("The document goes on as it stands."), "sequence", asks_why=True
)
hold = door_of(
    actions.place_hold,
    gettext_lazy("The papers are held until somebody else lifts the hold."),
    "sequence",
    asks_why=True,
)
lift = door_of(actions.lift_hold, gettext_lazy("The hold is lifted."), "sequence", asks_why=True)
ask_disposal = door_of(
    actions.ask_disposal, gettext_lazy("Another person decides whether the papers go."), "sequence", asks_why=True
)
dispose = door_of(
    actions.dispose_of_papers, gettext_lazy("The papers are disposed of. This is the certificate."), "disposal"
)
keep = door_of(actions.keep_papers, gettext_lazy("The papers stay."), "sequence", asks_why=True)


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
@require_safe
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of the disposal."""
    record = contract_or_404(request, pk)
    certificate = get_object_or_404(record.disposals.select_related("asked_by", "decided_by"), is_done=True)
    rule = kept_in_words(followed(record))
    return show(request, "disposal", record, "sequence", certificate=certificate, rule=rule)
