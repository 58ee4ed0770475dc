"""What a program names by its id is something that its owner sees; anything else is told beside the field, and nothing changes."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import Contract
from procurement import actions as procurement
from procurement.models import Batch, Requisition
from tests.api.test_more_acts import post, program
from tests.people import NOON, make_person
from tests.procurement import stories
from vendors.models import BankAccount, ComplianceDocument, Vendor

pytestmark = pytest.mark.django_db
NEED: dict[str, Any] = {
    "title": "Sensors",
    "need": "For the new bench.",
    "currency": "EUR",
    "lines": [{"description": "Pressure sensor", "quantity": "2", "unit": "piece", "unit_price": "120"}],
}


@pytest.fixture
def unseen() -> Vendor:
    stories.make_company()
    return stories.make_vendor("Halden AS", vat_id="", country="NO")


def refused(answer: Any, field: str) -> bool:
    return answer.status_code == 400 and list(answer.json()["errors"]) == [field]


def test_a_requisition_takes_no_vendor_that_its_asker_does_not_see(unseen: Vendor) -> None:
    pierre = program("pierre")

    hidden = post(pierre, "requisitions", **NEED, vendor=str(unseen.pk))
    absent = post(pierre, "requisitions", **NEED, vendor=str(uuid4()))
    made = post(pierre, "requisitions", **NEED)
    corrected = post(pierre, f"requisitions/{made.json()['id']}/correct", vendor=str(unseen.pk))

    assert refused(hidden, "vendor")
    assert hidden.json()["errors"] == absent.json()["errors"]
    assert (made.status_code, made.json()["vendor"]) == (201, None)
    assert refused(corrected, "vendor")
    assert Requisition.objects.get().vendor is None


def test_a_buyer_names_any_vendor_but_a_blocked_one(unseen: Vendor) -> None:
    maya = program("maya")

    made = post(maya, "requisitions", **NEED, vendor=str(unseen.pk))
    Vendor.objects.filter(pk=unseen.pk).update(state="blocked")
    blocked = post(maya, "requisitions", **NEED, vendor=str(unseen.pk))

    assert (made.status_code, made.json()["vendor"]) == (201, str(unseen.pk))
    assert refused(blocked, "vendor")


def test_a_draft_is_brought_for_a_vendor_that_is_seen(unseen: Vendor) -> None:
    file = SimpleUploadedFile("draft.docx", b"PK")

    answer = program("pierre").post("/api/v1/contracts/", {"file": file, "vendor": str(unseen.pk)})

    assert refused(answer, "vendor")
    assert not Contract.objects.exists()


def test_what_is_entered_for_a_vendor_names_one_that_is_seen(unseen: Vendor) -> None:
    pierre = program("pierre")

    person = post(pierre, "vendor-contacts", vendor=str(unseen.pk), name="Ida Moe", email="ida@example.com")
    account = post(pierre, "bank-accounts", vendor=str(unseen.pk), holder="Halden AS", iban="NO9386011117947")
    paper = pierre.post(
        "/api/v1/vendor-documents/",
        {"vendor": str(unseen.pk), "kind": "insurance", "file": SimpleUploadedFile("cover.pdf", b"%PDF")},
    )

    assert [refused(one, "vendor") for one in (person, account, paper)] == [True, True, True]
    assert not unseen.contacts.exists()
    assert not BankAccount.objects.exists()
    assert not ComplianceDocument.objects.exists()


def test_a_requisition_is_served_by_what_its_buyer_sees(unseen: Vendor) -> None:
    line = {"description": "Pressure sensor", "quantity": Decimal(2), "unit": "piece", "unit_price": Decimal(120)}
    facts: dict[str, Any] = {**NEED, "lines": [line]}
    requisition = procurement.ask_for(by=make_person("pierre"), at=NOON, **facts)
    maya, address = program("maya"), f"requisitions/{requisition.pk}"

    assert refused(post(maya, f"{address}/contract", contract=str(uuid4())), "contract")
    assert refused(post(maya, f"{address}/order", vendor=str(uuid4())), "vendor")


def test_an_invoice_a_payment_file_and_a_line_name_what_there_is() -> None:
    stage = stories.make_stage()
    order = stories.draft(stage)
    invoice = stories.receive(stage, stories.write_invoice("NL-1", [("M1 Interface design", "8000.00")]))
    maya, fay = program("maya"), program("fay")

    assert refused(post(fay, f"invoices/{invoice.pk}/confirm-order", order=str(uuid4())), "order")
    assert refused(post(fay, "payment-files", payments=[str(uuid4())]), "payments")
    assert refused(post(maya, f"orders/{order.pk}/change-line", line=str(uuid4()), reason="Less."), "line")
    assert refused(post(maya, f"orders/{order.pk}/remove-line", line=str(uuid4()), reason="Less."), "line")
    assert not Batch.objects.exists()
