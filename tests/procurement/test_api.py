"""The same actions for programs: what one does not see is not there, what one may not do is refused, in RFC 9457."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from flowmono.accounts.models import AccessToken
from procurement.models import Invoice
from tests.people import NOON
from tests.procurement.stories import accept, approve, authorize, draft, make_stage, receive, route, write_invoice

pytestmark = pytest.mark.django_db
WHOLE = [f"{name}:{act}" for name in ("orders", "invoices", "payments") for act in ("read", "write")]


def call(client, person, method, path, body=None, scopes=WHOLE):
    _token, secret = AccessToken.issue(owner=person, name="test", scopes=list(scopes), at=NOON)
    extra = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    if method == "get":
        return client.get(f"/api/v1/{path}", **extra)
    if isinstance(body, dict) and any(hasattr(value, "read") for value in body.values()):
        return client.post(f"/api/v1/{path}", body, **extra)
    return client.post(f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", **extra)


def test_a_program_reads_an_order_with_its_sentences_and_its_approver_decides(client):
    stage = make_stage()
    order = draft(stage)

    told = call(client, stage.people.abel, "get", f"orders/{order.pk}/").json()
    assert (told["number"], told["total"]) == ("PO-2027-0001", "20000.00")
    assert told["lines"][0]["quote"] == "The fee for M1 is EUR 8,000.00."
    answer = call(client, stage.people.abel, "post", f"orders/{order.pk}/decide/", {"verdict": "yes"})

    assert (answer.status_code, answer.json()["state"]) == (200, "approved")
    again = call(client, stage.people.abel, "post", f"orders/{order.pk}/decide/", {"verdict": "yes"})
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")


@pytest.mark.parametrize(
    ("who", "status"), [("pierre", 403), ("maya", 403), ("vera", 404), ("olu", 404), ("carl", 404)]
)
def test_others_do_not_decide_and_the_order_stays(client, who, status):
    stage = make_stage()
    order = draft(stage)

    answer = call(client, getattr(stage.people, who), "post", f"orders/{order.pk}/decide/", {"verdict": "yes"})

    order.refresh_from_db()
    assert (answer.status_code, order.state) == (status, "in_approval")


def test_a_token_without_the_scope_changes_nothing(client):
    stage = make_stage()
    order = draft(stage)

    answer = call(
        client, stage.people.abel, "post", f"orders/{order.pk}/decide/", {"verdict": "yes"}, scopes=["orders:read"]
    )

    order.refresh_from_db()
    assert (answer.status_code, order.state) == (403, "in_approval")


def test_states_and_amounts_are_not_written_through_the_api(client):
    stage = make_stage()
    order = draft(stage)
    client.force_login(stage.people.maya)

    answer = client.patch(
        f"/api/v1/orders/{order.pk}/", json.dumps({"state": "approved", "total": "1"}), content_type="application/json"
    )

    order.refresh_from_db()
    assert answer.status_code in {403, 405}
    assert order.state == "in_approval"


def test_an_invoice_is_entered_and_its_findings_are_told(client):
    stage = make_stage()
    order = approve(stage)
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)

    created = call(
        client, stage.people.fay, "post", "invoices/", {"file": SimpleUploadedFile("a.xml", data, "application/xml")}
    )
    assert (created.status_code, created.json()["state"]) == (201, "received")
    assert call(client, stage.people.pierre, "get", f"invoices/{Invoice.objects.get().pk}/").status_code == 404
    invoice = receive(stage, data.replace(b"NL-1", b"NL-2"), hour=12)
    told = call(client, stage.people.fay, "get", f"invoices/{invoice.pk}/").json()

    assert told["match"]["decision"] == "HOLD"
    assert told["match"]["findings"][0]["code"] == "MILESTONE_NOT_ACCEPTED"


def test_a_wrong_amount_is_told_by_its_field(client):
    stage = make_stage()
    order = approve(stage)
    line = order.lines.first()

    answer = call(
        client,
        stage.people.maya,
        "post",
        f"orders/{order.pk}/change-line/",
        {"line": str(line.pk), "unit_price": "-5", "reason": "x"},
    )

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["unit_price"])
    line.refresh_from_db()
    assert line.unit_price == 8000


def test_a_payment_is_authorized_and_put_in_a_file_by_three_people(client):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    payment = route(receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)))

    for who in (stage.people.fay, stage.people.finn):
        assert call(client, who, "post", f"payments/{payment.pk}/decide/", {"verdict": "yes"}).status_code == 200
    own = call(client, stage.people.fay, "post", "payment-files/", {"payments": [str(payment.pk)]})
    made = call(client, stage.people.gwen, "post", "payment-files/", {"payments": [str(payment.pk)]})

    assert (own.status_code, made.status_code) == (403, 201)
    paid = call(
        client, stage.people.fay, "post", f"payments/{payment.pk}/confirm/", {"reference": "STMT-1", "early": True}
    )
    assert paid.json()["state"] == "paid"
    file = call(client, stage.people.aud, "get", f"payment-files/{made.json()['id']}/file/")
    assert file.status_code == 403


def test_account_numbers_are_masked(client):
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    payment = authorize(stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=order)))

    told = call(client, stage.people.aud, "get", f"payments/{payment.pk}/").json()

    assert told["account"] == "…3000"
