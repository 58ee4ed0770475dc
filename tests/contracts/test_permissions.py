"""Who may do what with contracts: people × verbs, by the page and by the endpoint."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts import actions
from contracts.models import Contract, State
from flowmono.accounts.models import AccessToken
from flowmono.approvals.models import Seat
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.outbox.models import RecordedEvent
from tests.contracts import scenes
from tests.people import CAST, NOON, make_people, make_person

pytestmark = pytest.mark.django_db

PEOPLE = ("pierre", "maya", "lena", "abel", "fay", "aud", "ada", "vera", "olu")
# What each verb answers to each person, for a contract that Pierre started: 302 done, 403 not theirs, 404 not seen.
VERBS = {
    #                        pierre maya lena abel fay  aud  ada  vera olu
    ("review", "contract"): (200, 200, 200, 404, 200, 200, 200, 404, 404),
    ("review", "file"): (200, 200, 200, 404, 200, 200, 200, 404, 404),
    ("review", "facts"): (403, 200, 200, 404, 403, 403, 403, 404, 404),
    ("review", "confirm"): (403, 302, 302, 404, 403, 403, 403, 404, 404),
    ("review", "cancel"): (302, 302, 302, 404, 403, 403, 403, 404, 404),
    ("review", "replace"): (200, 200, 200, 404, 403, 403, 403, 404, 404),
    ("ready", "accept_rendering"): (302, 302, 302, 404, 403, 403, 403, 404, 404),
    ("ready", "submit"): (302, 302, 302, 404, 403, 403, 403, 404, 404),
    ("in_approval", "decide"): (403, 403, 403, 302, 403, 403, 403, 404, 404),
    ("in_approval", "withdraw"): (302, 302, 302, 403, 403, 403, 403, 404, 404),
}
TO_LOOK = {"contract", "file", "facts", "replace"}


def begin(state: str) -> Contract:
    pierre, maya = make_people("pierre", "maya")
    make_people("abel", "dora")
    if state == "review":
        return scenes.to_review(pierre)
    if state == "ready":
        scenes.approval_rule()
        return scenes.ready(pierre, maya)
    return scenes.in_approval(pierre, maya)


@pytest.mark.threats
@pytest.mark.parametrize(("state", "verb"), VERBS)
def test_each_person_gets_the_answer_that_the_table_says(client: Client, state: str, verb: str) -> None:
    for key, expected in zip(PEOPLE, VERBS[state, verb], strict=True):
        contract = begin(state)
        scenes.Rule.objects.exclude(pk=scenes.Rule.objects.order_by("pk").values("pk")[:1]).update(active=False)
        events = RecordedEvent.objects.count()
        client.force_login(make_person(key))
        address = reverse(f"contracts:{verb}", args=[contract.pk])

        values = {"verdict": "yes", "reason": "Because."}
        answer = client.get(address) if verb in TO_LOOK else client.post(address, values)

        assert answer.status_code == expected, (key, verb)
        if expected in {403, 404}:
            before = contract.state
            contract.refresh_from_db()
            assert contract.state == before, (key, verb)
            assert RecordedEvent.objects.count() == events, (key, verb)


def test_the_table_knows_everybody_who_matters() -> None:
    assert set(PEOPLE) <= set(CAST)


def test_an_approver_sees_a_contract_only_when_it_is_put_before_them(client: Client) -> None:
    abel, pierre, maya = make_people("abel", "pierre", "maya")
    make_person("dora")
    scenes.to_review(pierre)
    client.force_login(abel)

    before = client.get(reverse("contracts:list")).context["page"].paginator.count
    routed = scenes.in_approval(pierre, maya)
    after = client.get(reverse("contracts:list")).context["page"]

    assert before == 0
    assert [contract.pk for contract in after] == [routed.pk]


def test_who_asked_for_a_contract_cannot_approve_it_by_another_account() -> None:
    pierre, maya, abel = make_people("pierre", "maya", "abel")
    make_person("dora")
    make_person("gwen").groups.add(*abel.groups.all())
    abel.person = pierre.person
    abel.save()

    contract = scenes.in_approval(pierre, maya)

    seated = {str(seat.approver) for seat in Seat.objects.filter(request__subject_id=contract.pk)}
    assert seated == {"Gwen Adeyemi", "Dora Marchetti"}
    with pytest.raises(NotAllowed, match="somebody else decide"):
        actions.decide(contract, by=abel, at=NOON, verdict="yes")
    assert Contract.objects.get(pk=contract.pk).state == State.IN_APPROVAL


def test_one_person_does_not_fill_two_steps_of_one_approval() -> None:
    pierre, maya, dora, abel = make_people("pierre", "maya", "dora", "abel")
    contract = scenes.in_approval(pierre, maya)

    with pytest.raises(Conflict, match="each person decides once"):
        actions.decide(contract, by=dora, at=NOON, verdict="yes")
    actions.decide(contract, by=abel, at=NOON, verdict="yes")
    with pytest.raises(Conflict, match="already decided"):
        actions.decide(contract, by=abel, at=NOON, verdict="yes")

    assert Contract.objects.get(pk=contract.pk).state == State.IN_APPROVAL
    assert actions.decide(contract, by=dora, at=NOON, verdict="yes").state == State.APPROVED


def test_a_stranger_cannot_decide() -> None:
    pierre, maya, fay = make_people("pierre", "maya", "fay")
    make_people("abel", "dora")
    contract = scenes.in_approval(pierre, maya)

    with pytest.raises(NotAllowed):
        actions.decide(contract, by=fay, at=NOON, verdict="yes")


def bearer(person: Any, *scopes: str) -> dict[str, str]:
    _token, secret = AccessToken.issue(owner=person, name="test", scopes=list(scopes), at=NOON)
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_reads_and_changes_what_its_scopes_and_its_owner_allow(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = scenes.to_review(pierre)
    address = f"/api/v1/contracts/{contract.pk}/confirm/"

    read_only = client.post(address, headers=bearer(maya, "contracts:read"))
    not_hers = client.post(address, headers=bearer(pierre, "contracts:write"))
    unseen = client.post(address, headers=bearer(make_person("olu"), "contracts:write"))
    nobody = client.post(address)
    assert [answer.status_code for answer in (read_only, not_hers, unseen, nobody)] == [403, 403, 404, 401]
    assert Contract.objects.get(pk=contract.pk).state == State.REVIEW

    done = client.post(address, headers=bearer(maya, "contracts:write"))
    assert (done.status_code, done.json()["state"]) == (200, "ready")


def test_the_endpoints_carry_a_contract_from_draft_to_approval(client: Client) -> None:
    maya, pierre, abel = make_people("maya", "pierre", "abel")
    dora = make_person("dora")
    contract = scenes.to_review(pierre)
    address = f"/api/v1/contracts/{contract.pk}/"
    write = bearer(maya, "contracts:read", "contracts:write")

    terms = client.get(f"{address}terms/", headers=write).json()
    item = next(term for term in terms if term["field"] == "schedule")
    corrected = client.post(
        f"/api/v1/terms/{item['id']}/correct/",
        {"description": "First instalment", "optional": True},
        content_type="application/json",
        headers=write,
    )
    facts = client.post(f"{address}correct/", {"payment_days": 45}, content_type="application/json", headers=write)
    assert (corrected.json()["description"], corrected.json()["state"]) == ("First instalment", "corrected")
    assert corrected.json()["quote"] == item["quote"]
    assert facts.json()["payment_days"] == 45

    client.post(f"{address}confirm/", headers=write)
    early = client.post(f"{address}submit/", headers=write)
    assert early.status_code == 409
    assert early["Content-Type"] == "application/problem+json"

    routed = scenes.in_approval(pierre, maya)
    for person in (abel, dora):
        answer = client.post(
            f"/api/v1/contracts/{routed.pk}/decide/",
            {"verdict": "yes"},
            content_type="application/json",
            headers=bearer(person, "contracts:write"),
        )
    assert answer.json()["state"] == "approved"


def test_a_draft_is_uploaded_through_the_endpoint(client: Client) -> None:
    pierre = make_person("pierre")
    headers = bearer(pierre, "contracts:write")
    file = scenes.BytesIO(scenes.word_file())
    file.name = "supply.docx"
    wrong = scenes.BytesIO(b"%PDF")
    wrong.name = "supply.pdf"

    made = client.post("/api/v1/contracts/", {"file": file, "title": "Supply"}, headers=headers)
    refused = client.post("/api/v1/contracts/", {"file": wrong}, headers=headers)

    assert (made.status_code, made.json()["title"], made.json()["state"]) == (201, "Supply", "draft")
    assert refused.status_code == 400
    assert "Word document" in refused.json()["errors"]["file"][0]


def test_the_endpoint_lists_what_the_caller_sees(client: Client) -> None:
    maya, pierre = make_people("maya", "pierre")
    scenes.uploaded(pierre)
    scenes.uploaded(maya)

    def count(key: str) -> int:
        return int(client.get("/api/v1/contracts/", headers=bearer(make_person(key), "contracts:read")).json()["count"])

    assert (count("maya"), count("pierre"), count("olu"), count("vera")) == (2, 1, 0, 0)


def test_the_admin_looks_and_edits_no_contract(client: Client) -> None:
    ada = make_person("ada")
    ada.is_staff = ada.is_superuser = True
    ada.save()
    contract = scenes.to_review(make_person("pierre"))
    client.force_login(ada)

    looked = client.get(f"/admin/contracts/contract/{contract.pk}/change/")
    changed = client.post(f"/admin/contracts/contract/{contract.pk}/change/", {"title": "Other"})
    category = client.get("/admin/contracts/category/add/")

    assert (looked.status_code, changed.status_code, category.status_code) == (200, 403, 200)
    assert Contract.objects.get(pk=contract.pk).title == contract.title
