"""A receiver that was built with nothing but docs/api.md hears, checks, breaks, is helped up and switched off: all through the API."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from flowmono.accounts.models import AccessToken
from flowmono.webhooks import sending
from flowmono.webhooks.models import Endpoint, Sending
from tests.people import NOON, make_person
from tests.webhooks.sink import Sink, listening

JSON = "application/json"
ENDPOINTS, MESSAGES = "/api/v1/webhook-endpoints/", "/api/v1/webhook-messages/"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with listening() as found:
        yield found


def documented_check() -> Callable[..., bool]:
    """The function that the documentation gives to receivers, as it stands there."""
    told = (Path(settings.BASE_DIR) / "docs/api.md").read_text()
    [code] = [one for one in re.findall(r"```python\n(.*?)```", told, re.DOTALL) if "is_from_flowmono" in one]
    found: dict[str, Any] = {}
    exec(code, found)
    check: Callable[..., bool] = found["is_from_flowmono"]
    return check


@pytest.mark.django_db
def test_a_receiver_built_by_the_documentation_alone(sink: Sink) -> None:
    _token, secret = AccessToken.issue(
        owner=make_person("ada"), name="ERP", scopes=["webhooks:read", "webhooks:write"], at=NOON
    )
    ada = Client(headers={"authorization": f"Bearer {secret}"})
    is_from_flowmono = documented_check()

    made = ada.post(ENDPOINTS, {"url": sink.url, "events": ["VendorHeld"], "description": "ERP"}, JSON).json()
    tested = ada.post(f"{ENDPOINTS}{made['id']}/test/").json()
    sending.send_due()
    headers, body = sink.got[0]

    assert headers["webhook-id"] == tested["message_id"]
    assert is_from_flowmono(headers, body, made["secret"])
    assert not is_from_flowmono(headers, body + b" ", made["secret"])
    assert not is_from_flowmono({**headers, "webhook-timestamp": "1"}, body, made["secret"])

    sink.codes = [500]
    ada.post(f"{ENDPOINTS}{made['id']}/test/")
    sending.send_due()
    [failed] = ada.get(f"{MESSAGES}?state=waiting&endpoint={made['id']}").json()["results"]
    log = ada.get(f"{MESSAGES}{failed['id']}/").json()["log"]

    assert (failed["attempts"], [one["status"] for one in log]) == (1, [500])
    assert failed["next_try_at"] > log[0]["at"]
    assert ada.get(f"{ENDPOINTS}{made['id']}/").json()["failures"] == 1

    sink.codes = [204]
    Endpoint.objects.update(quiet_until=None)
    Sending.objects.filter(state="waiting").update(next_try_at=timezone.now())
    sending.send_due()
    again = ada.post(f"{MESSAGES}{failed['id']}/send-again/")
    sending.send_due()

    assert again.status_code == 200, again.content
    assert sink.ids.count(failed["message_id"]) == 3
    assert ada.get(f"{MESSAGES}{failed['id']}/").json()["state"] == "sent"

    off = ada.post(f"{ENDPOINTS}{made['id']}/change/", {"active": False}, JSON).json()
    refused = ada.post(f"{MESSAGES}{failed['id']}/send-again/")

    assert off["active"] is False
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    assert "switched" in refused.json()["detail"]
