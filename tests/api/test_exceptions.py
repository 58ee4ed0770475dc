"""Exceptions through the API: found by state, watch, owner and days; read with evidence; answered as on their page."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken
from flowmono.common.watching import Finding, Option
from flowmono.monitoring.actions import raise_exception
from flowmono.monitoring.models import TrueException, WatchMode, WatchSetting
from tests.people import NOON, make_person
from tests.procurement.stories import make_stage

pytestmark = pytest.mark.django_db
LATE = Finding(
    cause="milestone-1",
    title="M1 is late",
    sentence="It was due on 2027-02-20.",
    owner_role=roles.PROCUREMENT,
    case_id=uuid4(),
    url="/vendors/",
    amount=Decimal("8000.00"),
    currency="EUR",
    days=9,
    evidence={"due_on": "2027-02-20"},
)


def program(key: str, *scopes: str) -> Client:
    wanted = list(scopes or ("exceptions:read", "exceptions:write"))
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=wanted, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def titles(client: Client, question: str = "") -> list[str]:
    answer = client.get(f"/api/v1/exceptions/{question}")
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_they_are_found_by_state_watch_owner_and_days() -> None:
    raise_exception("late", LATE, at=NOON)
    bank = replace(LATE, cause="bank", title="A new account", owner_role=roles.FINANCE, days=None, amount=None)
    raise_exception("bank_change", bank, at=NOON)
    maya = program("maya")

    assert sorted(titles(maya, "?state=open")) == ["A new account", "M1 is late"]
    assert titles(maya, "?state__in=handled,dismissed") == []
    assert titles(maya, "?watch=bank_change") == ["A new account"]
    assert titles(maya, f"?owner_role={roles.PROCUREMENT}") == ["M1 is late"]
    assert titles(maya, "?days__gte=9") == ["M1 is late"]
    assert titles(maya, "?days__gte=10") == []


def test_the_most_at_risk_comes_first_and_what_is_not_known_last() -> None:
    for title, amount, currency in (("small", "100", "EUR"), ("none", None, ""), ("large", "9000", "EUR")):
        value = Decimal(amount) if amount else None
        raise_exception("late", replace(LATE, cause=title, title=title, amount=value, currency=currency), at=NOON)
    maya = program("maya")

    assert titles(maya, "?ordering=-amount") == ["large", "small", "none"]
    assert titles(maya, "?ordering=amount") == ["small", "large", "none"]


def test_what_a_watch_in_shadow_would_raise_is_listed_when_it_is_asked_for() -> None:
    WatchSetting.objects.create(name="late", mode=WatchMode.SHADOW)
    raise_exception("late", LATE, at=NOON)
    maya = program("maya")

    assert titles(maya) == []
    assert titles(maya, "?shadow=true") == ["M1 is late"]


def test_one_is_read_with_its_evidence_and_the_record_whose_verbs_deal_with_it() -> None:
    stage = make_stage()
    page = stage.vendor.get_absolute_url()
    finding = replace(
        LATE, url=page, options=(Option("Write to the vendor", f"{page}#contacts"), Option("Read", "/x/"))
    )
    raised = raise_exception("late", finding, at=NOON)

    told = program("maya").get(f"/api/v1/exceptions/{raised.pk}/").json()

    record = f"/api/v1/vendors/{stage.vendor.pk}/"
    assert (told["title"], told["amount"], told["days"], told["state"]) == ("M1 is late", "8000.00", 9, "open")
    assert (told["url"], told["record"]) == (page, record)
    assert told["evidence"] == {"due_on": "2027-02-20"}
    assert told["options"] == [
        {"label": "Write to the vendor", "url": f"{page}#contacts", "record": record},
        {"label": "Read", "url": "/x/", "record": ""},
    ]


@pytest.mark.parametrize(("verb", "state"), [("handle", "handled"), ("dismiss", "dismissed")])
def test_it_is_answered_once_with_a_reason(verb: str, state: str) -> None:
    raised = raise_exception("late", LATE, at=NOON)
    maya, address = program("maya"), f"/api/v1/exceptions/{raised.pk}/{verb}/"

    silent = maya.post(address, {}, content_type="application/json")
    key = {"idempotency-key": "answer-1"}
    first = maya.post(address, {"reason": "They sent it."}, content_type="application/json", headers=key)
    again = maya.post(address, {"reason": "They sent it."}, content_type="application/json", headers=key)
    late = maya.post(address, {"reason": "Once more."}, content_type="application/json")

    assert (silent.status_code, list(silent.json()["errors"])) == (400, ["reason"])
    told = first.json()
    assert (first.status_code, told["state"], told["reason"]) == (200, state, "They sent it.")
    assert told["resolved_by"] == "maya@example.com"
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert (late.status_code, late.json()["detail"]) == (409, f"This exception is already {state}.")


@pytest.mark.parametrize(("who", "reads", "answers"), [("aud", 200, 403), ("fay", 200, 403), ("pierre", 403, 403)])
def test_those_who_see_the_queue_read_and_the_role_that_owns_it_answers(who: str, reads: int, answers: int) -> None:
    raised = raise_exception("late", LATE, at=NOON)
    address, client = f"/api/v1/exceptions/{raised.pk}/", program(who)

    answered = client.post(f"{address}handle/", {"reason": "Done."}, content_type="application/json")

    assert (client.get(address).status_code, answered.status_code) == (reads, answers)
    assert TrueException.objects.get().state == "open"


def test_a_list_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        raise_exception("late", replace(LATE, cause=str(number), title=str(number)), at=NOON)
    maya = program("maya")

    with django_assert_max_num_queries(8):
        assert len(titles(maya, "?ordering=-amount")) == 20
