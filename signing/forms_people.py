"""The rows of those who take part in a round."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from signing.actions import MOST_PEOPLE, Place
from signing.forms_proving import NAMES, WithProof
from signing.models import Role

PREFIX = "people"


class PersonRow(WithProof):
    """One person: what they do, in which order, and who they are. A row in which nobody is named is no row."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    order = forms.IntegerField(
        label=_("Order"),
        help_text=_("The same number: at the same time."),
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    role = forms.ChoiceField(
        label=_("What they do"),
        choices=[
            (Role.SIGNER, _("Signs")),
            (Role.APPROVER, _("Approves")),
            (Role.VIEWER, _("Reads")),
            (Role.COPY, _("Gets a copy when it is signed")),
        ],
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Role or title"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"))
    party = forms.CharField(label=_("For whom"), max_length=200, required=False)

    field_order = ("key", "order", "role", "name", "title", "email", "party", *NAMES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "empty_permitted": True, "use_required_attribute": False})

    # True for one of ours, whom the page asks neither for a way to be recognised nor for a telephone.
    signs_in = False

    def begin_here(self) -> None:
        """The page opens with the focus in this row."""
        self.fields["order"].widget.attrs["autofocus"] = True

    def has_changed(self) -> bool:
        """True when somebody is named in it."""
        return any(str(self[name].data or "").strip() for name in ("name", "email", "title", "party"))

    def as_place(self) -> Place:
        """The person as the action takes them."""
        values = self.cleaned_data
        names = ("order", "role", "name", "title", "email", "party", "key", *NAMES)
        return Place(**{name: values[name] for name in names if name in values})


class _People(forms.BaseFormSet):
    """The rows; `kept` are those that name somebody and are not taken out."""

    def kept(self) -> list[PersonRow]:
        return [form for form in self.forms if form.has_changed() and not form.cleaned_data.get("DELETE")]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this person out")


_Rows = forms.formset_factory(
    PersonRow, formset=_People, extra=0, can_delete=True, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE + 1
)


class PeopleFormSet(_Rows):  # type: ignore[valid-type]
    """Everybody who takes part."""

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, prefix=PREFIX, **options)


def rows_as_sent(data: QueryDict) -> list[dict[str, Any]]:
    """What was written, as it was written, so that the page can show it again with another row. Rows ticked to be taken out stay so."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(total) if total.isdecimal() else 0, MOST_PEOPLE)
    names = (*PersonRow.base_fields, "DELETE")
    return [{name: data.get(f"{PREFIX}-{number}-{name}", "") for name in names} for number in range(count)]
