"""A form is sent once: sent again as it stands (a second click, the same page after “back”), it is answered as before, and nothing is done twice.

Each page carries a token of its own in its forms, against forged requests. The same token, address and fields are therefore the
same form of the same page with the same words in it. What was refused changed nothing, so it is not kept: sent again, it is tried
again. What was changed in the form meanwhile is another wish, and so is the same form of a page that was read anew.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from flowmono.common.errors import API, came_from
from flowmono.common.idempotency import hash_of_body
from flowmono.common.models import IdempotentReply

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# The sign-in has its own rules; who signs out is nobody any more.
ELSEWHERE = (API, "/account/")
AT_WORK = 0
WAITS_FOR = timedelta(seconds=10)
GIVEN_UP_AFTER = timedelta(seconds=90)
BETWEEN_LOOKS = 0.1
Answer = Callable[[HttpRequest], HttpResponse]


class SentOnce:
    """Middleware: the form of a page, sent by somebody who is signed in, does its act once."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path.startswith(ELSEWHERE) or not request.user.is_authenticated:
            return self.answer(request)
        if request.headers.get("HX-Request") or not request.POST.get(TOKEN):
            return self.answer(request)
        route, body_hash = f"POST {request.path}"[:500], hash_of_body(request)
        key = f"page:{hashlib.sha256(f'{route}|{body_hash}'.encode()).hexdigest()}"
        kept, is_first = _take(request, key, route, body_hash)
        if not is_first:
            return _as_before(request, kept)
        answer: HttpResponse | None = None
        try:
            answer = self.answer(request)
        finally:
            if answer is not None and _did_something(request, answer):
                kept.status, kept.reply = answer.status_code, answer["Location"].encode()
                kept.save(update_fields=["status", "reply"])
            else:
                kept.delete()
        return answer


def _take(request: HttpRequest, key: str, route: str, body_hash: str) -> tuple[IdempotentReply, bool]:
    """The row of this form, and whether this request is the one that does it. One that was left at work by a server that was
    killed is taken over: what it did, if anything, the act itself finds done."""
    now = timezone.now()
    fresh = {"route": route, "body_hash": body_hash, "status": AT_WORK, "content_type": "", "reply": b""}
    kept, is_first = IdempotentReply.objects.get_or_create(
        owner=request.user, key=key, defaults={**fresh, "created_at": now}
    )
    if is_first:
        return kept, True
    left = IdempotentReply.objects.filter(pk=kept.pk, status=AT_WORK, created_at__lt=now - GIVEN_UP_AFTER)
    return kept, bool(left.update(created_at=now))


def _did_something(request: HttpRequest, answer: HttpResponse) -> bool:
    """An act leads on to a page; a refusal leads back to the page of the form and says there why."""
    if answer.status_code not in {302, 303}:
        return False
    said = getattr(messages.get_messages(request), "_queued_messages", [])
    is_refused = any(one.level >= messages.WARNING for one in said)
    return not is_refused or urlsplit(answer["Location"]).path != urlsplit(came_from(request)).path


def _as_before(request: HttpRequest, kept: IdempotentReply) -> HttpResponse:
    """Where the first one led to, once it is done; while it is still being done, back to the form's page."""
    until = time.monotonic() + WAITS_FOR.total_seconds()
    found: IdempotentReply | None = kept
    while found and found.status == AT_WORK and time.monotonic() < until:
        time.sleep(BETWEEN_LOOKS)
        found = IdempotentReply.objects.filter(pk=kept.pk).first()
    if found and found.status != AT_WORK:
        messages.info(request, _("This was sent twice from the same page, and was done once."))
        return HttpResponseRedirect(bytes(found.reply).decode())
    if found:
        messages.info(request, _("This is still being done. Reload this page in a moment to see how it ended."))
    else:
        messages.warning(request, _("This was sent twice, and the first time it was refused. Nothing was changed."))
    return HttpResponseRedirect(came_from(request) or "/")
