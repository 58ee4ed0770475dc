"""The API's documentation as pages of ours: drawn from its description, which is drawn from the code that answers."""

import functools
import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

from flowmono.common.describing import FORM
from flowmono.common.examples import example_of
from flowmono.common.problems import BY_CODE, BY_STATUS
from flowmono.common.refusals import require
from flowmono.common.routes import router_names

PREFIX: Final = "/api/v1/"


@dataclass(frozen=True)
class Slot:
    """One value that is sent or answered. kind: "text", "text (uuid)", "list of text" …"""

    name: str
    kind: str
    words: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of the API."""

    method: str
    path: str
    summary: str
    words: str
    scope: str
    parameters: tuple[Slot, ...] = ()
    body: tuple[Slot, ...] = ()
    is_form: bool = False
    answer: tuple[Slot, ...] = ()
    answer_words: str = ""
    status: str = "200"
    request_example: str = ""
    answer_example: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.method}{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "").strip("-")


@dataclass
class Chapter:
    """The operations of one kind of record."""

    name: str
    words: str
    scope: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()


@functools.cache
def chapters() -> dict[str, Chapter]:
    """Every chapter by its name, in the order of the router; made once per process."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    about = {tag["name"]: tag for tag in schema["tags"]}
    found = {
        name: Chapter(name, about.get(name, {}).get("description", ""), about.get(name, {}).get("x-scope", ""))
        for name in router_names()
    }
    for path, methods in schema["paths"].items():
        name = path.removeprefix(PREFIX).split("/", 1)[0]
        if name in found:
            for method, operation in methods.items():
                found[name].operations.append(_operation(method, path, operation, schema, found[name].scope))
    return found


def _operation(method: str, path: str, operation: dict[str, Any], schema: dict[str, Any], scope: str) -> Operation:
    components = schema["components"]["schemas"]
    content = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    sent = content.get(kind, {}).get("schema", {})
    status, answer = next((code, given) for code, given in operation["responses"].items() if code.startswith("2"))
    given = next(iter(answer.get("content", {}).values()), {}).get("schema", {})
    body = tuple(_slots(sent, components))
    example = example_of(given, components) if _resolved(given, components).get("type") in {"object", "array"} else None
    summary, _newline, rest = operation.get("description", "").partition("\n")
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary") or summary,
        words=_words(operation, summary, rest),
        scope=f"{scope}:{'read' if method == 'get' else 'write'}" if scope else "",
        parameters=tuple(_parameters(operation, components)),
        body=body,
        is_form=kind == FORM,
        answer=tuple(_slots(_inner(given, components), components)),
        answer_words=answer.get("description", ""),
        status=status,
        request_example=_curl(method, path, _example(sent, components), kind),
        answer_example=json.dumps(example, indent=2, ensure_ascii=False) if example is not None else "",
    )


def _words(operation: dict[str, Any], first: str, rest: str) -> str:
    """What is said of an operation beyond its summary; lists and records are explained by their chapter."""
    if operation.get("operationId", "").endswith(("_list", "_retrieve")):
        return ""
    said = operation.get("summary", "").rstrip(".") == first.rstrip(".")
    return (rest if said else f"{first}\n{rest}").strip()


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _inner(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """What the fields of an answer belong to: of a page of records, one of its records."""
    found = _resolved(schema, components)
    results = found.get("properties", {}).get("results")
    if results is not None:
        return _resolved(results.get("items", {}), components)
    return _resolved(found.get("items", {}), components) if found.get("type") == "array" else found


def _slots(schema: dict[str, Any], components: dict[str, Any]) -> Iterator[Slot]:
    found = _resolved(schema, components)
    for name, inner in found.get("properties", {}).items():
        yield Slot(
            name,
            _kind(inner, components),
            inner.get("description", ""),
            name in found.get("required", ()),
            _choices(_resolved(inner, components)),
        )


def _parameters(operation: dict[str, Any], components: dict[str, Any]) -> Iterator[Slot]:
    for parameter in operation.get("parameters", ()):
        inner = parameter.get("schema", {})
        choices = _choices(inner) or _choices(inner.get("items", {}))
        where = {"path": _("in the path"), "header": _("header")}.get(parameter["in"], "")
        kind = ", ".join(part for part in (where, _kind(inner, components)) if part)
        yield Slot(parameter["name"], kind, parameter.get("description", ""), parameter.get("required", False), choices)


def _choices(schema: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(choice) for choice in schema.get("enum", ()) if choice not in ("", None))


def _kind(schema: dict[str, Any], components: dict[str, Any]) -> str:
    if "oneOf" in schema:
        return _("id, or the record")
    found = _resolved(schema, components)
    kind, form = found.get("type"), found.get("format", "")
    if kind == "array":
        return _("list of %(kind)s") % {"kind": _kind(found.get("items", {}), components)}
    words = {
        "binary": _("file"),
        "uuid": _("id"),
        "date": _("day"),
        "date-time": _("moment"),
        "decimal": _("decimal, as text"),
        "email": _("e-mail address"),
    }
    plain = {"string": _("text"), "integer": _("number"), "number": _("number"), "boolean": _("true or false")}
    return words.get(form) or plain.get(str(kind)) or (_("object") if kind == "object" else _("any value"))


def _example(sent: dict[str, Any], components: dict[str, Any]) -> Any:
    """What is sent; in a form a file's name follows an @, as curl reads it, and what is empty is left out."""
    body = example_of(sent, components)
    if not any(_is_file(inner) for inner in _resolved(sent, components).get("properties", {}).values()):
        return body
    files = {name for name, inner in _resolved(sent, components)["properties"].items() if _is_file(inner)}
    return {name: f"@{value}" if name in files else value for name, value in body.items() if value not in ("", None)}


def _is_file(schema: dict[str, Any]) -> bool:
    return schema.get("format") == "binary"


def _curl(method: str, path: str, body: Any, kind: str) -> str:
    """The operation as a command that can be copied."""
    lines = [f"curl {'-X POST ' if method == 'post' else ''}{settings.SITE_URL}{path}"]
    lines.append('-H "Authorization: Bearer $TOKEN"')
    if method == "post":
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if body and kind == FORM:
        lines += [f"-F {shlex.quote(f'{name}={_part(value)}')}" for name, value in body.items()]
    elif body:
        lines += ['-H "Content-Type: application/json"', f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}"]
    return " \\\n     ".join(lines)


def _part(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def may_read(user: Any) -> bool:
    """The API's documentation is for the company's own people."""
    return bool(user.works_inside)


@login_required
def contents(request: HttpRequest) -> HttpResponse:
    """How the API works in general, and its chapters."""
    require(may_read, request.user)
    return render(
        request, "api/contents.html", {"chapters": list(chapters().values()), "base": settings.SITE_URL + PREFIX}
    )


@login_required
def chapter(request: HttpRequest, name: str) -> HttpResponse:
    """Everything that can be asked about one kind of record."""
    require(may_read, request.user)
    found = chapters().get(name)
    if found is None:
        raise Http404
    return render(request, "api/chapter.html", {"chapter": found, "chapters": list(chapters().values())})


@login_required
def problems(request: HttpRequest) -> HttpResponse:
    """What errors look like, and what to do about each; the `type` of an error leads here."""
    require(may_read, request.user)
    return render(request, "api/problems.html", {"codes": sorted(BY_CODE.items()), "statuses": BY_STATUS.items()})
