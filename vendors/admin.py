"""Checklists are proposed here and take effect with a second person; vendors and what belongs to them are looked at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookedAtRows, LookOnly, StackedRows
from flowmono.common.choosing import known_categories
from flowmono.governing.editing import TwoPersonAdmin
from vendors import governed  # noqa: F401 - what two people change is registered there
from vendors.models import (
    BankAccount,
    ChecklistItem,
    ChecklistTemplate,
    ComplianceDocument,
    Contact,
    Milestone,
    Onboarding,
    OnboardingItem,
    Vendor,
    Workspace,
)


class ChecklistItemRows(StackedRows):
    model = ChecklistItem
    verbose_name = _("point")
    verbose_name_plural = _("Points: what the vendor is asked for")
    fields = (
        ("position", "title"),
        ("wanted", "document_kind"),
        "help",
        "text",
        ("required", "gates_payment", "expires", "if_contract_asks"),
    )
    helps = {
        "position": _("Points are shown in the order of these numbers."),
        "title": _("What the vendor reads, such as “Certificate of insurance”."),
        "wanted": _("Whether a document, a verified bank account or a contact person is asked for."),
        "document_kind": _(
            "A short name of the kind of document, such as insurance. Papers of the kind answer the point."
        ),
        "help": _("A sentence for the vendor: what the paper must show."),
        "required": _("Onboarding is complete only with it."),
    }


@admin.register(ChecklistTemplate)
class ChecklistTemplateAdmin(TwoPersonAdmin):
    lead = _("What a vendor must hand in. Onboardings that are open keep the points that they began with.")
    list_display = ("name", "category")
    list_filter = ("items__gates_payment",)
    search_fields = ("name", "category", "items__title")
    inlines = (ChecklistItemRows,)
    helps = {
        "name": _("How people call it."),
        "category": _("The category of contracts or vendors that it is for. Empty: all that have none of their own."),
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "category":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=_("Category"),
            choices=lambda: [("", _("all others")), *((one, one) for one in _known_categories())],
            required=False,
            help_text=self.helps["category"],
        )


def _known_categories() -> list[str]:
    """The categories of contracts, and what vendors and checklists carry already."""
    carried = {
        category
        for model in (Vendor, ChecklistTemplate)
        for category in model.objects.exclude(category="").values_list("category", flat=True).distinct()
    }
    return sorted(carried | known_categories())


class ContactRows(LookedAtRows):
    model = Contact
    fields = ("name", "email", "phone", "active")


@admin.register(Vendor)
class VendorAdmin(LookOnly):
    lead = _("The companies that are paid.")
    changed_at = ("vendors:list", _("Vendors"))
    list_display = ("name", "state", "risk", "category", "vat_id", "country")
    list_filter = ("state", "risk", "category")
    search_fields = ("name", "legal_name", "vat_id", "tax_id")
    inlines = (ContactRows,)


class OfVendor(LookOnly):
    """Belongs to a vendor, on whose page it is worked with."""

    changed_at = ("vendors:list", _("Vendors"))

    def page_of(self, record: Any) -> str:
        return str(record.vendor.get_absolute_url())


class OnboardingItemRows(LookedAtRows):
    model = OnboardingItem
    fields = ("position", "title", "wanted", "required", "gates_payment", "state", "waived_reason")


@admin.register(Onboarding)
class OnboardingAdmin(OfVendor):
    lead = _("What a vendor was asked for when its contract was signed, and what is still missing.")
    list_display = ("vendor", "contract", "state", "completed_at")
    list_filter = ("state",)
    list_select_related = ("vendor", "contract")
    search_fields = ("vendor__name", "contract__number")
    inlines = (OnboardingItemRows,)


@admin.register(ComplianceDocument)
class ComplianceDocumentAdmin(OfVendor):
    lead = _("Papers that vendors handed in.")
    list_display = ("title", "vendor", "state", "valid_until", "submitted_by", "verified_by", "superseded")
    list_filter = ("state", "kind")
    list_select_related = ("vendor", "submitted_by", "verified_by")
    search_fields = ("vendor__name", "title")


@admin.register(BankAccount)
class BankAccountAdmin(OfVendor):
    lead = _("Where vendors are paid. Whole numbers are for those who check them, on the vendor's page.")
    list_display = ("vendor", "masked", "holder", "state", "proposed_by", "called_by", "verified_by", "verified_on")
    list_filter = ("state",)
    list_select_related = ("vendor", "proposed_by", "called_by", "verified_by")
    search_fields = ("vendor__name", "holder")
    exclude = ("iban", "bban")
    readonly_fields = ("masked",)


class MilestoneRows(LookedAtRows):
    model = Milestone
    fields = ("position", "title", "kind", "amount", "currency", "due_on", "state", "accepted_percent")


@admin.register(Workspace)
class WorkspaceAdmin(LookOnly):
    lead = _("Where a contract's milestones are worked on.")
    changed_at = ("vendors:workspaces", _("Workspaces"))
    list_display = ("title", "vendor", "contract", "state", "requester")
    list_filter = ("state",)
    list_select_related = ("vendor", "contract", "requester")
    search_fields = ("title", "vendor__name", "contract__number")
    inlines = (MilestoneRows,)
