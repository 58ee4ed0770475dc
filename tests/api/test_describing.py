"""The API's description: whole, without a warning, each shape with an example that fits, and pages that people read."""

import json
from typing import Any

import jsonschema_rs
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from flowmono.documenting import chapters
from tests.api.description import description
from tests.people import make_person

SCHEMA = description()
SHAPES = SCHEMA["components"]["schemas"]
OPERATIONS = [
    (method, path, operation)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
    if path != "/api/v1/schema/"
]
NAMES = [f"{method} {path}" for method, path, _operation in OPERATIONS]


def nullable(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable`, as JSON Schema says it; references lead into this schema."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: nullable(value) for key, value in schema.items() if key not in {"nullable", "example"}}
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") is True else found


def test_it_is_made_without_a_warning(tmp_path: Any) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "schema.yml"))

    assert (tmp_path / "schema.yml").stat().st_size > 100_000


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_an_operation_says_what_it_does_and_how_it_is_refused(
    method: str, path: str, operation: dict[str, Any]
) -> None:
    needed = {"400", "401", "403", "404"} | ({"409", "422"} if method == "post" else set())

    assert operation["summary"], path
    assert operation["tags"][0] in {tag["name"] for tag in SCHEMA["tags"]}
    assert needed <= set(operation["responses"])
    for status in needed:
        assert list(operation["responses"][status]["content"]) == ["application/problem+json"]
    if method == "post":
        assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_example_of_a_shape_is_one(name: str) -> None:
    example = SHAPES[name].get("example")
    assert example is not None, name

    whole = nullable({"$ref": f"#/components/schemas/{name}", "components": SCHEMA["components"]})
    jsonschema_rs.validator_for(whole, validate_formats=False).validate(example)


def test_every_kind_of_record_is_described_in_words() -> None:
    assert [tag["name"] for tag in SCHEMA["tags"] if not tag["description"]] == []
    assert len(SCHEMA["tags"]) == len(chapters())


@pytest.mark.django_db
def test_its_pages_show_every_operation(client: Client, django_assert_max_num_queries: Any) -> None:
    client.force_login(make_person("maya"))

    with django_assert_max_num_queries(8):
        contents = client.get("/api/docs/").content.decode()
    pages = {name: client.get(f"/api/docs/{name}/").content.decode() for name in chapters()}
    problems = client.get("/api/docs/problems/").content.decode()

    for _method, path, operation in OPERATIONS:
        assert path in contents
        assert f">{path}<" in pages[operation["tags"][0]]
    assert 'id="idempotency_mismatch"' in problems
    assert client.get("/api/docs/unicorns/").status_code == 404


@pytest.mark.django_db
def test_an_example_can_be_copied_and_is_json(client: Client) -> None:
    for chapter in chapters().values():
        for operation in chapter.operations:
            if operation.answer_example:
                json.loads(operation.answer_example)
            assert f" {settings.SITE_URL}{operation.path} " in operation.request_example


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("pierre", 200), ("aud", 200), ("olu", 403)])
def test_the_companys_own_people_read_it(who: str, status: int, client: Client) -> None:
    client.force_login(make_person(who))

    assert client.get("/api/docs/").status_code == status


@pytest.mark.django_db
def test_strangers_get_neither_the_pages_nor_the_description(client: Client) -> None:
    assert client.get("/api/docs/").status_code == 302
    assert client.get("/api/v1/schema/").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/", "/api/v1/"])
def test_a_browser_at_the_root_is_led_to_the_pages_that_explain(address: str, client: Client) -> None:
    client.force_login(make_person("maya"))

    answer = client.get(address, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/api/docs/")


@pytest.mark.django_db
def test_a_program_at_the_root_reads_which_endpoints_there_are(client: Client) -> None:
    client.force_login(make_person("maya"))

    listed = client.get("/api/v1/").json()

    assert listed.keys() == chapters().keys()
    assert listed["vendors"].endswith("/api/v1/vendors/")
    assert SCHEMA["servers"] == [{"url": settings.SITE_URL}]
