"""Our own people read of the rounds of one sending to many in one letter, which counts them when it is written; others keep their own."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from flowmono.accounts.models import User
from flowmono.notices.actions import choose_way
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter
from signing import actions
from signing.actions import bulk_following
from signing.actions.summaries import write_due_summaries
from signing.models import Bulk, Envelope, OursWhen, Recipient, Summary
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import sent, started
from tests.signing.life.scenes import make_mark, place_of, sign
from tests.signing.life.test_delegation import leave, lend, signatory

pytestmark = pytest.mark.django_db

QUARTER = timedelta(minutes=15)


def after(days: float) -> datetime:
    return NOON + timedelta(days=days)


def with_sam(when: str = OursWhen.BEFORE) -> tuple[Bulk, User]:
    """Three rounds of an NDA, each signed by Sam too; they end on 31 March."""
    sam = make_person("sam")
    make_mark(sam, categories=["nda"])
    amount = {"amount": Decimal(500), "currency": "EUR"}
    return sent(ours=sam, ours_when=when, sign_by=date(2027, 3, 31), **amount), sam


def rounds(made: Bulk) -> list[Envelope]:
    return list(Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number"))


def subjects(person: User) -> list[str]:
    return list(Letter.objects.filter(to=person.email).order_by("pk").values_list("subject", flat=True))


def unread(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).unread().order_by("pk").values_list("title", flat=True))


def test_one_of_ours_is_asked_for_all_of_them_in_one_letter_that_leads_to_the_queue():
    _made, sam = with_sam()

    assert subjects(sam) == unread(sam) == ["3 documents of “NDA 2027” wait for your signature"]
    body = Letter.objects.get(to=sam.email).body
    assert "Maya Okafor sent “NDA 2027” to many; you review and sign them one after the other." in body
    assert "/signing/\n" in body
    assert "no mark is in its place yet" not in body
    assert write_due_summaries(at=after(1)) == 0


def test_where_no_mark_covers_them_the_letter_says_so():
    sam = make_person("sam")
    make_mark(sam, categories=["services"])
    made = started(ours=sam, ours_when=OursWhen.BEFORE)
    drain()

    assert Recipient.objects.filter(envelope__bulk_row__bulk=made, profile=None, user=sam).count() == 3
    assert "In 3 of them no mark is in its place yet" in Letter.objects.get(to=sam.email).body


def test_reminders_the_warning_and_the_end_come_to_ours_and_the_sender_once_and_to_the_others_each():
    made, sam = with_sam(OursWhen.TOGETHER)
    maya = make_person("maya")
    for act, moment in (
        (actions.remind_due, after(3)),
        (actions.warn_due, datetime(2027, 3, 29, 9, tzinfo=UTC)),
        (actions.expire_due, datetime(2027, 4, 1, 9, tzinfo=UTC)),
    ):
        act(at=moment)
        drain()
        assert write_due_summaries(at=moment) == 0
        write_due_summaries(at=moment + QUARTER)

    assert subjects(sam) == [
        "3 documents of “NDA 2027” wait for your signature",
        "Reminder: 3 documents of “NDA 2027” wait for your signature",
        "Nearly over: 3 documents of “NDA 2027” wait for your signature",
        "3 documents of “NDA 2027” are not to be signed any more",
    ]
    assert subjects(maya) == [
        "Sent to many: NDA 2027",
        "Not signed yet: 3 documents of “NDA 2027”",
        "Not signed in time: 3 documents of “NDA 2027”",
    ]
    assert [len(subjects_of) for subjects_of in (outside("vera@example.com"), outside("ana@example.net"))] == [4, 4]
    assert unread(sam) == ["3 documents of “NDA 2027” are not to be signed any more"]
    ended = Letter.objects.filter(to=sam.email).last()
    assert "Nobody needs to sign them any more: not signed by everybody in time: 3." in ended.body
    assert {one.state for one in rounds(made)} == {"expired"}


def outside(address: str) -> list[str]:
    return list(Letter.objects.filter(to=address).values_list("subject", flat=True))


def test_what_is_signed_before_the_letter_is_written_is_not_counted_and_nothing_is_written_of_none():
    made, sam = with_sam()
    actions.remind_due(at=after(3))
    first, *others = rounds(made)
    sign(first, sam.email, at=after(3))
    drain()

    write_due_summaries(at=after(3) + QUARTER)
    assert subjects(sam)[1:] == ["Reminder: 2 documents of “NDA 2027” wait for your signature"]

    actions.remind_due(at=after(6))
    for one in others:
        sign(one, sam.email, at=after(6))
    drain()
    assert write_due_summaries(at=after(6) + QUARTER) == 0
    assert (len(subjects(sam)), unread(sam)) == (2, [])
    assert not Summary.objects.filter(person=sam).exclude(owed_since=None).exists()


def test_who_signs_after_the_others_reads_once_a_day_how_many_came_to_them():
    made, sam = with_sam(OursWhen.AFTER)
    first, second, third = rounds(made)
    assert subjects(sam) == []

    sign(first, "vera@example.com", at=NOON)
    drain()
    assert write_due_summaries(at=NOON + timedelta(minutes=9)) == 0
    write_due_summaries(at=NOON + QUARTER)
    sign(second, "tomas@example.org", at=NOON + timedelta(hours=2))
    sign(third, "ana@example.net", at=NOON + timedelta(hours=3))
    drain()

    written = [write_due_summaries(at=at) for at in (NOON + timedelta(hours=4), after(0.6), after(0.8), after(0.9))]
    assert written == [0, 0, 1, 0]
    assert subjects(sam) == [
        "One document of “NDA 2027” waits for your signature",
        "3 documents of “NDA 2027” wait for your signature",
    ]
    assert unread(sam) == subjects(sam)[1:]


def test_a_worker_that_dies_while_it_writes_leaves_the_letter_owed_and_it_is_written_once():
    _made, sam = with_sam()
    actions.remind_due(at=after(3))

    with pytest.raises(RuntimeError), transaction.atomic():
        assert write_due_summaries(at=after(3) + QUARTER) == 1
        raise RuntimeError
    assert len(subjects(sam)) == 1

    assert [write_due_summaries(at=after(3) + QUARTER) for _time in range(2)] == [1, 0]
    assert len(subjects(sam)) == 2


def test_everybody_reminded_by_hand_is_one_letter_at_once_and_one_reminded_alone_is_about_that_one():
    made, sam = with_sam()
    maya = make_person("maya")

    for hours in (2, 3):
        bulk_following.remind_all(made, by=maya, at=NOON + timedelta(hours=hours))
        drain()
    actions.remind(place_of(rounds(made)[0], sam.email), by=maya, at=after(1))

    words = "Reminder: 3 documents of “NDA 2027” wait for your signature"
    assert subjects(sam)[1:] == [words, words, "Reminder: NDA 2027 – Vera Halloran"]


def test_signed_by_everyone_is_one_letter_for_ours_and_the_sender_and_a_copy_for_each_of_the_others():
    made, sam = with_sam()
    for one, address in zip(rounds(made)[:2], ("vera@example.com", "tomas@example.org"), strict=True):
        sign(one, sam.email)
        drain()
        sign(one, address)
        drain()
    write_due_summaries(at=NOON + timedelta(hours=2))

    words = ["Signed by everyone: 2 documents of “NDA 2027”"]
    assert (subjects(sam)[1:], subjects(make_person("maya"))[1:]) == (words, words)
    assert made.get_absolute_url() in Letter.objects.filter(to="maya@example.com").last().body
    letter = Letter.objects.filter(to=sam.email).last()
    assert "3 were sent." in letter.body
    assert "signing/?show=signed" in letter.body
    copies = Letter.objects.filter(key__startswith="completed:")
    assert sorted(copies.values_list("to", flat=True)) == ["tomas@example.org", "vera@example.com"]
    assert [len(one.attachments) for one in copies] == [2, 2]


def test_what_is_taken_back_is_told_once_with_its_reason():
    made, sam = with_sam()

    bulk_following.take_all_back(made, by=make_person("maya"), at=NOON, reason="Wrong year.")
    drain()
    write_due_summaries(at=NOON + QUARTER)

    assert subjects(sam)[1:] == unread(sam) == ["3 documents of “NDA 2027” are not to be signed any more"]
    body = Letter.objects.filter(to=sam.email).last().body
    assert "taken back: 3." in body
    assert "The reason: Wrong year." in body


def test_who_reads_of_signatures_once_a_day_has_it_in_the_daily_letter_and_who_wants_none_gets_none():
    sam = make_person("sam")
    choose_way("signature", by=sam, at=NOON, way="daily")

    with_sam()

    assert subjects(sam) == []
    assert Notice.objects.get(person=sam).in_digest


def test_who_is_away_is_told_to_the_sender_once_for_all_that_stay_and_not_of_each():
    _made, sam = with_sam(OursWhen.AFTER)
    maya = make_person("maya")
    leave(sam, days=5)
    for one in rounds(_made):
        sign(one, place_outside(one), at=after(1))
    drain()
    before = subjects(maya)

    write_due_summaries(at=after(1) + QUARTER)
    actions.follow_absences(at=after(1) + QUARTER)
    write_due_summaries(at=after(1) + 2 * QUARTER)

    assert subjects(maya)[len(before) :] == ["3 documents of “NDA 2027” wait for somebody who is away"]
    letter = Letter.objects.filter(to=maya.email).last()
    assert f"{sam} is away. " in letter.body
    assert len([one for one in unread(maya) if "away" in one]) == 1


def place_outside(envelope: Envelope) -> str:
    return str(envelope.recipients.get(user=None).email)


def test_what_a_colleague_signs_meanwhile_is_told_once_to_both_and_once_more_when_it_comes_back():
    made, sam = with_sam()
    maya, lena = make_person("maya"), signatory("lena", limit=None)
    lent = lend(sam, lena)
    before = len(subjects(maya)), len(subjects(sam))
    leave(sam, days=5)

    assert actions.follow_absences(at=after(1)) == 3
    write_due_summaries(at=after(1) + QUARTER)

    told = "A colleague signs 3 documents of “NDA 2027” for who is away"
    assert (subjects(maya)[before[0] :], subjects(sam)[before[1] :]) == ([told], [told])
    assert subjects(lena)[-1:] == ["3 documents of “NDA 2027” wait for your signature"]
    assert f"{sam} is away and delegated to {lena} until" in Letter.objects.filter(to=sam.email).last().body

    actions.refuse_delegation(lent, by=lena, at=after(2), reason="I am away too.")
    write_due_summaries(at=after(2) + QUARTER)

    assert subjects(maya)[before[0] + 1 :] == ["3 documents of “NDA 2027” came back to who had them first"]
    assert {one.recipients.get(user=sam).passed_by for one in rounds(made)} == {None}
