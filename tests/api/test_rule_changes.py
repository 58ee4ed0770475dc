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


# --- preparing --------------------------------------------------------------------------------------------------------


def prepare(client: Client, once: str = "", **values: Any) -> Any:
    headers = {"idempotency-key": once} if once else {}
    return client.post(LIST, values, content_type="application/json", headers=headers)


def test_a_change_is_prepared_from_what_rules_lists_rehearsed_and_two_people_make_it_so(ari: User) -> None:
    rule, first = approval_rule(), program(make_person("ada"))

    listed = first.get(f"/api/v1/rules/?model=approvals.rule&key={rule.pk}").json()["results"]
    made = prepare(first, "prep-1", model="approvals.rule", key=str(rule.pk), values={"priority": 7})
    again = prepare(first, "prep-1", model="approvals.rule", key=str(rule.pk), values={"priority": 7})
    tried = first.get(f"{LIST}{made.json()['id']}/rehearsal/?days=30")
    hidden = program(ari).get(f"{LIST}{made.json()['id']}/rehearsal/")
    proposal = Proposal.objects.get()
    post(first, proposal, "propose", reason="It comes too late.")
    own = post(first, proposal, "approve")
    done = post(program(ari), proposal, "approve")

    assert [(one["title"], one["values"]["priority"]) for one in listed] == [(str(rule), str(rule.priority))]
    assert (made.status_code, made.json()["state"], again.content) == (201, "draft", made.content)
    assert [(line["label"], line["after"]) for line in made.json()["lines"]] == [("Priority", "7")]
    assert (tried.status_code, tried.json()["days"], tried.json()["looked_at"]) == (200, 30, 0)
    assert (hidden.status_code, own.status_code, done.status_code) == (404, 403, 200)
    assert Rule.objects.get().priority == 7


def test_rows_that_are_sent_take_the_place_of_all_and_a_new_rule_is_a_change_too(ari: User) -> None:
    rule, first = approval_rule(), program(make_person("ada"))
    row = first.get(f"/api/v1/rules/?model=approvals.rule&key={rule.pk}").json()["results"][0]["rows"]["steps"][0]

    steps = [{"id": row["id"], "values": {"hours": 12}}, {"values": {**row["values"], "sequence": "9"}}]
    made = prepare(first, model="approvals.rule", key=str(rule.pk), rows={"steps": steps})
    added = prepare(
        first,
        model="approvals.rule",
        verb="add",
        values={"name": "Large ones", "kind": "order", "from_amount": "50000"},
        rows={"steps": [{"values": row["values"]}]},
    )
    for answer in (made, added):
        proposal = Proposal.objects.get(pk=answer.json()["id"])
        post(first, proposal, "propose", reason="As agreed.")
        assert post(program(ari), proposal, "approve").status_code == 200

    rule.refresh_from_db()
    assert sorted(step.sequence for step in rule.steps.all()) == sorted([int(row["values"]["sequence"]), 9])
    assert rule.steps.get(pk=row["id"]).hours == 12
    assert Rule.objects.get(name="Large ones").steps.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"model": "approvals.nothing"}, "model"),
        ({"key": "999999"}, "key"),
        ({"key": "not a key"}, "key"),
        ({"values": {"secret": 1}}, "values"),
        ({"values": {"priority": "soon"}}, "values"),
        ({"values": {"priority": [1]}}, "values"),
        ({"values": {"priority": 10**30}}, "priority"),
        ({"values": {"kind": "holiday"}}, "kind"),
        ({"values": {"name": "\x00"}}, "values"),
        ({"values": {"below_amount": "NaN"}}, "values"),
        ({"rows": {"stairs": []}}, "rows"),
        ({"rows": {"steps": [{"id": "999999", "values": {}}]}}, "rows"),
        ({"rows": {"steps": [{"values": {"sequence": 1, "people": ["999999"]}}]}}, "rows"),
        ({"rows": {"steps": [{"values": {"sequence": 1, "people": [{}]}}]}}, "rows"),
        ({"values": {}}, "values"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_kept(wrong: dict[str, Any], field: str) -> None:
    rule = approval_rule()

    answer = prepare(program(make_person("ada")), **{"model": "approvals.rule", "key": str(rule.pk), **wrong})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert not Proposal.objects.exists()


def test_only_an_administrator_prepares_and_only_what_the_administration_offers() -> None:
    rule, ada = approval_rule(), make_person("ada")
    change = {"model": "approvals.rule", "key": str(rule.pk), "values": {"priority": 7}}

    auditor = prepare(program(make_person("aud")), **change)
    buyer = prepare(program(make_person("maya")), **change)
    new_account = prepare(program(ada), model="accounts.user", verb="add", values={"email": "new@example.com"})
    listed = program(make_person("maya")).get("/api/v1/rules/?model=approvals.rule")

    assert [one.status_code for one in (auditor, buyer, new_account, listed)] == [403, 403, 403, 403]
    assert not Proposal.objects.exists()


def test_a_change_that_waits_is_answered_before_another_is_prepared() -> None:
    waiting = proposed(make_person("ada"))

    answer = prepare(program(make_person("ada")), model="approvals.rule", key=waiting.key, values={"priority": 3})

    assert (answer.status_code, answer.json()["code"]) == (409, "change_waits")
