"""A document of one's own, sent for signature without a contract; and every signature round that one may see."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions, policies
from signing.actions.bringing import bring_document
from signing.forms_bringing import BringForm
from signing.listings_rounds import Rounds
from signing.views.beside import tried
from signing.views.reviewing import envelope_or_404


@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every signature round that the person sees, the newest first."""
    return Rounds(request).respond("signing/rounds.html", may_send=policies.can_send_to_many(request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Bring the document; a draft round is made of it, and nothing is sent."""
    require(policies.can_send_to_many, request.user)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = tried(
            form,
            lambda: bring_document(by=request.user, at=request.at, data=file.read(), filename=file.name, **form.said()),
        )
        if made is not None:
            messages.success(request, _("The document is ready. Look at it and at who takes part, then send it."))
            return redirect(made)
    return render(request, "signing/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a round without a contract; that of a contract leaves with its contract."""
    record = envelope_or_404(request, pk)
    require(policies.can_send, record, request.user)
    if record.contract_id is not None:
        raise Conflict(_("This document belongs to a contract. Send the contract instead."), code="send_the_contract")
    try:
        actions.send_envelope(record, by=request.user, at=request.at)
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is sent. Whoever is asked first has a letter now."))
    return redirect(record)
