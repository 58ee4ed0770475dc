"""How a person wants to hear of things."""

from typing import Any

from django import forms

from flowmono.notices.kinds import KINDS, Way, way_of


class ChoicesForm(forms.Form):
    """One choice for each kind; fixed kinds are shown and cannot be changed."""

    def __init__(self, *args: Any, chosen: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in KINDS.values():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.title,
                help_text=kind.hint,
                choices=Way.choices,
                initial=way_of(kind.name, chosen.get(kind.name)),
                disabled=kind.fixed,
            )
