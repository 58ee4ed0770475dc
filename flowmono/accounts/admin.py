from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from flowmono.accounts.models import Absence, AccessToken, User


@admin.register(User)
class PersonAdmin(SimpleHistoryAdmin, UserAdmin):
    list_display = ("email", "first_name", "last_name", "title", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "first_name", "last_name", "title")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "username", "password")}),
        (
            _("Person"),
            {"fields": ("first_name", "last_name", "title", "department", "time_zone", "number_format", "person")},
        ),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "username", "first_name", "last_name", "password1", "password2")}),)
    readonly_fields = ("last_login", "date_joined")


@admin.register(Absence)
class AbsenceAdmin(SimpleHistoryAdmin):
    list_display = ("person", "delegate", "starts_on", "ends_on")
    autocomplete_fields = ("person", "delegate")


@admin.register(AccessToken)
class AccessTokenAdmin(SimpleHistoryAdmin):
    list_display = ("name", "owner", "created_at", "expires_at", "revoked_at", "last_used_at")
    readonly_fields = ("digest", "created_at", "last_used_at")

    def has_add_permission(self, request: object) -> bool:
        return False
