from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from flowmono.monitoring.models import WatchSetting


@admin.register(WatchSetting)
class WatchSettingAdmin(SimpleHistoryAdmin):
    list_display = ("name", "mode")
