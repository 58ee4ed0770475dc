"""Whose session ended while a form was open: they sign in and come back to the form, which has what they entered (static/js/kept.js)."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from flowmono.common.errors import came_from

Answer = Callable[[HttpRequest], HttpResponse]


class SignInAgain:
    """Leads from the sign-in back to the page that a form stood on, not to the address that takes it; a part of a page leaves it as it is."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        door = _door_of(answer)
        if not door or request.path == door:
            return answer
        if request.method in {"GET", "HEAD"}:
            # What a page asks for by itself: the next thing that its reader does leads to the sign-in.
            return HttpResponse(status=204) if request.headers.get("HX-Request") else answer
        messages.info(request, _("You were signed out meanwhile, and nothing was changed. Sign in to go on."))
        back = _page_of(request)
        address = f"{door}?{urlencode({'next': back})}" if back else door
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _door_of(answer: HttpResponse) -> str:
    """The sign-in that an answer leads to, ours or the vendors'; "" where it leads to neither."""
    path = urlsplit(answer["Location"]).path if answer.status_code == 302 else ""
    return path if path in {resolve_url(settings.LOGIN_URL), resolve_url("portal:ask")} else ""


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, when it is one of ours."""
    if not request.headers.get("HX-Request"):
        return came_from(request)
    here = request.headers.get("HX-Current-URL", "")
    ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    asked = urlsplit(here)
    path = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return path if ours and not path.startswith("//") else ""
