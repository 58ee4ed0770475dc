"""Seals and keys: how sealing stands, read only; and which certificate a mark signs with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from flowmono.common.refusals import Invalid, require
from signing import actions, policies, seals
from signing.forms import CertificateForm
from signing.models import AuthorityAnswer, AuthorityKind, SignatureProfile


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """How sealing stands. Nothing on it is secret, and nothing can be changed on it."""
    require(policies.can_see_seals, request.user)
    # By the machine's clock, as sealing itself judges them: certificates and lists of others follow no clock of ours.
    now = timezone.now()
    roots, clocks, unreadable_roots = seals.roots_here()
    lists, unreadable_lists = seals.lists_here(now)
    facts = {
        "now": now,
        "other_clock": request.at if abs(request.at - now) > timedelta(days=1) else None,
        "wanted": settings.SEAL_LEVEL,
        "wanted_in_words": seals.LEVELS[settings.SEAL_LEVEL],
        "reached": seals.reached_of_late(),
        "signer": seals.signer_now(),
        "clock": seals.clock_address(),
        "answer": seals.last_answer_of_clock(),
        "published": AuthorityAnswer.objects.exclude(kind=AuthorityKind.TIMESTAMP),
        "roots": [{"told": one, **_end(one, now)} for one in roots],
        "clocks": [{"told": one, **_end(one, now)} for one in clocks],
        "lists": lists,
        "unreadable": unreadable_roots or unreadable_lists,
        "waiting": seals.waiting_for_seal(),
        "marks": SignatureProfile.objects.select_related("user").filter(active=True),
        "may_bind": policies.can_bind_certificates(request.user),
    }
    signer = facts["signer"]
    facts["higher"] = seals.how_to_seal_higher(stamps=signer.stamps, is_shown_later=facts["other_clock"] is not None)
    facts["seal_end"] = _end(signer.seal.told, now) if signer.seal else {}
    facts["people"] = [{"own": one, **_end(one.told, now)} for one in signer.people]
    return render(request, "signing/seals.html", facts)


def _end(told: Any, now: Any) -> dict[str, bool]:
    return {"ended": told.has_ended(now), "ending": told.is_ending(now)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say with which certificate a mark signs."""
    require(policies.can_bind_certificates, request.user)
    mark = get_object_or_404(SignatureProfile.objects.select_related("user"), pk=pk)
    signer = seals.signer_now()
    sent = request.POST if request.method == "POST" else None
    form = CertificateForm(sent, initial={"certificate": mark.certificate}, people=signer.people)
    if request.method == "POST" and form.is_valid() and _bound(request, mark, form):
        messages.success(request, _("Kept. The mark signs with it from now on."))
        return redirect("signing:seals")
    facts = {"mark": mark, "form": form, "signer": signer}
    return render(request, "signing/certificate.html", facts, status=422 if form.errors else 200)


def _bound(request: HttpRequest, mark: SignatureProfile, form: CertificateForm) -> bool:
    """True when the mark was bound; False with the reason beside the field."""
    name = form.cleaned_data["certificate"]
    if why := seals.why_not_provable(name, at=timezone.now()):
        form.add_error("certificate", _("Seals could not be made any more: %(why)s") % {"why": why})
        return False
    try:
        actions.bind_certificate(mark, by=request.user, at=request.at, name=name)
    except Invalid as refusal:
        form.add_error("certificate", refusal.message)
        return False
    return True
