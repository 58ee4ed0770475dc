"""The house keeps its own rules: layers, maps, routes, states, templates, lock files."""

import ast
import functools
import json
import re
import subprocess
import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from flowmono.common.scopes import scope_of
from flowmono.events import REGISTRY
from flowmono.outbox.maps import all_maps
from flowmono.outbox.models import Record
from flowmono.outbox.routing import path_of, receivers_of, unrouted
from flowmono.schedules import SCHEDULES
from flowmono.workflows import WORKFLOWS

ROOT = Path(__file__).resolve().parents[2]
OURS = ("flowmono", "documents", "signing", "vendors", "contracts", "procurement", "demo")
TEXT = {".py", ".md", ".html", ".txt", ".toml", ".json", ".css", ".js", ".in", ".yml", ".yaml", ".sh", ""}
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def tracked_files() -> list[Path]:
    """Every file that git keeps, or, in an export without git, every file of ours."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    away = {".venv", "node_modules", "var", ".git", "__pycache__"}
    return [file for file in ROOT.rglob("*") if file.is_file() and away.isdisjoint(file.relative_to(ROOT).parts)]


@functools.cache
def readable_files() -> list[tuple[str, str]]:
    """The tracked text files, by their path in the project."""
    found = []
    for file in tracked_files():
        if file.suffix in TEXT:
            found.append((file.relative_to(ROOT).as_posix(), file.read_text(errors="replace")))
    return found


def addresses(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += addresses(entry, address)
        else:
            found.append((address, entry))
    return [(address, entry) for address, entry in found if not address.startswith(("admin/", "account/"))]


# --- layers and maps ------------------------------------------------------------------------------------------------


def test_dependencies_point_down() -> None:
    program = Path(sys.executable).parent / "lint-imports"

    checked = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout[-3000:]


@pytest.mark.parametrize("name", ["states.md", "workflow.md", "doors.md"])
def test_the_maps_are_as_the_code_is(name: str) -> None:
    kept = (ROOT / "docs" / "maps" / name).read_text()

    assert kept == all_maps()[name], f"docs/maps/{name} is stale: run `make maps`."


@pytest.mark.django_db
def test_migrations_are_as_the_models_are() -> None:
    said = StringIO()

    with suppress(SystemExit):  # which is how it answers when something is missing
        call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue().strip() == "No changes detected"


# --- the doors ------------------------------------------------------------------------------------------------------


def test_every_event_is_routed_or_silent_on_purpose() -> None:
    assert unrouted(WORKFLOWS) == []
    for event_class, reactions in WORKFLOWS.items():
        assert list(receivers_of(event_class)) == [path_of(reaction) for reaction in reactions], (
            event_class.event_name()
        )


def test_every_event_says_what_happened_in_the_past_tense_of_a_docstring() -> None:
    for name, event_class in REGISTRY.items():
        assert (event_class.__doc__ or "").strip(), name
        assert re.fullmatch(r"([A-Z][a-z0-9]+)+", name), name


def test_every_reaction_takes_one_event_and_says_what_it_does() -> None:
    for reactions in WORKFLOWS.values():
        for reaction in reactions:
            assert (reaction.__doc__ or "").strip(), path_of(reaction)


def test_every_schedule_names_a_task() -> None:
    names = [every.task for every in SCHEDULES]

    assert len(set(names)) == len(names)
    for name in names:
        assert callable(import_string(name)), name


def test_every_address_has_a_name() -> None:
    nameless = [address for address, entry in addresses(get_resolver()) if not entry.name]

    assert nameless == []


def test_every_page_asks_who_is_there_or_is_open_on_purpose() -> None:
    """An endpoint knows what its tokens' scopes are about; no view is anonymous by accident."""
    for address, entry in addresses(get_resolver()):
        view = getattr(entry.callback, "cls", None)
        if view is None or not address.startswith("api/v1/"):
            continue
        instance = view(**getattr(entry.callback, "initkwargs", {}))
        if view.__name__ not in {"Root", "SpectacularAPIView"}:
            assert scope_of(instance), address
            assert view.permission_classes, address


# --- records --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_a_state_is_protected_and_every_transition_says_what_it_means(model: Any) -> None:
    names = {field.name for field in model._meta.get_fields()}
    if "state" not in names:
        return
    field = model._meta.get_field("state")
    transitions = {
        name: getattr(model, name) for name in dir(model) if hasattr(getattr(model, name, None), "_django_fsm")
    }

    assert getattr(field, "protected", False), f"{model._meta.label}.state can be set by hand"
    assert transitions, f"{model._meta.label} has states and no transitions"
    for name, transition in transitions.items():
        assert (transition.__doc__ or "").strip(), f"{model._meta.label}.{name}"
    assert f"## {model._meta.label}\n" in all_maps()["states.md"]


