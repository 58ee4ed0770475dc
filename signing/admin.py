"""Authority is given here; envelopes and places are only looked at."""

from typing import Any

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from signing.models import Envelope, Recipient, SignatureProfile


@admin.register(SignatureProfile)
class SignatureProfileAdmin(SimpleHistoryAdmin):
    """An administrator widens or narrows what a mark covers; the mark itself is its owner's."""

    list_display = ("user", "name", "signed_name", "limit", "department", "valid_from", "valid_until", "active")
    list_filter = ("active", "department")
    search_fields = ("name", "signed_name", "user__email")
    fields = (
        "user",
        "name",
        "signed_name",
        "title",
        "kind",
        "categories",
        "limit",
        "department",
        "valid_from",
        "valid_until",
        "active",
    )
    readonly_fields = ("user", "name", "signed_name", "title", "kind")

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ToLookAt(SimpleHistoryAdmin):
    """To look, never to change: states and values change through actions only."""

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Envelope)
class EnvelopeAdmin(ToLookAt):
    list_display = ("title", "state", "category", "amount", "currency", "sent_by", "sent_at", "sealed_at")
    list_filter = ("state", "category")
    search_fields = ("title",)


@admin.register(Recipient)
class RecipientAdmin(ToLookAt):
    list_display = ("name", "email", "role", "state", "envelope", "decided_at")
    list_filter = ("state", "role")
    search_fields = ("name", "email")
    exclude = ("token_digest", "code_digest")
