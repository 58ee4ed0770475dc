"""The life of a document after it was sent: reminders, the warning, the end of its time, and letters to everybody when it ends."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts.models import User
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter, RecordedEvent
from signing import actions
from signing.models import Envelope, EnvelopeState, Recipient, RecipientState
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import EVIDENCE, OUTSIDER, inside, make_mark, outside, place_of, sent, sign

pytestmark = pytest.mark.django_db

BEN = "ben@vendor.example"


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


def letters(key: str) -> list[str]:
    return list(Letter.objects.filter(key__startswith=key).order_by("to").values_list("to", flat=True))


def link_in(letter: Letter) -> str:
    return re.search(r"/signing/open/\S+", letter.body).group(0)


def test_the_clock_reminds_after_three_days_then_every_three_and_only_whose_turn_it_is() -> None:
    envelope = sent(outside(1), outside(2, "Ben Pryce", BEN))

    done = [actions.remind_due(at=after(days)) for days in (2.9, 3, 3.1, 5.9, 6, 6)]

    assert done == [0, 1, 0, 0, 1, 0]
    assert letters("remind:") == [OUTSIDER, OUTSIDER]
    assert place_of(envelope, OUTSIDER).reminders == 2


def test_reminders_end_with_the_limit_that_the_company_sets_and_with_the_signature() -> None:
    Company.objects.create(name="Brightwater", remind_after=1, remind_every=2, reminders_most=2)
    envelope = sent(outside(1), outside(2, "Ben Pryce", BEN))

    assert [actions.remind_due(at=after(days)) for days in (1, 3, 5, 7)] == [1, 1, 0, 0]

    sign(envelope, OUTSIDER, at=after(7))
    actions.invite_whose_turn_it_is(Envelope.objects.get(pk=envelope.pk), at=after(7))
    assert actions.remind_due(at=after(8)) == 1
    assert letters("remind:")[0] == BEN


def test_a_reminder_repeats_the_link_so_that_whoever_is_reading_goes_on_and_a_new_link_ends_the_former() -> None:
    envelope = sent(outside(1))
    first = link_in(Letter.objects.get(to=OUTSIDER))
    browser = Client()
    browser.post(first)

    actions.remind_due(at=after(3))
    repeated = link_in(Letter.objects.get(key__startswith="remind:"))
    actions.ask_again(place_of(envelope, OUTSIDER), by=make_person("maya"), at=after(4))

    assert repeated == first
    assert Client().get(first).status_code == 410
    assert Recipient.objects.get(envelope=envelope).link_seed not in first


def test_a_reminder_keeps_an_open_session_open() -> None:
    sent(outside(1))
    browser = Client()
    browser.post(link_in(Letter.objects.get(to=OUTSIDER)))

    actions.remind_due(at=after(3))

    assert browser.get(reverse("signing:code")).status_code == 200


def test_one_of_ours_is_reminded_by_letter_and_notice() -> None:
    sam = make_person("sam")
    envelope = sent(inside(sam))

    actions.remind(place_of(envelope, sam.email), by=make_person("maya"), at=after(1))

    assert Notice.objects.filter(person=sam, title="Reminder: Services agreement").count() == 1
    assert "still waits for you" in Letter.objects.get(key__startswith="remind:").body
    assert actions.remind_due(at=after(3)) == 0
    assert RecordedEvent.objects.filter(name="SignerReminded").count() == 1


def test_nobody_is_reminded_before_their_turn_and_only_by_who_sends_documents() -> None:
    sam = make_person("sam")
    envelope = sent(inside(sam), outside())

    with pytest.raises(Conflict, match="not this person's turn"):
        actions.remind(place_of(envelope, OUTSIDER), by=make_person("maya"), at=after(1))
    with pytest.raises(NotAllowed):
        actions.remind(place_of(envelope, sam.email), by=sam, at=after(1))


def test_three_days_before_the_end_who_has_not_signed_is_warned_once_and_the_sender_hears_who_is_missing() -> None:
    envelope = sent(outside(1), outside(2, "Ben Pryce", BEN))
    sign(envelope, OUTSIDER)
    actions.invite_whose_turn_it_is(Envelope.objects.get(pk=envelope.pk), at=after(1))

    assert [actions.warn_due(at=after(days)) for days in (26.9, 27, 28)] == [0, 1, 0]

    assert letters("warn:") == [BEN]
    told = Notice.objects.get(person=make_person("maya"), kind="round")
    assert told.sentence == "It can be signed until 31 Mar 2027. Missing: Ben Pryce."


def test_when_the_time_is_over_nothing_is_signed_any_more_and_everybody_who_was_asked_is_told() -> None:
    envelope = sent(outside(1), outside(2, "Ben Pryce", BEN), outside(3, "Cleo", "cleo@vendor.example"))
    sign(envelope, OUTSIDER)
    actions.invite_whose_turn_it_is(Envelope.objects.get(pk=envelope.pk), at=after(1))
    link = link_in(Letter.objects.get(to=BEN))

    assert [actions.expire_due(at=after(days)) for days in (30, 30.1, 31)] == [0, 1, 0]
    drain()

    over = Envelope.objects.get(pk=envelope.pk)
    assert over.state == EnvelopeState.EXPIRED
    assert over.reason == "It was to be signed by 31 Mar 2027. Missing: Ben Pryce."
    assert [one.state for one in over.recipients.order_by("order")] == ["signed", "closed", "closed"]
    assert letters("ended:") == [BEN, OUTSIDER]
    assert Client().get(link).status_code == 410
    assert (
        Notice.objects.get(person=make_person("maya"), kind="round").title == "Not signed in time: Services agreement"
    )


def test_while_it_is_out_its_time_is_made_longer_and_its_links_and_warning_with_it() -> None:
    envelope = sent(outside(1))
    actions.warn_due(at=after(28))

    actions.set_time(
        envelope, by=make_person("maya"), at=after(28), sign_by=date(2027, 4, 20), remind_after=0, remind_every=0
    )

    longer = Envelope.objects.get(pk=envelope.pk)
    assert longer.expires_at == datetime(2027, 4, 20, 23, 59, 59, tzinfo=UTC)
    assert longer.recipients.get().token_expires_at == longer.expires_at
    assert actions.expire_due(at=after(31)) == 0
    assert actions.remind_due(at=after(40)) == 0
    assert actions.warn_due(at=datetime(2027, 4, 18, tzinfo=UTC)) == 1
    assert len(letters("warn:")) == 2


@pytest.mark.parametrize(
    ("sign_by", "words"), [(date(2027, 2, 28), "over"), (date(2028, 4, 1), "within a year"), (None, "last day")]
)
def test_a_day_that_cannot_be_is_refused(sign_by: date | None, words: str) -> None:
    envelope = sent(outside(1))

    with pytest.raises(Invalid, match=words):
        actions.set_time(envelope, by=make_person("maya"), at=NOON, sign_by=sign_by, remind_after=3, remind_every=3)


def test_the_page_changes_the_time_and_says_when_the_next_reminder_goes() -> None:
    envelope = sent(outside(1))
    browser = Client()
    browser.force_login(make_person("maya"))
    address = reverse("signing:time", args=[envelope.pk])
    day = (datetime.now(UTC) + timedelta(days=200)).date()

    wrong = browser.post(address, {"sign_by": "2020-01-01", "remind_after": "2", "remind_every": "5"})
    answer = browser.post(address, {"sign_by": day.isoformat(), "remind_after": "2", "remind_every": "5"})
    html = browser.get(answer.url).content.decode()

    assert wrong.status_code == 422
    assert "This day is over" in wrong.content.decode()
    assert answer.url == envelope.get_absolute_url()
    assert "the first after 2 days" in html
    assert "then every 5 days" in html
    assert "next reminder" in html
    assert browser.get(address).context["form"].initial["sign_by"] == day


def test_who_does_not_send_documents_changes_no_time() -> None:
    sam = make_person("sam")
    envelope = sent(inside(sam))
    browser = Client()
    browser.force_login(sam)

    assert browser.get(reverse("signing:time", args=[envelope.pk])).status_code == 403
    assert browser.post(reverse("signing:remind", args=[envelope.pk, envelope.recipients.get().pk])).status_code == 403


def test_a_refusal_is_told_to_everybody_who_was_asked_with_its_reason() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    envelope = sent(inside(sam), outside(1), outside(2, "Ben Pryce", BEN))
    sign(envelope, sam.email)
    theirs = place_of(envelope, OUTSIDER)

    actions.decline(theirs, by=theirs, at=after(1), reason="Clause 7 is not ours.", evidence=EVIDENCE)
    drain()

    assert letters("ended:") == [sam.email]
    body = Letter.objects.get(key__startswith="ended:").body
    assert "Vera Halloran declined to sign “Services agreement”." in body
    assert "The reason: Clause 7 is not ours." in body
    assert Notice.objects.filter(person=maya, kind="declined").count() == 1
    assert place_of(envelope, BEN).state == RecipientState.CLOSED


def test_what_is_taken_back_is_told_to_everybody_who_was_asked_and_to_nobody_else() -> None:
    envelope = sent(outside(1), outside(2, "Ben Pryce", BEN))

    actions.void(envelope, by=make_person("maya"), at=after(1), reason="Sent too early.")
    drain()

    assert letters("ended:") == [OUTSIDER]
    body = Letter.objects.get(key__startswith="ended:").body
    assert "Maya Okafor took back “Services agreement”." in body
    assert "The reason: Sent too early." in body


def unread(*people: User) -> list[str]:
    return list(Notice.objects.filter(person__in=people).unread().order_by("pk").values_list("title", flat=True))


def test_once_it_ended_nobody_is_left_with_a_notice_that_asks_or_reminds() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    envelope = sent(inside(sam), outside(1))
    place = place_of(envelope, OUTSIDER)
    actions.remind_due(at=after(3))
    actions.ask_again(place_of(envelope, sam.email), by=maya, at=after(4))
    actions.wish_handover(place, by=place, at=after(4), name="Nia", email="nia@vendor.example", reason="She runs it.")
    actions.warn_due(at=after(28))
    asked = unread(sam, maya)

    actions.void(Envelope.objects.get(pk=envelope.pk), by=maya, at=after(28), reason="Sent too early.")
    drain()

    assert len(asked) == 6
    assert unread(sam, maya) == ["Not to be signed any more: Services agreement"]


def test_who_signed_is_not_left_with_a_notice_that_asks() -> None:
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside(1))
    actions.remind_due(at=after(3))
    assert len(unread(sam)) == 2

    sign(envelope, sam.email, at=after(4))
    drain()

    assert unread(sam) == []


def test_a_second_click_within_a_minute_reminds_nobody_twice() -> None:
    sam, maya = make_person("sam"), make_person("maya")
    envelope = sent(inside(sam))
    actions.remind(place_of(envelope, sam.email), by=maya, at=after(1))

    with pytest.raises(Conflict, match="was reminded just now"):
        actions.remind(place_of(envelope, sam.email), by=maya, at=after(1) + timedelta(seconds=59))
    actions.remind(place_of(envelope, sam.email), by=maya, at=after(1) + timedelta(seconds=60))

    assert Letter.objects.filter(key__startswith="remind:").count() == 2
