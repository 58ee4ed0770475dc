"""Signing in person: the host hands a device over, is signed out on it, and the signer reads, agrees and signs there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.outbox.models import Letter, RecordedEvent
from signing import actions
from signing.completing import completion_of
from signing.models import Ended, Envelope, Recipient, RecipientState, Sitting
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_outside import count_signatures, drawing, form_of, link_to, proved

pytestmark = pytest.mark.django_db
BEN = "ben@vendor.example"
DOCUMENT, THANKS = "/signing/document/", "/signing/document/thanks/"
DEVICE, BY_MAIL, AWAKE = (f"/signing/document/in-person/{end}" for end in ("", "by-mail/", "awake/"))


@pytest.fixture
def envelope() -> Envelope:
    return sent(outside(1), outside(2, "Ben Pryce", BEN))


def door(envelope: Envelope, email: str = OUTSIDER) -> str:
    return reverse("signing:in_person", args=[envelope.pk, place_of(envelope, email).pk])


def signed_in(key: str = "maya") -> Client:
    browser = Client()
    browser.force_login(make_person(key))
    return browser


def handed(envelope: Envelope, email: str = OUTSIDER, browser: Client | None = None, **words: Any) -> Client:
    """A browser of the host, in the hands of the signer, who has not touched it yet."""
    browser = browser or signed_in()
    answer = browser.post(door(envelope, email), {"known_by": "passport", "here": "on", **words})
    assert answer.url == DEVICE
    return browser


def taken(envelope: Envelope, email: str = OUTSIDER, browser: Client | None = None) -> Client:
    """The signer has said that it is them."""
    browser = handed(envelope, email, browser)
    assert browser.post(DEVICE).url == DOCUMENT
    return browser


def sitting_of(envelope: Envelope, email: str = OUTSIDER) -> Sitting:
    return Sitting.objects.filter(recipient__envelope=envelope, recipient__email=email).latest("pk")


def test_a_signer_reads_agrees_and_signs_on_the_hosts_device(envelope: Envelope) -> None:
    browser = signed_in()
    page = browser.get(envelope.get_absolute_url()).content.decode()
    assert page.count("Sign in person") == 1  # it is not Ben's turn yet
    welcome = taken(envelope, browser=browser).get(DOCUMENT).content.decode()
    assert "In person, before Maya Okafor, who saw a passport." in welcome
    assert not Letter.objects.filter(key__startswith="code:").exists()

    answer = browser.post(reverse("signing:sign_outside"), {**form_of(browser), "face": "drawn", "drawing": drawing()})

    place = place_of(envelope, OUTSIDER)
    evidence = place.evidence
    assert answer.url == THANKS
    assert count_signatures(envelope) == 1
    assert place.state == RecipientState.SIGNED
    assert evidence["authenticated"] == "in person, before Maya Okafor, who saw a passport"
    assert evidence["in_person"]["host_email"] == make_person("maya").email
    assert (evidence["address"], evidence["mark_kind"]) == ("127.0.0.1", "drawn")
    assert evidence["shown_sha256"] != evidence["signed_sha256"]
    assert evidence["consent"]
    assert evidence["consent_sha256"]
    assert sitting_of(envelope).ended == Ended.SIGNED
    letter = Letter.objects.get(to=OUTSIDER, key__startswith="in-person:")
    assert "in person, on a device of Maya Okafor, who saw a passport" in letter.body


def test_the_thanks_ask_for_the_device_and_lead_the_host_back_through_the_sign_in(envelope: Envelope) -> None:
    browser = taken(envelope)
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    page = browser.get(THANKS).content.decode()

    assert "Please hand the device back to Maya Okafor." in page
    assert "v…@vendor.example" in page
    assert f"/account/login/?next={envelope.get_absolute_url()}" in page
    assert browser.get(reverse("signing:file_outside")).status_code == 404


def test_the_host_is_signed_out_on_the_device_and_comes_back_only_by_password(envelope: Envelope) -> None:
    maya = make_person("maya")
    maya.set_password("river-lantern-46")
    maya.save()
    browser = signed_in()
    before = browser.cookies["sessionid"].value
    handed(envelope, browser=browser)

    former = Client()
    former.cookies["sessionid"] = before
    host_pages = [envelope.get_absolute_url(), door(envelope), "/contracts/", "/account/password/change/"]
    answers = [(device.get(page).status_code, page) for device in (browser, former) for page in host_pages]

    assert {status for status, _page in answers} == {302}
    assert all("/account/login/" in browser.get(page).url for page in host_pages)
    browser.post(
        f"/account/login/?next={envelope.get_absolute_url()}",
        {"login": maya.email, "password": "river-lantern-46"},
    )
    assert browser.get(envelope.get_absolute_url()).status_code == 200


def test_whoever_signs_in_on_the_device_cannot_go_on_as_the_signer(envelope: Envelope) -> None:
    browser = taken(envelope)
    form = form_of(browser)

    browser.force_login(make_person("maya"))

    assert browser.get(DOCUMENT).status_code == 410
    assert browser.post(reverse("signing:sign_outside"), form).status_code == 410
    assert count_signatures(envelope) == 0
    assert sitting_of(envelope).ended == Ended.HOST_BACK
    left = RecordedEvent.objects.get(name="InPersonLeft", values__envelope_id=str(envelope.pk))
    assert left.values["why"] == "somebody signed in on the device"


def test_what_the_browser_kept_of_the_host_is_cleared_and_the_cookie_changes_twice(envelope: Envelope) -> None:
    browser = signed_in()
    cookies = [browser.cookies["sessionid"].value]
    answer = browser.post(door(envelope), {"known_by": "card", "here": "on"})
    cookies.append(browser.cookies["sessionid"].value)
    copied = Client()
    copied.cookies["sessionid"] = cookies[-1]
    copied.cookies["csrftoken"] = browser.cookies["csrftoken"].value

    browser.post(DEVICE)
    cookies.append(browser.cookies["sessionid"].value)

    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert len(set(cookies)) == 3
    assert copied.get(DOCUMENT).status_code == 410
    assert browser.get(DOCUMENT).headers["Cache-Control"] == "private, no-store"


def test_before_the_signer_says_that_it_is_them_nothing_is_shown_or_signed(envelope: Envelope) -> None:
    browser = handed(envelope)
    form = {"seen": envelope.current_version.sha256, "consent": "on"}

    welcome = browser.get(DEVICE).content.decode()

    assert "This is for you, Vera Halloran" in welcome
    assert "Maya Okafor, who saw a passport, handed you this device." in welcome
    assert browser.get(DOCUMENT).url == DEVICE
    assert browser.get(reverse("signing:code")).url == DEVICE
    assert browser.post(reverse("signing:sign_outside"), form).status_code == 403
    assert count_signatures(envelope) == 0


def test_a_second_submit_and_a_second_tab_change_nothing(envelope: Envelope) -> None:
    browser = taken(envelope)
    first, second = form_of(browser), form_of(browser)

    answers = [browser.post(reverse("signing:sign_outside"), form).url for form in (first, second, first)]

    assert answers == [THANKS] * 3
    assert count_signatures(envelope) == 1
    assert Letter.objects.filter(key__startswith="in-person:", to=OUTSIDER).count() == 1
    assert RecordedEvent.objects.filter(name="SignerSigned", values__envelope_id=str(envelope.pk)).count() == 1


def test_declining_in_person_says_why_and_before_whom(envelope: Envelope) -> None:
    browser = taken(envelope)

    answer = browser.post(reverse("signing:decline_outside"), {"reason": "Clause 7 is not ours."})

    place = place_of(envelope, OUTSIDER)
    assert answer.url == THANKS
    assert (place.state, place.reason) == (RecipientState.DECLINED, "Clause 7 is not ours.")
    assert place.evidence["authenticated"] == "in person, before Maya Okafor, who saw a passport"
    assert "You have declined" in browser.get(THANKS).content.decode()
    assert Envelope.objects.get(pk=envelope.pk).state == "declined"
    letter = Letter.objects.get(to=OUTSIDER, key__startswith="in-person:").body
    assert "You declined “Services agreement” in person, on a device of Maya Okafor" in letter
    assert "Your reason: Clause 7 is not ours." in letter


def test_asking_for_it_by_e_mail_writes_a_new_link_and_empties_the_device(envelope: Envelope) -> None:
    browser = taken(envelope)
    former = link_to()

    answer = browser.post(BY_MAIL, follow=True)

    assert answer.status_code == 200
    assert "It comes to you by e-mail" in answer.content.decode()
    assert browser.get(DOCUMENT).status_code == 410
    assert link_to() != former
    assert Client().get(former).status_code == 410
    assert proved().get(DOCUMENT).status_code == 200
    assert sitting_of(envelope).ended == Ended.BY_MAIL


def test_a_device_left_lying_shows_nothing_until_it_is_begun_again(envelope: Envelope) -> None:
    browser = taken(envelope)
    form = form_of(browser)
    Sitting.objects.update(seen_at=sitting_of(envelope).seen_at - timedelta(minutes=16))

    late = browser.post(reverse("signing:sign_outside"), form)

    assert late.status_code == 410
    assert "Nobody touched the device for a while." in late.content.decode()
    assert browser.get(DEVICE).status_code == 410
    assert browser.post(AWAKE).status_code == 410
    assert count_signatures(envelope) == 0
    again = taken(envelope)
    assert again.post(reverse("signing:sign_outside"), form_of(again)).url == THANKS
    assert [one.ended for one in place_of(envelope, OUTSIDER).sittings.all()] == [Ended.LAPSED, Ended.SIGNED]


def test_a_touch_keeps_the_device_awake_but_not_for_ever(envelope: Envelope) -> None:
    browser = taken(envelope)
    Sitting.objects.update(seen_at=sitting_of(envelope).seen_at - timedelta(minutes=14))

    assert browser.post(AWAKE).status_code == 204
    assert sitting_of(envelope).seen_at - sitting_of(envelope).begun_at < timedelta(minutes=1)
    Sitting.objects.update(begun_at=sitting_of(envelope).begun_at - timedelta(hours=3))

    assert browser.post(AWAKE).status_code == 410


def test_begun_on_another_device_the_first_one_shows_nothing_any_more(envelope: Envelope) -> None:
    first, second = taken(envelope), taken(envelope, browser=signed_in("lena"))
    form = form_of(second)

    assert first.get(DOCUMENT).status_code == 410
    assert first.post(reverse("signing:sign_outside"), form).status_code == 410
    assert second.post(reverse("signing:sign_outside"), form).url == THANKS
    assert place_of(envelope, OUTSIDER).evidence["in_person"]["host"] == "Lena Vogel"


def test_the_link_in_the_letter_keeps_working_and_what_comes_first_counts(envelope: Envelope) -> None:
    on_device, by_link = taken(envelope), proved()
    form = form_of(on_device)

    assert by_link.post(reverse("signing:sign_outside"), form_of(by_link)).url == THANKS

    late = on_device.post(reverse("signing:sign_outside"), form)
    assert late.status_code == 410
    assert "It is decided." in late.content.decode()
    assert count_signatures(envelope) == 1
    assert place_of(envelope, OUTSIDER).evidence["authenticated"].startswith("personal link")
    assert sitting_of(envelope).ended == Ended.ELSEWHERE


def test_after_the_round_was_taken_back_nothing_is_signed_on_the_device(envelope: Envelope) -> None:
    browser = taken(envelope)
    form, sitting = form_of(browser), sitting_of(envelope)
    actions.void(envelope, by=make_person("maya"), at=NOON, reason="Sent too early.")

    assert browser.post(reverse("signing:sign_outside"), form).status_code == 410
    assert signed_in().get(door(envelope)).status_code == 409
    with pytest.raises(Conflict):
        actions.sign_in_person(
            sitting,
            by=place_of(envelope, OUTSIDER),
            at=sitting.seen_at,
            seen_sha256=envelope.current_version.sha256,
            consent=True,
            evidence={},
        )
    assert count_signatures(envelope) == 0
    assert sitting_of(envelope).ended == ""


def test_a_round_whose_time_is_over_is_not_begun_in_person(envelope: Envelope) -> None:
    Envelope.objects.filter(pk=envelope.pk).update(expires_at=NOON - timedelta(days=400))

    answer = signed_in().post(door(envelope), {"known_by": "passport", "here": "on"})

    assert answer.status_code == 409
    assert "The time for signing is over." in answer.content.decode()
    assert not Sitting.objects.filter(recipient__envelope=envelope).exists()


def test_whose_turn_it_is_not_cannot_sign_in_person_yet(envelope: Envelope) -> None:
    browser = signed_in()

    answers = [browser.get(door(envelope, BEN)), browser.post(door(envelope, BEN), {"known_by": "card", "here": "on"})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert not Sitting.objects.filter(recipient__envelope=envelope).exists()
    assert browser.get(envelope.get_absolute_url()).status_code == 200  # nobody was signed out


def test_the_next_person_of_the_round_signs_in_person_after_the_host_signed_in(envelope: Envelope) -> None:
    browser = taken(envelope)
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    browser.force_login(make_person("maya"))

    taken(envelope, BEN, browser)
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert count_signatures(envelope) == 2
    assert place_of(envelope, BEN).evidence["authenticated"] == "in person, before Maya Okafor, who saw a passport"
    assert sitting_of(envelope).ended == Ended.SIGNED


def test_who_may_not_send_the_round_is_no_host(envelope: Envelope) -> None:
    auditor, stranger = signed_in("aud"), signed_in("pierre")
    answers = [one.post(door(envelope), {"known_by": "passport", "here": "on"}) for one in (auditor, stranger)]

    assert [answer.status_code for answer in answers] == [403, 404]
    assert auditor.get(envelope.get_absolute_url()).content.decode().count("Sign in person") == 0
    assert Client().get(door(envelope)).status_code == 302
    assert not Sitting.objects.filter(recipient__envelope=envelope).exists()


def test_our_own_people_and_the_hosts_own_address_do_not_sign_in_person() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    envelope = sent(inside(sam, 1), outside(1), outside(1, "Maya at home", "maya@example.com"))
    browser = signed_in()

    answers = [
        browser.post(door(envelope, email), {"known_by": "person", "here": "on"}) for email in (sam.email, maya.email)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    with pytest.raises(NotAllowed):
        actions.begin_in_person(place_of(envelope, sam.email), by=maya, at=NOON, known_by="person")


def test_how_the_host_made_sure_is_said_in_words_and_without_a_number(envelope: Envelope) -> None:
    browser, place = signed_in(), place_of(envelope, OUTSIDER)

    said = [
        browser.post(door(envelope), values).content.decode()
        for values in (
            {"here": "on"},
            {"known_by": "passport"},
            {"known_by": "other", "here": "on"},
            {"known_by": "other", "known_words": "passport C 4471 9023", "here": "on"},
        )
    ]

    assert "Tick this once Vera Halloran is here with you." in said[1]
    assert "Say in a few words how you made sure who this is." in said[2]
    assert "Leave the number of the document out; it is not kept." in said[3]
    assert not place.sittings.exists()
    handed(envelope, browser=browser, known_by="other", known_words="introduced by their managing director")
    assert (
        sitting_of(envelope).authentication
        == "in person, before Maya Okafor, who made sure of it so: introduced by their managing director"
    )
    with pytest.raises(Invalid):
        actions.begin_in_person(place, by=make_person("maya"), at=NOON, known_by="guessed")


def test_only_the_signer_of_the_place_acts_on_the_device(envelope: Envelope) -> None:
    sitting, _key = actions.begin_in_person(
        place_of(envelope, OUTSIDER), by=make_person("maya"), at=NOON, known_by="licence"
    )
    ben = place_of(envelope, BEN)

    for act in (actions.take_device, actions.keep_awake, actions.ask_by_mail):
        with pytest.raises(NotAllowed):
            act(sitting, by=ben, at=NOON)
    with pytest.raises(NotAllowed):
        actions.decline_in_person(sitting, by=ben, at=NOON, reason="No.", evidence={})


def test_asked_instead_of_them_somebody_else_does_not_sign_on_their_device(envelope: Envelope) -> None:
    browser = taken(envelope)
    form = form_of(browser)

    actions.change_recipient(
        place_of(envelope, OUTSIDER), by=make_person("maya"), at=NOON, name="Nia Pryce", email="nia@vendor.example"
    )

    assert browser.get(DOCUMENT).status_code == 410
    assert browser.post(reverse("signing:sign_outside"), form).status_code == 410
    assert sitting_of(envelope, "nia@vendor.example").ended == Ended.CHANGED


def test_round_ledger_and_certificate_say_before_whom_it_was_signed() -> None:
    envelope = sent(outside(1))
    browser = taken(envelope)
    browser.post(reverse("signing:sign_outside"), form_of(browser))
    told = "Maya Okafor, who saw a passport, handed a device to Vera Halloran to sign in person."

    page = signed_in().get(envelope.get_absolute_url()).content.decode()
    begun = RecordedEvent.objects.get(name="InPersonBegun", values__envelope_id=str(envelope.pk))
    done = Envelope.objects.get(pk=envelope.pk)
    completion = completion_of(
        done, sealed_sha256="0" * 64, level="B-B", at=NOON, organisation="Brightwater", sealed_by="Brightwater"
    )

    assert told in page
    assert "in person, before Maya Okafor, who saw a passport" in page
    assert (begun.values["host"], begun.values["how"]) == ("Maya Okafor", "who saw a passport")
    assert begun.actor_label == "Maya Okafor"
    assert completion.parties[0].authentication == "in person, before Maya Okafor, who saw a passport"
    assert [(event.actor, event.what) for event in completion.events if "device" in event.what] == [
        ("Maya Okafor", told)
    ]


def test_who_approves_does_so_in_person_too_and_no_mark_is_placed() -> None:
    envelope = sent(outside(1, role="approver"), outside(2, "Ben Pryce", BEN))
    page = signed_in().get(envelope.get_absolute_url()).content.decode()
    browser = taken(envelope)

    answer = browser.post(reverse("signing:sign_outside"), form_of(browser))

    assert "Approve in person" in page
    assert answer.url == THANKS
    assert "You have approved. Thank you." in browser.get(THANKS).content.decode()
    assert place_of(envelope, OUTSIDER).state == RecipientState.SIGNED
    assert count_signatures(envelope) == 0
    assert sitting_of(envelope).in_words.endswith("handed a device to Vera Halloran to approve in person.")


def test_programs_see_that_it_was_signed_in_person_and_cannot_begin_it() -> None:
    envelope = sent(outside(1))
    browser = taken(envelope)
    browser.post(reverse("signing:sign_outside"), form_of(browser))

    seen = signed_in().get(f"/api/v1/envelopes/{envelope.pk}/").json()["recipients"][0]["in_person"]

    assert [(one["host"], one["known_by"], one["ended"]) for one in seen] == [
        (make_person("maya").email, "passport", "signed")
    ]
    assert signed_in().post(f"/api/v1/recipients/{place_of(envelope, OUTSIDER).pk}/in-person/").status_code in {
        403,
        404,
    }


def test_a_place_signed_by_link_says_nothing_of_a_device(envelope: Envelope) -> None:
    sign(envelope, OUTSIDER)

    assert not Recipient.objects.get(pk=place_of(envelope, OUTSIDER).pk).sittings.exists()
    assert "in_person" not in place_of(envelope, OUTSIDER).evidence
