"""Changes of rules through the API: read in words by those who govern, and answered by a second human being only."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from flowmono.accounts import roles
from flowmono.accounts.models import AccessToken, User
from flowmono.approvals.models import Rule
from flowmono.governing import actions
from flowmono.governing.models import Proposal
from flowmono.governing.plain import plain_of
from flowmono.governing.registry import KINDS
from tests.contracts.scenes import approval_rule
from tests.people import NOON, make_person

pytestmark = pytest.mark.django_db
LIST = "/api/v1/rule-changes/"


def program(person: User) -> Client:
    scopes = ["rules:read", "rules:write"]
    _token, secret = AccessToken.issue(owner=person, name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def post(client: Client, proposal: Proposal, verb: str, key: str = "", **values: Any) -> Any:
    headers = {"idempotency-key": key} if key else {}
    return client.post(f"{LIST}{proposal.pk}/{verb}/", values, content_type="application/json", headers=headers)


@pytest.fixture
def ari() -> User:
    person = User.objects.create_user("ari", "ari@example.com", first_name="Ari", last_name="Second")
    person.groups.set(Group.objects.filter(name=roles.ADMINISTRATOR))
    return person


def prepared(by: User, priority: str = "7") -> Proposal:
    kind, rule = KINDS["approvals.rule"], approval_rule()
    plain = plain_of(kind, rule)
    wanted = {**plain, "values": {**plain["values"], "priority": priority}}
    found = actions.prepare(kind, rule, wanted, by=by, at=NOON)
    assert found is not None
    return found


def proposed(by: User) -> Proposal:
    return actions.propose(prepared(by), by=by, at=NOON, reason="It comes too late.")


def test_what_waits_is_found_and_read_in_words() -> None:
    ada = make_person("ada")
    proposal = proposed(ada)
    aud = program(make_person("aud"))

    rows = aud.get(f"{LIST}?state=waiting&model=approvals.rule").json()["results"]
    told = aud.get(f"{LIST}{proposal.pk}/").json()

    assert [row["id"] for row in rows] == [str(proposal.pk)]
    assert (told["state"], told["reason"], told["proposed_by"]) == ("waiting", "It comes too late.", ada.email)
    assert [(line["label"], line["after"]) for line in told["lines"]] == [("Priority", "7")]
    assert told["before"]["values"]["priority"] != told["after"]["values"]["priority"] == "7"
    assert told["is_stale"] is False


def test_a_second_administrator_approves_and_it_is_in_force_once(ari: User) -> None:
    proposal = proposed(make_person("ada"))
    second = program(ari)

    own = post(program(make_person("ada")), proposal, "approve")
    first = post(second, proposal, "approve", "yes-1")
    again = post(second, proposal, "approve", "yes-1")
    late = post(second, proposal, "approve")

    assert own.status_code == 403
    assert (first.status_code, first.json()["state"], first.json()["decided_by"]) == (200, "applied", ari.email)
    assert again.content == first.content
    assert (late.status_code, late.json()["code"]) == (409, "settled")
    assert Rule.objects.get().priority == 7


def test_a_no_needs_a_reason_and_changes_nothing(ari: User) -> None:
    proposal = proposed(make_person("ada"))

    silent = post(program(ari), proposal, "reject")
    told = post(program(ari), proposal, "reject", reason="It is early enough.")

    assert (silent.status_code, list(silent.json()["errors"])) == (400, ["reason"])
    assert (told.status_code, told.json()["state"], told.json()["answer"]) == (200, "rejected", "It is early enough.")
    assert Rule.objects.get().priority != 7


def test_what_is_prepared_is_its_authors_until_it_is_put_forward(ari: User) -> None:
    ada = make_person("ada")
    proposal = prepared(ada)

    hidden = program(ari).get(f"{LIST}{proposal.pk}/").status_code
    told = post(program(ada), proposal, "propose", reason="It comes too late.")
    shown = program(ari).get(f"{LIST}{proposal.pk}/").status_code
    others = post(program(ari), proposal, "withdraw")
    back = post(program(ada), proposal, "withdraw")

    assert (hidden, told.status_code, shown, others.status_code) == (404, 200, 200, 403)
    assert (back.status_code, back.json()["state"]) == (200, "withdrawn")


def test_who_does_not_govern_is_refused() -> None:
    proposal = proposed(make_person("ada"))

    assert program(make_person("maya")).get(LIST).status_code == 403
    assert post(program(make_person("aud")), proposal, "approve").status_code == 403
