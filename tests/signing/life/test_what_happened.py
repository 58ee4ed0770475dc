"""What the certificate of completion tells of a round: reminders, codes, from where it was opened and signed, and what was filled in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common import acting
from flowmono.outbox.delivering import drain
from signing import actions
from signing.certificate_pdf import Completion, Event
from signing.completing import completion_of
from signing.models import Envelope, Role
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, prepared, sent, sign
from tests.signing.life.test_outside import form_of, link_to, newest_code
from tests.signing.life.test_places import FILLED, PLACES, arranged, drawn_in, fill_and_sign, words_of

pytestmark = pytest.mark.django_db
HERE = "198.51.100.9"
NEW = "nia.pryce@vendor.example"


def told(envelope: Envelope) -> Completion:
    now = Envelope.objects.get(pk=envelope.pk)
    facts = {"sealed_sha256": "0" * 64, "level": "B-B", "organisation": "Brightwater", "sealed_by": "Brightwater"}
    return completion_of(now, at=NOON, **facts)


def happened(envelope: Envelope, what: str) -> list[Event]:
    return [one for one in told(envelope).events if one.what.startswith(what)]


def test_a_reminder_by_hand_is_told_with_who_sent_it():
    envelope = sent(outside(1))
    maya = make_person("maya")

    actions.remind(place_of(envelope, OUTSIDER), by=maya, at=NOON + timedelta(days=1))
    sign(envelope, OUTSIDER)

    (reminder,) = happened(envelope, "Reminded")
    assert (reminder.what, reminder.at) == ("Reminded Vera Halloran", NOON + timedelta(days=1))
    assert str(maya) in reminder.actor


def test_every_code_that_was_sent_and_every_one_that_was_entered_is_told():
    envelope = sent(outside(1))
    browser = Client(REMOTE_ADDR=HERE)
    browser.post(link_to())
    right = newest_code()
    wrong = "000000" if right != "000000" else "111111"

    browser.post(reverse("signing:code"), {"code": wrong})
    browser.post(reverse("signing:code"), {"code": right})
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert [one.what for one in happened(envelope, "Sent a one-time code")] == [f"Sent a one-time code to {OUTSIDER}"]
    assert len(happened(envelope, "Entered a wrong one-time code")) == 1
    (entered,) = happened(envelope, "Entered the one-time code")
    assert "Vera Halloran" in entered.actor
    assert entered.ip == HERE
    assert [one.ip for one in happened(envelope, "Opened the document")] == [HERE]
    assert [one.ip for one in happened(envelope, "Signed")] == [HERE]


def test_who_sent_it_did_so_from_an_address_and_what_the_platform_did_came_from_none():
    envelope = prepared(outside(1))

    with acting.coming_from(HERE):
        actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    drain()
    sign(envelope, OUTSIDER)

    assert [one.ip for one in happened(envelope, "Sent for signature")] == [HERE]
    assert [one.ip for one in happened(envelope, "Asked Vera")] == [""]


def test_links_sent_anew_and_the_warning_of_the_last_day_are_told():
    envelope = sent(outside(1))
    place, maya = place_of(envelope, OUTSIDER), make_person("maya")

    actions.ask_again(place, by=maya, at=NOON + timedelta(days=1))
    actions.warn_due(at=Envelope.objects.get(pk=envelope.pk).expires_at - timedelta(days=1))
    sign(envelope, OUTSIDER)

    assert len(happened(envelope, f"Asked Vera Halloran at {OUTSIDER}")) == 1
    (again,) = happened(envelope, "Asked Vera Halloran again")
    assert (again.what, again.at) == (f"Asked Vera Halloran again at {OUTSIDER}", NOON + timedelta(days=1))
    (warned,) = happened(envelope, "Told Vera Halloran")
    assert warned.what == f"Told Vera Halloran at {OUTSIDER} that the last day is near"


def test_one_of_ours_who_approves_opened_it_from_an_address_and_approved_from_another():
    envelope = sent(inside(make_person("pierre"), 1, role=Role.APPROVER), outside(2))
    place = place_of(envelope, "pierre@example.com")
    browser = Client(REMOTE_ADDR=HERE)
    browser.force_login(place.user)

    browser.get(reverse("signing:sign", args=[place.pk]))
    sign(envelope, "pierre@example.com")

    assert [one.ip for one in happened(envelope, "Opened the document")] == [HERE]
    assert [one.ip for one in happened(envelope, "Approved")] == ["192.0.2.7"]


def test_no_address_is_claimed_for_an_opening_of_which_none_was_noted():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))

    actions.view(place_of(envelope, sam.email), by=sam, at=NOON)
    sign(envelope, sam.email)

    assert [one.ip for one in happened(envelope, "Opened the document")] == [""]


def test_who_was_asked_before_in_a_place_is_told_with_the_codes_that_they_were_sent():
    envelope = sent(outside(1))
    Client().post(link_to())

    actions.change_recipient(
        place_of(envelope, OUTSIDER),
        by=make_person("maya"),
        at=NOON + timedelta(hours=2),
        name="Bo Pryce",
        email="bo@vendor.example",
        title="Director",
    )
    sign(envelope, "bo@vendor.example", at=NOON + timedelta(hours=3))

    assert len(happened(envelope, f"Asked Vera Halloran at {OUTSIDER}")) == 1
    assert len(happened(envelope, f"Sent a one-time code to {OUTSIDER}")) == 1
    assert len(happened(envelope, "Asked Bo Pryce at bo@vendor.example")) == 1


def test_what_a_signer_filled_in_is_told_by_its_labels():
    envelope = arranged(PLACES)
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    actions.invite_whose_turn_it_is(Envelope.objects.get(pk=envelope.pk), at=NOON)
    sign(envelope, "sam@example.com")
    fill_and_sign(envelope, FILLED)

    filled = {one.name: one.filled for one in told(envelope).parties}

    assert filled["Vera Halloran"] == (
        ("Purchase order number", "PO-7731"),
        ("We need an advance copy", "ticked"),
        ("Delivery", "By courier"),
    )
    assert filled["Sam Whitfield"] == ()


def test_a_wish_and_its_answer_are_told_each_at_its_own_time():
    envelope = sent(outside(1))
    place = place_of(envelope, OUTSIDER)
    wish = actions.wish_handover(place, by=place, at=NOON, name="Nia Pryce", email=NEW, reason="She runs it.")

    actions.agree_to_handover(wish, by=make_person("maya"), at=NOON + timedelta(hours=2))
    sign(envelope, NEW, at=NOON + timedelta(hours=3))

    (named,) = happened(envelope, "Vera Halloran")
    assert (named.at, named.what.endswith("to sign instead. Reason: She runs it.")) == (NOON, True)
    (agreed,) = happened(envelope, "Agreed that Nia Pryce is asked instead of Vera Halloran")
    assert (agreed.at, agreed.actor) == (NOON + timedelta(hours=2), "Maya Okafor")
    assert [one.actor for one in happened(envelope, "Everybody had signed")] == ["Flowmono"]


def test_the_mark_of_somebody_else_says_in_whose_place_it_stands():
    envelope = sent(outside(1))
    assert "Vera Halloran" in " ".join(words_of(envelope.current_version))

    actions.change_recipient(place_of(envelope, OUTSIDER), by=make_person("maya"), at=NOON, name="Nia Pryce", email=NEW)
    sign(envelope, NEW, at=NOON + timedelta(hours=1))

    (drawn,) = drawn_in(Envelope.objects.get(pk=envelope.pk).current_version).values()
    assert "in place of Vera Halloran, for Halden & Pryce Ltd" in " ".join(drawn.split())


def test_who_only_reads_or_gets_a_copy_is_named_and_is_not_reminded():
    reader = actions.Place(1, "Ida Holm", "ida@ose.example", role=Role.VIEWER)
    envelope = sent(reader, outside(2))
    assert actions.reminder_of(place_of(envelope, "ida@ose.example"), most=5) is None
    assert actions.remind_due(at=NOON + timedelta(days=4)) == 1

    sign(envelope, OUTSIDER)

    assert told(envelope).readers == ("Ida Holm (ida@ose.example), reads",)


def test_everybody_had_signed_only_when_the_last_had_by_every_clock():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam, 1), outside(1))

    # Vera's submit came in first, though it was begun later.
    sign(envelope, OUTSIDER, at=NOON + timedelta(minutes=60))
    sign(envelope, sam.email, at=NOON + timedelta(minutes=59))

    (everybody,) = happened(envelope, "Everybody had signed")
    assert everybody.at == max(one.at for one in happened(envelope, "Signed"))
