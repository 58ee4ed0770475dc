"""What people do with contracts on pages, programs do through the API: with the same actions, policies and words."""

import zipfile
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts import reactions
from contracts.models import Contract, Obligation, TermState
from flowmono.accounts.models import AccessToken
from tests.contracts import scenes
from tests.people import NOON, make_people, make_person
from tests.procurement.stories import signed

pytestmark = pytest.mark.django_db


def program(key: str) -> Client:
    scopes = ["contracts:read", "contracts:write"]
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=scopes, at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def post(client: Client, address: str, key: str = "", **values: Any) -> Any:
    headers = {"idempotency-key": key} if key else {}
    return client.post(f"/api/v1/{address}/", values, content_type="application/json", headers=headers)


def draft(*words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("services.docx", scenes.word_file(*words))


# --- given up, taken back, replaced -----------------------------------------------------------------------------------


def test_a_contract_is_given_up_once_with_a_reason() -> None:
    contract = scenes.to_review(make_person("pierre"))
    pierre = program("pierre")

    silent = post(pierre, f"contracts/{contract.pk}/cancel")
    first = post(pierre, f"contracts/{contract.pk}/cancel", "give-up", reason="We need it no more.")
    again = post(pierre, f"contracts/{contract.pk}/cancel", "give-up", reason="We need it no more.")
    late = post(pierre, f"contracts/{contract.pk}/cancel", reason="Once more.")

    assert (silent.status_code, list(silent.json()["errors"])) == (400, ["reason"])
    assert (first.status_code, first.json()["state"]) == (200, "cancelled")
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert (late.status_code, late.json()["code"]) == (409, "wrong_state")


def test_a_contract_is_taken_back_from_its_approvers() -> None:
    make_people("abel", "dora")
    contract = scenes.in_approval(make_person("pierre"), make_person("maya"))

    told = post(program("pierre"), f"contracts/{contract.pk}/withdraw", reason="The fee is wrong.")

    assert (told.status_code, told.json()["state"]) == (200, "ready")


def test_another_file_takes_the_place_of_the_draft() -> None:
    contract = scenes.to_review(make_person("pierre"))
    pierre = program("pierre")

    nothing = pierre.post(f"/api/v1/contracts/{contract.pk}/replace-draft/")
    told = pierre.post(f"/api/v1/contracts/{contract.pk}/replace-draft/", {"file": draft("Another agreement.")})

    assert (nothing.status_code, list(nothing.json()["errors"])) == (400, ["file"])
    assert (told.status_code, told.json()["state"]) == (200, "draft")
    assert contract.document.versions.filter(origin="uploaded").count() == 2


def test_a_term_that_is_none_is_dropped() -> None:
    contract = scenes.to_review(make_person("pierre"))
    term = contract.terms.schedule().first()

    told = post(program("maya"), f"terms/{term.pk}/drop")

    assert (told.status_code, told.json()["state"]) == (200, TermState.DROPPED)


# --- the same file twice ----------------------------------------------------------------------------------------------


def test_the_same_file_twice_is_taken_and_said_to_those_who_see_the_other_contract() -> None:
    pierre, first = program("pierre"), draft().read()

    def bring(client: Client, data: bytes) -> Any:
        return client.post("/api/v1/contracts/", {"file": SimpleUploadedFile("services.docx", data)}).json()

    one, two, others = bring(pierre, first), bring(pierre, first), bring(pierre, draft("Another one.").read())

    assert one["same_file_as"] == others["same_file_as"] == []
    assert [same["number"] for same in two["same_file_as"]] == [one["number"]]
    assert two["same_file_as"][0]["url"] == f"/contracts/{one['id']}/"
    Contract.objects.filter(pk__in=[one["id"], two["id"]]).update(requester=make_person("sam"))
    assert bring(pierre, first)["same_file_as"] == []


def test_a_contract_is_started_with_a_vendor_that_the_caller_sees() -> None:
    vendor = scenes.ready(make_person("pierre"), make_person("maya")).vendor
    maya = program("maya")

    told = maya.post("/api/v1/contracts/", {"file": draft(), "vendor": str(vendor.pk)})
    unknown = maya.post("/api/v1/contracts/", {"file": draft(), "vendor": str(uuid4())})

    assert (told.status_code, told.json()["vendor"]) == (201, str(vendor.pk))
    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["vendor"])


# --- the sequence and keeping -----------------------------------------------------------------------------------------


def stopped() -> Contract:
    contract = scenes.ready(make_person("pierre"), make_person("maya"))
    steps = [{"tool": "number", "options": {}}]
    contract.sequence = {**contract.sequence, "steps": steps}
    contract.preparation = {"asked": steps, "steps": [], "problem": "It did not work."}
    contract.save()
    return contract


def test_a_preparation_that_stopped_is_left_out_with_a_reason() -> None:
    contract = stopped()

    told = post(program("maya"), f"contracts/{contract.pk}/leave-out-preparation", reason="It needs no numbers.")
    settled = post(program("maya"), f"contracts/{contract.pk}/prepare-again")

    assert told.json()["preparation"]["left_out"] == "It needs no numbers."
    assert (settled.status_code, settled.json()["detail"]) == (409, "Its preparation waits for nobody.")


