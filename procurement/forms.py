"""The shape of what people enter about orders, invoices and payments; the rules are in the actions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.choosing import known_departments, offer
from flowmono.common.currencies import offer_currencies
from flowmono.common.edited import Edited
from procurement.actions.invoices import AMOUNTS, DAYS, TEXTS
from procurement.models import Order, OrderLine
from procurement.naming import FIELD_WORDS
from procurement.pain001 import VERSIONS
from vendors.models import Vendor

DAY = {"type": "date"}
MOST_LINES = 100


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class AnswerForm(forms.Form):
    """What a vendor tells us about an invoice."""

    words = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Our people who look at the invoice read it. It is kept with the invoice."),
    )


class ReferenceForm(forms.Form):
    """What the bank statement says."""

    reference = forms.CharField(
        label=_("Reference on the bank statement"), max_length=140, help_text=_("As the bank prints it.")
    )
    paid_on = forms.DateField(
        label=_("Day on the bank statement"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), required=False
    )
    early = forms.BooleanField(label=_("The bank really paid before the day it was asked for"), required=False)


class LineForm(Edited, forms.ModelForm):  # type: ignore[type-arg]
    """One line of an order, and why it changes; the approvers read that. The actions ask for what is missing."""

    class Meta:
        model = OrderLine
        fields = ("description", "quantity", "unit", "unit_price", "optional")
        labels = {
            "description": _("What is ordered"),
            "quantity": _("Quantity"),
            "unit": _("Unit"),
            "unit_price": _("Price of one, without tax"),
            "optional": _("Optional: on request, not counted in the total"),
        }
        help_texts = {"quantity": _("Empty for a rate: as much as is ordered.")}

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("quantity", "unit_price"):
            value = self.initial.get(name)
            if isinstance(value, Decimal):  # without the zeros that the column keeps: 18600 for 18600.000000
                self.initial[name] = f"{value.normalize():f}"

    def changed_values(self) -> dict[str, Any]:
        """What was changed, without the reason."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class UploadForm(forms.Form):
    """An invoice file."""

    file = forms.FileField(
        label=_("Invoice"),
        help_text=_("A PDF, a Factur-X PDF, or an XML e-invoice (UBL, CII)."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.xml,application/pdf,application/xml,text/xml"}),
    )


class ConfirmForm(forms.Form):
    """The order that an invoice bills."""

    order = forms.ModelChoiceField(label=_("Order"), queryset=Order.objects.none(), empty_label=None)

    def __init__(self, *args: Any, orders: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["order"].queryset = orders  # type: ignore[attr-defined]


class OverrideForm(ReasonForm):
    """Which findings may pass, and why."""

    codes = forms.MultipleChoiceField(
        label=_("Findings"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one finding.")},
    )

    def __init__(self, *args: Any, codes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].error_messages["required"] = _("Say why this may pass; the auditor reads it.")
        self.fields["codes"].choices = codes  # type: ignore[attr-defined]


class CorrectionForm(Edited, forms.Form):
    """What the document says, field by field, as a person reads it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in (*TEXTS, *DAYS, *AMOUNTS):
            self.fields[name] = self._field(name)

    @staticmethod
    def _field(name: str) -> forms.Field:
        required = name in {"number", "currency", "net", "gross", "issue_date"}
        label = FIELD_WORDS[name]
        if name in AMOUNTS:
            return forms.DecimalField(label=label, max_digits=18, decimal_places=3, required=required)
        if name in DAYS:
            return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
        return forms.CharField(label=label, max_length=200, required=required)


class RequisitionForm(forms.Form):
    """What is needed, why, and by when."""

    title = forms.CharField(label=_("What do you need?"), max_length=200)
    need = forms.CharField(
        label=_("What for?"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The approvers read this.")
    )
    needed_by = forms.DateField(
        label=_("Needed by"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    vendor = forms.ModelChoiceField(
        label=_("Suggested vendor"),
        queryset=Vendor.objects.none(),
        required=False,
        empty_label=_("None: procurement finds one"),
    )
    department = forms.ChoiceField(label=_("Department"), required=False, help_text=_("Whose budget pays."))
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["vendor"].queryset = _vendors_for(person)  # type: ignore[attr-defined]
        offer(
            self.fields["department"],
            known_departments(),
            empty=_("Not known yet"),
            kept=self.initial.get("department", ""),
        )
        offer_currencies(self.fields["currency"], kept=self.initial.get("currency", ""))
        self.fields["currency"].initial = settings.COMPANY_CURRENCY

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"] or settings.COMPANY_CURRENCY)


def _vendors_for(person: User) -> Any:
    return Vendor.objects.to_deal_with(person).order_by("name")


class NeedForm(forms.Form):
    """One line of a requisition. A row in which nothing is written is no line."""

    description = forms.CharField(label=_("What"), max_length=300)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        max_digits=16,
        decimal_places=4,
        min_value=Decimal("0.0001"),
        error_messages={"min_value": _("Enter more than 0.")},
    )
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    unit_price = forms.DecimalField(label=_("Price of one"), max_digits=16, decimal_places=4, min_value=Decimal(0))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "empty_permitted": True, "use_required_attribute": False})

    def has_changed(self) -> bool:
        """True when something is written in it."""
        return any(str(self[name].value() or "").strip() for name in self.fields)

    def amount(self) -> Decimal | None:
        """Quantity times price, as far as both are written and can be read."""
        try:
            quantity, price = (self.fields[name].clean(self[name].value()) for name in ("quantity", "unit_price"))
        except forms.ValidationError:
            return None
        return None if quantity is None or price is None else quantity * price


_Lines = forms.formset_factory(NeedForm, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES)


class LinesForm(_Lines):  # type: ignore[misc, valid-type]
    """The lines of a requisition; a row left empty is none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, prefix="line", **options)

    def values(self) -> list[dict[str, Any]]:
        """The rows that were filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def written(self) -> list[dict[str, Any]]:
        """Every row as it was written, whether it can be read or not."""
        return [{name: form[name].value() for name in form.fields} for form in self.forms]

    def total(self) -> Decimal:
        """What the rows that can be read cost together."""
        return sum((form.amount() or Decimal(0) for form in self.forms), Decimal(0))

    def may_grow(self) -> bool:
        """Whether there is room for one row more."""
        return len(self.forms) < MOST_LINES


class BuyForm(forms.Form):
    """From whom it is ordered."""

    vendor = forms.ModelChoiceField(label=_("Vendor"), queryset=Vendor.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, auto_id="buy_%s", **options)
        self.fields["vendor"].queryset = _vendors_for(person)  # type: ignore[attr-defined]


class ContractChoiceForm(forms.Form):
    """Which contract in the making serves it."""

    contract = forms.ModelChoiceField(label=_("Contract"), queryset=Order.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, auto_id="contract_%s", **options)
        contracts: Any = Order._meta.get_field("contract").related_model
        seen = contracts.objects.visible_to(person).exclude(state__in=["signed", "archived", "cancelled", "refused"])
        self.fields["contract"].queryset = seen.order_by("-created_at")  # type: ignore[attr-defined]


class BatchForm(forms.Form):
    """Which authorized payments go into the file."""

    payments = forms.ModelMultipleChoiceField(queryset=Order.objects.none(), required=False)
    version = forms.ChoiceField(choices=[(name, name) for name in VERSIONS], required=False)

    def __init__(self, *args: Any, payments: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["payments"].queryset = payments  # type: ignore[attr-defined]
