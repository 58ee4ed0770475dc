"""Somebody else signs: a colleague takes over, a signer from outside names somebody, and the sender decides about it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions, policies
from signing.forms import ColleagueForm, SomebodyForm
from signing.models import Handover, HandoverState, Recipient, Role
from signing.views import laying
from signing.views.outside import for_signer
from signing.views.reviewing import envelope_or_404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand one's own place to a colleague, with a reason."""
    place = get_object_or_404(Recipient.objects.select_related("envelope"), pk=pk, user=request.user)
    require(policies.can_pass_on, place, request.user)
    if not laying.may_act(place, request.at):
        raise Conflict(_("This place can no longer be changed."))
    form = ColleagueForm(request.POST or None, people=actions.colleagues_for(place))
    if request.method == "POST" and form.is_valid():
        try:
            actions.delegate(place, by=request.user, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("%(name)s is asked in your place.") % {"name": form.cleaned_data["colleague"]})
            return redirect("signing:queue")
    facts = {"recipient": place, "envelope": place.envelope, "form": form, "signs": place.role == Role.SIGNER}
    return render(request, "signing/hand_over.html", facts, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_signer()
def somebody_else(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """Name somebody who should sign instead: a wish, about which the sender decides."""
    wish = recipient.handovers.filter(state=HandoverState.ASKED).first()
    form = SomebodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.wish_handover(recipient, by=recipient, at=request.at, **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            return redirect("signing:somebody_else")
    facts = {"recipient": recipient, "envelope": recipient.envelope, "form": form, "wish": wish}
    return render(request, "signing/somebody_else.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def decide(request: HttpRequest, pk: UUID, wish: int) -> HttpResponse:
    """Agree to what a signer wishes, or leave the place as it is."""
    record = envelope_or_404(request, pk)
    require(policies.can_send, record, request.user)
    found = get_object_or_404(Handover, recipient__envelope=record, pk=wish)
    if request.POST.get("answer") == "yes":
        actions.agree_to_handover(found, by=request.user, at=request.at)
        messages.success(request, _("%(name)s is asked to sign.") % {"name": found.to_name})
    else:
        actions.refuse_handover(found, by=request.user, at=request.at)
        messages.success(request, _("%(name)s is still the one who is asked.") % {"name": found.from_name})
    return redirect(reverse("signing:envelope", args=[record.pk]))
