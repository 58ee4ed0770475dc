"""Acts of the pages that programs have as well: who speaks for a vendor, its checklist, who is asked to sign, a draft requisition."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Category
from flowmono.accounts.models import AccessToken
from flowmono.common.scopes import all_scopes
from flowmono.outbox.models import Letter
from procurement import actions as procurement
from signing.models import Recipient
from tests.people import NOON, make_person
from tests.procurement import stories
from tests.signing.life import scenes as signing
from vendors import reactions
from vendors.models import OnboardingItem
from vendors.seeding import seed_checklists

pytestmark = pytest.mark.django_db


def program(key: str) -> Client:
    _token, secret = AccessToken.issue(owner=make_person(key), name="ERP", scopes=all_scopes(), at=NOON)
    return Client(headers={"authorization": f"Bearer {secret}"})


def post(client: Client, address: str, key: str = "", **values: Any) -> Any:
    headers = {"idempotency-key": key} if key else {}
    return client.post(f"/api/v1/{address}/", values, content_type="application/json", headers=headers)


# --- vendors ----------------------------------------------------------------------------------------------------------


def test_a_contact_is_added_invited_once_under_a_key_and_removed() -> None:
    vendor, maya = stories.make_vendor("Halden AS", vat_id="", country="NO"), program("maya")
    before = Letter.objects.count()

    made = post(maya, "vendor-contacts", vendor=str(vendor.pk), name="Ida Moe", email="ida@example.com")
    address = f"vendor-contacts/{made.json()['id']}"
    first, again = post(maya, f"{address}/invite", "invite-1"), post(maya, f"{address}/invite", "invite-1")
    gone = post(maya, f"{address}/remove")

    assert (made.status_code, made.json()["active"], made.json()["has_entered"]) == (201, True, False)
    assert (first.status_code, again.content) == (200, first.content)
    assert Letter.objects.filter(to="ida@example.com").count() == 1
    assert Letter.objects.count() == before + 1
    assert (gone.status_code, gone.json()["active"]) == (200, False)
    assert maya.get(f"/api/v1/vendor-contacts/?vendor={vendor.pk}&active=true").json()["results"] == []


def test_who_does_not_keep_vendors_adds_no_contact_and_strangers_see_none() -> None:
    vendor = stories.make_vendor("Halden AS", vat_id="", country="NO", email="ida@example.com")

    refused = post(program("fay"), "vendor-contacts", vendor=str(vendor.pk), name="Ida Moe", email="i@example.com")

    assert refused.status_code == 403
    assert program("pierre").get("/api/v1/vendor-contacts/").json()["results"] == []


def test_a_point_of_the_checklist_is_waived_with_a_reason() -> None:
    stage = stories.make_stage()
    seed_checklists()
    reactions.open_onboarding(stories.signed(stage.contract))
    point = OnboardingItem.objects.filter(onboarding__vendor=stage.vendor, state="open").first()
    assert point is not None
    rows = program("lena").get(f"/api/v1/checklist-points/?vendor={stage.vendor.pk}&state=open").json()["results"]

    silent = post(program("lena"), f"checklist-points/{point.pk}/waive")
    refused = post(program("maya"), f"checklist-points/{point.pk}/waive", reason="It is known.")
    told = post(program("lena"), f"checklist-points/{point.pk}/waive", reason="It is known.")

    assert str(point.pk) in {row["id"] for row in rows}
    assert {row["vendor"] for row in rows} == {str(stage.vendor.pk)}
    assert (silent.status_code, refused.status_code) == (400, 403)
    assert (told.status_code, told.json()["state"], told.json()["waived_reason"]) == (200, "waived", "It is known.")


# --- signing ----------------------------------------------------------------------------------------------------------


def test_who_is_asked_to_sign_is_corrected_and_written_to_and_each_has_an_address_of_their_own() -> None:
    envelope = signing.sent(signing.outside(1))
    place = Recipient.objects.get(envelope=envelope, user=None)

    told = post(program("maya"), f"recipients/{place.pk}/change", name="Vic Stone", email="vic@example.com")
    refused = post(program("pierre"), f"recipients/{place.pk}/change", name="Vic Stone", email="vic@example.com")

    assert (told.status_code, told.json()["name"], told.json()["email"]) == (200, "Vic Stone", "vic@example.com")
    assert refused.status_code in {403, 404}
    assert Letter.objects.filter(to="vic@example.com").exists()


def test_places_that_lie_on_one_another_are_taken_and_named_to_the_program_as_to_the_page() -> None:
    sam = make_person("sam")
    envelope = signing.prepared(signing.inside(sam, 1), signing.outside(1))
    box = {"kind": "signature", "page": 1, "x": 72, "width": 180, "height": 48}
    apart, close = ([{**box, "signer": n, "y": 100 + step * n} for n in (0, 1)] for step in (80, 20))
    maya = program("maya")

    told = [post(maya, f"envelopes/{envelope.pk}/arrange", places=places).json() for places in (apart, close)]

    whose = f"Page 1: “signature” of Vera Halloran and “signature” of {sam}."
    assert [one["overlaps"] for one in told] == [[], [whose]]
    assert maya.get(f"/api/v1/envelopes/{envelope.pk}/places/").json() == told[1]
    maya_herself = Client()
    maya_herself.force_login(make_person("maya"))
    assert whose in maya_herself.get(reverse("signing:places", args=[envelope.pk])).content.decode()


def test_places_are_arranged_kept_as_a_layout_and_put_on_the_next_document() -> None:
    sam = make_person("sam")
    first, second = (signing.prepared(signing.inside(sam, 1), signing.outside(1)) for _ in "ab")
    maya = program("maya")
    box = {"page": 1, "x": 72, "width": 180, "height": 48}
    both = [{"kind": "signature", "signer": n, "y": 100 + 80 * n, **box} for n in (0, 1)]
    text = {
        "kind": "text",
        "signer": 1,
        "page": 1,
        "x": 320,
        "y": 100,
        "width": 150,
        "height": 16,
        "label": "PO number",
    }

    told = post(maya, f"envelopes/{first.pk}/arrange", places=[*both, text])
    short = post(maya, f"envelopes/{first.pk}/arrange", places=both[:1])
    unknown = post(maya, f"envelopes/{first.pk}/arrange", layout="none")
    kept = post(maya, f"envelopes/{first.pk}/keep-layout", name="With a number")
    used = post(maya, f"envelopes/{second.pk}/arrange", layout="With a number")
    rows = maya.get("/api/v1/layouts/?name=With a number").json()["results"]
    gone = post(maya, f"layouts/{rows[0]['id']}/forget")

    assert [place["kind"] for place in told.json()["places"]] == ["signature", "signature", "text"]
    assert (short.status_code, short.json()["errors"]) == (
        400,
        {"fields": ["Vera Halloran has no place for a signature. Add one."]},
    )
    assert (unknown.status_code, kept.status_code) == (404, 200)
    assert used.json() == told.json() == maya.get(f"/api/v1/envelopes/{second.pk}/places/").json()
    assert (gone.status_code, maya.get("/api/v1/layouts/").json()["results"]) == (204, [])
    assert program("pierre").get("/api/v1/layouts/").json()["results"] == []
    assert post(program("sam"), f"envelopes/{first.pk}/arrange").status_code in {403, 404}


def test_one_address_has_one_place_in_an_envelope() -> None:
    sam = make_person("sam")
    envelope = signing.sent(signing.inside(sam, 1), signing.outside(1))
    place = Recipient.objects.get(envelope=envelope, user=None)

    told = post(program("maya"), f"recipients/{place.pk}/change", name="Sam", email=sam.email.upper())

    assert (told.status_code, list(told.json()["errors"])) == (400, ["email"])


def test_the_category_of_a_document_is_one_that_there_is() -> None:
    Category.objects.get_or_create(name="nda")
    envelope = signing.sent(signing.outside(1))

    unknown = post(program("maya"), f"envelopes/{envelope.pk}/correct-category", category="poem")
    told = post(program("maya"), f"envelopes/{envelope.pk}/correct-category", category="nda")

    assert (unknown.status_code, list(unknown.json()["errors"])) == (400, ["category"])
    assert (told.status_code, told.json()["category"]) == (200, "nda")


# --- requisitions -----------------------------------------------------------------------------------------------------


def test_a_draft_requisition_is_changed_and_what_is_left_out_stays() -> None:
    stories.make_company()
    line = {"description": "Pressure sensor", "quantity": Decimal(2), "unit": "piece", "unit_price": Decimal(120)}
    facts: dict[str, Any] = {"title": "Sensors", "need": "For the new bench.", "lines": [line], "currency": "EUR"}
    requisition = procurement.ask_for(by=make_person("pierre"), at=NOON, **facts)
    pierre, address = program("pierre"), f"requisitions/{requisition.pk}/correct"

    titled = post(pierre, address, title="Two sensors")
    more = post(pierre, address, lines=[{**line, "quantity": "3", "unit_price": "120"}])
    refused = post(program("maya"), address, title="Mine")

    assert (titled.status_code, titled.json()["title"], titled.json()["need"]) == (
        200,
        "Two sensors",
        "For the new bench.",
    )
    assert [one["description"] for one in titled.json()["lines"]] == ["Pressure sensor"]
    assert Decimal(more.json()["estimate"]) == Decimal(360)
    assert refused.status_code == 403
