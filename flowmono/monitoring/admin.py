from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import Page
from flowmono.monitoring.models import WatchSetting
from flowmono.monitoring.registry import WATCHES


@admin.register(WatchSetting)
class WatchSettingAdmin(Page):
    lead = _("How each watch runs. A new one may run in shadow until somebody trusts it.")
    list_display = ("name", "mode")
    list_filter = ("mode",)
    search_fields = ("name",)
    helps = {
        "name": _("What it watches for."),
        "mode": _("Live raises exceptions; in shadow it counts and shows what it would raise; off does nothing."),
    }

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name",) if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            choices = [(name, str(watch.title)) for name, watch in sorted(WATCHES.items())]
            return forms.ChoiceField(label=_("Watch"), choices=choices, help_text=self.helps["name"])
        return super().formfield_for_dbfield(db_field, request, **kwargs)
