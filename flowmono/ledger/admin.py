from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookOnly
from flowmono.ledger.models import Entry


@admin.register(Entry)
class EntryAdmin(LookOnly):
    called = _("Ledger entries")
    lead = _("Everything that happened, case by case, each entry sealed with the one before it. Nobody can rewrite it.")
    changed_at = ("outbox:desk", _("Deliveries, where what failed is put right"))
    list_display = ("at", "case_id", "number", "kind")
    list_filter = ("kind",)
    search_fields = ("case_id", "kind")
    date_hierarchy = "at"
