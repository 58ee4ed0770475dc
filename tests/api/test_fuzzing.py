"""Whatever is sent to the API, nothing breaks, and every answer is as the description says (schemathesis, in process).

What the description does not name is refused, wherever in a body it stands.

make api-fuzz        sends many more requests than the everyday run; FLOWMONO_FUZZ says how many of each.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken, User
from flowmono.common.describing import FORM
from flowmono.common.examples import example_of
from flowmono.common.scopes import all_scopes
from tests.api.description import description
from tests.house.company import arguments, make_company
from tests.people import NOON

pytestmark = pytest.mark.threats

EXAMPLES = int(os.environ.get("FLOWMONO_FUZZ", "4"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(deepcopy(description()))
SCHEMA.app = get_wsgi_application()
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any, files_of_the_module: Any) -> Iterator[SimpleNamespace]:
    """One of everything, and a program whose owner holds every role, so that requests get as far as the actions."""
    with django_db_blocker.unblock(), one_connection(), transaction.atomic():
        found = make_company()
        found.files = files_of_the_module
        otto = User.objects.create_user("otto", "otto@example.com", first_name="Otto", last_name="Everywhere")
        otto.groups.set(Group.objects.filter(name__in=roles.INSIDE))
        _token, found.secret = AccessToken.issue(owner=otto, name="Fuzzer", scopes=all_scopes(), at=NOON)
        yield found
        transaction.set_rollback(True)


@contextmanager
def one_connection() -> Iterator[None]:
    """A request's end closes connections in the midst of a transaction; here the transaction goes on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def key_of(company: SimpleNamespace, path: str) -> str:
    """The id of a record that is there, for an address such as /api/v1/orders/{id}/decide/."""
    kind = path.removeprefix("/api/v1/").split("/", 1)[0]
    basename = {
        "payment-files": "payment_file",
        "deliveries": "delivery",
        "said-categories": "said-category",
        "remembered-fields": "remembered_field",
    }.get(kind, kind.removesuffix("s"))
    places = arguments(company, f"{basename}-detail", ("pk",))
    assert places is not None, path
    return str(places["pk"])


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_endpoint_answers_as_described_whatever_it_is_sent(label: str, company: SimpleNamespace) -> None:
    operation = OPERATIONS[label]
    answered: list[int] = []

    @given(case=operation.as_strategy(), real=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=EXAMPLES < 10,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def send(case: Any, real: bool) -> None:
        if real and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = key_of(company, case.path)
        with transaction.atomic(), override_settings(STORAGES=company.files):
            answer = case.call(headers={"Authorization": f"Bearer {company.secret}"})
            transaction.set_rollback(True)
        answered.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    send()

    assert answered
    assert max(answered) < 500


INVENTED = "quixotic"
COMPONENTS = description()["components"]["schemas"]
BODIES = [
    (path, kind, content["schema"])
    for path, methods in description()["paths"].items()
    for method, operation in methods.items()
    if method == "post"
    for kind, content in operation["requestBody"]["content"].items()
    if kind in {"application/json", FORM}
]


def places_in(schema: dict[str, Any], body: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every object of a body whose fields the description names."""
    found = COMPONENTS[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    if isinstance(body, dict) and found.get("additionalProperties") is False:
        yield so_far
        for name, inner in found.get("properties", {}).items():
            if name in body:
                yield from places_in(inner, body[name], (*so_far, name))
    elif isinstance(body, list) and body and isinstance(found.get("items"), dict):
        yield from places_in(found["items"], body[0], (*so_far, 0))


def has_named(errors: Any, *way: Any) -> bool:
    """Whether the invention is named where it stands."""
    for step in way:
        errors = errors.get(str(step), {}) if isinstance(errors, dict) else {}
    return INVENTED in errors


@pytest.mark.parametrize(("path", "kind", "schema"), BODIES, ids=[f"{path} {kind}" for path, kind, _schema in BODIES])
def test_an_invented_field_is_refused_wherever_it_stands(
    path: str, kind: str, schema: dict[str, Any], company: SimpleNamespace
) -> None:
    example = example_of(schema, COMPONENTS)
    program = Client(headers={"authorization": f"Bearer {company.secret}"})
    address = path.replace("{id}", key_of(company, path)) if "{id}" in path else path
    places = list(places_in(schema, example)) if kind != FORM else [()]

    for way in places:
        body = deepcopy(example)
        place = body
        for step in way:
            place = place[step]
        place[INVENTED] = "windmill"
        with transaction.atomic(), override_settings(STORAGES=company.files):
            sent = as_parts(schema, body) if kind == FORM else body
            answer = program.post(address, sent, **({} if kind == FORM else {"content_type": kind}))
            transaction.set_rollback(True)

        assert answer.status_code == 400, (way, answer.content)
        assert answer.json()["code"] == "unknown_field", way
        assert has_named(answer.json()["errors"], *way), (way, answer.content)
    assert places


def as_parts(schema: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """A body as the parts of a form, its files with some bytes in them."""
    found = COMPONENTS[schema["$ref"].rsplit("/", 1)[-1]].get("properties", {})
    files = {name for name, inner in found.items() if inner.get("format") == "binary"}
    return {
        name: SimpleUploadedFile(str(value), b"%PDF-1.7") if name in files else value
        for name, value in body.items()
        if isinstance(value, str | int)
    }
