"""Letting a colleague sign with the authority of one's mark."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.choosing import known_categories
from signing.lending import Part
from signing.models import SignatureProfile


class DelegationForm(forms.Form):
    """To whom, from when to when, and which part of the mark's authority."""

    delegate = forms.ChoiceField(
        label=_("Colleague"), help_text=_("Who may sign for the company. They sign with their own name and mark.")
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("It ends by itself after this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    categories = forms.MultipleChoiceField(
        label=_("Only for these kinds of documents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for all that your mark is for."),
    )
    limit = forms.DecimalField(
        label=_("Only up to"),
        required=False,
        min_value=0,
        max_digits=18,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays on record, also in the certificates of what is signed."),
    )

    def __init__(
        self, *args: Any, mark: SignatureProfile, people: Iterable[User], today: date, currency: str, **options: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"starts_on": today}, **options})
        self.people = {str(one.pk): one for one in people}
        named = [(pk, f"{one}, {one.title}" if one.title else str(one)) for pk, one in self.people.items()]
        fields: Any = self.fields
        fields["delegate"].choices = [("", _("Choose a colleague")), *named]
        fields["categories"].choices = [
            (name, capfirst(name)) for name in sorted(mark.categories or known_categories(), key=str.casefold)
        ]
        fields["limit"].help_text = _("In %(currency)s. Leave it empty for as much as your mark covers.") % {
            "currency": currency
        }

    def clean_delegate(self) -> User:
        return self.people[self.cleaned_data["delegate"]]

    def part(self) -> Part:
        """The part of the authority that is delegated, once the form is valid."""
        values = self.cleaned_data
        return Part(values["starts_on"], values["ends_on"], tuple(values["categories"]), values["limit"])
