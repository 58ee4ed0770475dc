"""Vendors in the administration: checklists are configured there; records are looked at."""

from typing import Any

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

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


class ChecklistItemInline(admin.TabularInline):  # type: ignore[type-arg]
    model = ChecklistItem
    fields = ("position", "wanted", "document_kind", "title", "help", "required", "gates_payment", "expires")
    extra = 0


@admin.register(ChecklistTemplate)
class ChecklistTemplateAdmin(SimpleHistoryAdmin):
    list_display = ("name", "category")
    search_fields = ("name", "category")
    inlines = (ChecklistItemInline,)


class ToLookAt(SimpleHistoryAdmin):
    """To look, never to change: states and values change through actions only."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class LookedAtInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows below a record, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ContactInline(LookedAtInline):
    model = Contact
    fields = ("name", "email", "phone", "active")


@admin.register(Vendor)
class VendorAdmin(ToLookAt):
    list_display = ("name", "state", "risk", "category", "vat_id", "country")
    list_filter = ("state", "risk", "category")
    search_fields = ("name", "legal_name", "vat_id", "tax_id")
    inlines = (ContactInline,)


class OnboardingItemInline(LookedAtInline):
    model = OnboardingItem
    fields = ("position", "title", "wanted", "required", "gates_payment", "state", "waived_reason")


@admin.register(Onboarding)
class OnboardingAdmin(ToLookAt):
    list_display = ("vendor", "contract", "state", "completed_at")
    list_filter = ("state",)
    list_select_related = ("vendor", "contract")
    search_fields = ("vendor__name", "contract__number")
    inlines = (OnboardingItemInline,)


@admin.register(ComplianceDocument)
class ComplianceDocumentAdmin(ToLookAt):
    list_display = ("title", "vendor", "state", "valid_until", "submitted_by", "verified_by", "superseded")
    list_filter = ("state", "kind")
    list_select_related = ("vendor", "submitted_by", "verified_by")
    search_fields = ("vendor__name", "title")


@admin.register(BankAccount)
class BankAccountAdmin(ToLookAt):
    list_display = ("vendor", "masked", "holder", "state", "proposed_by", "called_by", "verified_by", "verified_on")
    list_filter = ("state",)
    list_select_related = ("vendor", "proposed_by", "called_by", "verified_by")
    search_fields = ("vendor__name", "holder")
    # Whole account numbers are for those who check them, on the vendor's page.
    exclude = ("iban", "bban")
    readonly_fields = ("masked",)


class MilestoneInline(LookedAtInline):
    model = Milestone
    fields = ("position", "title", "kind", "amount", "currency", "due_on", "state", "accepted_percent")


@admin.register(Workspace)
class WorkspaceAdmin(ToLookAt):
    list_display = ("title", "vendor", "contract", "state", "requester")
    list_filter = ("state",)
    list_select_related = ("vendor", "contract", "requester")
    search_fields = ("title", "vendor__name", "contract__number")
    inlines = (MilestoneInline,)
