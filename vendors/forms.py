"""The shape of what people enter about vendors; the rules are in the actions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.common.countries import CountryField
from flowmono.common.edited import Edited
from vendors.clearing import SYSTEMS
from vendors.models import Vendor
from vendors.models.workspace import WHOLE

PAPER = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
DAY = {"type": "date"}
REASON_LIMIT = 300
FILES_AT_ONCE = 10


class VendorForm(Edited, forms.ModelForm):
    """Who a vendor is."""

    country = CountryField(label=_("Country"))

    class Meta:
        model = Vendor
        fields = ("name", "legal_name", "vat_id", "tax_id", "country", "email", "category", "risk", "address")
        labels: ClassVar[dict[str, Any]] = {
            "name": _("Name"),
            "legal_name": _("Full legal name"),
            "vat_id": _("VAT number"),
            "tax_id": _("Other tax number"),
            "email": _("E-mail address"),
            "category": _("Category"),
            "risk": _("Risk"),
            "address": _("Address"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "email": _("The portal invitation goes there when no contact is entered."),
            "category": _("Chooses the checklist when the contract does not, such as “services agreement”."),
            "risk": _("Approval rules may ask more people when the risk is high."),
        }
        widgets: ClassVar[dict[str, Any]] = {"address": forms.Textarea(attrs={"rows": 3})}

    def clean_vat_id(self) -> str:
        return "".join(str(self.cleaned_data["vat_id"]).split()).upper()

    def _get_validation_exclusions(self) -> set[str]:
        """The action says whose VAT id it is; the model's own check would name only a constraint."""
        return {*super()._get_validation_exclusions(), "vat_id"}


class ContactForm(forms.Form):
    """A person who speaks for a vendor."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    invite = forms.BooleanField(label=_("Send them a link to the portal now"), required=False, initial=True)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LIMIT}), max_length=REASON_LIMIT
    )


class CallForm(forms.Form):
    """Whom you called about a bank account."""

    contact = forms.CharField(
        label=_("Whom you called, and on which number"),
        max_length=200,
        help_text=_("Use a number that you knew before this account was entered, never one from the request."),
    )


class VerifyForm(forms.Form):
    """Until when a paper holds, as the paper itself says."""

    valid_until = forms.DateField(
        label=_("Last day of validity"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, lapses: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        day = self.fields["valid_until"]
        day.required = lapses
        day.help_text = (
            _("As the paper itself says; payments stop when it is over.")
            if lapses
            else _("As the paper itself says; leave it empty for a paper without one.")
        )


class PaperForm(forms.Form):
    """A certificate or statement, and how long it is valid."""

    kind = forms.ChoiceField(label=_("What it is"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, PNG or JPEG."),
        widget=forms.ClearableFileInput(attrs={"accept": PAPER}),
    )
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=forms.DateInput(attrs=DAY))
    valid_until = forms.DateField(
        label=_("Last day of validity"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("Leave it empty for a paper without one."),
    )

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str]], lapsing: Sequence[str] = (), **options: Any
    ) -> None:
        """lapsing: what the vendor's checklists ask for with a last day, by its title: for these the day is no option."""
        super().__init__(*args, **options)
        if lapsing:
            day = self.fields["valid_until"]
            day.needed_at_times = True  # type: ignore[attr-defined]  # read where labels are drawn
            day.help_text = gettext("Needed for: %(papers)s. Leave it empty for a paper without one.") % {
                "papers": ", ".join(lapsing)
            }
        self.fields["kind"].choices = [("", gettext("Choose …")), *kinds]  # type: ignore[attr-defined]


class AccountForm(forms.Form):
    """A bank account: an IBAN, or a number with its clearing code."""

    holder = forms.CharField(label=_("Account holder"), max_length=140)
    iban = forms.CharField(
        label=_("IBAN"), max_length=42, required=False, help_text=_("Outside the IBAN countries leave it empty.")
    )
    bban = forms.CharField(label=_("Account number"), max_length=34, required=False)
    clearing_system = forms.ChoiceField(
        label=_("How the bank is numbered"),
        required=False,
        choices=[
            ("", _("None: an IBAN is enough")),
            *((code, words) for code, (words, _number) in SYSTEMS.items()),
        ],
    )
    clearing_member = forms.CharField(
        label=_("Number of the bank"),
        max_length=35,
        required=False,
        help_text=_("The number of the bank itself, such as a routing number or a sort code."),
    )
    bic = forms.CharField(label=_("BIC (SWIFT)"), max_length=14, required=False)
    country = CountryField(
        label=_("Country of the bank"), help_text=_("Its name or its two letters; an IBAN tells it.")
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False, help_text=_("Such as EUR."))


class SeveralFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        if len(files) > FILES_AT_ONCE:
            raise forms.ValidationError(_("Add at most %(count)s files at once.") % {"count": FILES_AT_ONCE})
        return [super(FilesField, self).clean(one, initial) for one in files]


class DeliveryForm(forms.Form):
    """Handing a milestone in."""

    note = forms.CharField(
        label=_("What was delivered"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say how the acceptance criterion is met, and where it can be seen."),
    )
    files = FilesField(
        label=_("Evidence"),
        required=False,
        help_text=_("Reports, protocols, pictures: PDF, PNG or JPEG."),
        widget=SeveralFiles(attrs={"accept": PAPER}),
    )


class AcceptForm(forms.Form):
    """How much of a milestone is accepted."""

    percent = forms.DecimalField(
        label=_("Accepted, in percent"), min_value=Decimal("0.01"), max_value=WHOLE, max_digits=7, decimal_places=4
    )
    reason = forms.CharField(
        label=_("What is still missing"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The vendor reads this and hands in the rest."),
    )


class AskForm(forms.Form):
    """Asking for a new link to the portal."""

    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
