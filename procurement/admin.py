"""The admin configures tolerances and budgets, and looks at the rest; it moves no state."""

from typing import Any

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from procurement.models import (
    Batch,
    Budget,
    Commitment,
    Invoice,
    Match,
    Order,
    OrderLine,
    PaymentAuthorization,
    Requisition,
    Revision,
    TolerancePolicy,
)


@admin.register(TolerancePolicy)
class TolerancePolicyAdmin(SimpleHistoryAdmin):
    list_display = ("name", "vendor", "contract", "price_tol_pct", "price_tol_abs", "qty_tol_pct")
    list_select_related = ("vendor", "contract")
    autocomplete_fields = ("vendor",)
    raw_id_fields = ("contract",)
    search_fields = ("name",)


@admin.register(Budget)
class BudgetAdmin(SimpleHistoryAdmin):
    list_display = ("department", "year", "amount")
    list_filter = ("year",)
    search_fields = ("department",)


class LookOnly:
    """To look, never to change: states and values change through actions only."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ToLookAt(LookOnly, SimpleHistoryAdmin):
    """A record with its history."""


class OrderLineInline(admin.TabularInline):  # type: ignore[type-arg]
    model = OrderLine
    fields = ("position", "description", "quantity", "unit_price", "amount", "optional")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(ToLookAt):
    list_display = ("number", "title", "state", "vendor", "total", "currency", "created_at")
    list_filter = ("state", "currency")
    list_select_related = ("vendor",)
    search_fields = ("number", "title", "vendor__name")
    date_hierarchy = "created_at"
    inlines = (OrderLineInline,)


@admin.register(Invoice)
class InvoiceAdmin(ToLookAt):
    list_display = ("reference", "number", "state", "vendor", "payable", "currency", "received_at")
    list_filter = ("state", "source", "decision")
    list_select_related = ("vendor",)
    search_fields = ("reference", "number", "vendor__name")
    date_hierarchy = "received_at"


@admin.register(Match)
class MatchAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("invoice", "number", "decision", "superseded", "created_at")
    list_filter = ("decision", "superseded")
    list_select_related = ("invoice",)
    search_fields = ("invoice__number", "invoice__reference")


@admin.register(PaymentAuthorization)
class PaymentAuthorizationAdmin(ToLookAt):
    list_display = ("invoice", "vendor", "amount", "currency", "state", "due_on")
    list_filter = ("state", "currency")
    list_select_related = ("invoice", "vendor")
    search_fields = ("invoice__number", "vendor__name")


@admin.register(Batch)
class BatchAdmin(ToLookAt):
    list_display = ("number", "payments", "state", "made_by", "made_at")
    list_select_related = ("made_by",)
    search_fields = ("number",)


@admin.register(Commitment)
class CommitmentAdmin(ToLookAt):
    list_display = ("order", "budget", "amount", "relieved")
    list_select_related = ("order", "budget")


@admin.register(Revision)
class RevisionAdmin(ToLookAt):
    list_display = ("order", "number", "total_before", "total_after", "made_by")
    list_select_related = ("order", "made_by")


@admin.register(Requisition)
class RequisitionAdmin(ToLookAt):
    list_display = ("number", "title", "requester", "state", "estimate", "currency", "created_at")
    list_filter = ("state",)
    list_select_related = ("requester",)
    search_fields = ("number", "title")
    date_hierarchy = "created_at"
