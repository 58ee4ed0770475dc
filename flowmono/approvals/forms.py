"""Entering an absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.approvals.absences import reason_against, who_can_stand_in

DAY = {"type": "date"}


class AbsenceForm(forms.Form):
    """From which day to which, and who decides meanwhile."""

    starts_on = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    delegate = forms.ChoiceField(
        label=_("Who decides in your place"),
        help_text=_("Only colleagues who may approve by some rule. The decision will say that it was made for you."),
    )

    def __init__(self, *args: Any, person: User, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person, self.today = person, today
        self.people = {str(one.pk): one for one in who_can_stand_in(person)}
        named = [(pk, f"{one} · {one.title}" if one.title else str(one)) for pk, one in self.people.items()]
        self.fields["delegate"].choices = [("", _("Choose a colleague")), *named]  # type: ignore[attr-defined]

    def clean_delegate(self) -> User:
        found = self.people.get(self.cleaned_data["delegate"])
        if found is None:
            raise forms.ValidationError(_("Choose a colleague who may approve."))
        return found

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if {"starts_on", "ends_on", "delegate"} <= facts.keys():
            field, words = reason_against(
                self.person, facts["delegate"], facts["starts_on"], facts["ends_on"], self.today
            )
            if words:
                self.add_error(field, words)
        return facts
