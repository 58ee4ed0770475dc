"""Doing something with each of the rows that were picked, one by one, and saying what came of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from flowmono.common.refusals import Conflict, Invalid

# A message with this tag says no: what was entered stands in its form again (static/js/kept.js).
REFUSED = "refused"


def do_each(request: HttpRequest, records: Iterable[Any], act: Callable[[Any], Any], done: Callable[[int], str]) -> int:
    """Do it with each record in its own transaction; return with how many it was done.

    `done` says the number in words. What could not be done now is said with its reason, each reason once; a refusal because
    of who asks holds for all of them and is raised.
    """
    did = 0
    reasons: dict[str, None] = {}
    for record in records:
        try:
            act(record)
            did += 1
        except (Conflict, Invalid) as refusal:
            reasons[refusal.message] = None
    if did:
        messages.success(request, done(did))
    for reason in reasons:
        messages.warning(request, reason, extra_tags=REFUSED)
    if not did and not reasons:
        messages.info(request, _("Nothing was chosen."), extra_tags=REFUSED)
    return did


def back_to_the_list(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Go back to the page that the rows were picked on, when it is ours."""
    came = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(came)
    return HttpResponseRedirect(otherwise)
