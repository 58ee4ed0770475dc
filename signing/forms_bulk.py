"""What people enter to send one document to many."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from flowmono.common.choosing import known_categories, offer
from signing.actions.bulk import About, may_sign_for_us
from signing.models import Bulk, Layout, OursWhen

PAPERS = ".pdf,.docx,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOUND, KEPT = "", "kept"


def currency_field(**options: Any) -> forms.RegexField:
    """The currency of an amount that may be left out."""
    return forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        required=False,
        error_messages={"invalid": _("Write the currency as three letters, such as EUR.")},
        widget=forms.TextInput(attrs={"maxlength": 3, "size": 4}),
        **options,
    )


class BulkForm(forms.Form):
    """The document, and what is said of it."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_(
            "A PDF or a Word document (.docx). In Word, a word in braces such as {party} or [[start date]] is filled in for each person."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": PAPERS}),
    )
    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("As its signers read it."))
    category = forms.ChoiceField(label=_("Category"))
    ours = forms.ChoiceField(label=_("One of ours signs too"), required=False)
    ours_when = forms.ChoiceField(
        label=_("When our own person signs"),
        choices=OursWhen.choices,
        required=False,
        initial=OursWhen.AFTER,
    )
    sign_by = forms.DateField(
        label=_("Last day to sign"),
        required=False,
        help_text=_("It can be signed until the end of this day. Empty: as long as the company gives."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    amount = forms.DecimalField(
        label=_("Amount of each"),
        max_digits=18,
        decimal_places=3,
        min_value=0,
        required=False,
        help_text=_(
            "If it is worth anything: a mark with a limit signs only what is known to be below it. Where they differ, the list says it in a column “amount”."
        ),
    )
    currency = currency_field(help_text=_("Also of the amounts in the list, where the list names none."))
    layout = forms.ChoiceField(
        label=_("Places to sign"),
        required=False,
        help_text=_("You see them on the first document before anything is sent."),
    )

    def __init__(self, *args: Any, bulk: Bulk | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in may_sign_for_us()}
        self.layouts = {str(one.pk): one for one in Layout.objects.filter(signers__lte=2)}
        self.fields["ours"].choices = [  # type: ignore[attr-defined]
            ("", _say("Nobody")),
            *((pk, f"{one}, {one.title}" if one.title else str(one)) for pk, one in self.people.items()),
        ]
        named = _say("As chosen: %(name)s") % {"name": bulk.layout_name} if bulk and bulk.layout_name else ""
        kept = [(KEPT, named or _say("As arranged by hand"))] if bulk and bulk.layout_places else []
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            (FOUND, _say("Found in the document")),
            *kept,
            *((pk, one.name) for pk, one in self.layouts.items()),
        ]
        self.fields["ours_when"].needed_at_times = True  # type: ignore[attr-defined]  # it is needed where one of ours signs
        now = self.initial.get("category", "")
        offer(self.fields["category"], known_categories(), empty=None if now else _("Choose a category"), kept=now)
        if bulk is not None:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another document")
            self.fields["file"].help_text = _("Empty: “%(name)s” stays.") % {"name": bulk.source.name}

    def clean_ours_when(self) -> str:
        return str(self.cleaned_data["ours_when"] or OursWhen.AFTER)

    def about(self) -> About:
        """What was said, as the actions take it."""
        said = self.cleaned_data
        return About(
            title=said["title"],
            category=said["category"],
            ours=self.people.get(said["ours"]),
            ours_when=said["ours_when"],
            sign_by=said["sign_by"],
            amount=said["amount"],
            currency=said["currency"].upper(),
            layout=self.layouts.get(said["layout"]),
            keep_layout=said["layout"] == KEPT,
        )


class ListForm(forms.Form):
    """The list of people."""

    list = forms.FileField(
        label=_("List of people"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
