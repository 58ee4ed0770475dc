"""The page, and the address for programs, on which is said who takes part in a round."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from signing.models import Envelope, Role
from tests.people import make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, prepared, sent
from tests.signing.life.test_people import arranged, as_places, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def envelope() -> Envelope:
    sam = make_person("sam")
    make_mark(sam)
    return prepared(inside(sam), outside())


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_person("maya"))
    return client


def address(envelope: Envelope) -> str:
    return reverse("signing:people", args=[envelope.pk])


def written(envelope: Envelope, *more: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form as it stands, with further rows, and with changes by the name of a control."""
    names = ("order", "role", "name", "title", "email", "party", "key")
    rows = [{name: getattr(one, name) for name in names} for one in as_places(envelope)]
    rows += [{"role": "signer", "order": 2, **row} for row in more]
    sent = {f"people-{number}-{name}": str(value) for number, row in enumerate(rows) for name, value in row.items()}
    counts = {"people-TOTAL_FORMS": str(len(rows)), "people-INITIAL_FORMS": "0"}
    return {**counts, **sent, "act": "save", **changes}


BEN = {"name": "Ben Pryce", "email": "ben@vendor.example", "title": "Director", "party": "Halden & Pryce Ltd"}


def test_the_page_shows_everybody_in_rows_and_is_linked_from_the_round(browser: Client, envelope: Envelope):
    page = browser.get(address(envelope)).content.decode()
    beside = browser.get(envelope.get_absolute_url()).content.decode()

    assert 'value="sam@example.com"' in page
    assert f'value="{OUTSIDER}"' in page
    assert f'href="{address(envelope)}"' in beside


def test_from_who_takes_part_one_goes_on_to_the_places_and_back_to_where_it_is_sent(
    browser: Client, envelope: Envelope
):
    after = browser.post(address(envelope), written(envelope), follow=True).content.decode()

    assert f'href="{reverse("signing:places", args=[envelope.pk])}"' in after
    assert f'href="{envelope.get_absolute_url()}"' in after
    assert "Back to where it is sent" in after


def test_one_more_row_keeps_what_was_written_and_saves_nothing(browser: Client, envelope: Envelope):
    sent = written(envelope, act="add", **{"people-1-name": "Somebody else", "people-1-order": "7"})

    page = browser.post(address(envelope), sent)

    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="Somebody else"' in html
    assert 'name="people-2-name"' in html
    assert 'value="8"' in html
    assert standing(envelope) == [(1, "sam@example.com", "signer"), (2, OUTSIDER, "signer")]


def test_a_person_is_added_another_taken_out_and_an_empty_row_is_no_row(browser: Client, envelope: Envelope):
    reads = {**BEN, "role": "viewer"}
    sent = written(envelope, reads, {}, **{"people-0-DELETE": "on", "people-1-order": "3"})

    answer = browser.post(address(envelope), sent, follow=True)

    assert "found again; check them" in answer.content.decode()
    assert standing(envelope) == [(2, "ben@vendor.example", "viewer"), (3, OUTSIDER, "signer")]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(browser: Client, envelope: Envelope):
    twice = browser.post(address(envelope), written(envelope, {**BEN, "email": OUTSIDER}))
    unread = browser.post(address(envelope), written(envelope, {"name": "Ben Pryce", "email": "ben"}))
    nobody = browser.post(address(envelope), written(envelope, **{"people-0-role": "viewer", "people-1-role": "copy"}))

    assert twice.status_code == unread.status_code == nobody.status_code == 422
    assert 'id="id_people-2-email_error"' in twice.content.decode()
    assert "This address has the same part already." in twice.content.decode()
    assert 'value="Ben Pryce"' in unread.content.decode()
    assert 'id="id_people-2-email_error"' in unread.content.decode()
    assert "Nobody signs. Name at least one person who signs." in nobody.content.decode()
    assert len(standing(envelope)) == 2


def test_arranged_places_are_asked_about_before_they_go(browser: Client, envelope: Envelope):
    arranged(envelope)
    sent = written(envelope, BEN)

    asked = browser.post(address(envelope), sent)
    there = standing(envelope)
    done = browser.post(address(envelope), {**sent, "places_anew": "on"})

    assert asked.status_code == 409
    assert 'name="places_anew"' in asked.content.decode()
    assert len(there) == 2
    assert done.status_code == 302
    assert len(standing(envelope)) == 3


def test_only_who_sends_documents_sees_the_page_and_only_before_it_is_sent(envelope: Envelope, browser: Client):
    sam = Client()
    sam.force_login(make_person("sam"))
    stranger = Client()
    stranger.force_login(make_person("abel"))
    gone = sent(inside(make_person("sam")), outside(), title="Another")

    assert sam.get(address(envelope)).status_code == 403
    assert stranger.get(address(envelope)).status_code == 404
    assert browser.get(address(gone)).status_code == 409


def test_a_program_says_who_takes_part(envelope: Envelope, browser: Client):
    door = f"/api/v1/envelopes/{envelope.pk}/people/"
    kept = [
        {"recipient": str(one.key), "order": one.order, "name": one.name, "email": one.email}
        for one in as_places(envelope)
    ]
    reads = {"order": 3, "role": Role.VIEWER, "name": "Rhea Pryce", "email": "rhea@vendor.example"}

    answer = browser.post(door, {"people": [*kept, reads]}, content_type="application/json")
    refused = browser.post(door, {"people": [reads]}, content_type="application/json")

    assert answer.status_code == 200
    assert [one["role"] for one in answer.json()["recipients"]] == ["signer", "signer", "viewer"]
    assert refused.status_code == 400
    assert "Nobody signs" in refused.json()["detail"]
    assert len(standing(envelope)) == 3


@pytest.fixture
def texts(settings: Any) -> None:
    settings.TEXT_MESSAGES = "flowmono.outbox.texting.ByHttp"


def test_one_of_ours_is_asked_for_no_way_to_be_recognised_and_no_telephone(
    browser: Client, envelope: Envelope, texts: None
):
    page = browser.get(address(envelope)).content.decode()

    assert page.count("Signs in here with an account.") == 1
    assert ('name="people-0-proof"' in page, 'name="people-0-phone"' in page) == (False, False)
    assert ('name="people-1-proof"' in page, 'name="people-1-phone"' in page) == (True, True)
    assert '<option value="text" data-needs-number>' in page


def test_one_of_ours_is_saved_without_a_way_and_a_wrong_number_is_said_where_it_stands(
    browser: Client, envelope: Envelope, texts: None
):
    browser.post(address(envelope), written(envelope, **{"people-0-title": "Chair"}))
    wrong = browser.post(address(envelope), written(envelope, **{"people-1-proof": "text", "people-1-phone": "12"}))

    assert envelope.recipients.get(email="sam@example.com").title == "Chair"
    assert wrong.status_code == 422
    assert 'id="id_people-1-phone_error"' in wrong.content.decode()


def test_after_add_a_person_the_focus_is_in_the_new_row(browser: Client, envelope: Envelope):
    page = browser.post(address(envelope), written(envelope, act="add")).content.decode()

    (focused,) = re.findall(r"<[^>]* autofocus[^>]*>", page)
    assert 'name="people-2-order"' in focused
