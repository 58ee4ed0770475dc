"""What narrows a search, as it stands in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.finding.asking import LONGEST
from documents.finding.facets import FACETS
from documents.finding.languages import SMALL_WORDS
from documents.finding.searching import Narrowing
from documents.homes import COPY, HOMES
from flowmono.accounts.models import User

LANGUAGES = {
    "en": _("English"),
    "de": _("German"),
    "fr": _("French"),
    "es": _("Spanish"),
    "it": _("Italian"),
    "nl": _("Dutch"),
}


class SearchForm(forms.Form):
    """The words, and what narrows the answer; a value that does not fit is told beside its field and narrows nothing."""

    q = forms.CharField(required=False, max_length=LONGEST, label=_("Words"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    language = forms.ChoiceField(required=False, label=_("Language"))
    since = forms.DateField(required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))
    earlier = forms.BooleanField(required=False, label=_("Earlier versions, too"))

    def __init__(self, values: Mapping[str, Any], person: User) -> None:
        super().__init__(values)
        kinds = [(kind, home.title) for kind, home in HOMES.items()]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds, (COPY, _("Copy"))]  # type: ignore[attr-defined]
        languages = [(name, LANGUAGES[name]) for name in SMALL_WORDS]
        self.fields["language"].choices = [("", _("All languages")), *languages]  # type: ignore[attr-defined]
        for name, facet in FACETS.items():
            if facet.choices is None:
                self.fields[name] = forms.CharField(required=False, max_length=100, label=facet.title)
            else:
                every = [("", _("All")), *((value, capfirst(words)) for value, words in facet.choices(person))]
                self.fields[name] = forms.ChoiceField(required=False, label=facet.title, choices=every)
        self._words = {name: list(field.choices) for name, field in self.fields.items() if hasattr(field, "choices")}
        for field in self.fields.values():
            field.needed_at_times = True  # type: ignore[attr-defined]  # all of it is optional: the labels need not say so

    @property
    def facets(self) -> list[Any]:
        """The fields that apps registered, as the page shows them."""
        return [self[name] for name in FACETS]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked."""
        return any(value for name, value in self.cleaned_data.items() if name != "q")

    def words_of(self, name: str) -> dict[str, str]:
        """The values of a field with the words that people know them by; none where people type."""
        return {value: str(words) for value, words in self._words.get(name, ())}

    def count(self, **counts: Mapping[str, int]) -> None:
        """Say beside each choice of these fields how many documents it leaves. A field that narrows already says so of its own
        choice alone: of the others the answer knows nothing."""
        for name, found in counts.items():
            if name not in self._words:
                continue  # people type it
            chosen = self.cleaned_data.get(name, "")
            field: Any = self.fields[name]
            field.choices = [
                (value, _with_count(words, found.get(value, 0)) if value and chosen in ("", value) else words)
                for value, words in field.choices
            ]

    def narrowing(self) -> Narrowing:
        """What of it fits."""
        self.is_valid()
        values = self.cleaned_data
        return Narrowing(
            values.get("kind", ""),
            values.get("language", ""),
            values.get("since"),
            values.get("until"),
            bool(values.get("earlier")),
            {name: values.get(name, "") for name in FACETS},
        )


def _with_count(words: Any, count: int) -> str:
    return gettext("%(words)s (%(n)s)") % {"words": words, "n": count}
