"""What the pages of this app share: finding a record that this person sees, lists, and going back with a word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from flowmono.common.refusals import Invalid
from flowmono.outbox.models import Record

PAGE = 50


def visible_or_404(request: HttpRequest, model: Any, pk: UUID, *alongside: str) -> Any:
    """The record, when this person may see it; what they may not see does not exist for them."""
    seen = model.objects.visible_to(request.user).values("pk")
    return get_object_or_404(model.objects.filter(pk__in=seen).select_related(*alongside), pk=pk)


def page_of(request: HttpRequest, records: Any) -> Any:
    """Fifty records, by ?page."""
    return Paginator(records, PAGE).get_page(request.GET.get("page"))


def back(request: HttpRequest, record: Record, words: str = "") -> HttpResponse:
    """Go back to where the person came from inside our site, or to the record's page, and say what was done."""
    if words:
        messages.success(request, words)
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(record)


def attempt(request: HttpRequest, record: Record, act: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and go back with a word; what is missing in what was entered is said on the page it came from."""
    try:
        act()
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return back(request, record)
    return back(request, record, words)


def take_verdict(
    request: HttpRequest, record: Record, decide: Callable[..., Any], *, yes: str, no: str
) -> HttpResponse:
    """Take the decision of the form (verdict and reason) by this action, and say what was decided."""
    verdict = request.POST.get("verdict", "")
    return attempt(
        request,
        record,
        lambda: decide(record, by=request.user, at=request.at, verdict=verdict, reason=reason_of(request)),  # type: ignore[attr-defined]
        yes if verdict == "yes" else no,
    )


def reason_of(request: HttpRequest) -> str:
    """What the person wrote as a reason; the action says when one is missing."""
    return request.POST.get("reason", "")[:500]
