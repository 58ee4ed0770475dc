"""What is typed about an endpoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flowmono.common.templatetags.flowmono import name_in_words
from flowmono.events import REGISTRY
from flowmono.webhooks.models import EVERYTHING, Endpoint


class EndpointForm(forms.ModelForm):  # type: ignore[type-arg]
    """An endpoint with its events to choose from."""

    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Endpoint
        fields = ("url", "description", "events", "active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name_in_words(name)) for name in sorted(REGISTRY)]
        self.fields["events"].choices = [(EVERYTHING, _("Every event")), *choices]  # type: ignore[attr-defined]
