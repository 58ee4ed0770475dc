"""A document of one's own is sent for signature on the pages, without a contract; and every round stands in one list."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts import actions as contracts
from contracts.models import Category, Contract
from signing.actions import set_people
from signing.actions.envelopes import Place
from signing.models import Envelope, EnvelopeState, RecipientState
from tests.contracts import scenes
from tests.contracts.test_customers import out_with_signers
from tests.people import NOON, make_people, make_person
from tests.signing.life import bulk_scenes
from tests.signing.life.scenes import inside, make_mark, outside, sent

pytestmark = pytest.mark.django_db


def browser_of(who: str) -> Client:
    browser = Client()
    browser.force_login(make_person(who))
    return browser


def written(**changes: Any) -> dict[str, Any]:
    Category.objects.get_or_create(name="NDA")
    file = SimpleUploadedFile("visit.pdf", bulk_scenes.pdf(), content_type="application/pdf")
    said = {"title": "Factory visit", "category": "NDA", "name": "Ines Tarnow", "email": "ines@tarnow.example"}
    return {"file": file, "party": "Tarnow GmbH", **said, **changes}


def test_a_document_is_brought_looked_at_and_sent_to_one_person() -> None:
    maya = browser_of("maya")

    page = maya.post(reverse("signing:new_round"), written(), follow=True)

    envelope = Envelope.objects.get(title="Factory visit")
    words = page.content.decode()
    assert envelope.state == EnvelopeState.DRAFT
    assert str(envelope.sent_by) in words
    assert "Ines Tarnow" in words
    assert "place on the document" in words or "places on the document" in words
    assert reverse("signing:people", args=[envelope.pk]) in words

    after = maya.post(reverse("signing:send_round", args=[envelope.pk]), follow=True).content.decode()

    envelope.refresh_from_db()
    assert "It is sent." in after
    assert envelope.state == EnvelopeState.SENT
    assert envelope.recipients.get().state == RecipientState.INVITED
    assert reverse("signing:send_round", args=[envelope.pk]) not in after


def test_what_cannot_be_signed_is_refused_beside_its_field_and_nothing_is_kept() -> None:
    maya = browser_of("maya")
    no_pdf = SimpleUploadedFile("visit.pdf", b"no PDF at all", content_type="application/pdf")

    of_file = maya.post(reverse("signing:new_round"), written(file=no_pdf))
    of_money = maya.post(reverse("signing:new_round"), written(amount="10"))
    of_person = maya.post(reverse("signing:new_round"), written(name="", email="nobody"))

    assert [one.status_code for one in (of_file, of_money, of_person)] == [422, 422, 422]
    assert "Say the amount and its currency, or neither." in of_money.content.decode()
    assert of_file.context["form"].errors["file"]
    assert set(of_person.context["form"].errors) == {"name", "email"}
    assert not Envelope.objects.filter(title="Factory visit").exists()


def test_the_round_of_a_contract_is_not_sent_from_its_own_page() -> None:
    maya, pierre = make_people("maya", "pierre")
    contract = contracts.confirm_terms(scenes.converted(pierre), by=maya, at=NOON)
    envelope = out_with_signers(Contract.objects.get(pk=contract.pk))
    browser = browser_of("maya")

    words = browser.get(envelope.get_absolute_url()).content.decode()
    answer = browser.post(reverse("signing:send_round", args=[envelope.pk]))

    assert reverse("contracts:people", args=[contract.pk]) in words
    assert answer.status_code == 409
    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.DRAFT


def test_who_does_not_send_documents_neither_brings_nor_sends_one() -> None:
    abel = browser_of("abel")

    assert abel.get(reverse("signing:new_round")).status_code == 403
    assert abel.post(reverse("signing:new_round"), written()).status_code == 403
    assert "Send a document" not in abel.get(reverse("signing:rounds")).content.decode()


def test_every_round_stands_in_the_list_with_how_far_it_is() -> None:
    sam = make_person("sam")
    make_mark(sam)
    sent(inside(sam), outside())
    maya = browser_of("maya")
    maya.post(reverse("signing:new_round"), written())

    words = maya.get(reverse("signing:rounds")).content.decode()
    own = maya.get(reverse("signing:rounds"), {"q": "Tarnow"}).content.decode()
    of_both = maya.get(reverse("signing:rounds"), {"q": "e", "sort": "-title"})
    lines = b"".join(maya.get(reverse("signing:rounds"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))

    assert "0 of 2 done" in words
    assert "Tarnow GmbH" in own
    assert "0 of 2 done" not in own
    assert len(rows) == 2
    # Whoever is found by several of its people stands there once.
    assert len(of_both.context["page"].object_list) == 2
    # Sam sees what he has a part in, and nothing else.
    assert "Factory visit" not in browser_of("sam").get(reverse("signing:rounds")).content.decode()


def test_people_stand_as_they_were_entered_on_every_page() -> None:
    maya = browser_of("maya")
    maya.post(reverse("signing:new_round"), written())
    envelope = Envelope.objects.get(title="Factory visit")
    names = ["Zoe Last", "Ann First", "Mia Middle"]
    people = [Place(1, name, f"{name.split()[0]}@tarnow.example".lower(), party="Tarnow GmbH") for name in names]

    set_people(envelope, by=make_person("maya"), at=NOON, people=people)

    words = maya.get(envelope.get_absolute_url()).content.decode()
    cards = words[words.index('id="round"') :]
    assert sorted(names, key=cards.index) == names
    assert list(envelope.recipients.values_list("name", flat=True)) == names
