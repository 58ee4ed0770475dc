"""How a view answers a button: back to where the person came from, with a word about what was done or what is missing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from flowmono.common.refusals import Invalid

MOST_LETTERS = 500
Words = str | Callable[[], str]


def back(request: HttpRequest, to: Any, words: str = "") -> HttpResponse:
    """Go back to where the person came from inside our site (`next` of the form), or to `to` (a record or an address), and say
    what was done."""
    if words:
        messages.success(request, words)
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect(to)


def attempt(request: HttpRequest, to: Any, act: Callable[[], Any], words: Words) -> HttpResponse:
    """Do it and go back with a word; what is missing in what was entered is said on the page it came from."""
    try:
        act()
    except Invalid as refusal:
        messages.error(request, refusal.message)
        return back(request, to)
    return back(request, to, words() if callable(words) else words)


def take_verdict(
    request: HttpRequest, record: Any, decide: Callable[..., Any], *, yes: Words, no: Words
) -> HttpResponse:
    """Take the decision of the form (verdict and reason) by this action, and say what was decided.

    yes, no: the words, or what finds them once it is decided.
    """
    verdict = request.POST.get("verdict", "")
    return attempt(
        request,
        record,
        lambda: decide(record, by=request.user, at=request.at, verdict=verdict, reason=reason_of(request)),  # type: ignore[attr-defined]
        yes if verdict == "yes" else no,
    )


def reason_of(request: HttpRequest, most: int = MOST_LETTERS) -> str:
    """What the person wrote as a reason, as many letters of it as the record keeps; the action says when one is missing."""
    return request.POST.get("reason", "")[:most]
