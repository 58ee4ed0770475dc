"""Every word of the product, for translators: what stands in gettext in code and templates, and what names of the code say.

Some words have no gettext around them where they are written, because code lives by them: the docstring of a policy is the
reason that people read, the name of an event or a step is said in words, and so are roles and names of fields. An app adds
its own in a module named `spoken`, whose SPOKEN holds English texts.
"""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.translation.template import templatize

from flowmono.accounts import roles
from flowmono.common.naming import is_ours
from flowmono.common.scopes import subjects
from flowmono.common.templatetags.writing import plain_name
from flowmono.events import REGISTRY
from flowmono.outbox.correcting import slots_of
from flowmono.outbox.routing import receivers_of

_CALLS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Found = tuple[str | tuple[str, ...], str, int]


def catalogue() -> Catalog:
    """All of it, each with the places where it is written."""
    found = Catalog(project="Flowmono", charset="utf-8")
    for words, where, line in (*written_in_code(), *written_in_templates(), *said_by_names()):
        if words:
            found.add(words, locations=[(where, line)])
    return found


def our_apps() -> list[AppConfig]:
    """The apps whose names are in our catalogue."""
    return [app for app in apps.get_app_configs() if is_ours(app)]


def is_history(model: Any) -> bool:
    """True for the table of what another model's records were before."""
    return hasattr(model, "instance_type")


def our_code() -> Iterator[Path]:
    """Every Python file of the product, migrations apart."""
    root = Path(settings.BASE_DIR)
    folders = sorted({app.name.split(".", 1)[0] for app in our_apps()})
    found = (path for folder in folders for path in sorted((root / folder).rglob("*.py")))
    return (path for path in found if "migrations" not in path.parts)


def written_in_code() -> Iterator[Found]:
    """What stands in a call of gettext."""
    root = Path(settings.BASE_DIR)
    for path in our_code():
        if b"gettext" in path.read_bytes():
            with path.open("rb") as file:
                for line, words, _notes, _context in extract(
                    "python", file, keywords=_CALLS, options={"encoding": "utf-8"}
                ):
                    yield words, path.relative_to(root).as_posix(), line


def written_in_templates() -> Iterator[Found]:
    """What stands in {% translate %}, {% blocktranslate %} and _("…") of a template."""
    root = Path(settings.BASE_DIR)
    for path in sorted((root / "templates").rglob("*.*")):
        where = path.relative_to(root).as_posix()
        for call in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
            texts = tuple(ast.literal_eval(text.lstrip("u")) for text in _TEXT.findall(call))
            yield (texts[:2] if call.startswith("ngettext") else texts[0]), where, 0


_TEXT = re.compile(r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
_CALL = re.compile(rf"""\b((?:ngettext|gettext|_)\(\s*{_TEXT.pattern}(?:\s*,\s*{_TEXT.pattern})?)""", re.VERBOSE)


def said_by_names() -> Iterator[Found]:
    """What policies, events, steps, roles, models, fields and evidence say."""
    for app in our_apps():
        yield str(app.verbose_name), app.name, 0
        for model in (one for one in app.get_models(include_auto_created=True) if not is_history(one)):
            options = model._meta
            fields = (*options.local_fields, *options.local_many_to_many)
            for words in (options.verbose_name, options.verbose_name_plural, *(field.verbose_name for field in fields)):
                yield str(words), options.label, 0
        if find_spec(f"{app.name}.policies"):
            yield from _reasons(f"{app.name}.policies")
        if find_spec(f"{app.name}.spoken"):
            yield from ((words, f"{app.name}.spoken", 0) for words in import_module(f"{app.name}.spoken").SPOKEN)
    yield from ((role, "flowmono.accounts.roles", 0) for role in roles.ALL)
    yield from ((words, "flowmono.common.scopes", 0) for words in subjects())
    yield from _events()
    yield from _evidence()


def _reasons(module: str) -> Iterator[Found]:
    for policy in vars(import_module(module)).values():
        if callable(policy) and getattr(policy, "__module__", "") == module and policy.__doc__:
            yield policy.__doc__.strip().splitlines()[0], module, 0


def _events() -> Iterator[Found]:
    for name, event_class in REGISTRY.items():
        yield plain_name(name), "flowmono.events", 0
        yield event_class.meaning().replace("`", ""), "flowmono.events", 0
        for slot in slots_of(event_class):
            yield plain_name(slot.name.removesuffix("_id")), "flowmono.events", 0
        for path in receivers_of(event_class):
            yield plain_name(path.rsplit(".", 1)[-1]), "flowmono.workflows", 0


def _evidence() -> Iterator[Found]:
    """The keys of evidence={…}, and of what was named evidence before."""
    root = Path(settings.BASE_DIR)
    for path in our_code():
        text = path.read_text(encoding="utf-8")
        if "evidence" in text:
            for key in _keys(ast.parse(text)):
                yield plain_name(key.strip()).removesuffix(" id"), path.relative_to(root).as_posix(), 0


def _keys(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.keyword) and node.arg == "evidence"
        named |= isinstance(node, ast.Assign) and any(
            getattr(target, "id", "") == "evidence" for target in node.targets
        )
        if named and isinstance(node.value, ast.Dict):  # type: ignore[attr-defined]
            keys = node.value.keys  # type: ignore[attr-defined]
            yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
