from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "flowmono.intelligence"
    label = "intelligence"
    verbose_name = "Intelligence"
