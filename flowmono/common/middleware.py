"""What surrounds every request: the moment, the author, and the pages that say no."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.common import CommonMiddleware
from django.utils import timezone

from flowmono.common import acting, errors
from flowmono.common.constraints import as_refusal
from flowmono.common.now import moment
from flowmono.common.reading import number_locale
from flowmono.common.refusals import Refused
from flowmono.common.throttling import address_of

Answer = Callable[[HttpRequest], HttpResponse]


class Slashes(CommonMiddleware):
    """An address without its slash leads to the one with it; what a program sends there would be lost on the way, so it is told (404)."""

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        sends = request.method not in {"GET", "HEAD"} and request.path_info.startswith(errors.API)
        return not sends and bool(super().should_redirect_with_slash(request))


class TheMoment:
    """Sets request.at, the one place where a page's clock is read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = moment()  # type: ignore[attr-defined]
        zone = getattr(request.user, "time_zone", "") if request.user.is_authenticated else ""
        numbers = getattr(request.user, "number_format", "") if request.user.is_authenticated else ""
        if zone:
            timezone.activate(zone)
        before = number_locale.set(numbers)
        try:
            return self.answer(request)
        finally:
            number_locale.reset(before)
            timezone.deactivate()


class WhoActs:
    """Attributes every change of this request to the person who is signed in, and to where it comes from."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting.coming_from(address_of(request)):
            if not request.user.is_authenticated:
                return self.answer(request)
            with acting.acting(request.user, at=request.at):  # type: ignore[attr-defined]
                return self.answer(request)


class RefusalPages:
    """Turns a refusal raised anywhere below a page into a page of ours with the right status."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if errors.is_too_large(request):
            return errors.too_large(request)
        answer = self.answer(request)
        if answer.status_code == 405 and not answer.content and "text/html" in request.headers.get("Accept", ""):
            page = errors.not_by_link(request)
            page["Allow"] = answer.get("Allow", "")
            return page
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = error if isinstance(error, Refused) else as_refusal(error)
        if refusal is None:
            return None
        answer = errors.page(request, refusal.status, refusal=refusal)
        if request.headers.get("HX-Request"):
            # The page stays as it is; js/notice.js says these words on it. JSON's escapes keep the header ASCII.
            answer["HX-Trigger"] = json.dumps({"refused": {"words": refusal.message}})
        return answer
