from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class OutboxConfig(AppConfig):
    name = "flowmono.outbox"
    label = "outbox"
    verbose_name = "Orchestration"

    def ready(self) -> None:
        from flowmono.outbox import checks, routing, transitions  # noqa: F401, PLC0415 - models must be loaded first

        table = import_module(settings.WORKFLOWS_MODULE)
        routing.connect_all(table.WORKFLOWS)
        for reaction, asks_for in getattr(table, "EVERYWHERE", ()):
            routing.listen_everywhere(reaction, asks_for)
