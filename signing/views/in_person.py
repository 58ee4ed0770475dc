"""Signing in person: the host says how they made sure who it is and hands the device over; the signer takes it, or leaves it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions, policies
from signing.forms import InPersonForm
from signing.models import Ended, Recipient, Sitting
from signing.views import device
from signing.views.outside import for_signer
from signing.views.reviewing import envelope_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: UUID, recipient: UUID) -> HttpResponse:
    """Say how one made sure who it is, and hand the device over: from then on this browser is signed out."""
    record = envelope_or_404(request, pk)
    place = get_object_or_404(Recipient.objects.select_related("envelope"), envelope=record, pk=recipient)
    require(policies.can_host, place, request.user)
    actions.demand_turn(record, place, at=request.at)
    form = InPersonForm(request.POST if request.method == "POST" else None, signer=place.name)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("known_by", "known_words")}
        try:
            sitting, key = actions.begin_in_person(place, by=request.user, at=request.at, **values)
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            device.hand_over(request, sitting, key)
            answer = redirect("signing:in_person_device")
            answer.headers["Clear-Site-Data"] = '"cache"'
            return answer
    facts = {"envelope": record, "recipient": place, "form": form}
    return render(request, "signing/in_person.html", facts, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The device in the signer's hands: POST says that it is them. After it is over: that it is."""
    sitting = device.sitting_of(request)
    if sitting is None:
        return device.over(request, None)
    place = Recipient.objects.select_related("envelope").get(pk=sitting.recipient_id)
    if not device.shows(sitting, place, request):
        return device.over(request, sitting, status=200 if sitting.ended == Ended.BY_MAIL else 410)
    if place.state in device.DECIDED:
        return redirect("signing:thanks")
    if request.method == "POST":
        _taken, key = actions.take_device(sitting, by=place, at=request.at)
        device.take(request, sitting, key)
        return redirect("signing:document")
    facts = {"recipient": place, "envelope": place.envelope, "sitting": sitting}
    return device.without_trace(render(request, "signing/in_person_welcome.html", facts))


@require_POST
@for_signer()
def awake(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """Somebody reads on the device."""
    actions.keep_awake(_sitting(request), by=recipient, at=request.at)
    return HttpResponse(status=204)


@require_POST
@for_signer()
def by_mail(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """Do it elsewhere: a link goes to one's own address, and this device shows nothing any more."""
    actions.ask_by_mail(_sitting(request), by=recipient, at=request.at)
    return redirect("signing:in_person_device")


def _sitting(request: HttpRequest) -> Sitting:
    sitting = device.sitting_of(request)
    if sitting is None:
        raise Conflict(_("You are not signing in person."))
    return sitting
