from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from flowmono.common.models import Company, ExchangeRate


@admin.register(ExchangeRate)
class ExchangeRateAdmin(SimpleHistoryAdmin):
    list_display = ("currency", "into", "rate", "valid_on", "source")
    list_filter = ("currency", "into")
    date_hierarchy = "valid_on"


@admin.register(Company)
class CompanyAdmin(SimpleHistoryAdmin):
    list_display = ("name", "vat_id", "country")
