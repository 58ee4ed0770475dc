"""Orchestration: the incident desk, the deliveries, and the workflow drawn from the running registry."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import write_name
from flowmono.events import REGISTRY
from flowmono.listing.lists import Act, picked_keys
from flowmono.listing.picking import back_to_the_list, do_each
from flowmono.outbox import actions, policies
from flowmono.outbox.forms import CorrectionForm
from flowmono.outbox.listings import Deliveries, Incidents
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from flowmono.outbox.naming import name_of, names_of
from flowmono.outbox.presenting import entry_of, rows_of, slots_by_name
from flowmono.outbox.remedies import remedy_of
from flowmono.outbox.routing import receivers_of


def _tabs(current: str) -> list[dict[str, Any]]:
    names = {
        "outbox:desk": _("Incidents"),
        "outbox:deliveries": _("Deliveries"),
        "outbox:workflow": _("Workflow"),
        "webhooks:list": _("Webhooks"),
    }
    return [
        {"label": label, "url": reverse(name), "current": name == f"outbox:{current}"} for name, label in names.items()
    ]


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What could not be delivered and waits for a person."""
    require(policies.can_see_the_desk, request.user)
    listing = Incidents(request)
    waiting = (
        Delivery.objects.filter(state=DeliveryState.WAITING, attempts__gt=0)
        .select_related("event")
        .order_by("next_try_at")[:20]
    )
    facts = {
        "tabs": _tabs("desk"),
        "waiting": _with_records(list(waiting)),
        "letters": Letter.objects.unsent().filter(attempts__gt=0).order_by("next_try_at")[:20],
        "given_up": Letter.objects.filter(given_up_at__isnull=False).order_by("-given_up_at")[:20],
        "may_act": policies.can_run_the_desk(request.user),  # type: ignore[arg-type]
    }
    return listing.respond("outbox/desk.html", **facts)


def _with_records(page: Any) -> Any:
    """Each delivery with what the record that it is about is called, and where it is."""
    names = names_of(delivery.event.subject for delivery in page)
    for delivery in page:
        delivery.record = names[delivery.event.subject]
    return page


@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """Every delivery, the newest first."""
    require(policies.can_see_the_desk, request.user)
    may_act = policies.can_run_the_desk(request.user)  # type: ignore[arg-type]
    acts = [Act(_("Try again"), reverse("outbox:retry_picked"), "refresh-cw")] if may_act else []
    return Deliveries(request).respond("outbox/deliveries.html", tabs=_tabs("deliveries"), acts=acts)


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
            {"name": write_name(path.rsplit(".", 1)[-1]), "path": path, **counts.get((name, path), {})}
            for path in receivers_of(event_class)
        ]
        rows.append({"name": name, "says": _(event_class.meaning().replace("`", "")), "steps": steps})
    return render(request, "outbox/workflow.html", {"tabs": _tabs("workflow"), "rows": rows})


@login_required
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: what the step is given, what went wrong, who corrected what."""
    require(policies.can_see_the_desk, request.user)
    found = get_object_or_404(Delivery.objects.select_related("event"), pk=pk)
    is_open = found.state in {DeliveryState.INCIDENT, DeliveryState.WAITING}
    first, _newline, rest = found.error.strip().partition("\n")
    facts = {
        "delivery": found,
        "record": name_of(found.event.subject),
        "rows": rows_of(found),
        "corrections": [entry_of(one, slots_by_name(found)) for one in found.corrections.select_related("by")],
        "may_act": is_open and policies.can_run_the_desk(request.user),  # type: ignore[arg-type]
        "error": first,
        "trace": rest.strip(),
        "remedy": remedy_of(found, request.user) if is_open else None,  # type: ignore[arg-type]
    }
    return render(request, "outbox/delivery.html", facts)


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the step other values and try it again; what is wrong stands beside its field and nothing typed is lost."""
    require(policies.can_run_the_desk, request.user)
    found = get_object_or_404(Delivery.objects.select_related("event"), pk=pk)
    if found.state not in {DeliveryState.INCIDENT, DeliveryState.WAITING}:
        raise Conflict(_("This delivery is already %(state)s.") % {"state": found.get_state_display()})
    event_class = REGISTRY.get(found.event.name)
    if event_class is None:
        raise Conflict(_("Nothing of this name is announced any more. Skip the step, or bring the event back."))
    initial = {"seen": found.corrections.count()}
    form = CorrectionForm(event_class, found.values, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                found,
                by=request.user,  # type: ignore[arg-type]
                at=request.at,  # type: ignore[attr-defined]
                values=form.wanted,
                reason=form.cleaned_data["reason"],
                seen=form.cleaned_data["seen"],
            )
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Corrected. The step is being tried again with your values."))
            return redirect("outbox:delivery", found.pk)
    facts = {
        "delivery": found,
        "form": form,
        "record": name_of(found.event.subject),
        "error": found.error.strip().partition("\n")[0],
        "fixed": [row for row in rows_of(found) if row.is_about],
    }
    return render(request, "outbox/correct.html", facts, status=422 if form.errors else 200)


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
def retry_picked(request: HttpRequest) -> HttpResponse:
    """Try several again now; what is done already is left as it is."""
    require(policies.can_run_the_desk, request.user)
    picked = Delivery.objects.filter(pk__in=picked_keys(request.POST, Delivery)).order_by("pk")
    do_each(
        request,
        picked,
        lambda one: actions.retry(one, by=request.user, at=request.at),  # type: ignore[arg-type,attr-defined]
        lambda n: ngettext("%(n)s step is being tried again.", "%(n)s steps are being tried again.", n) % {"n": n},
    )
    return back_to_the_list(request, reverse("outbox:deliveries"))


@login_required
@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave this step out, with a reason."""
    delivery = get_object_or_404(Delivery, pk=pk)
    actions.skip(delivery, by=request.user, at=request.at, reason=request.POST.get("reason", ""))  # type: ignore[arg-type,attr-defined]
    messages.success(request, _("Skipped; the reason is in the ledger."))
    return redirect("outbox:desk")
