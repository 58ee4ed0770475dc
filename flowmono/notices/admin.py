from django.contrib import admin

from flowmono.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look, never to change."""

    list_display = ("title", "person", "kind", "at", "read_at")
    list_filter = ("kind",)
    search_fields = ("title", "person__email")

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False
