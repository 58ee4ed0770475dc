"""The queue of true exceptions, and how often each watch was right."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.accounts.models import User
from flowmono.common.refusals import require
from flowmono.monitoring import actions, policies
from flowmono.monitoring.evidence import facts_of
from flowmono.monitoring.listings import Exceptions
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.monitoring.records import record_of, watch_name, watch_records

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@login_required
def exceptions(request: HttpRequest) -> HttpResponse:
    """What is open, the most at risk first; the answered ones under their state; what watches in shadow would raise."""
    require(policies.can_see_queue, request.user)
    return Exceptions(request).respond("monitoring/exceptions.html")


@login_required
def exception(request: HttpRequest, pk: str) -> HttpResponse:
    """One exception with its evidence and what can be done."""
    require(policies.can_see_queue, request.user)
    found = get_object_or_404(TrueException.objects.select_related("resolved_by"), pk=pk)
    may = found.state == ExceptionState.OPEN and policies.can_resolve(found, _person(request))
    facts = {
        "exception": found,
        "may_resolve": may,
        "watch_title": watch_name(found.watch),
        "evidence": list(facts_of(found.evidence)),
        "options": found.options or [{"label": _("Open the record"), "url": found.url, "method": "get"}],
        "record": record_of(found.watch),
    }
    return render(request, "monitoring/exception.html", facts)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required stands before
    return request.user


def _back(request: HttpRequest) -> HttpResponse:
    """To where the person came from inside our site, else to the queue."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect("monitoring:exceptions")


@transaction.atomic
def _answer(request: HttpRequest, pk: str, act: Callable[..., Any]) -> None:
    """Answer one exception, and those of the same cause that were shown together with it and are still open."""
    found = get_object_or_404(TrueException, pk=pk)
    named = [text for text in request.POST.getlist("also") if _UUID.fullmatch(text)]
    also = TrueException.objects.filter(pk__in=named, cause=found.cause, state=ExceptionState.OPEN).order_by("pk")
    for one in [found, *also]:
        act(one, by=_person(request), at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]


@login_required
@require_POST
def handle(request: HttpRequest, pk: str) -> HttpResponse:
    """It was true and was dealt with."""
    _answer(request, pk, actions.handle)
    messages.success(request, _("Noted as handled."))
    return _back(request)


@login_required
@require_POST
def dismiss(request: HttpRequest, pk: str) -> HttpResponse:
    """It was none; the watch learns from it."""
    _answer(request, pk, actions.dismiss)
    messages.success(request, _("Dismissed; it counts as a false alarm of the watch."))
    return _back(request)


@login_required
def watches(request: HttpRequest) -> HttpResponse:
    """Each watch: how much it looked at, how little it raised, how often it was right."""
    require(policies.can_see_queue, request.user)
    return render(request, "monitoring/watches.html", {"records": watch_records()})