def test_every_record_keeps_a_history() -> None:
    for model in RECORDS:
        assert hasattr(model, "history"), model._meta.label


def test_money_is_never_a_float() -> None:
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            floats = [field.name for field in model._meta.get_fields() if type(field).__name__ == "FloatField"]
            assert floats == [], model._meta.label


# --- files ----------------------------------------------------------------------------------------------------------


def test_no_template_holds_script_style_or_handlers() -> None:
    """A page shown in a browser; what is only made into a PDF carries its own style and is never served as HTML."""
    wrong = []
    for file in sorted((ROOT / "templates").rglob("*.html")):
        text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", file.read_text(), flags=re.S)
        inline = re.search(r"<script(?![^>]*\bsrc=)|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:", text)
        styled = "<style" in text and not file.stem.endswith("_pdf")
        if inline or styled:
            wrong.append(file.relative_to(ROOT).as_posix())

    assert wrong == []


def test_no_line_of_a_page_can_begin_with_the_dot_between_two_things() -> None:
    """A blank that breaks before "·" puts it first in the next line: it clings to what it follows."""
    found = []
    for file in sorted((ROOT / "templates").rglob("*.html")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if re.search(r"(?<!&nbsp;)·", line) and "<title>" not in line and "data-word" not in line:
                found.append(f"{file.relative_to(ROOT)}:{number} {line.strip()}")

    assert found == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("app.txt", "dev.txt", "node.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert "://" not in re.sub(r"#.*", "", text), name
        pinned = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert pinned, name
        assert all("==" in line for line in pinned), name
        assert text.count("--hash=sha256:") >= len(pinned), name
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_no_file_names_a_place_on_one_machine() -> None:
    place = re.compile(r"(?<![\w.<>/*})])/(?:work|home|root|Users)/[\w.-]+|(?<![\w.<>/*})])/tmp/[\w.-]+")
    wrong = {
        f"{name}: {found.group()}"
        for name, text in readable_files()
        if not name.startswith("tests/house/") and (found := place.search(text))
    }

    assert sorted(wrong) == []


def test_the_product_neither_prints_nor_leaves_things_for_later() -> None:
    wrong = []
    for name, text in readable_files():
        if not name.endswith(".py") or name.split("/")[0] not in OURS:
            continue
        for mark in ("TO" + "DO", "FIX" + "ME", "XX" + "X ", "raise NotImplemented" + "Error"):
            if mark in text:
                wrong.append(f"{name}: {mark}")
        if "print(" not in text or "/management/" in name or "demo/" in name:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                wrong.append(f"{name}: print")

    assert wrong == []


def test_product_files_stay_short_enough_to_be_read() -> None:
    long = [
        f"{name}: {text.count(chr(10))} lines"
        for name, text in readable_files()
        if name.endswith(".py") and name.split("/")[0] in OURS and "/migrations/" not in name
        if text.count("\n") > 600 and name != "flowmono/events.py"
    ]

    assert long == []


def test_the_page_about_the_api_names_every_endpoint_under_its_scope() -> None:
    told = dict(re.findall(r"^\| `([a-z]+)` \| (.+) \|$", (ROOT / "docs" / "api.md").read_text(), flags=re.M))
    wrong = []
    for address, entry in addresses(get_resolver()):
        found = re.fullmatch(r"api/v1/\^([a-z-]+)/\$", address)
        if found and hasattr(entry.callback, "cls"):
            scope = scope_of(entry.callback.cls())
            if found.group(1) not in told.get(scope, "").split(", "):
                wrong.append(f"{found.group(1)} ({scope})")

    assert wrong == []


def test_every_environment_variable_is_told() -> None:
    known = set(
        re.findall(r"[\"']((?:FLOWMONO|DATABASE|EMAIL)_[A-Z_]+)[\"']", (ROOT / "flowmono" / "settings.py").read_text())
    )
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operating.md").read_text(), flags=re.M))

    assert known - told - {"EMAIL_FILE_PATH", "EMAIL_BACKEND"} == set()
    assert told - known == set()


def test_the_admin_offers_neither_the_queue_nor_schedules_that_would_run_any_function():
    assert not [model for model in admin.site._registry if model._meta.app_label == "django_q"]
