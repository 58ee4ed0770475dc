"""What is a person's own, for programs: what they were told, their absences, a file they compare; and a payment file as a whole."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from flowmono.accounts.models import Absence, AccessToken
from flowmono.notices.models import Choice, Notice
from tests.api.test_more_acts import post, program
from tests.contracts import scenes as contracts
from tests.flowmono.approval_scenes import rule_of
from tests.people import NOON, make_people, make_person
from tests.procurement import stories

pytestmark = pytest.mark.django_db


def told(key: str, number: int) -> Notice:
    facts = {"kind": "decision", "title": f"Somebody decided {number}", "url": "/", "at": NOON}
    notice: Notice = Notice.objects.create(person=make_person(key), key=f"decision:{number}", **facts)
    return notice


def refused(answer: Any, field: str) -> bool:
    return answer.status_code == 400 and list(answer.json()["errors"]) == [field]


# --- notices ----------------------------------------------------------------------------------------------------------


def test_one_reads_ones_own_notices_and_marks_them() -> None:
    first, second, third = told("maya", 1), told("maya", 2), told("maya", 3)
    other, maya = told("abel", 4), program("maya")

    listed = maya.get("/api/v1/notices/?unread=true&page_size=2").json()
    one = post(maya, f"notices/{first.pk}/read")
    some = post(maya, "notices/read", "read-1", notices=[first.pk, second.pk])
    again = post(maya, "notices/read", "read-1", notices=[first.pk, second.pk])
    rest = post(maya, "notices/read")

    assert (listed["count"], len(listed["results"])) == (3, 2)
    assert one.json()["read_at"] is not None
    assert (some.json(), again.content) == ({"marked": 1, "unread": 1}, some.content)
    assert rest.json() == {"marked": 1, "unread": 0}
    assert maya.get("/api/v1/notices/?unread=true").json()["results"] == []
    assert Notice.objects.get(pk=third.pk).read_at is not None
    assert Notice.objects.get(pk=other.pk).read_at is None


def test_others_notices_are_not_there_and_a_scope_is_needed() -> None:
    other, maya = told("abel", 1), program("maya")
    _token, secret = AccessToken.issue(owner=make_person("abel"), name="ERP", scopes=["notices:read"], at=NOON)

    hidden = post(maya, f"notices/{other.pk}/read")
    listed = post(maya, "notices/read", notices=[other.pk])
    reads_only = program("abel").post(
        f"/api/v1/notices/{other.pk}/read/", headers={"authorization": f"Bearer {secret}"}
    )

    assert (hidden.status_code, refused(listed, "notices"), reads_only.status_code) == (404, True, 403)
    assert Notice.objects.get().read_at is None


def test_how_one_wants_to_hear_of_things_is_chosen() -> None:
    maya = program("maya")

    before = {row["kind"]: row["way"] for row in maya.get("/api/v1/notice-choices/").json()}
    made = post(maya, "notice-choices", kind="decision", way="daily")
    wrong = post(maya, "notice-choices", kind="decision", way="by pigeon")
    fixed = next(row for row in made.json() if row["fixed"])
    stays = post(maya, "notice-choices", kind=fixed["kind"], way="nothing")

    assert before["decision"] == "app"
    assert {row["kind"]: row["way"] for row in made.json()} == {**before, "decision": "daily"}
    assert (refused(wrong, "way"), refused(stays, "way")) == (True, True)
    assert Choice.objects.get().way == "daily"


# --- absences ---------------------------------------------------------------------------------------------------------


def test_an_absence_is_entered_once_under_a_key_seen_by_two_and_ended() -> None:
    abel, carl = make_people("abel", "carl")
    rule_of({"people": [carl]})
    days = {"starts_on": NOON.date().isoformat(), "ends_on": NOON.date().isoformat()}
    mine, theirs = program("abel"), program("carl")

    offered = mine.get("/api/v1/absences/stand-ins/").json()
    made = post(mine, "absences", "away-1", **days, delegate=carl.email)
    again = post(mine, "absences", "away-1", **days, delegate=carl.email)
    seen = theirs.get(f"/api/v1/absences/?person={abel.email}").json()["results"]
    not_theirs = post(theirs, f"absences/{made.json()['id']}/end")
    strange = post(program("maya"), f"absences/{made.json()['id']}/end")
    ended = post(mine, f"absences/{made.json()['id']}/end", "back-1")
    replayed = post(mine, f"absences/{made.json()['id']}/end", "back-1")

    assert [one["email"] for one in offered] == [carl.email]
    assert (made.status_code, again.content) == (201, made.content)
    assert [(one["person"], one["delegate"]) for one in seen] == [(abel.email, carl.email)]
    assert (not_theirs.status_code, strange.status_code) == (403, 404)
    assert (ended.status_code, replayed.status_code) == (204, 204)
    assert not Absence.objects.exists()


def test_an_absence_says_what_is_wrong_beside_its_field() -> None:
    carl = make_person("carl")
    rule_of({"people": [carl]})
    mine = program("abel")

    nobody = post(mine, "absences", starts_on="2099-01-01", ends_on="2099-01-02", delegate="pierre@example.com")
    turned = post(mine, "absences", starts_on="2099-01-02", ends_on="2099-01-01", delegate=carl.email)

    assert (refused(nobody, "delegate"), refused(turned, "ends_on")) == (True, True)
    assert not Absence.objects.exists()


# --- comparing with a file --------------------------------------------------------------------------------------------


def test_a_brought_file_is_compared_and_stays_ones_own() -> None:
    contract = contracts.converted(make_person("pierre"))
    version = contract.document.newest("converted")
    pierre, maya = program("pierre"), program("maya")

    file = SimpleUploadedFile("theirs.docx", contracts.word_file())
    made = pierre.post("/api/v1/comparisons/", {"version": str(version.pk), "file": file})
    read = pierre.get(f"/api/v1/comparisons/{made.json()['id']}/")
    others = maya.get(f"/api/v1/comparisons/{made.json()['id']}/")
    nowhere = pierre.post("/api/v1/comparisons/", {"version": str(uuid4()), "file": SimpleUploadedFile("a.pdf", b"x")})
    no_file = pierre.post(
        "/api/v1/comparisons/", {"version": str(version.pk), "file": SimpleUploadedFile("a.txt", b"Hello")}
    )

    assert (made.status_code, made.json()["state"], made.json()["brought_name"]) == (201, "done", "theirs.docx")
    assert (made.json()["older"], made.json()["newer"]) == (str(version.pk), None)
    assert read.json() == made.json()
    assert others.status_code == 404
    assert (refused(nowhere, "version"), refused(no_file, "file")) == (True, True)


# --- a payment file ---------------------------------------------------------------------------------------------------


def test_a_payment_file_is_paid_as_a_whole_once() -> None:
    stage = stories.make_stage()
    order = stories.approve(stage)
    stories.accept(stage, "M1 Interface design")
    payment = stories.authorize(
        stage, stories.receive(stage, stories.write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order))
    )
    gwen = program(stage.people.gwen.username)
    file = post(gwen, "payment-files", payments=[str(payment.pk)]).json()
    address = f"payment-files/{file['id']}/confirm"

    foreign = post(gwen, address, reference="STMT-1", payments=[str(uuid4())])
    silent = post(gwen, address)
    denied = post(program("maya"), address, reference="STMT-1")
    early = post(gwen, address, reference="STMT-1", paid_on="2001-01-01")
    paid = post(gwen, address, "stmt-1", reference="STMT-1", early=True)
    again = post(gwen, address, "stmt-1", reference="STMT-1", early=True)
    late = post(gwen, address, reference="STMT-1", early=True)

    assert (refused(foreign, "payments"), refused(silent, "reference"), refused(early, "paid_on")) == (True,) * 3
    assert denied.status_code in {403, 404}
    assert (paid.status_code, paid.json()["state"], again.content) == (200, "settled", paid.content)
    assert late.status_code == 409
    payment.refresh_from_db()
    assert (payment.state, payment.bank_reference, payment.amount) == ("paid", "STMT-1", Decimal("8000.00"))
