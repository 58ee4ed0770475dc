"""The places of a document before it is sent: shown where they were found, moved, added and confirmed by a person."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from documents.pages import frames_of
from documents.serving import serve_page
from documents.viewing import sheets_of
from flowmono.common.refusals import Invalid, require
from signing import actions, policies
from signing.actions import arranging, bulk_laying
from signing.fields import ENTERED, LEAST, SIZES, Kind, Laid, read_laid
from signing.forms import LayoutForm
from signing.models import Bulk, Envelope, Layout
from signing.overlaps import touching_in_words
from signing.views.bulk import prepared_or_refused
from signing.views.envelopes import draft_or_refused
from signing.views.reviewing import envelope_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document with its places; POST saves them, finds them anew, keeps them as a layout, or uses one."""
    words = _("It was sent already; its places stay as they are. Take it back to change them.")
    record = draft_or_refused(request, pk, words)
    if request.method != "POST":
        return _shown(request, record)
    sent = request.POST.get("places", "")
    try:
        laid = _read(sent)
        words = _act(request, record, laid)
    except Invalid as refusal:
        return _shown(request, record, refusal=refusal, sent=sent)
    messages.success(request, words)
    return redirect("signing:places", pk=record.pk)


def _read(sent: str) -> list[Laid]:
    try:
        return read_laid(json.loads(sent or "[]"))
    except ValueError:
        return read_laid(None)


def _wanted(request: HttpRequest) -> str:
    """The button that was pressed. Raises Invalid where a layout is to be kept without a name: then nothing is saved."""
    act = request.POST.get("act", "save")
    if act == "keep" and not request.POST.get("name", "").strip():
        raise Invalid(_("Give the layout a name."), field="name")
    return act


def _act(request: HttpRequest, record: Envelope, laid: list[Laid]) -> str:
    """What the button says, and the words for it."""
    said: dict[str, Any] = {"by": request.user, "at": request.at}
    act = _wanted(request)
    if act == "find":
        actions.arrange_places(record, laid=None, **said)
        return _("The places that the document has for its signers were found again.")
    if act in {"use", "forget"}:
        layout = get_object_or_404(Layout, name=request.POST.get("layout", ""))
        if act == "forget":
            actions.forget_layout(layout, **said)
            return _("The layout “%(name)s” is gone.") % {"name": layout.name}
        actions.use_layout(record, layout=layout, **said)
        return _("The places of “%(name)s” stand on this document.") % {"name": layout.name}
    actions.arrange_places(record, laid=laid, **said)
    if act == "keep":
        layout = actions.keep_layout(record, name=request.POST.get("name", ""), **said)
        return _("The places are saved, and kept as “%(name)s”.") % {"name": layout.name}
    return _("The places are saved.")


def _shown(request: HttpRequest, record: Envelope, *, refusal: Invalid | None = None, sent: str = "") -> HttpResponse:
    signers = actions.signers_of(record)
    places = actions.places_of(record, signers)
    left_over = arranging.lines_left_over(record, places)
    facts = {
        "left_over": [(slot.page, slot.label) for slot in left_over[:10]],
        **_placing(places, [(one.name, one.signs_for) for one in signers], refusal, sent),
        "envelope": record,
        "shown_title": record.title,
        "sheets": sheets_of(
            frames_of(record.current_version),
            picture=lambda number: reverse("signing:envelope_page", args=[record.pk, number]),
        ),
        "file_url": reverse("signing:envelope_file", args=[record.pk, "document"]),
        "layouts": Layout.objects.all()[:100],
        "form": LayoutForm(initial={"name": record.category}),
    }
    return render(request, "signing/places.html", facts, status=422 if refusal else 200)


def _placing(
    stand: Sequence[Laid], signers: Sequence[tuple[str, str]], refusal: Invalid | None, sent: str
) -> dict[str, Any]:
    """What the page that arranges places needs: those that stand there, or those that were sent and refused; signers: name and party."""
    now = [asdict(one) for one in stand]
    if refusal is not None:
        try:
            kept = json.loads(sent)
        except ValueError:
            kept = None
        now = kept if isinstance(kept, list) else now
    return {
        "signers": [{"name": name, "party": party} for name, party in signers],
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "touching": touching_in_words(stand, [name for name, _party in signers]),
        "facts": {
            "places": now,
            "stand": [asdict(one) for one in stand],
            "signers": [name for name, _party in signers],
            "kinds": {
                kind.value: {
                    "label": capfirst(str(kind.label)),
                    "size": SIZES[kind],
                    "least": LEAST[kind],
                    "entered": kind in ENTERED,
                }
                for kind in Kind
            },
        },
        "refusal": refusal,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_places(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The places of one document for many people, arranged on the one that is shown; POST saves them, finds them anew, keeps them."""
    record = prepared_or_refused(request, pk)
    if request.method != "POST":
        return _shown_for_many(request, record)
    sent = request.POST.get("places", "")
    try:
        words = _act_for_many(request, record, _read(sent))
    except Invalid as refusal:
        return _shown_for_many(request, record, refusal=refusal, sent=sent)
    messages.success(request, words)
    return redirect("signing:bulk_places", pk=record.pk)


def _act_for_many(request: HttpRequest, record: Bulk, laid: list[Laid]) -> str:
    said: dict[str, Any] = {"by": request.user, "at": request.at}
    act = _wanted(request)
    bulk_laying.arrange_bulk(record, laid=None if act == "find" else laid, **said)
    if act == "find":
        return _("The places are found in each document again.")
    if act == "keep":
        layout = bulk_laying.keep_bulk_layout(record, name=request.POST.get("name", ""), **said)
        return _("The places are saved, and kept as “%(name)s”.") % {"name": layout.name}
    return _("The places are saved. They stand on everybody's document.")


def _shown_for_many(
    request: HttpRequest, record: Bulk, *, refusal: Invalid | None = None, sent: str = ""
) -> HttpResponse:
    desk = bulk_laying.desk_of(record)
    facts = {
        **_placing(desk.places, desk.signers, refusal, sent),
        "bulk": record,
        "shown": record.rows.filter(number=record.sample_line).first(),
        "shown_title": record.title,
        "sheets": sheets_of(
            frames_of(desk.version),
            picture=lambda number: reverse("signing:bulk_page", args=[record.pk, number, desk.version.sha256]),
        ),
        "file_url": reverse("signing:bulk_file", args=[record.pk]),
        "form": LayoutForm(initial={"name": record.category}),
    }
    return render(request, "signing/bulk_places.html", facts, status=422 if refusal else 200)


@login_required
@require_GET
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of a document that is being prepared, as a picture."""
    record = envelope_or_404(request, pk)
    require(policies.can_send, record, request.user)
    if not 1 <= number <= len(frames_of(record.current_version)):
        raise Http404
    return serve_page(record.current_version, number)
