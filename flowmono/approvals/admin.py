from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from flowmono.approvals.models import Request, Rule, RuleStep


class RuleStepInline(admin.TabularInline):  # type: ignore[type-arg]
    model = RuleStep
    extra = 0
    autocomplete_fields = ("people",)


@admin.register(Rule)
class RuleAdmin(SimpleHistoryAdmin):
    list_display = ("name", "kind", "priority", "from_amount", "below_amount", "category", "active")
    list_filter = ("kind", "active")
    search_fields = ("name", "category", "department")
    inlines = (RuleStepInline,)


@admin.register(Request)
class RequestAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look, never to change."""

    list_display = ("title", "kind", "state", "amount", "currency", "requested_by", "requested_at")
    list_filter = ("kind", "state")
    search_fields = ("title",)

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
