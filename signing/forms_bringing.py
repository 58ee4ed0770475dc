"""What people enter to send a document of their own for signature, without a contract."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from flowmono.common.choosing import known_categories, offer
from signing.actions import Place
from signing.forms_bulk import PAPERS, currency_field


class BringForm(forms.Form):
    """The document, what is said of it, and who signs it first; more people are named on the next page."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("A PDF or a Word document (.docx)."),
        widget=forms.ClearableFileInput(attrs={"accept": PAPERS}),
    )
    title = forms.CharField(label=_("Title"), max_length=150, help_text=_("As its signers read it."))
    category = forms.ChoiceField(label=_("Category"))
    name = forms.CharField(label=_("Who signs"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("One of our own people signs in and signs here; anybody else gets a link."),
    )
    party = forms.CharField(label=_("For whom they sign"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=18,
        decimal_places=3,
        min_value=0,
        required=False,
        help_text=_("If it is worth anything: a mark with a limit signs only what is known to be below it."),
    )
    currency = currency_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["category"], known_categories(), empty=_("Choose a category"), kept="")

    def said(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "category": said["category"],
            "amount": said["amount"],
            "currency": said["currency"].upper(),
            "people": [Place(1, said["name"], said["email"], party=said["party"])],
        }
