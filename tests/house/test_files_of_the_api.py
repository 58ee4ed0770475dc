"""Wherever a program sends a file, the description, its example and the page say: as a part of a form."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from rest_framework import serializers

from flowmono.common.describing import FORM
from flowmono.documenting import chapters
from tests.api.description import description
from tests.people import make_person

SCHEMA = description()
BODIES = {
    (method.upper(), path): operation["requestBody"]["content"]
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
    if "requestBody" in operation
}


def everyone_of(kind: type) -> Iterator[type]:
    for heir in kind.__subclasses__():
        yield heir
        yield from everyone_of(heir)


def shapes_with_files(*, at_will: bool = False) -> dict[str, list[str]]:
    """Each shape of ours that asks for a file, read from the code that takes it and not from its description; at_will: each that asks for
    none, and takes one."""
    get_resolver().url_patterns  # noqa: B018 - reads every door's module
    found: dict[str, list[str]] = {}
    for shape in everyone_of(serializers.Serializer):
        files = [n for n, field in shape._declared_fields.items() if isinstance(field, serializers.FileField)]  # type: ignore[attr-defined]
        if all(not shape._declared_fields[name].required for name in files) != at_will:  # type: ignore[attr-defined]
            continue
        if files and not shape.__module__.startswith(("rest_framework", "drf_spectacular")):
            found[shape.__name__.removesuffix("Serializer")] = files
    return found


def shape_of(content: dict[str, Any]) -> str:
    return str(next(iter(content.values()))["schema"].get("$ref", "")).rsplit("/", 1)[-1]


SENT = [
    (method, path, name, field)
    for (method, path), content in BODIES.items()
    for name, fields in shapes_with_files().items()
    if shape_of(content) == name
    for field in fields
]


def test_every_shape_with_a_file_is_one_that_some_operation_takes() -> None:
    assert {name for _method, _path, name, _field in SENT} == set(shapes_with_files())
    assert len(SENT) >= 10


@pytest.mark.parametrize(("method", "path", "shape", "field"), SENT, ids=[f"{m} {p} {f}" for m, p, _s, f in SENT])
def test_a_file_is_sent_as_a_part_of_a_form(method: str, path: str, shape: str, field: str) -> None:
    described = SCHEMA["components"]["schemas"][shape]
    chapter = chapters()[path.removeprefix("/api/v1/").split("/", 1)[0]]
    [operation] = [one for one in chapter.operations if (one.method, one.path) == (method, path)]

    assert list(BODIES[method, path]) == [FORM]
    assert described["properties"][field]["format"] == "binary"
    assert "." in described["example"][field], "the example of a file is a file's name"
    assert f"-F {field}=@{described['example'][field]}" in operation.request_example
    assert "application/json" not in operation.request_example


def test_a_file_that_may_be_left_out_comes_with_a_form_and_the_rest_is_json_as_well() -> None:
    shapes = shapes_with_files(at_will=True)
    found = {shape_of(content): content for content in BODIES.values() if shape_of(content) in shapes}

    assert set(found) == set(shapes) == {"EarlyEnd"}
    for shape, content in found.items():
        with_files = SCHEMA["components"]["schemas"][f"{shape}WithFiles"]
        as_json = SCHEMA["components"]["schemas"][shape]
        assert content[FORM]["schema"]["$ref"].endswith(f"/{shape}WithFiles")
        assert "application/json" in content
        for field in shapes[shape]:
            assert with_files["properties"][field]["format"] == "binary"
            assert field not in {**as_json["properties"], **as_json["example"]}


@pytest.mark.django_db
def test_the_page_shows_the_file_in_its_command(client: Client) -> None:
    client.force_login(make_person("maya"))

    page = client.get("/api/docs/invoices/").content.decode()

    assert "What is sent, as multipart/form-data" in page
    assert "-F file=@invoice.pdf" in page
