from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class GoverningConfig(AppConfig):
    name = "flowmono.governing"
    label = "governing"
    verbose_name = "Changes of rules"


class AdministrationConfig(AdminConfig):
    """Django's admin, with its pages grouped by what people come to do."""

    default_site = "flowmono.governing.site.Administration"
