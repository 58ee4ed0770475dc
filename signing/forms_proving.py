"""The fields by which a sender says how somebody without an account proves who they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from signing.models.states import BY_EMAIL
from signing.proving import cleaned_number, ways

NAMES = ("proof", "phone")


class WaysToChoose(forms.Select):
    """The ways; those that go to a telephone say so, for the page shows its number with them alone (static/css/signing.css)."""

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        way = ways().get(str(value))
        if way is not None and way.needs_number:
            option["attrs"]["data-needs-number"] = True
        return option


class WithProof(forms.Form):
    """A way and the number that it may need. Both are left out where the installation has only the one by e-mail."""

    proof = forms.ChoiceField(
        label=_("Recognised by"),
        required=False,
        help_text=_("People with an account here sign in instead."),
        widget=WaysToChoose,
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        help_text=_("For text messages; with the country, such as +49 30 123456."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = ways()
        self.fields["proof"].choices = [(way.key, way.label) for way in found.values()]  # type: ignore[attr-defined]
        for name in NAMES:
            self.fields[name].needed_at_times = True  # type: ignore[attr-defined]
        if len(found) == 1:
            for name in NAMES:
                del self.fields[name]

    def clean_proof(self) -> str:
        return str(self.cleaned_data["proof"] or BY_EMAIL)

    def clean_phone(self) -> str:
        return cleaned_number(self.cleaned_data["phone"])
