"""How long the papers are kept of a document that was signed without a contract, and what people do about it."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contracts import actions, policies
from contracts.forms import EndForm
from contracts.rounds import keeping_in_words, rule_of, waits_for_its_end
from contracts.sequences import kept_in_words
from contracts.views.keeping import keeping_of
from flowmono.common import answering
from flowmono.common.refusals import Invalid, require
from flowmono.outbox.models import RecordedEvent
from signing.models import Envelope


def round_or_404(request: HttpRequest, pk: UUID) -> Envelope:
    """The round, where this person may see it and it belongs to no contract."""
    seen = Envelope.objects.filter(pk__in=Envelope.objects.visible_to(request.user).values("pk"), contract=None)
    found: Envelope = get_object_or_404(seen, pk=pk)
    return found


@login_required
@require_safe
def keeping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Until when its papers are kept, by which rule, and who holds them."""
    return _page(request, round_or_404(request, pk))


def _page(request: HttpRequest, envelope: Envelope, form: EndForm | None = None) -> HttpResponse:
    today = request.at.date()  # type: ignore[attr-defined]
    facts = keeping_of(envelope, request.user, today, doors="keeping")  # type: ignore[arg-type]
    open_still = not facts["disposal"]["done"] and not facts["disposal"]["asked"]
    may_say = open_still and waits_for_its_end(envelope) and policies.can_say_end(envelope, request.user)  # type: ignore[arg-type]
    said = envelope.keeping.get("ended_on")
    facts |= {
        "envelope": envelope,
        "keeping": keeping_in_words(envelope, today),
        "rule": kept_in_words(rule_of(envelope)),
        "ended_on": date.fromisoformat(said) if said else None,
        "told": _told(envelope) if said else None,
        "end_form": (form or EndForm(initial={"ended_on": said})) if may_say else None,
        "head_follows": f"case:{envelope.case}",
    }
    return render(request, "contracts/round.html", facts, status=422 if form is not None else 200)


def _told(envelope: Envelope) -> RecordedEvent | None:
    """What was last said of the end of the agreement: `actor_label` who, `values` with the reason, `at` when."""
    said: RecordedEvent | None = (
        RecordedEvent.objects.filter(
            case_id=envelope.case, name="KeepingOfRoundSet", values__ended_on=envelope.keeping["ended_on"]
        )
        .order_by("recorded_at")
        .last()
    )
    return said


@login_required
@require_POST
def say_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say when the agreement ends; the years of its rule are counted from that day."""
    envelope = round_or_404(request, pk)
    require(policies.can_say_end, envelope, request.user)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            actions.say_end(envelope, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, gettext("The day is kept; the years are counted from it."))
            return redirect("keeping:round", envelope.pk)
    return _page(request, envelope, form)


@login_required
@require_safe
def disposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of the disposal."""
    envelope = round_or_404(request, pk)
    certificate = get_object_or_404(envelope.disposals.select_related("asked_by", "decided_by"), is_done=True)
    facts = {"envelope": envelope, "certificate": certificate, "rule": kept_in_words(rule_of(envelope))}
    return render(request, "contracts/round_disposal.html", facts)


def _door(act: Callable[..., Any], words: Any, page: str = "round", *, asks_why: bool = False) -> Any:
    """The view through which a person does one act to the papers of a round; then these words, on that page of it."""

    @wraps(act)
    def door(request: HttpRequest, pk: UUID) -> HttpResponse:
        envelope = round_or_404(request, pk)
        why = {"reason": answering.reason_of(request)} if asks_why else {}
        act(envelope, by=request.user, at=request.at, **why)  # type: ignore[attr-defined]
        return answering.back(request, reverse(f"keeping:{page}", args=[envelope.pk]), str(words))

    return login_required(require_POST(door))


hold = _door(actions.place_hold, gettext_lazy("The papers are held until somebody else lifts the hold."), asks_why=True)
lift = _door(actions.lift_hold, gettext_lazy("The hold is lifted."), asks_why=True)
ask_disposal = _door(actions.ask_disposal, gettext_lazy("Another person decides whether the papers go."), asks_why=True)
dispose = _door(
    actions.dispose_of_papers, gettext_lazy("The papers are disposed of. This is the certificate."), "disposal"
)
keep = _door(actions.keep_papers, gettext_lazy("The papers stay."), asks_why=True)
