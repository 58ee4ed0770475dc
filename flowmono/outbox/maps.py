"""The maps of docs/maps, drawn from the running code so that they cannot lie."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from flowmono.events import REGISTRY
from flowmono.outbox.models import Record
from flowmono.outbox.routing import receivers_of

FOREIGN = ("admin/", "account/")


def all_maps() -> dict[str, str]:
    """File name → text of every map."""
    return {"states.md": states(), "workflow.md": workflow(), "doors.md": doors()}


def states() -> str:
    """Every record's states and the transitions between them."""
    lines = ["# States", "", "Drawn by `make maps` from the models. States change only through these transitions.", ""]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if not issubclass(model, Record) or not hasattr(model, "state"):
            continue
        lines += [f"## {model._meta.label}", "", "| transition | from | to | meaning |", "|---|---|---|---|"]
        lines += [
            f"| {name} | {source} | {target} | {meaning} |" for name, source, target, meaning in _transitions(model)
        ]
        lines.append("")
    return "\n".join(lines)


def _transitions(model: Any) -> Iterator[tuple[str, str, str, str]]:
    for name in sorted(dir(model)):
        method = getattr(model, name, None)
        meta = getattr(method, "_django_fsm", None)
        if meta is None:
            continue
        by_target: dict[str, list[str]] = {}
        for source, transition in meta.transitions.items():
            by_target.setdefault(str(transition.target), []).append(str(source))
        meaning = (method.__doc__ or "").strip().splitlines()[0] if method.__doc__ else ""
        for target, sources in sorted(by_target.items()):
            yield name, ", ".join(sorted(sources)), target, meaning


def workflow() -> str:
    """Every event and what it starts."""
    lines = ["# Workflow", "", "Drawn by `make maps` from flowmono/workflows.py. Silence is deliberate.", ""]
    lines += ["| event | says | starts |", "|---|---|---|"]
    for name, event_class in REGISTRY.items():
        says = event_class.meaning()
        starts = "<br>".join(path.replace(".reactions", "") for path in receivers_of(event_class)) or "–"
        lines.append(f"| {name} | {says} | {starts} |")
    table = import_module(settings.WORKFLOWS_MODULE)
    lines += ["", "## Every event that is asked for", "", "| starts | as long as |", "|---|---|"]
    lines += [
        f"| {reaction.__module__}.{reaction.__qualname__} | {asks_for.__module__}.{asks_for.__qualname__} |".replace(
            ".reactions", ""
        )
        for reaction, asks_for in getattr(table, "EVERYWHERE", ())
    ]
    lines += ["", "## The clock", "", "| every | task |", "|---|---|"]
    lines += [f"| {every.seconds:g} s | {every.task} |" for every in import_module(settings.SCHEDULES_MODULE).SCHEDULES]
    return "\n".join([*lines, ""])


def doors() -> str:
    """Every address of ours and the function behind it."""
    lines = [
        "# Doors",
        "",
        "Drawn by `make maps` from flowmono/urls.py and flowmono/api.py.",
        "",
        "| address | name | leads to |",
        "|---|---|---|",
    ]
    lines += [f"| /{address} | {name} | {target} |" for address, name, target in sorted(_addresses(get_resolver()))]
    return "\n".join([*lines, ""])


def _addresses(resolver: URLResolver, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, str]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if address.startswith(FOREIGN):
            continue
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _addresses(entry, address, inner)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "cls", None) or getattr(entry.callback, "view_class", None) or entry.callback
            yield (
                address.replace("|", "\\|"),
                f"{namespace}{entry.name or ''}",
                f"{view.__module__}.{view.__qualname__}",
            )
