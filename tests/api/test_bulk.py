"""Programs send one document to many people: begun in one request, looked over, sent once whatever is repeated."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import Category
from flowmono.accounts.models import AccessToken
from flowmono.common.scopes import all_scopes
from flowmono.outbox.delivering import drain
from signing.models import Bulk, Envelope
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import LIST, listed, pdf, sent

pytestmark = pytest.mark.django_db
HOME = "/api/v1/bulk-sendings/"


def program(key: str) -> Client:
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=all_scopes(), at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def begun(client: Any, people: bytes = LIST, **more: Any) -> Any:
    Category.objects.get_or_create(name="nda")
    values = {
        "file": SimpleUploadedFile("nda.pdf", pdf()),
        "list": SimpleUploadedFile("people.csv", people),
        "title": "NDA 2027",
        "category": "nda",
        **more,
    }
    return client.post(HOME, values)


def test_a_document_with_its_list_is_begun_in_one_request_and_sent_by_another():
    maya = program("maya")

    made = begun(maya)
    assert (made.status_code, made.json()["state"], made.json()["counts"]) == (201, "prepared", {"waiting": 3})
    key = made.json()["id"]
    answer = maya.post(f"{HOME}{key}/send/", {"people": 3}, content_type="application/json")
    drain()

    assert answer.json()["state"] == "running"
    found = maya.get(f"{HOME}{key}/").json()
    assert (found["state"], found["counts"], found["started_by"]) == ("done", {"out": 3}, "maya@example.com")
    rows = maya.get(f"{HOME}{key}/people/").json()
    assert rows["count"] == 3
    assert [(row["line"], row["standing"], bool(row["envelope"])) for row in rows["results"]] == [
        (2, "out", True),
        (3, "out", True),
        (4, "out", True),
    ]


def test_a_list_that_is_refused_leaves_nothing_behind():
    answer = begun(program("maya"), b"name\nVera\n")

    assert answer.status_code == 400
    assert "These columns are missing: email" in answer.json()["errors"]["list"][0]
    assert Bulk.objects.count() == 0


def test_faults_are_said_line_by_line():
    made = begun(program("maya"), LIST + b"Nobody,no-address,,\n").json()

    rows = program("maya").get(f"{HOME}{made['id']}/people/").json()["results"]

    assert made["counts"] == {"faulty": 1, "waiting": 3}
    assert rows[3]["faults"] == ["“no-address” has no @, so it is no e-mail address."]


def test_the_same_request_repeated_with_its_key_sends_once():
    made, maya = listed(), program("maya")
    headers = {"Idempotency-Key": "send-1"}

    answers = [
        maya.post(f"{HOME}{made.pk}/send/", {}, content_type="application/json", headers=headers) for _time in range(2)
    ]
    third = maya.post(f"{HOME}{made.pk}/send/", {}, content_type="application/json", headers={"Idempotency-Key": "2"})
    drain()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (third.status_code, third.json()["code"]) == (409, "already_sending")
    assert Envelope.objects.filter(bulk_row__bulk=made).count() == 3


def test_another_number_of_people_than_was_counted_on_sends_nothing():
    made = listed()

    answer = program("maya").post(f"{HOME}{made.pk}/send/", {"people": 2}, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "list_changed")
    assert Bulk.objects.get().state == "prepared"


def test_it_is_led_on_by_programs_too():
    made, maya = sent(), program("maya")

    def ask(act: str, **values: str) -> int:
        return int(maya.post(f"{HOME}{made.pk}/{act}/", values, content_type="application/json").status_code)

    assert [ask("pause"), ask("go-on"), ask("try-again")] == [409, 409, 409]
    assert [ask("remind"), ask("take-back"), ask("take-back", reason="Wrong year.")] == [200, 400, 200]
    drain()
    assert maya.get(f"{HOME}{made.pk}/").json()["counts"] == {"taken_back": 3}


def test_one_of_ours_is_named_by_address_and_must_be_a_signatory():
    make_person("sam")
    make_person("pierre")

    assert begun(program("maya"), ours="SAM@example.com").json()["ours"] == "sam@example.com"
    refused = begun(program("maya"), ours="pierre@example.com")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["ours"])


def test_who_has_no_part_in_it_does_not_find_it():
    made = listed()

    assert program("pierre").get(f"{HOME}{made.pk}/").status_code == 404
    assert program("aud").get(f"{HOME}{made.pk}/").status_code == 200
    assert begun(program("aud")).status_code == 403
