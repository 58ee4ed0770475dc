"""The shape of a correction: one field for each value of the event that may be corrected, of its own type."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from flowmono.events import Event
from flowmono.outbox.correcting import Slot, read_plain, slots_of

LONG = 80
# What a value of this name must look like in every event: the vocabulary of flowmono/events.py.
RULES: dict[str, list[Any]] = {
    "currency": [RegexValidator(r"^[A-Z]{3}$", _("Write the currency as three capital letters, such as EUR."))],
    "country": [RegexValidator(r"^[A-Z]{2}$", _("Write the country as two capital letters, such as DE."))],
    "percent": [MinValueValidator(0), MaxValueValidator(100)],
}


class CorrectionForm(forms.Form):
    """The event's values as they stand, ready to be corrected, and why."""

    def __init__(self, event_class: type[Event], values: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = [slot for slot in slots_of(event_class) if not slot.fixed]
        for slot in self.slots:
            self.fields[key_of(slot)] = _field_of(slot, read_plain(slot, values.get(slot.name)))
        self.fields["reason"] = forms.CharField(
            label=_("Why are these values right?"),
            help_text=_("Kept with the correction as evidence, under your name."),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["seen"] = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """The values alone, in the event's order."""
        return [self[key_of(slot)] for slot in self.slots]

    @property
    def has_no_values(self) -> bool:
        """True for an event that only names records."""
        return not self.slots

    @property
    def wanted(self) -> dict[str, Any]:
        """Name → value, of what was sent and is right; an empty one of a value that may be missing is None."""
        found = {}
        for slot in self.slots:
            if key_of(slot) not in self.cleaned_data:
                continue
            value = self.cleaned_data[key_of(slot)]
            found[slot.name] = None if value == "" and slot.optional else value
        return found


def key_of(slot: Slot) -> str:
    """The form's own name of a value: an event may carry a `reason` too."""
    return f"value_{slot.name}"


def _field_of(slot: Slot, now: Any) -> forms.Field:
    required = not slot.optional and now != ""
    facts: dict[str, Any] = {"label": slot.label, "required": required, "initial": now}
    rules = RULES.get(slot.name, [])
    if slot.kind is bool:
        return _yes_or_no(slot, facts)
    if slot.kind is int:
        return forms.IntegerField(**facts, validators=rules)
    if slot.kind is Decimal:
        return forms.DecimalField(**facts, validators=rules, max_digits=20, decimal_places=6)
    if slot.kind is datetime:
        return forms.DateTimeField(**facts)
    if slot.kind is date:
        return forms.DateField(**facts, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if slot.name == "email":
        return forms.EmailField(**facts)
    widget = forms.Textarea(attrs={"rows": 3}) if len(str(now or "")) > LONG else forms.TextInput()
    return forms.CharField(**facts, validators=rules, max_length=4000, widget=widget)


def _yes_or_no(slot: Slot, facts: dict[str, Any]) -> forms.Field:
    choices = [("True", _("yes")), ("False", _("no"))]
    if slot.optional:
        choices.insert(0, ("", _("not known")))
    return forms.TypedChoiceField(
        **{**facts, "required": not slot.optional},
        choices=choices,
        coerce=lambda text: text == "True",
        empty_value=None,
    )
