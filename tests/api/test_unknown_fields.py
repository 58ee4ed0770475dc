"""A field that an endpoint does not know is refused by its name, at every depth and in every kind of body; nothing is done."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from flowmono.accounts.models import AccessToken
from flowmono.webhooks.models import Endpoint
from procurement.models import Invoice, Requisition
from tests.api.description import description
from tests.people import NOON, make_person
from vendors.models import Vendor

VENDORS = "/api/v1/vendors/"
REQUISITIONS = "/api/v1/requisitions/"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def program(who: str) -> Client:
    scopes = ["vendors:write", "orders:write", "invoices:write", "webhooks:write", "notices:write"]
    _token, secret = AccessToken.issue(owner=make_person(who), name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def need(**other: Any) -> dict[str, Any]:
    line = {"description": "Sensor", "quantity": "2", "unit": "piece", "unit_price": "180.00"}
    return {"title": "Sensors", "need": "For the bench.", "needed_by": "2027-06-01", "lines": [line], **other}


@pytest.mark.django_db
def test_a_misspelt_field_is_named_with_the_one_that_was_meant() -> None:
    answer = program("maya").post(VENDORS, {"name": "Acme", "emial": "a@acme.example"}, JSON)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["code"] == "unknown_field"
    assert said["errors"] == {
        "emial": [
            "There is no such field here. Did you mean “email”? There are: address, category, country, email, legal_name, name, "
            "risk, tax_id, vat_id."
        ]
    }
    assert Vendor.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "meant"), [("legalName", "legal_name"), ("Tax-ID", "tax_id"), ("Email", "email")])
def test_a_name_written_in_another_way_leads_to_ours(sent: str, meant: str) -> None:
    answer = program("maya").post(VENDORS, {"name": "Acme", sent: "x"}, JSON)

    assert f"Did you mean “{meant}”?" in answer.json()["errors"][sent][0]


@pytest.mark.django_db
def test_what_is_like_nothing_here_is_answered_with_what_there_is_beside_every_other_fault() -> None:
    answer = program("maya").post(VENDORS, {"qqq": 1, "zzz": [], "risk": "huge"}, JSON)

    errors = answer.json()["errors"]
    assert sorted(errors) == ["name", "qqq", "risk", "zzz"]
    assert errors["qqq"][0].startswith("There is no such field here. There are: address, ")
    assert answer.json()["code"] == "unknown_field"


@pytest.mark.django_db
def test_a_row_of_a_list_is_as_strict_as_the_whole() -> None:
    pierre = program("pierre")
    faulty = need()
    faulty["lines"] = [*faulty["lines"], {**faulty["lines"][0], "unitprice": "1.00"}]

    answer = pierre.post(REQUISITIONS, faulty, JSON)

    assert answer.status_code == 400
    assert "Did you mean “unit_price”?" in answer.json()["errors"]["lines"]["1"]["unitprice"][0]
    assert Requisition.objects.count() == 0


@pytest.mark.django_db
def test_what_is_only_read_is_not_sent() -> None:
    said = program("pierre").post("/api/v1/requisitions/", need(state="approved", currency="EUR"), JSON).json()

    assert said["errors"]["state"] == [
        "There is no such field here. There are: currency, department, lines, need, needed_by, title, vendor."
    ]
    assert Requisition.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [FORM, "multipart"])
def test_a_form_is_as_strict_as_json(kind: str) -> None:
    maya, sent = program("maya"), {"name": "Acme", "emial": "a@acme.example"}

    refused = maya.post(VENDORS, "name=Acme&emial=a", FORM) if kind == FORM else maya.post(VENDORS, sent)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["emial"]
    assert Vendor.objects.count() == 0


@pytest.mark.django_db
def test_a_form_says_lists_and_objects_in_parts() -> None:
    pierre = program("pierre")
    plain = {key: value for key, value in need().items() if key != "lines"}
    parts = {f"lines[0]{name}": value for name, value in need()["lines"][0].items()}

    made = pierre.post(REQUISITIONS, {**plain, **parts})
    unknown = pierre.post(REQUISITIONS, {**plain, **parts, "lines[0]color": "red"})
    dotted = pierre.post(REQUISITIONS, {**plain, "lines[0].description": "Sensor"})
    as_json = pierre.post(REQUISITIONS, {**plain, **parts, "lines": json.dumps(need()["lines"])})
    stray = pierre.post(REQUISITIONS, {**plain, **parts, "title[0]": "Other"})

    assert made.status_code == 201, made.content
    assert list(unknown.json()["errors"]["lines"]["0"]) == ["color"]
    assert "Did you mean “description”?" in dotted.json()["errors"]["lines"]["0"][".description"][0]
    assert as_json.json()["errors"] == {
        "lines": ["In a form “lines” is written as lines[0]description, or it is sent as JSON."]
    }
    assert list(stray.json()["errors"]) == ["title[0]"]
    assert Requisition.objects.count() == 1


@pytest.mark.django_db
def test_a_file_of_another_name_is_refused_and_nothing_is_kept() -> None:
    file = SimpleUploadedFile("invoice.pdf", b"%PDF-1.7")

    answer = program("fay").post("/api/v1/invoices/", {"fiel": file})

    assert answer.status_code == 400
    assert "Did you mean “file”?" in answer.json()["errors"]["fiel"][0]
    assert answer.json()["errors"]["file"] == ["No file was submitted."]
    assert Invoice.objects.count() == 0


@pytest.mark.django_db
def test_a_person_at_a_page_of_theirs_sends_its_token_with_the_form() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person("maya"))
    browser.get("/me/")
    token = browser.cookies["csrftoken"]

    made = browser.post(VENDORS, {"name": "Acme", "csrfmiddlewaretoken": token.value})

    assert made.status_code == 201, made.content


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ['{"reason": "late"}', '{"": null}'])
def test_a_verb_without_a_body_takes_none(sent: str) -> None:
    pierre = program("pierre")
    key = pierre.post(REQUISITIONS, need(), JSON).json()["id"]

    refused = pierre.post(f"{REQUISITIONS}{key}/submit/", sent, JSON)
    listed = pierre.post(f"{REQUISITIONS}{key}/submit/", "[1]", JSON)

    assert refused.status_code == 400
    assert list(refused.json()["errors"].values()) == [["Nothing is sent here: leave the body empty."]]
    assert listed.status_code == 400
    assert Requisition.objects.get(pk=key).state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize(("sent", "kind"), [("", JSON), ("{}", JSON), ("null", JSON), ("", FORM)])
def test_an_empty_body_is_none(sent: str, kind: str) -> None:
    ada = program("ada")

    answer = ada.post("/api/v1/notices/1/read/", sent, kind)

    assert answer.status_code == 404, answer.content


@pytest.mark.django_db
def test_the_key_of_a_refused_body_may_be_sent_with_the_mended_one() -> None:
    maya, key = program("maya"), {"idempotency-key": "acme-1"}

    refused = maya.post(VENDORS, {"name": "Acme", "emial": "a@acme.example"}, JSON, headers=key)
    made = maya.post(VENDORS, {"name": "Acme", "email": "a@acme.example"}, JSON, headers=key)

    assert (refused.status_code, made.status_code) == (400, 201)
    assert Vendor.objects.get().email == "a@acme.example"


@pytest.mark.django_db
def test_of_very_many_the_first_are_named() -> None:
    sent = {f"{'x' * 200}{number:04}": 1 for number in range(2000)}

    answer = program("maya").post(VENDORS, {"name": "Acme", **sent, "aaa": 1}, JSON)

    assert answer.status_code == 400
    assert "aaa" in answer.json()["errors"]
    assert len(answer.content) < 10_000


@pytest.mark.django_db
def test_a_form_that_leaves_a_yes_or_no_out_has_not_said_no() -> None:
    ada = program("ada")

    made = ada.post("/api/v1/webhook-endpoints/", {"url": "https://erp.example.com/in", "events": "*"})

    assert made.status_code == 201, made.content
    assert Endpoint.objects.get().active is True


def objects_in(schema: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with fields of its own that a body holds, however deep."""
    components = description()["components"]["schemas"]
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if name not in seen:
            seen.add(name)
            yield from ((inner or name, found) for inner, found in objects_in(components[name], seen))
        return
    if "properties" in schema or schema.get("additionalProperties") is False:
        yield "", schema
    nested = [*schema.get("properties", {}).values(), *schema.get("allOf", ()), *schema.get("oneOf", ())]
    nested += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    for inner in nested:
        yield from objects_in(inner, seen)


def test_every_body_is_described_as_taking_what_it_names_alone() -> None:
    loose, seen, bodies = [], 0, 0
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            if method != "post":
                continue
            assert "requestBody" in operation, f"{path} says nothing of a body: use takes_nothing"
            bodies += 1
            for content in operation["requestBody"]["content"].values():
                for name, found in objects_in(content["schema"], set()):
                    seen += 1
                    if found.get("additionalProperties") is not False:
                        loose.append(f"{path}: {name}")

    assert loose == [], "every shape that is sent descends from flowmono.common.bodies.Body"
    assert bodies > 120
    assert seen > bodies
