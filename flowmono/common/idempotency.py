"""Idempotency keys: a program that repeats a POST with the same key gets the same answer, and the work is done once.

The work, and the answer to it, are committed in one transaction under a lock on the key. So a server killed in between
leaves neither, and the repetition does the work; there is no moment at which the work is done and the answer is lost.
What was refused changed nothing: its answer is not kept, and the same key may be tried again.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from flowmono.common.models import IdempotentReply
from flowmono.common.problems import MEDIA_TYPE, problem

LONGEST_KEY = 200
KEPT_FOR = timedelta(days=7)
Answer = Callable[[HttpRequest], HttpResponse]


class IdempotencyKeys:
    """Middleware: takes the Idempotency-Key of a POST to the API into account."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None or not isinstance(getattr(view, "cls", None), type):
            return None
        owner = _owner_of(request)
        if owner is None:
            return None  # the endpoint itself says what is wrong with the sign-in
        if not 1 <= len(key) <= LONGEST_KEY:
            return _problem(
                400, "idempotency_key", _("An Idempotency-Key has 1 to %(most)s characters.") % {"most": LONGEST_KEY}
            )
        with transaction.atomic():
            if not _lock(owner.pk, key):
                return _problem(
                    409,
                    "idempotency_in_progress",
                    _("A request with this key is being worked on. Ask again in a moment, with the same key."),
                )
            return _answer_once(request, owner, key, lambda: view(request, *args, **kwargs))


def _owner_of(request: HttpRequest) -> Any:
    """Who asks, by the API's own ways of signing in; None when they are not signed in or may not be."""
    try:
        user = APIView().initialize_request(request).user
    except APIException:
        return None
    return user if user.is_authenticated else None


def _lock(owner_id: int, key: str) -> bool:
    """Take the key until the transaction ends; False when another request holds it. A killed server lets go by itself."""
    digest = hashlib.sha256(f"idempotency|{owner_id}|{key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        return bool(cursor.fetchone()[0])


def _answer_once(request: HttpRequest, owner: Any, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    route, body_hash = f"{request.method} {request.path}"[:500], hash_of_body(request)
    kept = IdempotentReply.objects.filter(owner=owner, key=key).first()
    if kept is not None:
        if (kept.route, kept.body_hash) != (route, body_hash):
            return _problem(
                422,
                "idempotency_mismatch",
                _("This key belongs to another request (%(route)s). Use a new key for each new request.")
                % {"route": kept.route},
            )
        again = HttpResponse(bytes(kept.reply), status=kept.status, content_type=kept.content_type)
        again["Idempotent-Replayed"] = "true"
        return again
    response = work()
    if hasattr(response, "render"):
        response = response.render()
    if response.streaming:
        response = _whole(response)
    if response.status_code < 300:
        IdempotentReply.objects.create(
            key=key,
            owner=owner,
            route=route,
            body_hash=body_hash,
            status=response.status_code,
            content_type=response.headers.get("Content-Type", "application/json"),
            reply=response.content,
            created_at=timezone.now(),
        )
    return response


def _whole(response: Any) -> HttpResponse:
    """A file that would be sent in pieces, in one piece, so that it can be kept."""
    found = HttpResponse(b"".join(response.streaming_content), status=response.status_code, headers=response.headers)
    if (file := getattr(response, "file_to_stream", None)) is not None:
        file.close()
    return found


def hash_of_body(request: HttpRequest) -> str:
    """sha256 over what was sent. A form with files is hashed by its fields: each sending draws another boundary."""
    digest = hashlib.sha256()
    if request.content_type != "multipart/form-data":
        digest.update(request.body)
        return digest.hexdigest()
    for name, values in sorted(request.POST.lists()):
        for value in values:
            digest.update(repr((name, value)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _problem(status: int, code: str, detail: str) -> JsonResponse:
    """The same shape of error as the rest of the API (RFC 9457)."""
    body = problem(status, code, "Idempotency-Key", detail)
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == 409:
        response["Retry-After"] = "1"
    return response


def forget_old_replies() -> int:
    """Delete answers older than a week; return how many. The clock calls it."""
    return IdempotentReply.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()[0]
