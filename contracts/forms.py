"""The shape of what people enter about contracts; the rules are in the actions."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from contracts.actions import CORRECTABLE, SAYABLE, TERM_CORRECTABLE, due_after_end
from contracts.checking import Asked
from contracts.models import Contract, How, Obligation, Side, Term
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.choosing import known_categories, known_departments, offer
from flowmono.common.countries import CountryField
from flowmono.common.edited import Edited
from flowmono.common.templatetags.writing import read_periods, say_day, write_periods

WORD = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ITEM_KINDS = [
    ("milestone", _("milestone: paid when it is accepted")),
    ("date", _("instalment: paid on a day")),
    ("recurring", _("recurring: paid every period")),
    ("deposit", _("deposit: paid in advance")),
    ("on_signature", _("paid on signature")),
    ("retention", _("retention: kept back, released later")),
    ("unit_price", _("price per unit or hour")),
]


WHO_ANSWERS = (roles.PROCUREMENT, roles.LEGAL, roles.FINANCE, roles.ADMINISTRATOR)
# Columns whose periods people read and write in words: "6 months after acceptance".
SPOKEN = frozenset({"value", "due_value"})


class DraftForm(forms.Form):
    """A Word draft."""

    file = forms.FileField(
        label=_("Word draft"),
        help_text=_("A .docx file. Open changes and comments are reported, never lost."),
        widget=forms.ClearableFileInput(attrs={"accept": WORD}),
    )


class StartForm(DraftForm):
    """A Word draft and what is known about it beforehand."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_(
            "Such as “Services agreement: calibration 2027”. Empty: the title in the draft, else the name of the file."
        ),
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    vendor = forms.ModelChoiceField(
        label=_("Vendor"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("As the draft names it"),
        help_text=_("Leave it open for a new vendor: it is registered when the terms are confirmed."),
    )
    signer = forms.CharField(label=_("Who signs for the other party"), max_length=120, required=False)
    signer_email = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        help_text=_(
            "The contract is sent there for signature. Empty: as the draft names it; you are asked again before the approvals."
        ),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        vendors = Contract._meta.get_field("vendor").related_model
        self.fields["vendor"].queryset = vendors.objects.visible_to(person).exclude(state="blocked").order_by("name")
        others = known_departments() - {person.department}
        offer(self.fields["department"], others, empty=_own_department(person))


def _own_department(person: User) -> str:
    if not person.department:
        return _say("None")
    return _say("Your own: %(department)s") % {"department": person.department}


class ContractForm(Edited, forms.ModelForm):
    """What was read about the contract as a whole."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    counterparty_country = CountryField(label=_("Country"))

    class Meta:
        model = Contract
        fields = CORRECTABLE
        labels: ClassVar[dict[str, Any]] = {
            "title": _("Title"),
            "customer_name": _("Customer (our company)"),
            "counterparty_name": _("Other party"),
            "counterparty_tax_id": _("Tax or VAT number"),
            "counterparty_address": _("Address"),
            "counterparty_email": _("E-mail address"),
            "counterparty_signer": _("Who signs for it"),
            "counterparty_signer_title": _("Their title"),
            "currency": _("Currency"),
            "total": _("Total"),
            "payment_days": _("Payment term in days"),
            "effective_on": _("In force from"),
            "starts_on_signature": _("In force from the last signature"),
            "ends_on": _("Ends on"),
            "renews": _("Renews by itself"),
            "notice_days": _("Notice in days before the end"),
            "governing_law": _("Governing law"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "counterparty_email": _("The contract is sent there for signature; the vendor is invited there."),
            "currency": _("Three capital letters, such as EUR."),
            "starts_on_signature": _("The day is filled in when the last party signs; the end follows from the term."),
            "total": _("The value that the contract states; empty when it states none."),
        }
        widgets: ClassVar[dict[str, Any]] = {"effective_on": DAY, "ends_on": DAY}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _write_plainly(self, "total")
        if self.instance.tax_number_is_doubtful:
            self.fields["counterparty_tax_id"].help_text = _(
                "Its check digits do not agree. Ask the other party, or leave it as the contract has it."
            )
        offer(self.fields["category"], known_categories(), empty=_("Not known"), kept=self.instance.category)
        offer(self.fields["department"], known_departments(), empty=_say("None"), kept=self.instance.department)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


def _write_plainly(form: forms.ModelForm, name: str) -> None:
    """An amount without the zeros that its column keeps: 46500 for 46500.000000."""
    value = form.initial.get(name)
    if isinstance(value, Decimal):
        form.initial[name] = f"{value.normalize():f}"


class TermForm(Edited, forms.ModelForm):
    """One term: a priced item has its columns, any other term its value."""

    item_kind = forms.ChoiceField(label=_("Kind"), choices=ITEM_KINDS)

    class Meta:
        model = Term
        fields = TERM_CORRECTABLE
        labels: ClassVar[dict[str, Any]] = {
            "description": _("Description"),
            "amount": _("Amount of one occurrence"),
            "percent": _("Percent of each payment"),
            "due_on": _("Due on"),
            "due_value": _("Due, in words"),
            "due_count": _("How many occurrences"),
            "acceptance": _("Accepted when"),
            "unit": _("Unit"),
            "optional": _("Optional: not part of the firm order"),
            "value": _("Value"),
        }
        widgets: ClassVar[dict[str, Any]] = {"due_on": DAY, "acceptance": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial_of = {name: getattr(self.instance, name) for name in SPOKEN}
        _write_plainly(self, "amount")
        _write_plainly(self, "percent")
        shown = {"schedule": set(self.fields) - {"value", "percent"}, "advance": {"percent"}}
        shown["retention"] = {"percent", "due_on", "due_value"}
        unused = set(self.fields) - shown.get(self.instance.field, {"value"})
        if self.instance.due_type in {"date", "period"}:
            unused = unused | {"due_value"}  # it repeats the day
        for name in unused:
            self.fields.pop(name, None)
        for name in ("amount", "due_on", "due_count"):
            if name in self.fields:
                self.fields[name].required = False
        if self.instance.day is not None and "value" in self.fields:
            self.fields["value"] = forms.DateField(label=_("Day"), widget=DAY)
        for name in SPOKEN & set(self.fields):
            self.initial[name] = write_periods(getattr(self.instance, name))

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        return value.isoformat() if isinstance(value, date) else self._as_kept("value", str(value))

    def clean_due_value(self) -> str:
        return self._as_kept("due_value", str(self.cleaned_data["due_value"]))

    def _as_kept(self, name: str, written: str) -> str:
        """The words with their periods as the record keeps them (P6M); untouched where it kept none."""
        kept = str(self.initial_of[name])
        return read_periods(written) if write_periods(kept) != kept else written


class AmendsForm(forms.Form):
    """Which signed agreement a contract changes."""

    amends = forms.ModelChoiceField(
        label=_("The agreement that it changes"),
        queryset=Contract.objects.none(),
        required=False,
        empty_label=_("None: it stands for itself, and its prices are ordered as they stand"),
    )

    def __init__(self, *args: Any, offered: Sequence[Contract], must: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if must:
            self.fields["amends"].required = True
            self.fields["amends"].empty_label = _("Choose; procurement or legal say that it changes none")
        self.fields["amends"].queryset = Contract.objects.filter(pk__in=[one.pk for one in offered])


def form_of(contract: Contract, asked: Asked, data: Any = None) -> forms.ModelForm:
    """The fields in which a person corrects one value: those of the term, or the facts of the contract that it says."""
    prefix = "check"
    if not asked.columns and asked.term is not None:
        return TermForm(data, instance=copy(asked.term), prefix=prefix)
    form = ContractForm(data, instance=copy(contract), prefix=prefix)
    for name in set(form.fields) - set(asked.columns):
        del form.fields[name]
    return form


class ObligationForm(Edited, forms.ModelForm):
    """Who answers for an obligation, whose it is, and its day."""

    class Meta:
        model = Obligation
        fields = SAYABLE
        widgets: ClassVar[Any] = {"due_on": DAY}
        labels: ClassVar[Any] = {"owner": _("Owner"), "side": _("To be met by"), "due_on": _("Due")}
        help_texts: ClassVar[Any] = {
            "owner": _("Is told in “Needs you” when it is due soon."),
            "side": "",
            "due_on": _("Empty: no day is known."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        contract = self.instance.record.contract
        known = Q(groups__name__in=WHO_ANSWERS) | Q(pk__in=[contract.requester_id, self.instance.owner_id])
        people = User.objects.filter(known, is_active=True).distinct().order_by("first_name", "last_name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody yet")  # type: ignore[attr-defined]
        self.fields["side"].choices = [("", _("Not said")), *Side.choices]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The action sets the values and checks them."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class NoticeForm(forms.Form):
    """When notice was given that a contract shall not go on."""

    notice_given_on = forms.DateField(
        label=_("Day on which notice was given"),
        widget=DAY,
        help_text=_("The day on which it arrived, whoever of the two gave it."),
    )


class EndForm(forms.Form):
    """When an agreement ends that was brought to be signed, and where that is known from."""

    ended_on = forms.DateField(label=_("Last day of the agreement"), widget=DAY)
    reason = forms.CharField(
        label=_("Where this day stands, or who told you"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        help_text=_("It goes to the ledger with your name."),
    )


class EarlyEndForm(forms.Form):
    """That a signed contract ends before its own end."""

    ends_on = forms.DateField(
        label=_("Last day of the contract"),
        widget=DAY,
        help_text=_("The last day on which it is in force; it may be past."),
    )
    how = forms.ChoiceField(
        label=_("Who ended it"),
        choices=[("", _("Choose")), *((value, capfirst(words)) for value, words in How.choices)],
        help_text=_(
            "For convenience: nobody is in breach. For cause: a breach, or another ground that the contract names."
        ),
    )
    reason = forms.CharField(
        label=_("Why, and where it stands"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("Such as the letter and its day. Whoever looks at the contract reads this."),
    )
    file = forms.FileField(
        label=_("Letter or agreement"),
        required=False,
        help_text=_("A PDF or a Word document (.docx). It is kept with the papers of the contract."),
        widget=forms.FileInput(attrs={"accept": f".pdf,{WORD}"}),
    )


class EndingPaperForm(forms.Form):
    """The letter or agreement of an early end, brought after it was noted."""

    file = forms.FileField(
        label=_("Letter or agreement"),
        help_text=_("A PDF or a Word document (.docx). It is kept with the papers of the contract."),
        widget=forms.FileInput(attrs={"accept": f".pdf,{WORD}"}),
    )


class FallingForm(forms.Form):
    """Which obligations fall away with a contract that ends early."""

    obligations = forms.ModelMultipleChoiceField(
        label=_("Falls away"), queryset=Obligation.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contract: Contract, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["obligations"]
        field.queryset = due_after_end(contract) if contract.early_end else Obligation.objects.none()  # type: ignore[attr-defined]
        field.label_from_instance = _with_its_day  # type: ignore[attr-defined]


def _with_its_day(obligation: Obligation) -> str:
    return _say("%(what)s, due %(day)s") % {"what": obligation.title, "day": say_day(obligation.due_on)}
