"""Programs list the documents of a case, use tools on them, and undo what they did."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Document, Step
from flowmono.accounts.models import AccessToken, User
from flowmono.ledger.models import Entry
from tests.documents.working import scenes
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db


def program_of(person: User, *scopes: str) -> Client:
    _token, secret = AccessToken.issue(owner=person, name="ERP", scopes=list(scopes), at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def post(program: Client, address: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return program.post(address, body or {}, content_type="application/json", headers=headers)


def test_a_program_prepares_a_document_and_undoes_it() -> None:
    contract = scenes.in_review(make_person("pierre"))
    program = program_of(make_person("maya"), "documents:read", "documents:write")
    address = f"/api/v1/documents/{contract.document_id}/"

    listed = program.get(f"/api/v1/documents/?case_key={contract.pk}").json()
    made = post(program, f"{address}steps/", {"tool": "rotate", "options": {"degrees": 90, "pages": "2"}})
    versions = program.get(f"/api/v1/document-versions/?document={contract.document_id}").json()
    undone = post(program, f"{address}undo/")
    again = post(program, f"{address}undo/")

    assert [row["title"] for row in listed["results"]] == ["Services Agreement"]
    step = made.json()["step"]
    assert (made.status_code, step["words"], step["state"]) == (201, "Page 2 turned to the right", "done")
    assert [row["origin"] for row in versions["results"]].count("derived") == 1
    assert program.get(f"/api/v1/document-steps/?document={contract.document_id}").json()["count"] == 1
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    assert program.get(address).json()["version"] == step["from_version"]


def test_the_same_key_is_one_step() -> None:
    contract = scenes.in_review(make_person("pierre"))
    program = program_of(make_person("maya"), "documents:write")
    body = {"tool": "delete", "options": {"pages": "4"}}

    answers = [
        post(program, f"/api/v1/documents/{contract.document_id}/steps/", body, **{"Idempotency-Key": "k-1"})
        for _ in range(2)
    ]

    assert answers[0].json() == answers[1].json()
    assert Step.objects.count() == 1


def test_files_and_other_versions_come_with_it() -> None:
    contract = scenes.in_review(make_person("pierre"))
    program = program_of(make_person("maya"), "documents:write")
    address = f"/api/v1/documents/{contract.document_id}/"
    file = SimpleUploadedFile("annex.pdf", scenes.blank(2), "application/pdf")

    inserted = program.post(f"{address}steps/", {"tool": "insert", "options": '{"before": 5}', "file": file})
    copied = post(program, f"{address}copy/")
    other = copied.json()["version"]
    joined = post(program, f"{address}steps/", {"tool": "merge", "versions": [other]})

    assert (inserted.status_code, inserted.json()["step"]["others"][0]["name"]) == (201, "annex.pdf")
    assert (joined.status_code, joined.json()["step"]) == (201, None)
    paper = Document.objects.get(pk=joined.json()["documents"][0]["id"])
    assert len(scenes.order_of(scenes.now(paper))) == 12


def brought(program: Client, case: Any, name: str, data: bytes, **headers: str) -> Any:
    file = SimpleUploadedFile(name, data, "application/pdf")
    return program.post("/api/v1/documents/", {"case": str(case), "file": file}, headers=headers)


def test_a_program_brings_a_file_to_a_case_once_and_works_on_it() -> None:
    contract = scenes.in_review(make_person("pierre"))
    program = program_of(make_person("maya"), "documents:read", "documents:write")
    data = scenes.blank(2)

    first, again = (
        brought(program, contract.pk, "Annex B.pdf", data, **{"Idempotency-Key": "annex-b"}) for _ in range(2)
    )
    listed = program.get(f"/api/v1/documents/?case_key={contract.pk}&kind=enclosure").json()
    turned = post(
        program,
        f"/api/v1/documents/{first.json()['id']}/steps/",
        {"tool": "rotate", "options": {"degrees": 90, "pages": "2"}},
    )

    assert (first.status_code, first.json()) == (201, again.json())
    assert [(row["title"], row["case"], row["version"]) for row in listed["results"]] == [
        ("Annex B", str(contract.pk), first.json()["version"])
    ]
    assert (turned.status_code, turned.json()["step"]["state"]) == (201, "done")
    assert Entry.objects.filter(case_id=contract.pk, kind="document.enclosed").count() == 1


def test_a_file_comes_only_to_a_case_that_one_sees_and_prepares() -> None:
    contract = scenes.in_review(make_person("pierre"))
    maya = program_of(make_person("maya"), "documents:write")

    unseen = brought(program_of(make_person("sam"), "documents:write"), contract.pk, "a.pdf", scenes.blank())
    nowhere = brought(maya, uuid4(), "a.pdf", scenes.blank())
    reader = brought(program_of(make_person("aud"), "documents:write"), contract.pk, "a.pdf", scenes.blank())
    scope = brought(program_of(make_person("maya"), "documents:read"), contract.pk, "a.pdf", scenes.blank())
    word = brought(maya, contract.pk, "draft.docx", scenes.four_pages())
    empty = post(maya, "/api/v1/documents/", {})

    assert [(answer.status_code, list(answer.json()["errors"])) for answer in (unseen, nowhere, word, empty)] == [
        (400, ["case"]),
        (400, ["case"]),
        (400, ["file"]),
        (400, ["case", "file"]),
    ]
    assert "Word or other office document" in word.json()["errors"]["file"][0]
    assert (reader.status_code, scope.status_code) == (403, 403)
    assert not Document.objects.filter(kind="enclosure").exists()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"tool": "delete", "options": {"pages": "9"}}, 400, "bad_pages"),
        ({"tool": "delete", "options": {"pages": "1", "colour": "red"}}, 400, "bad_option"),
        ({"tool": "delete", "options": {}}, 400, "bad_option"),
        ({"tool": "melt", "options": {}}, 400, "invalid"),
        ({"tool": "rotate", "options": [90]}, 400, "invalid"),
        ({"tool": "merge", "versions": ["6f1d9f1c-2b7e-4a3c-8d5e-9f0a1b2c3d4e"]}, 400, "invalid"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(body: dict[str, Any], status: int, code: str) -> None:
    contract = scenes.in_review(make_person("pierre"))
    before = scenes.now(contract.document)
    program = program_of(make_person("maya"), "documents:write")

    answer = post(program, f"/api/v1/documents/{contract.document_id}/steps/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert scenes.now(contract.document) == before
    assert not Step.objects.exists()


def test_what_one_may_not_see_is_not_there() -> None:
    contract = scenes.in_review(make_person("pierre"))
    stranger = program_of(make_person("abel"), "documents:read", "documents:write")
    reader = program_of(make_person("aud"), "documents:read", "documents:write")
    narrow = program_of(make_person("maya"), "documents:read")
    address = f"/api/v1/documents/{contract.document_id}/steps/"
    body = {"tool": "rotate", "options": {"degrees": 90}}

    assert stranger.get("/api/v1/documents/").json()["count"] == 0
    assert stranger.get("/api/v1/document-versions/").json()["count"] == 0
    assert post(stranger, address, body).status_code == 404
    assert post(reader, address, body).status_code == 403
    assert post(narrow, address, body).status_code == 403
    assert not Step.objects.exists()
