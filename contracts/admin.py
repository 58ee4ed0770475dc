from typing import Any

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from contracts.models import Category, ComplianceRecord, Contract, Obligation, Term


@admin.register(Category)
class CategoryAdmin(SimpleHistoryAdmin):
    list_display = ("name", "description", "checklist", "needs_legal", "active")
    list_filter = ("active", "needs_legal")
    search_fields = ("name", "description")


class ToLookAt(SimpleHistoryAdmin):
    """To look, never to change: states and values change through actions only."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Contract)
class ContractAdmin(ToLookAt):
    list_display = ("number", "title", "state", "category", "vendor", "requester", "created_at")
    list_filter = ("state", "category")
    list_select_related = ("vendor", "requester")
    search_fields = ("number", "title", "counterparty_name")
    date_hierarchy = "created_at"


@admin.register(Term)
class TermAdmin(ToLookAt):
    list_display = ("contract", "field", "label", "state", "confidence", "verified_by")
    list_filter = ("state", "field")
    list_select_related = ("contract", "verified_by")
    search_fields = ("contract__number", "label", "value")


class ObligationInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Obligation
    fields = ("kind", "text", "due_on", "done_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(ComplianceRecord)
class ComplianceRecordAdmin(ToLookAt):
    list_display = ("contract", "created_at")
    list_select_related = ("contract",)
    search_fields = ("contract__number",)
    inlines = (ObligationInline,)
