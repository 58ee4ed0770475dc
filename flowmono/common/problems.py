"""Errors that teach (RFC 9457): what is wrong, at which field, under which code, and how to put it right."""

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE: Final = "application/problem+json"

# What to do, by code; codes that are not here are answered by their status.
BY_CODE: Final[dict[str, Any]] = {
    "not_authenticated": _("Send a token: Authorization: Bearer fm_… People make one under Profile → API tokens."),
    "authentication_failed": _("Make another token under Profile → API tokens, or ask an administrator for one."),
    "csrf": _("Send a token instead of a session, or the page's CSRF token in X-CSRFToken."),
    "scope_missing": _("Make a token with the scope that is named; its owner's roles must allow it as well."),
    "not_found": _("Look at the id. What the token's owner may not see answers in the same way."),
    "no_such_address": _("Look at the documentation for the addresses; each of them ends with a slash."),
    "too_large": _("Send less at once."),
    "method_not_allowed": _("Look at the documentation for what may be done here. Records change by verbs, with POST."),
    "not_acceptable": _("Leave ?format= out, or ask for json; in the header Accept, for application/json."),
    "unsupported_media_type": _("Send JSON as application/json, and files as multipart/form-data."),
    "parse_error": _("Send well-formed JSON, or a form whose parts are whole."),
    "unknown_parameter": _("Take it out, or spell it as the documentation does; nothing is filtered by guessing."),
    "unknown_field": _("Take it out, or spell it as `errors` says; nothing that is sent is passed over."),
    "unclear_parameter": _("Say each parameter once, with a value; several states go with commas as state__in."),
    "unknown_expansion": _("Name only relations that the documentation lists for this endpoint."),
    "invalid_page": _("Follow `next` and `previous`, or ask for a smaller page number."),
    "idempotency_key": _("Send a key of 1 to 200 characters, such as a UUID, one for each thing that you want done."),
    "idempotency_mismatch": _("Use a new key for each new request; repeat an old one exactly as it was."),
    "idempotency_in_progress": _("Wait a second, then send the same request with the same key."),
    "throttled": _("Wait as long as Retry-After says."),
    "no_rule": _("An administrator adds an approval rule that fits, then try again."),
    "too_few_people": _("An administrator gives the role to one more person, then try again."),
    "nobody_left": _("An administrator gives the role to somebody who has not acted in this case yet."),
    "asks_first": _("Read what `detail` says; where that is meant, send it again with all_the_same."),
    "rate_missing": _("An administrator enters the exchange rate, then try again."),
    "no_company": _("An administrator enters the company first."),
}
BY_STATUS: Final[dict[int, Any]] = {
    400: _("Put the fields right that `errors` names, and send it again."),
    401: _("Send a token: Authorization: Bearer fm_… People make one under Profile → API tokens."),
    403: _("Let somebody do it whose role allows it, or use a token of theirs."),
    404: _("Look at the id. What the token's owner may not see answers in the same way."),
    405: _("Look at the documentation for what may be done here. Records change by verbs, with POST."),
    406: _("Leave ?format= out, or ask for json; in the header Accept, for application/json."),
    409: _("Read the record again: it has moved on, or another step comes first. Then decide anew."),
    413: _("Send a smaller file."),
    415: _("Send JSON as application/json, and files as multipart/form-data."),
    422: _("Use a new key for each new request; repeat an old one exactly as it was."),
    429: _("Wait as long as Retry-After says."),
    500: _("Try again with the same Idempotency-Key. Nothing half-done remains."),
    503: _("Wait as long as Retry-After says, then try again with the same Idempotency-Key."),
}


def problem(status: int, code: str, title: str, detail: str, *, errors: dict[str, Any] | None = None) -> dict[str, Any]:
    """The document: type, title, status, detail, code, how_to_fix, and `errors` by field where fields are at fault."""
    body: dict[str, Any] = {
        "type": f"{settings.SITE_URL}/api/docs/problems/#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "how_to_fix": how_to_fix(status, code),
    }
    if errors:
        body["errors"] = errors
    return body


def how_to_fix(status: int, code: str) -> str:
    """What to do next, in a sentence."""
    return str(BY_CODE.get(code) or BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400])