def test_papers_are_held_by_one_person_and_the_hold_is_lifted_by_another() -> None:
    contract = scenes.to_review(make_person("pierre"))
    lena, ada = program("lena"), program("ada")

    held = post(lena, f"contracts/{contract.pk}/hold", reason="A claim is open.")
    own = post(lena, f"contracts/{contract.pk}/lift-hold", reason="It is settled.")
    lifted = post(ada, f"contracts/{contract.pk}/lift-hold", reason="It is settled.")

    assert (held.status_code, held.json()["held"]) == (200, "A claim is open.")
    assert own.status_code == 403
    assert (lifted.status_code, lifted.json()["held"]) == (200, "")


def test_a_whole_case_is_taken_and_under_one_key_it_is_the_same_archive() -> None:
    contract = scenes.to_review(make_person("pierre"))
    aud = program("aud")

    first = post(aud, f"contracts/{contract.pk}/export", "case-1")
    again = post(aud, f"contracts/{contract.pk}/export", "case-1")
    plain = post(aud, f"contracts/{contract.pk}/export")
    refused = post(program("pierre"), f"contracts/{contract.pk}/export")

    assert (first.status_code, first["Content-Type"]) == (200, "application/zip")
    assert zipfile.ZipFile(BytesIO(first.content)).testzip() is None
    assert again.content == first.content
    assert zipfile.ZipFile(BytesIO(b"".join(plain.streaming_content))).namelist()
    assert refused.status_code == 403


# --- obligations ------------------------------------------------------------------------------------------------------


def obliged() -> Contract:
    contract = scenes.ready(make_person("pierre"), make_person("maya"))
    reactions.open_compliance_record(signed(contract))
    return contract


def test_obligations_are_found_by_contract_day_and_whether_they_are_open() -> None:
    contract = obliged()
    pierre = program("pierre")

    def rows(question: str) -> list[dict[str, Any]]:
        answer = pierre.get(f"/api/v1/obligations/?{question}")
        assert answer.status_code == 200, answer.content
        return list(answer.json()["results"])

    found = rows(f"contract={contract.pk}&is_open=true")
    dated = [row["due_on"] for row in found if row["due_on"]]
    assert {row["contract"] for row in found} == {str(contract.pk)}
    assert len(found) == Obligation.objects.count() > 1
    assert rows(f"contract={uuid4()}") == []
    assert [row["due_on"] for row in rows(f"due_on__lte={min(dated)}")] == [min(dated)]
    assert [row["due_on"] for row in rows("ordering=-due_on")][: len(dated)] == sorted(dated, reverse=True)
    expanded = pierre.get(f"/api/v1/contracts/{contract.pk}/?expand=obligations").json()
    assert [row["id"] for row in expanded["obligations"]] == [row["id"] for row in found]


def test_an_obligation_is_marked_as_done_once() -> None:
    contract = obliged()
    one = Obligation.objects.filter(record__contract=contract).first()
    assert one is not None

    other = post(program("aud"), f"obligations/{one.pk}/settle")
    first = post(program("maya"), f"obligations/{one.pk}/settle", "done-1")
    again = post(program("maya"), f"obligations/{one.pk}/settle", "done-1")
    late = post(program("maya"), f"obligations/{one.pk}/settle")

    assert other.status_code == 403
    assert first.status_code == 200
    assert first.json()["done_at"]
    assert (first.json()["state"], first.json()["done_by"]) == ("done", "maya@example.com")
    assert again.content == first.content
    assert (late.status_code, late.json()["detail"]) == (409, "This is already marked as done.")
    open_ones = program("maya").get("/api/v1/obligations/?is_open=true").json()["results"]
    assert str(one.pk) not in {row["id"] for row in open_ones}


def test_an_obligation_is_given_a_side_a_day_and_an_owner_and_answered_with_reasons() -> None:
    contract = obliged()
    one = Obligation.objects.filter(record__contract=contract, kind="instalment").first()
    assert one is not None
    make_person("fay")
    maya = program("maya")

    wrong = post(maya, f"obligations/{one.pk}/correct", owner="nobody@example.com")
    said = post(maya, f"obligations/{one.pk}/correct", owner="fay@example.com", side="both", due_on="2027-05-01")
    aside = post(maya, f"obligations/{one.pk}/set-aside", reason="It was waived.")
    found = maya.get("/api/v1/obligations/?owner=FAY@example.com&is_verified=true&side=both&state=not_applicable")
    opened = post(maya, f"obligations/{one.pk}/reopen", reason="It was not.")
    verified = post(maya, f"obligations/{one.pk}/verify")

    assert (wrong.status_code, "owner" in wrong.json()["errors"]) == (400, True)
    facts = said.json()
    assert (facts["owner"], facts["side"], facts["due_on"], facts["due_basis"]) == (
        "fay@example.com",
        "both",
        "2027-05-01",
        "person",
    )
    assert (facts["verified"], facts["verified_by"]) == (True, "maya@example.com")
    assert (aside.json()["state"], aside.json()["reason"]) == ("not_applicable", "It was waived.")
    assert [row["id"] for row in found.json()["results"]] == [str(one.pk)]
    assert (opened.json()["state"], opened.json()["done_at"]) == ("open", None)
    assert verified.status_code == 200


def test_what_a_contract_asks_for_is_hidden_from_those_who_do_not_see_it() -> None:
    obliged()

    assert program("sam").get("/api/v1/obligations/").json()["count"] == 0
