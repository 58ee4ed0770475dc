"""Webhooks for people: where events are sent, what came of each message, and sending one again."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.refusals import Invalid, require
from flowmono.listing.lists import Act, picked_keys
from flowmono.listing.picking import back_to_the_list, do_each
from flowmono.outbox.naming import name_of
from flowmono.webhooks import actions, policies
from flowmono.webhooks.forms import EndpointForm
from flowmono.webhooks.listings import Messages
from flowmono.webhooks.models import Endpoint, Sending, SendingState


def _tabs() -> list[dict[str, Any]]:
    names = {
        "outbox:desk": _("Incidents"),
        "outbox:deliveries": _("Deliveries"),
        "outbox:workflow": _("Workflow"),
        "webhooks:list": _("Webhooks"),
    }
    return [{"label": label, "url": reverse(name), "current": name == "webhooks:list"} for name, label in names.items()]


@login_required
def endpoints(request: HttpRequest) -> HttpResponse:
    """Every endpoint, with what it is owed and when it last took something."""
    require(policies.can_see_webhooks, request.user)
    found = Endpoint.objects.annotate(
        owed=Count("sendings", filter=Q(sendings__state=SendingState.WAITING)),
        given_up=Count("sendings", filter=Q(sendings__state=SendingState.FAILED)),
        last_sent_at=Max("sendings__sent_at"),
    ).order_by("made_at", "pk")
    facts = {
        "tabs": _tabs(),
        "page_obj": Paginator(found, 50).get_page(request.GET.get("page")),
        "may_set_up": policies.can_set_up_webhooks(request.user),  # type: ignore[arg-type]
    }
    if not facts["may_set_up"]:
        facts["administrators"] = list(User.objects.in_role(roles.ADMINISTRATOR).order_by("first_name", "email")[:6])
    return render(request, "webhooks/list.html", facts)


@login_required
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Set up an endpoint; the answer shows its secret, once."""
    require(policies.can_set_up_webhooks, request.user)
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.create_endpoint(by=request.user, at=request.at, values=form.cleaned_data)  # type: ignore[arg-type,attr-defined]
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            return render(request, "webhooks/secret.html", {"endpoint": made, "secret": secret})
    return render(request, "webhooks/form.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def endpoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One endpoint and its messages, the newest first, or as CSV."""
    require(policies.can_see_webhooks, request.user)
    found = get_object_or_404(Endpoint, pk=pk)
    facts = {
        "endpoint": found,
        "both_until": found.former_until if found.former_until and found.former_until > request.at else None,  # type: ignore[attr-defined]
        "may_set_up": policies.can_set_up_webhooks(request.user),  # type: ignore[arg-type]
        "acts": [Act(_("Send again"), reverse("webhooks:send_picked_again"), "send")]
        if policies.can_send_again(request.user)  # type: ignore[arg-type]
        else [],
    }
    return Messages(request, found).respond("webhooks/endpoint.html", **facts)


@login_required
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Other values; what is wrong stands beside its field."""
    require(policies.can_set_up_webhooks, request.user)
    found = get_object_or_404(Endpoint, pk=pk)
    form = EndpointForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_endpoint(found, by=request.user, at=request.at, values=form.cleaned_data)  # type: ignore[arg-type,attr-defined]
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks:endpoint", pk)
    facts = {"form": form, "endpoint": get_object_or_404(Endpoint, pk=pk)}
    return render(request, "webhooks/form.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
@never_cache
def exchange(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown once on the answer."""
    found = get_object_or_404(Endpoint, pk=pk)
    found, secret = actions.exchange_secret(found, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
    return render(request, "webhooks/secret.html", {"endpoint": found, "secret": secret, "exchanged": True})


@login_required
@require_POST
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a test message."""
    sending = actions.send_test(get_object_or_404(Endpoint, pk=pk), by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
    messages.success(request, _("A test message is on its way. Load this page again to see the answer."))
    return redirect("webhooks:message", sending.pk)


@login_required
def message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One message: what is sent, and what came of every attempt."""
    require(policies.can_see_webhooks, request.user)
    found = get_object_or_404(Sending.objects.select_related("endpoint", "event"), pk=pk)
    facts = {
        "sending": found,
        "record": name_of(found.event.subject) if found.event else None,
        "body": json.dumps(json.loads(found.body()), indent=2, ensure_ascii=False),
        "log": found.log.order_by("-id")[:100],
        "may_send": policies.can_send_again(request.user),  # type: ignore[arg-type]
    }
    return render(request, "webhooks/message.html", facts)


@login_required
@require_POST
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it again, under the same id."""
    sending = get_object_or_404(Sending, pk=pk)
    actions.send_again(sending, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
    messages.success(request, _("It is being sent again."))
    return redirect("webhooks:message", pk)


@login_required
@require_POST
def send_picked_again(request: HttpRequest) -> HttpResponse:
    """Send several again, each under its own id."""
    require(policies.can_send_again, request.user)
    picked = Sending.objects.filter(pk__in=picked_keys(request.POST, Sending)).order_by("made_at", "pk")
    do_each(
        request,
        picked,
        lambda one: actions.send_again(one, by=request.user, at=request.at),  # type: ignore[arg-type,attr-defined]
        lambda n: ngettext("%(n)s message is being sent again.", "%(n)s messages are being sent again.", n) % {"n": n},
    )
    return back_to_the_list(request, reverse("webhooks:list"))
