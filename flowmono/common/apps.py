from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "flowmono.common"
    label = "common"
    verbose_name = "Foundation"
