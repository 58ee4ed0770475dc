"""Vendors for programs: the same actions, the same refusals, and nothing of what is not the caller's."""

import pytest
from rest_framework.test import APIClient

from flowmono.accounts.models import AccessToken
from tests.people import NOON, make_person
from tests.vendors.stage import IBAN, PDF, make_contract, make_vendor, sign, start, upload
from vendors import actions
from vendors.models import BankAccount, Milestone, Vendor

pytestmark = pytest.mark.django_db


def as_person(key):
    client = APIClient()
    client.force_authenticate(make_person(key))
    return client


def as_program(key, *scopes):
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=list(scopes), at=NOON)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def scene():
    vendor = make_vendor()
    _onboarding, workspace = sign(make_contract(vendor))
    start(workspace)
    concept = workspace.milestones.get(title="Concept")
    actions.submit_milestone(concept, by=make_person("vera"), at=NOON, note="Done.", files=[("Plan.pdf", PDF)])
    return vendor, workspace, concept


def test_a_vendor_is_read_with_its_standing(scene):
    vendor, _workspace, _concept = scene
    actions.hold_vendor(vendor, by=make_person("fay"), at=NOON, reason="A dispute.")

    answer = as_person("aud").get(f"/api/v1/vendors/{vendor.pk}/").json()

    assert (answer["name"], answer["state"]) == ("Nordlicht Beratung GmbH", "on_hold")
    assert answer["standing"] == {
        "ok": False,
        "reasons": [
            "Nordlicht Beratung GmbH is on hold: A dispute.",
            "The trade register extract was never handed in",
            "The certificate of insurance was never handed in",
            "The tax form was never handed in",
        ],
    }


def test_contacts_have_the_portal_and_strangers_nothing(scene):
    vendor, workspace, concept = scene
    addresses = ["vendors/", f"vendors/{vendor.pk}/", f"workspaces/{workspace.pk}/", f"milestones/{concept.pk}/"]

    for who in ("vera", "olu"):
        assert {as_person(who).get(f"/api/v1/{address}").status_code for address in addresses} == {403}
    assert as_person("abel").get("/api/v1/vendors/").json()["results"] == []
    assert as_person("abel").get(f"/api/v1/vendors/{vendor.pk}/").status_code == 404


def test_a_token_does_what_its_scopes_say(scene):
    vendor, _workspace, _concept = scene
    reader = as_program("fay", "vendors:read")

    assert reader.get(f"/api/v1/vendors/{vendor.pk}/").status_code == 200
    assert reader.post(f"/api/v1/vendors/{vendor.pk}/hold/", {"reason": "A dispute."}).status_code == 403
    assert as_program("fay", "orders:read").get("/api/v1/vendors/").status_code == 403
    vendor.refresh_from_db()
    assert vendor.state == "onboarding"


def test_procurement_enters_a_vendor_and_learns_whose_number_it_is():
    maya = as_person("maya")

    entered = maya.post("/api/v1/vendors/", {"name": "Halden AS", "vat_id": "NO923609016"})
    again = maya.post("/api/v1/vendors/", {"name": "Halden Norge", "vat_id": "NO923609016"})

    assert (entered.status_code, entered.json()["state"]) == (201, "prospective")
    assert again.status_code == 400
    assert again.json()["errors"] == {"vat_id": ["Halden AS has this VAT number already."]}
    assert Vendor.objects.count() == 1


def test_an_account_is_checked_by_three_people_through_the_api_too(scene):
    vendor, _workspace, _concept = scene
    values = {"vendor": str(vendor.pk), "holder": "Nordlicht", "iban": IBAN}

    entered = as_person("maya").post("/api/v1/bank-accounts/", values, format="json")
    address = f"/api/v1/bank-accounts/{entered.json()['id']}"
    own_call = as_person("maya").post(f"{address}/call/", {"contact": "Vera"})
    called = as_person("fay").post(f"{address}/call/", {"contact": "Vera, +49 40 555 0101"})
    own_check = as_person("fay").post(f"{address}/verify/")
    verified = as_person("finn").post(f"{address}/verify/")

    assert (entered.status_code, own_call.status_code, called.status_code) == (201, 403, 200)
    assert (own_check.status_code, verified.status_code) == (403, 200)
    assert verified.json()["number"] == "…6199"
    assert BankAccount.objects.get().state == "verified"


def test_a_paper_is_handed_in_and_verified_by_another(scene):
    vendor, _workspace, _concept = scene
    values = {"vendor": str(vendor.pk), "kind": "tax_form", "file": upload("tax.pdf")}

    handed_in = as_person("maya").post("/api/v1/vendor-documents/", values, format="multipart")
    address = f"/api/v1/vendor-documents/{handed_in.json()['id']}"

    assert (handed_in.status_code, handed_in.json()["title"]) == (201, "Tax form")
    assert as_person("maya").post(f"{address}/verify/").status_code == 403
    assert as_person("lena").post(f"{address}/verify/").json()["state"] == "verified"
    assert as_person("lena").post(f"{address}/verify/").status_code == 409


def test_the_requester_accepts_a_part_and_the_quote_comes_with_the_milestone(scene):
    _vendor, _workspace, concept = scene

    answer = (
        as_person("pierre")
        .post(f"/api/v1/milestones/{concept.pk}/accept/", {"percent": "40", "reason": "Chapter 4."})
        .json()
    )

    assert (answer["state"], answer["accepted_percent"], answer["reason"]) == ("accepted", "40.0000", "Chapter 4.")
    assert answer["quote"] == "Concept: EUR 12000.00"


@pytest.mark.parametrize("percent", ["0", "101", "NaN", "all"])
def test_a_share_out_of_range_is_a_problem_document(scene, percent):
    _vendor, _workspace, concept = scene

    answer = as_person("pierre").post(f"/api/v1/milestones/{concept.pk}/accept/", {"percent": percent})

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Milestone.objects.get(pk=concept.pk).state == "submitted"


@pytest.mark.parametrize("name", ["vendors", "vendor-documents", "bank-accounts", "workspaces", "milestones"])
def test_a_list_asks_few_questions_at_any_size(scene, django_assert_max_num_queries, name):
    for number in range(2, 6):
        sign(make_contract(make_vendor(f"Vendor {number}", contact=""), number=f"CT-2027-{number:04}"))
    client = as_person("maya")

    with django_assert_max_num_queries(6):
        assert client.get(f"/api/v1/{name}/").status_code == 200
