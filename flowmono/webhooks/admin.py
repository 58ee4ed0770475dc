"""Administration of webhooks: endpoints are set up here as on their page; messages are looked at, and sent again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookedAtRows, LookOnly, Page
from flowmono.common.refusals import Refused
from flowmono.webhooks import actions
from flowmono.webhooks.forms import EndpointForm
from flowmono.webhooks.models import Attempt, Endpoint, Sending


class HelpedEndpointForm(EndpointForm):
    """The form of the product's own page, with a sentence at the events."""

    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What it is told of. A message holds the event's own values."),
    )


@admin.register(Endpoint)
class EndpointAdmin(Page):
    """The secret is shown once, when it is made; a new one is made with an action of the list."""

    lead = _("Programs that are told of what happens. What each was sent is under webhook messages.")
    form = HelpedEndpointForm
    list_display = ("__str__", "url", "active", "failures", "failing_since", "disabled_because")
    list_filter = ("active",)
    search_fields = ("url", "description")
    readonly_fields = ("made_at", "failures", "failing_since", "disabled_because")
    actions = ("exchange_secrets",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What became of it is told once there is something to tell."""
        return self.readonly_fields if obj is not None else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("url", "description", "events", "active", *self.get_readonly_fields(request, obj))

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:
        facts: dict[str, Any] = {"by": request.user, "at": request.at, "values": form.cleaned_data}  # type: ignore[attr-defined]
        if change:
            actions.change_endpoint(obj, **facts)
            return
        made, secret = actions.create_endpoint(**facts)
        obj.pk, obj.made_at, obj.secret, obj._state.adding = made.pk, made.made_at, made.secret, False
        self._show(request, made, secret)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def _show(self, request: HttpRequest, endpoint: Endpoint, secret: str) -> None:
        words = _say("The secret of “%(name)s” is %(secret)s. Copy it now; it is not shown again.")
        self.message_user(request, words % {"name": endpoint, "secret": secret}, messages.WARNING)

    @admin.action(description=_("Make a new secret (the former one works for 24 more hours)"))
    def exchange_secrets(self, request: HttpRequest, chosen: QuerySet[Endpoint]) -> None:
        for endpoint in chosen:
            self._show(request, *actions.exchange_secret(endpoint, by=request.user, at=request.at))  # type: ignore[arg-type,attr-defined]


class AttemptRows(LookedAtRows):
    model = Attempt
    fields = readonly_fields = ("at", "status", "milliseconds", "error", "answer")


@admin.register(Sending)
class SendingAdmin(LookOnly):
    """To look at, and to send again."""

    lead = _("Each event on its way to an endpoint, and what the endpoint answered.")
    changed_at = ("webhooks:list", _("Webhooks"))
    list_display = ("id", "event", "endpoint", "state", "attempts", "made_at", "sent_at")
    list_filter = ("state", "endpoint")
    list_select_related = ("event", "endpoint")
    search_fields = ("event__name", "endpoint__url", "endpoint__description")
    inlines = (AttemptRows,)
    actions = ("send_again",)

    def page_of(self, record: Any) -> str:
        return reverse("webhooks:message", args=[record.pk])

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Sending]) -> None:
        for sending in chosen:
            try:
                actions.send_again(sending, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
            except Refused as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
                return
        self.message_user(request, _say("They are being sent again."))
