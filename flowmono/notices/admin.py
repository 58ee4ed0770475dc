from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookOnly
from flowmono.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(LookOnly):
    lead = _("What people were told. Each of them chooses what they hear of, under Notifications.")
    changed_at = ("notices:choices", _("Notifications"))
    list_display = ("title", "person", "kind", "at", "read_at")
    list_filter = ("kind",)
    list_select_related = ("person",)
    search_fields = ("title", "person__email")
    date_hierarchy = "at"
