"""The parts of a contract's pages that follow what happens elsewhere: whatever asks for itself again is in the answer."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.contracts import scenes
from tests.people import make_people

pytestmark = pytest.mark.django_db


def following(page: bytes) -> dict[str, Any]:
    return {part.get("id"): part for part in html.fromstring(page).xpath("//*[@data-live][@id]")}


@pytest.mark.parametrize("query", ["", "?causes=1"])
@pytest.mark.parametrize("name", ["contract", "people", "chain", "clauses", "versions", "sequence"])
def test_what_asks_for_itself_again_comes_again(client: Client, name: str, query: str) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)
    address = reverse(f"contracts:{name}", args=[contract.pk])

    parts = following(client.get(address + query).content)

    assert {"page-head", "page-tabs"} <= set(parts)
    for key, part in parts.items():
        inside = part.get("data-live-url")
        answer = client.get(inside or address + query, headers={"HX-Request": "true", "HX-Target": key})
        assert answer.status_code in (200, 204), (key, inside)
        assert inside or answer.status_code == 204 or key in following(answer.content), key


def test_a_part_alone_is_no_page(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    client.force_login(maya)
    address = reverse("contracts:chain", args=[contract.pk])

    for query in ("?part=way", "?causes=1&part=card", "?causes=1&part=tree"):
        assert b"<html" not in client.get(address + query).content, query
