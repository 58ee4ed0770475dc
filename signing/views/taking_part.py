"""Who takes part in a round before it is sent: one row for each person, all on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from flowmono.common.refusals import Conflict
from signing import actions
from signing.forms_people import PeopleFormSet, rows_as_sent
from signing.models import Envelope
from signing.querysets import IN_ROUND
from signing.views.envelopes import draft_or_refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who takes part; POST saves them, or shows one more empty row. What was written stays on the page."""
    words = _("It was sent already; who takes part stays as it is. Take it back to change that.")
    record = draft_or_refused(request, pk, words)
    if request.method != "POST":
        return _shown(request, record, PeopleFormSet(initial=_rows_of(record)))
    if request.POST.get("act") == "add":
        rows = rows_as_sent(request.POST)
        following = max((int(row["order"]) for row in rows if str(row["order"]).isdecimal()), default=0) + 1
        more = PeopleFormSet(initial=[*rows, {"role": "signer", "order": following}])
        more.forms[-1].begin_here()
        return _shown(request, record, more)
    return _saved(request, record)


def _saved(request: HttpRequest, record: Envelope) -> HttpResponse:
    rows = PeopleFormSet(request.POST)
    if not rows.is_valid():
        return _shown(request, record, rows, status=422)
    kept = rows.kept()
    before = record.current_version_id
    try:
        envelope = actions.set_people(
            record,
            by=request.user,
            at=request.at,
            people=[form.as_place() for form in kept],
            places_anew="places_anew" in request.POST,
        )
    except actions.PeopleRefused as refusal:
        for fault in refusal.faults:
            if fault.row is not None:
                kept[fault.row].add_error(fault.field, fault.words)
        general = [fault.words for fault in refusal.faults if fault.row is None]
        return _shown(request, record, rows, general=general, status=422)
    except Conflict as refusal:
        if refusal.code != "places_are_arranged":
            raise
        return _shown(request, record, rows, asks=True, status=409)
    messages.success(request, _said_of(envelope, before))
    return redirect("signing:people", pk=record.pk)


def _said_of(envelope: Envelope, before: Any) -> str:
    if envelope.current_version_id == before:
        return _("Who takes part is saved.")
    if envelope.current_version.certificate.get("arranged"):
        return _("Who takes part is saved. The places on the document went with their signers.")
    return _("Who takes part is saved. The places on the document were found again; check them.")


def _rows_of(record: Envelope) -> list[dict[str, Any]]:
    people = record.recipients.order_by(*IN_ROUND)
    return [{"key": one.pk, **{name: getattr(one, name) for name in _NAMES}} for one in people]


_NAMES = ("order", "role", "name", "title", "email", "party", "proof", "phone")


def _shown(
    request: HttpRequest,
    record: Envelope,
    rows: PeopleFormSet,
    *,
    general: list[str] | None = None,
    asks: bool = False,
    status: int = 200,
) -> HttpResponse:
    ours = actions.ours_among(str(row["email"].value() or "") for row in rows)
    for row in rows:
        row.signs_in = str(row["email"].value() or "").strip().lower() in ours
    facts = {"envelope": record, "rows": rows, "general": general, "asks": asks, "refused": status == 422}
    return render(request, "signing/people.html", facts, status=status)
