"""Orchestration: the incident desk, the deliveries, and the workflow drawn from the running registry."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from flowmono.common.refusals import require
from flowmono.events import REGISTRY
from flowmono.outbox import actions, policies
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from flowmono.outbox.routing import receivers_of


def _tabs(current: str) -> list[dict[str, Any]]:
    names = {"desk": _("Incidents"), "deliveries": _("Deliveries"), "workflow": _("Workflow")}
    return [
        {"label": label, "url": reverse(f"outbox:{name}"), "current": name == current} for name, label in names.items()
    ]


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What could not be delivered and waits for a person."""
    require(policies.can_see_the_desk, request.user)
    incidents = Delivery.objects.incidents().select_related("event").order_by("-id")
    waiting = (
        Delivery.objects.filter(state=DeliveryState.WAITING, attempts__gt=0)
        .select_related("event")
        .order_by("next_try_at")[:20]
    )
    facts = {
        "tabs": _tabs("desk"),
        "page_obj": _with_records(Paginator(incidents, 25).get_page(request.GET.get("page"))),
        "waiting": waiting,
        "letters": Letter.objects.filter(sent_at__isnull=True, attempts__gt=0).order_by("next_try_at")[:20],
        "may_act": policies.can_run_the_desk(request.user),  # type: ignore[arg-type]
    }
    return render(request, "outbox/desk.html", facts)


def _with_records(page: Any) -> Any:
    """Each incident with the page of the record that it is about: there its input is put right before another try."""
    for delivery in page:
        delivery.record = record = _record_of(delivery.event.subject)
        delivery.record_url = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return page


def _record_of(subject: str) -> Any:
    """The record that a ledger subject such as procurement.order:<uuid> names; None when it is not there any more."""
    label, _colon, key = subject.partition(":")
    try:
        return apps.get_model(label).objects.filter(pk=UUID(key)).first()
    except (LookupError, ValueError):
        return None


@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """Every delivery, the newest first."""
    require(policies.can_see_the_desk, request.user)
    found = Delivery.objects.select_related("event").order_by("-id")
    state, event, q = (request.GET.get(name, "") for name in ("state", "event", "q"))
    if state:
        found = found.filter(state=state)
    if event:
        found = found.filter(event__name=event)
    if q:
        found = found.filter(Q(receiver__icontains=q) | Q(event__subject__icontains=q))
    facts = {
        "tabs": _tabs("deliveries"),
        "page_obj": Paginator(found, 50).get_page(request.GET.get("page")),
        "state": state,
        "states": DeliveryState.choices,
        "event": event,
        "events": sorted(REGISTRY),
        "q": q,
    }
    return render(request, "outbox/deliveries.html", facts)


@login_required
def workflow(request: HttpRequest) -> HttpResponse:
    """Which event starts what, as the code that runs says, with what was done and what is owed."""
    require(policies.can_see_the_desk, request.user)
    counts = {
        (row["event__name"], row["receiver"]): row
        for row in Delivery.objects.values("event__name", "receiver").annotate(
            done=Count("pk", filter=Q(state=DeliveryState.DONE)),
            owed=Count("pk", filter=Q(state=DeliveryState.WAITING)),
            incidents=Count("pk", filter=Q(state=DeliveryState.INCIDENT)),
        )
    }
    rows = []
    for name, event_class in REGISTRY.items():
        steps = [
            {"name": path.rsplit(".", 1)[-1].replace("_", " "), "path": path, **counts.get((name, path), {})}
            for path in receivers_of(event_class)
        ]
        rows.append(
            {"name": name, "says": (event_class.__doc__ or "").strip().splitlines()[0].replace("`", ""), "steps": steps}
        )
    return render(request, "outbox/workflow.html", {"tabs": _tabs("workflow"), "rows": rows})


@login_required
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again now."""
    delivery = get_object_or_404(Delivery, pk=pk)
    actions.retry(delivery, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
    messages.success(request, _("It is being tried again."))
    return redirect("outbox:desk")


@login_required
@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave this step out, with a reason."""
    delivery = get_object_or_404(Delivery, pk=pk)
    actions.skip(delivery, by=request.user, at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[arg-type,attr-defined]
    messages.success(request, _("Skipped; the reason is in the ledger."))
    return redirect("outbox:desk")
