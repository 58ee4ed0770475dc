"""The API's description (OpenAPI): what drf-spectacular finds, and what it cannot know by itself.

That is: the Idempotency-Key of every POST, the problem documents of every refusal, ?expand= with what it puts in place of
an id, and an example of every shape.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from flowmono.common.bodies import Body
from flowmono.common.examples import example_of, in_shape
from flowmono.common.expanding import Many, One, paths_of, relations_of
from flowmono.common.problems import BY_STATUS, MEDIA_TYPE
from flowmono.common.routes import router_names

FORM: Final = "multipart/form-data"
READ_REFUSALS: Final = (400, 401, 403, 404)
WRITE_REFUSALS: Final = (*READ_REFUSALS, 409, 413, 415, 422)
_WORDS: Final = {
    400: "The input is wrong",
    401: "No token, or a dead one",
    403: "This account or token may not",
    404: "Nothing here that you may see",
    409: "Not now: the record moved on, or another step comes first",
    413: "Too large",
    415: "Another media type is needed",
    422: "The idempotency key belongs to another request",
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What went wrong and what to do about it (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where the kind of problem is explained."},
        "title": {"type": "string", "description": "The kind of problem, in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "This very problem, in words for people."},
        "code": {"type": "string", "description": "The kind of problem, for programs."},
        "how_to_fix": {"type": "string", "description": "What to do next."},
        "errors": {
            "type": "object",
            "description": "What is wrong, by field.",
            "additionalProperties": {},
        },
    },
    "required": ["type", "title", "status", "detail", "code", "how_to_fix"],
}


class Described(AutoSchema):  # type: ignore[no-untyped-call]
    """One endpoint's operations in words: the first line of a docstring is the summary."""

    def get_summary(self) -> str | None:
        if self.method == "GET" and getattr(self.view, "action", "") in {"list", "retrieve"}:
            kind = self.get_tags()[0].replace("-", " ")
            return _("List %(kind)s") % {"kind": kind} if self.view.action == "list" else _("Read one")
        words = (self.get_description() or "").strip()
        return words.splitlines()[0].rstrip(".") if words else None

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> dict[str, Any]:
        """What is read may be empty where nobody has entered it; a serializer that only reads does not know.

        A file that is sent is the file itself, not an address of one.
        """
        found: dict[str, Any] = super()._map_serializer_field(field, direction, bypass_extensions)
        if field.read_only and "" not in found.get("enum", [""]) and _may_be_blank(field):
            found = {**found, "enum": [*found["enum"], ""]}
        if isinstance(field, serializers.FileField) and direction == "request":
            found = {**found, "format": "binary"}
        return {**found, **in_shape(_component(type(field.parent)), field.field_name)}

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        """A body takes what it names and nothing else."""
        found: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        return {**found, "additionalProperties": False} if isinstance(serializer, Body) else found

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        if field.read_only and schema.get("format") == "email":
            del schema["format"]

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = list(super().get_override_parameters())
        if getattr(self.view, "action", "") in {"list", "retrieve"}:
            found += _expand_parameter(type(self.view), single=self.view.action == "retrieve")
        return found


def _may_be_blank(field: Any) -> bool:
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or "." in (field.source or ""):
        return False
    column = next((column for column in model._meta.get_fields() if column.name == field.source), None)
    return bool(getattr(column, "blank", False))


def _expand_parameter(view: Any, *, single: bool) -> list[OpenApiParameter]:
    names = sorted(
        name for name, _relation in paths_of(view) if single or isinstance(relations_of(view)[name.split(".")[0]], One)
    )
    if not names:
        return []
    words = _("Related records in place of their ids, with commas. What you may not see stays an id.")
    return [OpenApiParameter("expand", str, many=True, enum=names, description=words, style="form", explode=False)]


KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "1 to 200 characters, one for each thing you want done. The same key with the same body gives the same "
    "answer and is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "draft-2027-118",
}


