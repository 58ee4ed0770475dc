"""Programs: tokens with scopes, errors that teach, and a POST that is repeated without being done twice."""

import json
from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from documents.models import Document
from flowmono.accounts.models import AccessToken, User
from flowmono.common.idempotency import forget_old_replies
from flowmono.common.models import IdempotentReply
from tests.flowmono import bell_api
from tests.people import NOON, make_person

BELLS = "/api/v1/bells/"


@pytest.fixture(autouse=True)
def bell_tower(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.flowmono.bell_api"
    bell_api.entered.clear()
    bell_api.may_go_on.clear()
    yield
    bell_api.may_go_on.set()


def token_of(person: User, *scopes: str, **facts: Any) -> str:
    return AccessToken.issue(owner=person, name="bell ringer", scopes=list(scopes), at=NOON, **facts)[1]


def ringer(*scopes: str, person: User | None = None) -> Client:
    secret = token_of(person or make_person("maya"), *scopes)
    return Client(headers={"authorization": f"Bearer {secret}"}, raise_request_exception=False)


def ring(client: Client, title: str = "noon", key: str | None = None, **more: Any) -> Any:
    headers = {"idempotency-key": key} if key is not None else {}
    return client.post(BELLS, {"title": title, **more}, content_type="application/json", headers=headers)


def bells() -> int:
    return Document.objects.filter(kind="bell").count()


# --- tokens ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_token_is_known_by_its_hash_only() -> None:
    token, secret = AccessToken.issue(owner=make_person("maya"), name="ERP", scopes=["bells:read"], at=NOON)

    assert secret.startswith("fm_")
    assert len(secret) >= 40
    assert token.digest == AccessToken.digest_of(secret)
    assert secret not in json.dumps(list(AccessToken.objects.values()), default=str)


@pytest.mark.django_db
def test_a_live_token_acts_as_its_owner_and_remembers_its_use() -> None:
    client = ringer("bells:read")

    assert client.get(BELLS).json() == []
    assert AccessToken.objects.get().last_used_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
        {"digest": "0" * 64},
    ],
)
def test_an_expired_revoked_or_unknown_token_is_refused_in_words(change: dict[str, Any]) -> None:
    client = ringer("bells:read", "bells:write")
    AccessToken.objects.update(**change)

    answer = ring(client)

    assert (answer.status_code, bells()) == (401, 0)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "This token is unknown, expired or revoked. Ask its owner for a new one."


@pytest.mark.django_db
def test_the_token_of_somebody_who_left_is_dead() -> None:
    maya = make_person("maya")
    client = ringer("bells:read", person=maya)
    maya.is_active = False
    maya.save()

    assert client.get(BELLS).status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        ([], 403, 403),
        (["bells:read"], 200, 403),
        (["bells:write"], 403, 201),
        (["bells:read", "bells:write"], 200, 201),
        (["contracts:read", "contracts:write"], 403, 403),
    ],
)
def test_a_token_does_what_its_scopes_say(scopes: list[str], reads: int, writes: int) -> None:
    client = ringer(*scopes)

    assert (client.get(BELLS).status_code, ring(client).status_code) == (reads, writes)
    assert bells() == (1 if writes == 201 else 0)


@pytest.mark.django_db
def test_a_missing_scope_is_named() -> None:
    answer = ring(ringer("bells:read"))

    assert answer.json()["detail"] == "This token lacks the scope bells:write. Its owner can make one with it."


@pytest.mark.django_db
def test_an_endpoint_that_names_no_scope_is_held_to_its_own_name() -> None:
    assert ringer("chimes:read").get("/api/v1/chimes/").status_code == 200
    assert ringer("bells:read").get("/api/v1/chimes/").status_code == 403
    assert ringer().get("/api/v1/").status_code == 200


@pytest.mark.django_db
def test_a_person_who_is_signed_in_has_no_scopes_and_a_stranger_has_no_door(client: Client) -> None:
    assert client.get(BELLS).status_code == 401

    client.force_login(make_person("maya"))

    assert client.get(BELLS).status_code == 200


@pytest.mark.django_db
def test_a_refusal_is_a_problem_document() -> None:
    answer = ring(ringer("bells:write"), "broken")

    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json() == {
        "type": "http://127.0.0.1:8000/api/docs/problems/#conflict",
        "title": "Conflict",
        "status": 409,
        "detail": "The bell is broken. Ask the bell founder.",
        "code": "conflict",
        "how_to_fix": "Read the record again: it has moved on, or another step comes first. Then decide anew.",
    }


