from django.apps import AppConfig


class ListingConfig(AppConfig):
    name = "flowmono.listing"
    default_auto_field = "django.db.models.BigAutoField"
