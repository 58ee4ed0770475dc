"""Pages that say no or sorry: in the frame for who is signed in, with a way on."""

import json
import secrets
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from flowmono.common.problems import MEDIA_TYPE, problem

API = "/api/v1/"
# Several files may be handed in at once, each up to the limit of one.
FILES_AT_ONCE = 4
# Addresses of people without an account who came by a link: they meet no page of ours but their own frame, and no way to the sign-in.
OUTSIDE = ("/signing/document/", "/signing/open/")
# Of a reference that people read aloud: nothing that looks or sounds like another.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
WITH_A_PAGE = (400, 403, 404, 405, 409, 413, 429, 500, 503)


def page(request: HttpRequest, status: int, template: str = "", **facts: Any) -> HttpResponse:
    """An error page: in the frame of who came by a link, of who is signed in and works here, else in the one of the sign-in."""
    person = getattr(request, "user", None)
    inside = person is not None and person.is_authenticated and getattr(person, "works_inside", False)
    outside = request.path.startswith(OUTSIDE)
    frame = "errors/outside.html" if outside else ("errors/inside.html" if inside else "entrance.html")
    facts |= {"error_frame": frame, "outside": outside, "came_from": came_from(request)}
    return render(request, template or f"errors/{status}.html", facts, status=status)


def came_from(request: HttpRequest) -> str:
    """The path of the page that led here, when it is one of ours and another one than this; else ""."""
    before = urlsplit(request.META.get("HTTP_REFERER", ""))
    path = f"{before.path}?{before.query}" if before.query else before.path
    ours = before.netloc == request.get_host() and before.path.startswith("/") and not before.path.startswith("//")
    # A form that was sent to its own page leads back to it; a page that only was asked for does not lead to itself.
    return path if ours and (request.method == "POST" or path != request.get_full_path()) else ""


def is_too_large(request: HttpRequest) -> bool:
    """True when what is being sent is announced as more than any form of ours takes."""
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return sent.isdigit() and int(sent) > _most_at_once()


def _most_at_once() -> int:
    """Bytes of one request: some files and the fields beside them."""
    return int(settings.UPLOAD_LIMIT_MB * FILES_AT_ONCE + 5) * 1024 * 1024


def too_large(request: HttpRequest) -> HttpResponse:
    """413, in words."""
    facts = {"most": settings.UPLOAD_LIMIT_MB, "together": _most_at_once() // (1024 * 1024)}
    words = (
        _("Most forms take files of up to %(most)s MB, and everything sent at once may have up to %(together)s MB.")
        % facts
    )
    if request.path.startswith(API):
        return _told(413, "too_large", _("Too large"), words)
    return page(request, 413, words=words)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for what was too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    if request.path.startswith(API):
        words = _("This request cannot be read: %(why)s") % {"why": exception or _("it is not whole.")}
        return _told(400, "parse_error", _("Request refused"), words)
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: Django's own refusals; ours come with their words from the middleware."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; under the API's address as a problem, like everything that a program is told there."""
    if request.path.startswith(API):
        whole = f"{request.path_info}/"
        if is_valid_path(whole):
            words = _("This address ends with a slash: %(address)s.") % {"address": whole}
        else:
            words = _("There is nothing at this address of the API.")
        return _told(404, "no_such_address", _("Not found"), words)
    return page(request, 404)


def _told(status: int, code: str, title: str, words: str) -> HttpResponse:
    """What a program is told: a problem, like everywhere under the API's address."""
    return JsonResponse(problem(status, code, title, words), status=status, content_type=MEDIA_TYPE)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: the sign-in pages count tries."""
    return page(request, 429)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or from another session."""
    return page(request, 403, "403_csrf.html")


def not_by_link(request: HttpRequest) -> HttpResponse:
    """405: an address that takes a form was opened as a page."""
    return page(request, 405)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: in words, with the reference under which the log has what happened.

    It asks nothing of the database, the session or the person. The log has the reference by flowmono.common.masking.WithReference.
    """
    request.reference = _reference()  # type: ignore[attr-defined]
    status = 503 if isinstance(sys.exception(), OperationalError | InterfaceError) else 500
    reference = request.reference  # type: ignore[attr-defined]
    if request.path.startswith(API):
        answer: HttpResponse = JsonResponse(_sorry(status, reference), status=status, content_type=MEDIA_TYPE)
    else:
        facts = {"reference": reference, "again": request.get_full_path() if request.method == "GET" else ""}
        facts |= {"came_from": came_from(request) if not facts["again"] else ""}
        facts |= {"home": "" if request.path.startswith(OUTSIDE) else "/"}
        answer = HttpResponse(get_template(f"errors/{status}.html").render(facts), status=status)
        if request.headers.get("HX-Request"):
            words = _("That did not work, on our side. Reload the page and try again; the reference is %(code)s.")
            answer["HX-Trigger"] = json.dumps({"refused": {"words": words % {"code": reference}}})
    if status == 503:
        answer["Retry-After"] = "30"
    return answer


def _reference() -> str:
    letters = "".join(secrets.choice(LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _sorry(status: int, reference: str) -> dict[str, Any]:
    title = _("Something went wrong on our side") if status == 500 else _("Back in a moment")
    detail = _("It has been noted under the reference %(code)s.") % {"code": reference}
    return problem(status, "unavailable" if status == 503 else "error", title, detail)
