from importlib import import_module

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "signing"
    label = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        """Who signs in on a device that was handed to a signer has it back; named ways and providers are looked at before a start."""
        import_module("signing.views.device")
        import_module("signing.checks")
