"""The system check that demands a row in the workflow table for every event."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from flowmono.outbox.routing import unrouted


@register()
def every_event_is_routed(**_options: Any) -> list[CheckMessage]:
    workflows = import_module(settings.WORKFLOWS_MODULE).WORKFLOWS
    return [
        Error(
            f"{name} has no row in {settings.WORKFLOWS_MODULE}.",
            hint=f"Add `events.{name}: [...]`; an empty list says that silence is meant.",
            id="outbox.E001",
        )
        for name in unrouted(workflows)
    ]
