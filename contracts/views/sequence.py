"""The sequence of a contract: how far it is, how long its papers are kept, and what people do about both."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contracts import actions, policies
from contracts.models import State
from contracts.passing import followed, keeping_in_words, path_of_sequence
from contracts.preparing import is_prepared
from contracts.sequences import kept_in_words
from contracts.views.frame import contract_or_404, door_of, show
from contracts.views.keeping import keeping_of


@login_required
@require_safe
def sequence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way of the document: done, going on, next, and for whom it waits; and the keeping of its papers."""
    record = contract_or_404(request, pk)
    stopped = record.state == State.READY and bool(record.preparation.get("problem")) and not is_prepared(record)
    person = request.user
    today = request.at.date()
    return show(
        request,
        "sequence",
        record,
        "sequence",
        steps=path_of_sequence(record, today),
        rule=kept_in_words(followed(record)),
        keeping=keeping_in_words(record, today),
        may_try=stopped and policies.can_work_on(record, person),
        may_leave_out=stopped and policies.can_confirm_terms(record, person),
        **keeping_of(record, person, today, doors="contracts"),
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


@login_required
@require_safe
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of the disposal."""
    record = contract_or_404(request, pk)
    certificate = get_object_or_404(record.disposals.select_related("asked_by", "decided_by"), is_done=True)
    rule = kept_in_words(followed(record))
    return show(request, "disposal", record, "sequence", certificate=certificate, rule=rule)
