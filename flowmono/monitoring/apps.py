from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.module_loading import import_module


class MonitoringConfig(AppConfig):
    name = "flowmono.monitoring"
    label = "monitoring"
    verbose_name = "Monitoring"

    def ready(self) -> None:
        """Each app registers its own watches, in a module named `watches`; the actions say what closes an exception."""
        import_module("flowmono.monitoring.actions")
        for app in apps.get_app_configs():
            if find_spec(app.name) and find_spec(f"{app.name}.watches"):
                import_module(f"{app.name}.watches")
