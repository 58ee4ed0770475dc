"""One document goes to many people: each is sent a round of their own, once, whatever happens in between."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Category
from documents.models import TextLayer
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import deliver, drain
from flowmono.outbox.models import Delivery, Letter, RecordedEvent
from signing import actions
from signing.actions import bulk, bulk_following, bulk_sending
from signing.bulk.waiting import why_it_waits
from signing.models import Bulk, BulkState, Envelope, Field, OursWhen, Recipient, RowState, Summary
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import LIST, begun, listed, sent, started, word
from tests.signing.life.scenes import make_mark, place_of, sign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def categories() -> None:
    for name in ("nda", "services"):
        Category.objects.get_or_create(name=name)


def states(made: Bulk) -> list[str]:
    return list(made.rows.order_by("number").values_list("state", flat=True))


def again(made: Bulk) -> Bulk:
    return Bulk.objects.get(pk=made.pk)


def test_each_person_is_sent_a_round_of_their_own_with_the_very_paper():
    made = sent(sign_by=date(2027, 3, 20))

    assert (made.state, states(made)) == ("done", ["sent"] * 3)
    rounds = Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number")
    assert [one.title for one in rounds] == ["NDA 2027 – Vera Halloran", "NDA 2027 – Tomas Lind", "NDA 2027 – Ana Ruiz"]
    assert {(one.state, one.sent_by.email, one.contract_id) for one in rounds} == {("sent", "maya@example.com", None)}
    assert {timezone.localtime(one.expires_at).date() for one in rounds} == {date(2027, 3, 20)}
    assert {one.current_version.derived_from_id for one in rounds} == {made.paper_id}
    letters = Letter.objects.filter(key__startswith="invite:").order_by("pk")
    assert [letter.to for letter in letters] == ["vera@example.com", "tomas@example.org", "ana@example.net"]
    ended = RecordedEvent.objects.get(name="SendingToManyEnded").values
    assert (ended["sent"], ended["failed"]) == (3, 0)
    assert Notice.objects.get(person=make_person("maya"), key=f"many:{made.pk}:1").sentence == "3 rounds were sent."


def test_a_round_is_called_after_whoever_signs_it_now():
    going = started()
    drain()
    row = going.rows.select_related("envelope").get(email="tomas@example.org")
    place = row.envelope.recipients.get(email=row.email)

    for name, email in (("Ulla Berg", "ulla@example.org"), ("Ulla Berg-Lind", "ulla@example.org")):
        actions.change_recipient(place, by=make_person("maya"), at=NOON, name=name, email=email)
        place.refresh_from_db()

    assert Envelope.objects.get(pk=row.envelope_id).title == "NDA 2027 – Ulla Berg-Lind"
    others = Envelope.objects.exclude(pk=row.envelope_id).values_list("title", flat=True)
    assert set(others) == {"NDA 2027 – Vera Halloran", "NDA 2027 – Ana Ruiz"}


def test_the_place_to_sign_is_found_in_a_pdf_and_shown_before_anything_is_sent():
    made = listed()

    assert made.sample_id == made.paper_id
    assert [(place["kind"], place["page"], place["who"]) for place in made.sample_places] == [
        ("signature", 1, "Vera Halloran"),
        ("name", 1, "Vera Halloran"),
    ]
    made = bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
    drain()
    laid = Field.objects.filter(envelope__bulk_row__bulk=made, kind="signature")
    first = laid.order_by("envelope__bulk_row__number").first()
    assert abs(float(first.x) - made.sample_places[0]["x"]) < 0.1
    assert abs(float(first.y) - made.sample_places[0]["y"]) < 0.1


def test_a_word_document_is_filled_for_each_person():
    people = b"name,email,company,city\nVera,vera@example.com,Halden & Pryce,Oslo\nTom,tom@example.org,Lind <AB>,Lund\n"

    made = sent(people, data=word(), filename="nda.docx")

    assert made.blanks == ["party", "city"]
    texts = [
        TextLayer.objects.get(version=one.current_version.derived_from).text
        for one in Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number")
    ]
    assert ["Agreement with Halden & Pryce in Oslo." in texts[0], "Agreement with Lind <AB> in Lund." in texts[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(("when", "orders"), [("before", [1, 2]), ("after", [2, 1]), ("together", [1, 1])])
def test_one_of_ours_signs_before_them_after_them_or_at_the_same_time(when: str, orders: list[int]):
    sam = make_person("sam")
    make_mark(sam, categories=["nda"])

    made = sent(ours=sam, ours_when=when)

    first = Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number").first()
    people = [first.recipients.get(email=email).order for email in ("sam@example.com", "vera@example.com")]
    assert people == orders


def test_they_come_to_our_signer_in_the_order_of_the_list_each_with_the_mark_for_its_party():
    sam = make_person("sam")
    names = [f"{n}{n * 7 % 10}" for n in range(1, 9)]
    people = "name,email,party\n" + "".join(f"Nora {n},nora{n}@example.com,Vendor {n} Ltd\n" for n in names)
    parties = [f"Vendor {n} Ltd" for n in names]
    make_mark(sam, categories=["nda"], counterparties=parties, limit=None)
    assert bulk.why_ours_cannot_sign(listed(people.encode(), ours=sam), on=NOON.date()) == ""

    sent(people.encode(), ours=sam, ours_when=OursWhen.TOGETHER)

    queue = list(Recipient.objects.in_queue(sam))
    assert [place.envelope.bulk_row.name for place in queue] == [f"Nora {n}" for n in names]
    assert {place.profile.name for place in queue} == {"Contracts"}


def test_a_round_without_a_contract_is_signed_sealed_and_everybody_gets_their_copy():
    sam = make_person("sam")
    make_mark(sam, categories=["nda"])
    made = sent(ours=sam, ours_when=OursWhen.AFTER, amount=Decimal(500), currency="EUR")
    first = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")

    sign(first, "vera@example.com")
    drain()
    sign(first, "sam@example.com")
    drain()

    first = Envelope.objects.get(pk=first.pk)
    assert first.state == "sealed"
    copies = Letter.objects.filter(key__startswith="completed:").values_list("to", flat=True)
    assert list(copies) == ["vera@example.com"]
    assert Summary.objects.get(person=sam, topic="signed").owed_since is not None
    assert bulk_following.counts_of(made) == {"out": 2, "signed": 1}


def test_what_is_wrong_is_said_and_faulty_lines_are_left_out_only_when_that_is_said():
    sam = make_person("sam")
    people = LIST + b"Nobody,no-address\nVera again,VERA@example.com\nSam,sam@example.com\n"
    made = listed(people, ours=sam)

    assert [[code for code, _facts in row.faults] for row in made.rows.all()[3:]] == [
        ["no_at"],
        ["twice"],
        ["signs_for_us"],
    ]
    with pytest.raises(Conflict, match="Some lines have a fault"):
        bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
    assert again(made).state == "prepared"

    bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON, leave_out=True, people=3)
    drain()
    assert states(made) == ["sent"] * 3 + ["left_out"] * 3


def test_a_corrected_list_takes_the_place_of_the_first_and_nothing_else_is_lost():
    made = listed(b"name,email\nVera,vera.example.com\n", sign_by=date(2027, 3, 20))

    made = bulk.bring_list(made, by=make_person("maya"), at=NOON, data=LIST, filename="better.csv")

    assert (made.list_name, made.rows.count(), made.sign_by) == ("better.csv", 3, date(2027, 3, 20))
    assert made.rows.exclude(faults=[]).count() == 0


def test_a_list_that_is_refused_leaves_the_former_one():
    made = listed()

    with pytest.raises(Invalid, match="missing: email"):
        bulk.bring_list(made, by=make_person("maya"), at=NOON, data=b"name\nVera\n", filename="bad.csv")

    assert (again(made).list_name, made.rows.count()) == ("people.csv", 3)


def test_the_same_paper_that_is_open_to_an_address_is_not_sent_to_it_again():
    sent()

    other = listed(b"name,email\nVera,Vera@example.com\nNew,new@example.com\n")

    assert [[code for code, _facts in row.faults] for row in other.rows.all()] == [["open_already"], []]


def test_two_sendings_of_one_paper_at_the_same_time_reach_an_address_once():
    first, second = started(), started()

    drain()

    assert sorted(states(first) + states(second)) == ["failed"] * 3 + ["sent"] * 3
    assert Letter.objects.filter(key__startswith="invite:", to="vera@example.com").count() == 1


def test_pressed_twice_it_is_sent_once():
    made = started()

    with pytest.raises(Conflict) as refusal:
        bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON)
    drain()

    assert refusal.value.code == "already_sending"
    assert Envelope.objects.filter(title__startswith="NDA").count() == 3


def test_a_list_that_changed_since_it_was_shown_is_not_sent():
    made = listed()

    with pytest.raises(Conflict, match="not to 2"):
        bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON, people=2)

    assert again(made).state == "prepared"


def test_paused_nothing_more_is_sent_until_it_goes_on():
    made = started()
    deliver(Delivery.objects.get(event__name="SendingToManyStarted").pk)

    bulk_sending.pause_bulk(made, by=make_person("maya"), at=NOON)
    drain()
    assert states(made) == ["sent", "waiting", "waiting"]

    bulk_sending.go_on_with_bulk(made, by=make_person("maya"), at=NOON + timedelta(hours=1))
    drain()
    assert (again(made).state, states(made)) == ("done", ["sent"] * 3)


def test_paused_and_gone_on_with_at_once_each_is_still_sent_once():
    made = started()
    deliver(Delivery.objects.get(event__name="SendingToManyStarted").pk)
    bulk_sending.pause_bulk(made, by=make_person("maya"), at=NOON)
    bulk_sending.go_on_with_bulk(made, by=make_person("maya"), at=NOON)

    drain()

    assert states(made) == ["sent"] * 3
    assert RecordedEvent.objects.filter(name="OneOfManySent").count() == 3


def test_stopped_what_was_not_sent_never_is():
    made = started()
    deliver(Delivery.objects.get(event__name="SendingToManyStarted").pk)

    bulk_sending.stop_bulk(made, by=make_person("maya"), at=NOON)
    drain()

    assert (again(made).state, states(made)) == ("stopped", ["sent", "stopped", "stopped"])
    with pytest.raises(Conflict):
        bulk_sending.go_on_with_bulk(made, by=make_person("maya"), at=NOON)


def test_a_line_that_fails_says_why_and_is_tried_again():
    made = started(sign_by=date(2027, 3, 2))
    row = made.rows.get(number=3)
    row.name = ""
    Bulk.objects.filter(pk=made.pk).update(sign_by=date(2027, 2, 1))
    drain()
    assert states(made) == ["failed"] * 3
    assert made.rows.first().reason.startswith("The day by which it is to be signed is over")

    Bulk.objects.filter(pk=made.pk).update(sign_by=date(2027, 3, 20))
    bulk_sending.try_again(made, by=make_person("maya"), at=NOON)
    drain()

    assert (again(made).state, states(made)) == ("done", ["sent"] * 3)


def test_while_the_signer_is_away_no_line_fails_and_it_goes_on_when_it_is_back(settings: Any, tmp_path: Path):
    made, socket = started(), settings.SIGNER_SOCKET
    settings.PRODUCTION, settings.SIGNER_SOCKET = True, str(tmp_path / "nobody.sock")
    drain()
    assert (again(made).state, states(made)) == ("running", ["waiting"] * 3)
    assert why_it_waits(again(made)).startswith("The signature could not be made now")

    settings.PRODUCTION, settings.SIGNER_SOCKET = False, socket
    held = Delivery.objects.get(event__name="SendingToManyStarted")
    Delivery.objects.filter(pk=held.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))
    deliver(held.pk)
    drain()

    assert (again(made).state, states(made)) == ("done", ["sent"] * 3)


def test_everybody_who_has_not_signed_is_reminded_and_nobody_else():
    made = sent()
    first = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")
    sign(first, "vera@example.com")

    bulk_following.remind_all(made, by=make_person("maya"), at=NOON + timedelta(hours=2))
    drain()

    reminded = Letter.objects.filter(key__startswith="remind:").values_list("to", flat=True)
    assert sorted(reminded) == ["ana@example.net", "tomas@example.org"]

    bulk_following.remind_all(made, by=make_person("maya"), at=NOON + timedelta(hours=2, seconds=20))
    drain()
    assert len(reminded.all()) == 2  # a second click within a minute sends no second letter
    bulk_following.remind_all(made, by=make_person("maya"), at=NOON + timedelta(hours=3))
    drain()
    assert len(reminded.all()) == 4


def test_what_is_open_is_taken_back_with_a_reason_to_all():
    made = sent()
    first = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")
    sign(first, "vera@example.com")
    drain()

    bulk_following.take_all_back(made, by=make_person("maya"), at=NOON, reason="Wrong year.")
    drain()

    assert bulk_following.counts_of(made) == {"signed": 1, "taken_back": 2}
    told = Letter.objects.filter(key__startswith="ended:")
    assert sorted(told.values_list("to", flat=True)) == ["ana@example.net", "tomas@example.org"]
    with pytest.raises(Conflict):
        bulk_following.take_all_back(made, by=make_person("maya"), at=NOON, reason="Again.")


def test_nobody_takes_back_what_is_still_leaving():
    with pytest.raises(Conflict, match="Pause or stop"):
        bulk_following.take_all_back(started(), by=make_person("maya"), at=NOON, reason="x")


@pytest.mark.parametrize("key", ["pierre", "sam", "fay", "aud", "ada", "olu"])
def test_only_procurement_and_legal_send_to_many(key: str):
    person, made = make_person(key), listed()

    with pytest.raises(NotAllowed):
        begun(by=person)
    with pytest.raises(NotAllowed):
        bulk.bring_list(made, by=person, at=NOON, data=LIST, filename="x.csv")
    for act in (bulk_sending.send_bulk, bulk_sending.stop_bulk, bulk_following.remind_all):
        with pytest.raises(NotAllowed):
            act(made, by=person, at=NOON)

    assert (again(made).state, Bulk.objects.count()) == ("prepared", 1)


def test_who_may_not_send_any_more_when_it_leaves_sends_nothing():
    made = started()
    make_person("maya").groups.clear()

    drain()

    assert states(made) == ["failed"] * 3
    assert Envelope.objects.filter(bulk_row__bulk=made).count() == 0


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.docx", "empty"),
        (b"plain", "x.pdf", "no PDF"),
        (b"plain", "x.txt", "Word document"),
        (b"%PDF-1.7 broken", "x.pdf", "cannot be signed"),
    ],
)
def test_a_paper_that_cannot_be_signed_is_refused_at_once(data: bytes, name: str, words: str):
    with pytest.raises(Invalid, match=words) as refusal:
        bulk.make_bulk(bulk.About("x", "nda"), by=make_person("maya"), at=NOON, data=data, filename=name)

    assert refusal.value.field == "file"
    assert Bulk.objects.count() == 0


def test_another_paper_with_other_blanks_needs_its_list_again():
    made = listed(b"name,email,city\nVera,vera@example.com,Oslo\n", data=word("In {city}."), filename="a.docx")
    about, facts = bulk.About("NDA", "nda"), {"by": make_person("maya"), "at": NOON}

    made = bulk.change_bulk(made, about, **facts, data=word("In {city} again."), filename="b.docx")
    assert made.rows.count() == 1
    made = bulk.change_bulk(made, about, **facts, data=word("In {country}."), filename="c.docx")

    assert (made.rows.count(), made.list_name, made.sample_id) == (0, "", None)


def test_every_step_is_in_the_ledger_of_the_sending():
    made = sent()

    said = RecordedEvent.objects.filter(case_id=made.pk).order_by("pk").values_list("name", flat=True)
    assert list(said) == ["SendingToManyStarted", *["OneOfManySent"] * 3, "SendingToManyEnded"]
    kept = Entry.objects.filter(case_id=made.pk, kind__in=said).values_list("kind", flat=True)
    assert sorted(kept) == sorted(said)


def test_the_links_of_the_first_do_not_open_the_second():
    made = sent()
    first, second = Envelope.objects.filter(bulk_row__bulk=made).order_by("bulk_row__number")[:2]

    with pytest.raises(NotAllowed):
        actions.sign(
            place_of(second, "tomas@example.org"),
            by=place_of(first, "vera@example.com"),
            at=NOON,
            seen_sha256=second.current_version.sha256,
            consent=True,
            evidence={},
        )


def test_states_have_words():
    assert BulkState.DONE.label == "sent"
    assert RowState.FAILED.label == "could not be sent"


PHONES = (
    b"name,email,phone\n"
    b"Vera Halloran,vera@example.com,+49 30 123456\n"
    b"Tomas Lind,tomas@example.org,\n"
    b"Ana Ruiz,ana@example.net,12 34\n"
    b"Sam,sam@example.com,+49 30 654321\n"
)


def test_codes_go_by_text_message_to_whoever_has_a_number_on_the_list_and_the_page_says_who_has_none(client: Client):
    make_person("sam")
    made = listed(PHONES)
    client.force_login(make_person("maya"))

    page = " ".join(client.get(made.get_absolute_url()).content.decode().split())
    bulk_sending.send_bulk(made, by=make_person("maya"), at=NOON, leave_out=True)
    drain()

    assert "code by text message to +4930123456" in page
    assert "“1234” is no number that a code can be sent to. Write it with its country, such as +49 30 123456." in page
    assert "The code goes by text message to 3 people. 1 person has no telephone number" in page
    people = Recipient.objects.filter(envelope__bulk_row__bulk=made).order_by("email")
    assert [(one.email, one.proof, one.phone) for one in people] == [
        ("sam@example.com", "email", ""),
        ("tomas@example.org", "email", ""),
        ("vera@example.com", "text", "+4930123456"),
    ]


def test_without_text_messages_numbers_are_told_as_a_column_that_nothing_asks_for_and_never_dropped_silently(
    client: Client, settings: Any
):
    client.force_login(make_person("maya"))
    before = listed(PHONES)
    settings.TEXT_MESSAGES = ""

    after = listed(PHONES, title="Another")
    page = client.get(after.get_absolute_url()).content.decode()
    bulk.change_bulk(before, bulk.About("NDA 2027", "nda"), by=make_person("maya"), at=NOON)

    assert (after.list_unused, "Columns that nothing asks for:" in page) == (["phone"], True)
    assert before.rows.get(number=2).faults == [["no_texts", {}]]
