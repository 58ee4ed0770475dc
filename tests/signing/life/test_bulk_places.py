"""The places of one document for many people are arranged by hand on one of them and stand on everybody's."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from contracts.models import Category
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.delivering import drain
from signing.actions import bulk, bulk_laying, bulk_sending
from signing.fields import Laid
from signing.models import Bulk, Field, Layout, OursWhen
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import begun, listed
from tests.signing.life.scenes import make_mark

pytestmark = pytest.mark.django_db
MARK = Laid("signature", 0, 1, 300.0, 500.0, 180.0, 48.0)
ORDER = Laid("text", 0, 1, 300.0, 460.0, 150.0, 16.0, label="Order number")


@pytest.fixture(autouse=True)
def categories() -> None:
    for name in ("nda", "services"):
        Category.objects.get_or_create(name=name)


def arranged(made: Bulk, *laid: Laid) -> Bulk:
    return bulk_laying.arrange_bulk(made, by=make_person("maya"), at=NOON, laid=laid)


def placed(made: Bulk) -> set[tuple[str, str, float, float]]:
    found = Field.objects.filter(envelope__bulk_row__bulk=made)
    return {(one.recipient.email, one.kind, float(one.x), float(one.y)) for one in found.select_related("recipient")}


def test_places_arranged_on_one_stand_on_everybodys_document():
    made = arranged(listed(), MARK, ORDER)

    assert [(one["kind"], one["x"], one["who"]) for one in made.sample_places] == [
        ("signature", 300.0, "Vera Halloran"),
        ("text", 300.0, "Vera Halloran"),
    ]
    bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
    drain()
    everybody = ("vera@example.com", "tomas@example.org", "ana@example.net")
    assert placed(made) == {
        (email, kind, 300.0, y) for email in everybody for kind, y in (("signature", 500.0), ("text", 460.0))
    }


def test_places_that_cannot_be_used_are_refused_with_every_reason_and_the_former_ones_stay():
    made = arranged(listed(), MARK)
    off = Laid("text", 0, 1, 590.0, 460.0, 150.0, 16.0)

    with pytest.raises(Invalid) as refused:
        arranged(made, off)

    assert "Vera Halloran has no place for a signature" in refused.value.message
    assert "reaches over the edge of page 1" in refused.value.message
    assert [one["x"] for one in Bulk.objects.get().layout_places] == [300.0]


def test_found_again_they_follow_each_document():
    made = listed()
    found = made.sample_places

    made = bulk_laying.arrange_bulk(arranged(made, MARK), by=make_person("maya"), at=NOON, laid=None)

    assert made.sample_places == found
    assert made.layout_places == []


def test_whoever_signs_first_the_places_stay_with_whom_they_were_arranged_for():
    sam = make_person("sam")
    make_mark(sam, categories=["nda"])
    made = listed(ours=sam, ours_when=OursWhen.AFTER)
    for_us = Laid("signature", 1, 1, 60.0, 200.0, 180.0, 48.0)
    made = arranged(made, MARK, for_us)

    about = bulk.About(made.title, "nda", ours=sam, ours_when=OursWhen.BEFORE, keep_layout=True)
    made = bulk.change_bulk(made, about, by=make_person("maya"), at=NOON)

    assert {(one["who"], one["x"]) for one in made.sample_places} == {("Vera Halloran", 300.0), (str(sam), 60.0)}
    alone = bulk.About(made.title, "nda", keep_layout=True)
    with pytest.raises(Invalid, match="arranged for 2 signers, and 1 sign"):
        bulk.change_bulk(made, alone, by=make_person("maya"), at=NOON)


def test_they_are_arranged_while_it_is_prepared_by_who_leads_it_and_on_somebodys_document():
    without, made = begun(), listed()
    with pytest.raises(Conflict, match="Bring the list of people first"):
        arranged(without, MARK)
    with pytest.raises(NotAllowed):
        bulk_laying.arrange_bulk(made, by=make_person("sam"), at=NOON, laid=[MARK])

    made = bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
    with pytest.raises(Conflict, match="What is sent stays as it is"):
        arranged(made, MARK)


def test_the_page_arranges_keeps_and_shows_again_what_was_refused():
    made, maya = listed(), Client()
    maya.force_login(make_person("maya"))
    address = reverse("signing:bulk_places", args=[made.pk])
    assert address in maya.get(reverse("signing:bulk_paper", args=[made.pk])).content.decode()

    shown = maya.get(address)
    assert shown.context["facts"]["places"][0]["kind"] == "signature"
    assert maya.get(shown.context["sheets"][0].picture).status_code == 200

    refused = maya.post(address, {"act": "save", "places": said(ORDER)})
    assert (refused.status_code, refused.context["facts"]["places"]) == (422, json.loads(said(ORDER)))
    unnamed = maya.post(address, {"act": "keep", "places": said(MARK), "name": " "})
    assert (unnamed.status_code, Bulk.objects.get().layout_places) == (422, [])

    kept = maya.post(address, {"act": "keep", "places": said(MARK, ORDER), "name": "Partners"}, follow=True)
    assert "kept as “Partners”" in kept.content.decode()
    layout = Layout.objects.get()
    assert (layout.name, layout.signers, layout.pages, len(layout.places)) == ("Partners", 1, 1, 2)
    assert "arranged by hand" in maya.get(made.get_absolute_url()).content.decode()
    changing = maya.get(reverse("signing:change_bulk", args=[made.pk])).content.decode()
    assert "As arranged by hand" in changing


def test_a_program_arranges_them():
    made, program = listed(), APIClient()
    program.force_authenticate(make_person("maya"))
    address = reverse("bulk-sending-arrange", args=[made.pk])

    answer = program.post(address, {"places": json.loads(said(MARK))}, format="json")
    assert answer.status_code == 200
    assert Bulk.objects.get().layout_places[0]["x"] == 300.0
    assert program.post(address, {"places": json.loads(said(ORDER))}, format="json").status_code in {400, 422}
    assert program.post(address, {}, format="json").status_code == 200
    assert Bulk.objects.get().layout_places == []


def said(*laid: Laid) -> str:
    return json.dumps([_plain(one) for one in laid])


def _plain(one: Laid) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "printed"}