# --- idempotency keys -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_key_and_body_give_the_same_answer_and_one_bell() -> None:
    client = ringer("bells:write")

    first, second = ring(client, key="k-1"), ring(client, key="k-1")

    assert (first.status_code, second.status_code, bells()) == (201, 201, 1)
    assert first.content == second.content
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")


@pytest.mark.django_db
def test_without_a_key_each_post_is_its_own() -> None:
    client = ringer("bells:write")

    ring(client)
    ring(client)

    assert (bells(), IdempotentReply.objects.count()) == (2, 0)


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused() -> None:
    client = ringer("bells:write")
    ring(client, "noon", key="k-1")

    answer = ring(client, "midnight", key="k-1")

    assert (answer.status_code, bells()) == (422, 1)
    assert answer.json()["code"] == "idempotency_mismatch"
    assert "POST /api/v1/bells/" in answer.json()["detail"]


@pytest.mark.django_db
def test_two_owners_may_use_one_key() -> None:
    ring(ringer("bells:write", person=make_person("maya")), key="k-1")
    ring(ringer("bells:write", person=make_person("fay")), key="k-1")

    assert bells() == 2


@pytest.mark.django_db
def test_a_refusal_is_not_kept_so_that_the_key_may_be_tried_again() -> None:
    client = ringer("bells:write")

    assert ring(client, "broken", key="k-1").status_code == 409
    assert ring(client, "noon", key="k-1").status_code == 201


@pytest.mark.django_db
def test_a_key_is_no_way_around_the_scope_or_the_sign_in() -> None:
    assert ring(ringer("bells:read"), key="k-1").status_code == 403
    assert ring(Client(headers={"authorization": "Bearer fm_unknown"}), key="k-1").status_code == 401
    assert (bells(), IdempotentReply.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_length(key: str) -> None:
    answer = ring(ringer("bells:write"), key=key)

    assert (answer.status_code, bells()) == (400, 0)
    assert "1 to 200 characters" in answer.json()["detail"]


@pytest.mark.django_db
def test_an_upload_is_the_same_when_its_fields_and_bytes_are() -> None:
    client = ringer("bells:write")

    def send(content: bytes) -> Any:
        values = {"title": "cast", "file": SimpleUploadedFile("bell.pdf", content)}
        return client.post(BELLS, values, headers={"idempotency-key": "k-1"})

    first, second, other = send(b"bronze"), send(b"bronze"), send(b"tin")

    assert [answer.status_code for answer in (first, second, other)] == [201, 201, 422]
    assert (first.json(), first.json()["size"], bells()) == (second.json(), 6, 1)


@pytest.mark.usefixtures("committed")
def test_work_that_failed_half_way_leaves_neither_bell_nor_answer() -> None:
    client = ringer("bells:write")

    answer = ring(client, "crack", key="k-1")

    assert (answer.status_code, bells(), IdempotentReply.objects.count()) == (500, 0, 0)
    assert ring(client, "noon", key="k-1").status_code == 201


@pytest.mark.usefixtures("committed")
def test_while_the_first_is_worked_on_the_second_is_told_to_wait() -> None:
    client = ringer("bells:write")
    answers: list[Any] = []

    def first() -> None:
        answers.append(ring(client, "slow", key="k-1"))
        connection.close()

    worker = Thread(target=first)
    worker.start()
    bell_api.entered.wait(60)
    early = ring(client, "slow", key="k-1")
    bell_api.may_go_on.set()
    worker.join()
    late = ring(client, "slow", key="k-1")

    assert (early.status_code, early["Retry-After"]) == (409, "1")
    assert early.json()["code"] == "idempotency_in_progress"
    assert (answers[0].content, late.status_code, bells()) == (late.content, 201, 1)


@pytest.mark.usefixtures("committed")
def test_twenty_at_once_with_one_key_ring_once() -> None:
    client = ringer("bells:write")
    start, codes = Barrier(20), []

    def send() -> None:
        start.wait()
        codes.append(ring(client, key="k-1").status_code)
        connection.close()

    senders = [Thread(target=send) for _sender in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert set(codes) <= {201, 409}
    assert (201 in codes, bells(), IdempotentReply.objects.count()) == (True, 1, 1)


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_week() -> None:
    client = ringer("bells:write")
    ring(client, key="old")
    IdempotentReply.objects.update(created_at=timezone.now() - timedelta(days=8))
    ring(client, key="new")

    assert forget_old_replies() == 1
    assert IdempotentReply.objects.get().key == "new"