def complete(result: dict[str, Any], generator: Any, **_more: Any) -> dict[str, Any]:
    """Hook of drf-spectacular, after everything else."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components["Problem"] = PROBLEM
    views = {view.__class__ if not isinstance(view, type) else view for view in _views(generator)}
    for view in views:
        _describe_expansion(view, components)
    for name, schema in components.items():
        if "example" not in schema and schema.get("type") == "object":
            schema["example"] = example_of({"$ref": f"#/components/schemas/{name}"}, components)
    for method, operation in _operations(result):
        _send_files_as_forms(operation, components)
        refusals = WRITE_REFUSALS if method == "post" else READ_REFUSALS
        for status in refusals:
            operation["responses"].setdefault(str(status), _refusal(status))
        for parameter in operation.get("parameters", ()):
            parameter.setdefault("description", _meaning(parameter["name"]))
        if method == "post":
            operation.setdefault("parameters", []).append(KEY)
    result["tags"] = _tags(views)
    return result


def _views(generator: Any) -> Iterator[Any]:
    for _path, _path_regex, _method, view in generator.endpoints or ():
        yield getattr(view, "cls", view)


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in {"get", "post"}:
                yield method, operation


def _send_files_as_forms(operation: dict[str, Any], components: dict[str, Any]) -> None:
    """A file can only be sent as a part of a form, whatever else the endpoint's parsers read."""
    content = operation.get("requestBody", {}).get("content", {})
    for shape in [given.get("schema", {}) for given in content.values()]:
        named = components.get(shape.get("$ref", "").rsplit("/", 1)[-1], shape)
        asked = set(named.get("required", ()))
        if any(key in asked and inner.get("format") == "binary" for key, inner in named.get("properties", {}).items()):
            operation["requestBody"]["content"] = {FORM: {"schema": shape}}
            return
    if FORM in content:
        _leave_further_files_to_forms(content, components)


def _leave_further_files_to_forms(content: dict[str, Any], components: dict[str, Any]) -> None:
    """Where files may come with the rest, they are parts of a form; the same sent as JSON is without them."""
    name = content[FORM]["schema"].get("$ref", "").rsplit("/", 1)[-1]
    properties = components.get(name, {}).get("properties", {})
    files = {
        key
        for key, inner in properties.items()
        if "binary" in {inner.get("format"), inner.get("items", {}).get("format")}
    }
    if files:
        components[f"{name}WithFiles"] = components[name]
        components[name] = {**components[name], "properties": {k: v for k, v in properties.items() if k not in files}}
        if "example" in components[name]:
            told = components[name]["example"]
            components[name]["example"] = {k: v for k, v in told.items() if k not in files}
        content[FORM] = {"schema": {"$ref": f"#/components/schemas/{name}WithFiles"}}


def _meaning(name: str) -> str:
    """What a filter asks for, by the end of its name."""
    field, _underscores, ending = name.rpartition("__")
    words = {
        "gte": _("%(field)s: this, or more; a day or moment: this, or later."),
        "lte": _("%(field)s: this, or less; a day or moment: this, or earlier."),
        "in": _("%(field)s: one of these, with commas."),
        "icontains": _("%(field)s: a part of it, capitals or not."),
        "iexact": _("%(field)s: exactly this, capitals or not."),
    }.get(ending)
    if words is None:
        return _("The record's id.") if name == "id" else _("Exactly this.")
    return words % {"field": field.replace("__", ", ").replace("_", " ").capitalize()}


def _refusal(status: int) -> dict[str, Any]:
    return {
        "description": f"{_WORDS[status]}. {BY_STATUS[status]}",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _component(serializer: Any) -> str:
    named = getattr(serializer, "_spectacular_annotation", {}).get("component_name", "")
    return str(named or re.sub(r"Serializer$", "", serializer.__name__))


def _describe_expansion(view: Any, components: dict[str, Any]) -> None:
    """What ?expand= puts in place of an id, or adds, in the view's shapes."""
    shapes = {getattr(view, "serializer_class", None), getattr(view, "whole", None)} - {None}
    for shape in shapes:
        properties = components.get(_component(shape), {}).get("properties", {})
        for name, relation in relations_of(view).items():
            inner = {"$ref": f"#/components/schemas/{_component(relation.target.serializer_class)}"}
            if isinstance(relation, Many):
                words = _("Only with ?expand=%(name)s.") % {"name": name}
                properties[name] = {"type": "array", "items": inner, "readOnly": True, "description": words}
            elif name in properties and "oneOf" not in properties[name]:
                properties[name] = _id_or(inner, properties[name], name)


def _id_or(inner: dict[str, Any], plain: dict[str, Any], name: str) -> dict[str, Any]:
    words = _("An id; with ?expand=%(name)s the record itself.") % {"name": name}
    outer = {key: value for key, value in plain.items() if key in {"nullable", "readOnly"}}
    return {**outer, "oneOf": [{"type": "string", "format": "uuid"}, inner], "description": words}


def _tags(views: set[Any]) -> list[dict[str, str]]:
    """The endpoints in words: the first line of what each viewset says about itself."""
    found = []
    for name, view in sorted(router_names().items()):
        if view in views:
            words = (view.__doc__ or "").strip()
            found.append({"name": name, "description": words, "x-scope": str(getattr(view, "scope", ""))})
    return found
