from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "flowmono.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        """Topics for pages that follow what moves, and letters about one's own account."""
        for shelf in ("topics", "security"):
            import_module(f"{self.name}.{shelf}")
