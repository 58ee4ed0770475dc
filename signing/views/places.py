"""The places of a document before it is sent: shown where they were found, moved, added and confirmed by a person."""

import json
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
from signing.fields import ENTERED, LEAST, SIZES, Kind, Laid, read_laid
from signing.forms import LayoutForm
from signing.models import Envelope, Layout
from signing.views.envelopes import draft_or_refused, envelope_or_404


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


def _act(request: HttpRequest, record: Envelope, laid: list[Laid]) -> str:
    """What the button says, and the words for it."""
    said: dict[str, Any] = {"by": request.user, "at": request.at}
    act = request.POST.get("act", "save")
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
    now = [asdict(one) for one in actions.places_of(record, signers)]
    if refusal is not None:
        try:
            kept = json.loads(sent)
        except ValueError:
            kept = None
        now = kept if isinstance(kept, list) else now
    version = record.current_version
    facts = {
        "envelope": record,
        "signers": signers,
        "sheets": sheets_of(
            frames_of(version), picture=lambda number: reverse("signing:envelope_page", args=[record.pk, number])
        ),
        "file_url": reverse("signing:envelope_file", args=[record.pk, "document"]),
        "kinds": [(kind.value, kind.label) for kind in Kind],
        "facts": {
            "places": now,
            "signers": [signer.name for signer in signers],
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
        "layouts": Layout.objects.all()[:100],
        "form": LayoutForm(initial={"name": record.category}),
        "refusal": refusal,
    }
    return render(request, "signing/places.html", facts, status=422 if refusal else 200)


@login_required
@require_GET
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of a document that is being prepared, as a picture."""
    record = envelope_or_404(request, pk)
    require(policies.can_send, record, request.user)
    if not 1 <= number <= len(frames_of(record.current_version)):
        raise Http404
    return serve_page(record.current_version, number)
