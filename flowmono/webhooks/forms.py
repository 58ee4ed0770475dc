"""What is typed about an endpoint."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from flowmono import events
from flowmono.common.templatetags.flowmono import name_in_words, said
from flowmono.events import REGISTRY, Event
from flowmono.webhooks.models import EVERYTHING, Endpoint

# Events are offered in the order in which a case goes; a heading stands before the first of its kind.
HEADINGS: dict[type[Event], str | Promise] = {
    events.StepWanted: _("Preparing documents"),
    events.ContractDrafted: _("Contracts"),
    events.EnvelopeSent: _("Signing"),
    events.VendorRegistered: _("Vendors and workspaces"),
    events.RequisitionSubmitted: _("Orders, invoices and payments"),
    events.ApprovalRequested: _("Approvals and exceptions"),
    events.ChangeProposed: _("Rules"),
}


def events_to_choose() -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """(heading, its events as (name, what it is called and what it means))."""
    groups: list[tuple[str | Promise, list[tuple[str, str]]]] = []
    for name, event in REGISTRY.items():
        if event in HEADINGS or not groups:
            groups.append((HEADINGS.get(event, _("Others")), []))
        meaning = said(event.meaning().replace("`", ""))
        words = format_html('<span>{}<span class="sub">{}</span></span>', name_in_words(name), meaning)
        groups[-1][1].append((name, words))
    return groups


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """An endpoint with its events to choose from."""

    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Endpoint
        fields = ("url", "description", "events", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(EVERYTHING, _("Every event")), *events_to_choose()]  # type: ignore[attr-defined]
