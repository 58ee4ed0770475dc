"""Programs bring a document of their own to be signed, and fetch what came of it by the scope of signing alone."""

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.models import Category
from flowmono.accounts.models import AccessToken
from flowmono.outbox.delivering import drain
from signing.models import Envelope
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, paper, sent, sign

HOME = "/api/v1/envelopes/"
VERA = {"order": 1, "name": "Vera Halloran", "email": OUTSIDER, "title": "Director", "party": "Halden & Pryce Ltd"}


def program(key: str) -> Client:
    scopes = ["signing:read", "signing:write"]
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def brought(client: Client, **more: Any) -> Any:
    Category.objects.get_or_create(name="lease")
    file = SimpleUploadedFile("lease.pdf", paper(), content_type="application/pdf")
    values = {"file": file, "title": "Lease of a press", "category": "lease", "people": json.dumps([VERA]), **more}
    return client.post(HOME, values)


@pytest.mark.django_db
def test_a_document_of_ones_own_becomes_a_draft_that_is_sent() -> None:
    maya = program("maya")

    made = brought(maya)
    places = maya.get(f"{HOME}{made.json()['id']}/places/")
    gone = maya.post(f"{HOME}{made.json()['id']}/send/", "{}", content_type="application/json")

    assert (made.status_code, made.json()["state"], made.json()["contract"]) == (201, "draft", None)
    assert [one["email"] for one in made.json()["recipients"]] == [OUTSIDER]
    assert made.json()["sealed_document"] is None
    assert places.status_code == 200
    assert (gone.status_code, gone.json()["state"]) == (200, "sent")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "poem"}, "category"),
        ({"people": "[]"}, "people"),
        ({"people": "x"}, "people"),
        ({"amount": "10"}, "currency"),
        ({"file": SimpleUploadedFile("x.pdf", b"no pdf")}, "file"),
    ],
)
def test_what_cannot_be_brought_is_refused_by_its_field_and_nothing_is_kept(wrong: Any, field: str) -> None:
    answer = brought(program("maya"), **wrong)

    assert answer.status_code in {400, 422}
    assert field in answer.content.decode()
    assert not Envelope.objects.exists()


@pytest.mark.django_db
def test_who_does_not_send_documents_brings_none() -> None:
    assert brought(program("olu")).status_code == 403


def test_the_finished_document_and_its_certificate_are_fetched_by_what_the_envelope_names(committed: None) -> None:
    sam, maya = make_person("sam"), program("maya")
    make_mark(sam)
    envelope = sent(inside(sam))
    before = maya.get(f"{HOME}{envelope.pk}/document/").status_code
    sign(envelope, sam.email)
    drain()

    told = maya.get(f"{HOME}{envelope.pk}/").json()
    files = [maya.get(told[name]) for name in ("sealed_document", "certificate")]

    assert before == 404
    assert [one.status_code for one in files] == [200, 200]
    assert [hashlib.sha256(one.content).hexdigest() for one in files] == [told["sha256"], told["certificate_sha256"]]
