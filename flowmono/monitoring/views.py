"""The queue of true exceptions, and how often each watch was right."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.accounts.models import User
from flowmono.common.refusals import require
from flowmono.monitoring import actions, policies
from flowmono.monitoring.evidence import facts_of
from flowmono.monitoring.models import ExceptionState, TrueException
from flowmono.monitoring.records import record_of, watch_name, watch_records
from flowmono.monitoring.registry import WATCHES

SHADOW = "shadow"


@login_required
def exceptions(request: HttpRequest) -> HttpResponse:
    """What is open, the most at risk first; the answered ones under their state; what watches in shadow would raise."""
    require(policies.can_see_queue, request.user)
    state = request.GET.get("state", ExceptionState.OPEN)
    found = _in_state(state)
    if wanted := request.GET.get("watch", ""):
        found = found.filter(watch=wanted)
    if request.GET.get("mine"):
        found = found.for_roles(request.user)
    facts = {
        "page_obj": Paginator(found, 50).get_page(request.GET.get("page")),
        "state": state,
        "states": [*ExceptionState.choices, (SHADOW, _("in shadow"))],
        "watch": wanted,
        "watches": [(name, watch.title) for name, watch in sorted(WATCHES.items())] + _others(),
        "mine": request.GET.get("mine", ""),
    }
    return render(request, "monitoring/exceptions.html", facts)


def _in_state(state: str) -> Any:
    if state == ExceptionState.OPEN:
        return TrueException.objects.waiting()
    if state == SHADOW:
        return TrueException.objects.filter(state=ExceptionState.OPEN, shadow=True).order_by("-raised_at")
    return (
        TrueException.objects.filter(state=state, shadow=False).select_related("resolved_by").order_by("-resolved_at")
    )


def _others() -> list[tuple[str, str]]:
    """Kinds of exception that are raised where they happen, not by a watch of the clock."""
    names = TrueException.objects.exclude(watch__in=list(WATCHES)).values_list("watch", flat=True).distinct()
    return [(name, _title_of(name)) for name in sorted(names)]


def _title_of(watch: str) -> str:
    """What a watch looks for, in words; for what is raised where it happens, its name."""
    return WATCHES[watch].title if watch in WATCHES else watch.replace("_", " ").capitalize()


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


@login_required
@require_POST
def handle(request: HttpRequest, pk: str) -> HttpResponse:
    """It was true and was dealt with."""
    found = get_object_or_404(TrueException, pk=pk)
    actions.handle(found, by=_person(request), at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]
    messages.success(request, _("Noted as handled."))
    return _back(request)


@login_required
@require_POST
def dismiss(request: HttpRequest, pk: str) -> HttpResponse:
    """It was none; the watch learns from it."""
    found = get_object_or_404(TrueException, pk=pk)
    actions.dismiss(found, by=_person(request), at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[attr-defined]
    messages.success(request, _("Dismissed; it counts against the watch’s precision."))
    return _back(request)


@login_required
def watches(request: HttpRequest) -> HttpResponse:
    """Each watch: how much it looked at, how little it raised, how often it was right."""
    require(policies.can_see_queue, request.user)
    return render(request, "monitoring/watches.html", {"records": watch_records()})
