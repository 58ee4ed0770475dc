"""Every POST of the API takes the Idempotency-Key: the same key gives the same answer, another body under it is refused."""

import json
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from flowmono.accounts.models import AccessToken, User
from flowmono.common.models import IdempotentReply
from flowmono.common.scopes import all_scopes
from tests.house.test_routes import is_api, names, verbs_of
from tests.people import NOON, make_person

POSTS = sorted(name for name, (entry, _places) in names().items() if is_api(name) and "POST" in verbs_of(entry))
BODY = json.dumps({"reason": "once"})


def address_of(name: str) -> str:
    return reverse(name, kwargs={place: str(uuid4()) for place in names()[name][1]})


def keep_answer(owner: User, url: str) -> None:
    """As if the request had been answered before: were it worked on again, its answer would be another one."""
    IdempotentReply.objects.create(
        key="k-1",
        owner=owner,
        route=f"POST {url}",
        body_hash=sha256(BODY.encode()).hexdigest(),
        status=201,
        content_type="application/json",
        reply=b'{"answered": "before"}',
        created_at=timezone.now(),
    )


def post(owner: User, url: str, body: str) -> Any:
    secret = AccessToken.issue(owner=owner, name="ERP", scopes=all_scopes(), at=NOON)[1]
    client = Client(headers={"authorization": f"Bearer {secret}"})
    return client.post(url, body, content_type="application/json", headers={"idempotency-key": "k-1"})


def test_there_are_posts_to_ask() -> None:
    assert len(POSTS) > 30


@pytest.mark.django_db
@pytest.mark.parametrize("name", POSTS)
def test_a_post_with_a_known_key_is_answered_as_before_and_not_done_again(name: str) -> None:
    owner, url = make_person("maya"), address_of(name)
    keep_answer(owner, url)

    again, other = post(owner, url, BODY), post(owner, url, '{"reason": "another"}')

    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, {"answered": "before"}, "true")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")
