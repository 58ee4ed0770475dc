"""What others do appears in the page that somebody has open. The page asks again and again, so nothing is opened or changed by it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from signing.models import Recipient
from signing.standing import is_asked, standing_of, version_of, was_asked
from signing.views import laying
from signing.views.outside import KEPT, for_signer


@login_required
@require_safe
def inside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For one of ours: what became of the round, and who has signed."""
    recipient = get_object_or_404(Recipient.objects.select_related("envelope__sent_by"), pk=pk)
    mine = recipient.user_id == request.user.pk
    if not mine and not was_asked(recipient, request.user.email):
        raise Http404
    facts = {
        "standing": standing_of(recipient, to=recipient.email if mine else request.user.email, at=request.at),
        "moved": laying.people_of(recipient.envelope) if mine else [],
    }
    return render(request, "signing/_standing.html", facts)


@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """For somebody with a link; 204 while nothing has changed since what their page shows (?v=). A page without its session loads anew."""
    answer = _for_signer(request)
    if answer.status_code >= 400:
        answer.headers["HX-Refresh"] = "true"
    return answer


@for_signer(over=True)
def _for_signer(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    to, people = request.session[KEPT].get("to", ""), laying.people_of(recipient.envelope)
    version = version_of(recipient.envelope, people)
    if request.GET.get("v") == version:
        return HttpResponse(status=204)
    facts = {
        "standing": standing_of(recipient, to=to, at=request.at),
        "standing_version": version,
        "moved": people if is_asked(recipient, to) else [],
    }
    return render(request, "signing/_standing_outside.html", facts)
