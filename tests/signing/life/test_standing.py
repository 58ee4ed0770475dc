"""What others do appears in the page that somebody has open, and says there why nothing is asked any more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from signing import actions
from signing.models import Recipient, RecipientState
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import EVIDENCE, OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_handing_over import handed, signatory
from tests.signing.life.test_outside import form_of, proved

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
STANDING = reverse("signing:standing_outside")


def test_an_open_page_outside_is_told_only_what_is_new() -> None:
    envelope = sent(outside(1), outside(1, "Ben Pryce", "ben@vendor.example"))
    browser = proved()
    page = browser.get(reverse("signing:document"))
    asks = f"{STANDING}?v={page.context['standing_version']}"
    assert asks in page.content.decode()

    before = browser.get(asks)
    sign(envelope, "ben@vendor.example")
    after = browser.get(asks)

    assert (before.status_code, after.status_code) == (204, 200)
    assert "Ben Pryce" in after.content.decode()
    assert 'hx-swap-oob="true"' in after.content.decode()
    assert place_of(envelope, OUTSIDER).state == RecipientState.VIEWED


def test_who_is_still_asked_reads_who_declined_and_why_and_their_submit_changes_nothing() -> None:
    envelope = sent(outside(1), outside(1, "Ben Pryce", "ben@vendor.example"))
    browser = proved()
    form = form_of(browser)
    ben = place_of(envelope, "ben@vendor.example")
    actions.decline(ben, by=ben, at=LATER, reason="The price is wrong.", evidence=EVIDENCE)

    told = browser.get(STANDING).content.decode()
    refused = browser.post(reverse("signing:sign_outside"), form)

    assert "Ben Pryce declined." in told
    assert "The price is wrong." in told
    assert "hx-get" not in told
    assert refused.status_code == 409
    assert "Ben Pryce declined." in refused.content.decode()
    assert place_of(envelope, OUTSIDER).state == RecipientState.CLOSED


def test_a_link_of_which_nothing_was_proved_says_nothing_about_the_round() -> None:
    envelope = sent(outside(1))
    browser, stranger = proved(), Client()
    actions.void(envelope, by=make_person("maya"), at=LATER, reason="The offer ran out.")

    mine, other = browser.get(reverse("signing:document")), stranger.get(STANDING)

    assert (mine.status_code, other.status_code) == (410, 410)
    assert "Maya Okafor took the document back." in mine.content.decode()
    assert "The offer ran out." not in other.content.decode()
    assert other.headers["HX-Refresh"] == "true"


def test_who_had_the_place_before_is_told_so_without_who_has_it_now() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    browser = proved()
    actions.change_recipient(
        place_of(envelope, OUTSIDER), by=maya, at=LATER, name="Nia Pryce", email="nia@vendor.example"
    )

    told = browser.get(STANDING).content.decode()

    assert "Somebody else is asked now." in told
    assert "Nia Pryce" not in told


def test_one_of_ours_reads_that_a_colleague_is_asked_and_a_stranger_reads_nothing() -> None:
    sam, abel = make_people("sam", "abel")
    make_mark(sam)
    lena = signatory("lena")
    envelope = sent(inside(sam), outside())
    place = handed(envelope, sam, lena)
    browser, stranger = Client(), Client()
    browser.force_login(sam)
    stranger.force_login(abel)
    address = reverse("signing:standing", args=[place.pk])

    told = browser.get(address)
    submitted = browser.post(reverse("signing:sign", args=[place.pk]), {"consent": "on"})

    assert "Somebody else is asked now." in told.content.decode()
    assert submitted.status_code == 409
    assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("signing:sign", args=[place.pk]), {"consent": "on"}).status_code == 404


def test_a_submit_inside_after_the_end_says_who_ended_it_and_why() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    browser = Client()
    browser.force_login(sam)
    address = reverse("signing:sign", args=[place_of(envelope, sam.email).pk])
    page = browser.get(address)
    assert (
        f'data-live-url="{reverse("signing:standing", args=[place_of(envelope, sam.email).pk])}"'
        in page.content.decode()
    )
    form = {**{name: str(value) for name, value in page.context["form"].initial.items()}, "consent": "on"}
    actions.void(envelope, by=maya, at=LATER, reason="The offer ran out.")

    answer = browser.post(address, form)

    assert answer.status_code == 409
    assert "Maya Okafor took the document back. The offer ran out. Nothing was signed." in answer.content.decode()
    assert Recipient.objects.get(user=sam).state == RecipientState.CLOSED
