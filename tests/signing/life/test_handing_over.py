"""Somebody else signs: handed to a colleague, changed by the sender, or named by the signer and agreed by the sender."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.accounts import roles
from flowmono.common.inbox import waiting_for
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.notices.models import Notice
from flowmono.outbox.models import Letter, RecordedEvent
from signing import actions
from signing.completing import completion_of
from signing.models import Envelope, HandoverState, PageLook, Recipient, RecipientState
from tests.people import NOON, make_people, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_outside import link_to, proved

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
NEW = "nia.pryce@vendor.example"


def signatory(key: str, **facts: object):
    person = make_person(key)
    person.groups.add(*make_person("sam").groups.all())
    make_mark(person, **facts)
    return person


def handed(envelope: Envelope, was, now, reason: str = "I am away until Friday.") -> Recipient:
    return actions.delegate(place_of(envelope, was.email), by=was, at=LATER, colleague=now, reason=reason)


def test_a_signatory_hands_the_place_to_a_colleague_who_signs_with_a_mark_of_their_own() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    lena = signatory("lena")
    envelope = sent(inside(sam), outside())
    actions.view(place_of(envelope, sam.email), by=sam, at=NOON)

    place = handed(envelope, sam, lena)

    assert (place.user, place.name, place.state) == (lena, "Lena Vogel", RecipientState.INVITED)
    assert place.profile.user == lena
    assert not PageLook.objects.filter(recipient=place).exists()
    assert Notice.objects.get(person=maya, kind="round").sentence == "I am away until Friday."
    assert Notice.objects.filter(person=lena, kind="signature").count() == 1
    assert not Notice.objects.filter(person=sam, kind="signature").unread().exists()
    assert sign(envelope, lena.email, at=LATER).state == RecipientState.SIGNED


def test_a_colleague_without_authority_is_refused_and_nothing_changes() -> None:
    sam = make_person("sam")
    make_mark(sam)
    lena = signatory("lena", limit=100)
    envelope = sent(inside(sam))

    with pytest.raises(Invalid, match="Lena Vogel cannot sign this document") as refused:
        handed(envelope, sam, lena)

    assert refused.value.field == "colleague"
    assert place_of(envelope, sam.email).user == sam
    assert not RecordedEvent.objects.filter(name="PlaceHandedOver").exists()


def test_nobody_hands_over_the_place_of_another_or_to_who_has_one_or_without_a_reason() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    lena = signatory("lena")
    envelope = sent(inside(sam), inside(lena))
    mine = place_of(envelope, sam.email)
    other = signatory("abel")

    with pytest.raises(NotAllowed):
        actions.delegate(mine, by=maya, at=LATER, colleague=other, reason="Because.")
    with pytest.raises(Invalid, match="Choose a colleague"):
        handed(envelope, sam, lena)
    with pytest.raises(Invalid, match="Say why"):
        handed(envelope, sam, other, reason=" ")
    with pytest.raises(Invalid, match="Choose a colleague"):
        handed(envelope, sam, make_person("fay"))


def test_what_was_handed_over_is_on_the_page_and_in_the_certificate() -> None:
    sam, maya = make_people("sam", "maya")
    make_mark(sam)
    lena = signatory("lena")
    envelope = sent(inside(sam))
    handed(envelope, sam, lena)
    browser = Client()
    browser.force_login(maya)

    html = browser.get(envelope.get_absolute_url()).content.decode()
    sign(envelope, lena.email, at=LATER)
    facts = completion(envelope)

    words = "Sam Whitfield (sam@example.com) handed the place over to Lena Vogel (lena@example.com)."
    assert words in html
    assert f"{words} Reason: I am away until Friday." in facts
    assert "Asked Lena Vogel at lena@example.com" in facts


def completion(envelope: Envelope) -> list[str]:
    record = Envelope.objects.get(pk=envelope.pk)
    facts = completion_of(record, sealed_sha256="0" * 64, level="B-B", at=LATER, organisation="B", sealed_by="B")
    return [event.what for event in facts.events]


def test_the_page_hands_over_and_says_beside_the_colleague_what_is_wrong() -> None:
    sam = make_person("sam")
    make_mark(sam)
    poor, lena = signatory("abel", limit=100), signatory("lena")
    envelope = sent(inside(sam))
    browser = Client()
    browser.force_login(sam)
    address = reverse("signing:hand_over", args=[place_of(envelope, sam.email).pk])
    # The link to the page stands beside the signature.
    assert address in browser.get(reverse("signing:sign", args=[place_of(envelope, sam.email).pk])).content.decode()
    Envelope.objects.filter(pk=envelope.pk).update(expires_at=None)

    refused = browser.post(address, {"colleague": poor.pk, "reason": "Away."})
    done = browser.post(address, {"colleague": lena.pk, "reason": "Away."})

    assert refused.status_code == 422
    assert "cannot sign this document" in refused.content.decode()
    assert done.url == reverse("signing:queue")
    assert browser.get(address).status_code == 404


def test_an_approver_hands_over_to_anybody_of_ours() -> None:
    abel, fay = make_people("abel", "fay")
    envelope = sent(inside(abel, role="approver"), outside())

    place = handed(envelope, abel, fay)

    assert (place.user, place.profile) == (fay, None)


def test_a_signer_from_outside_names_somebody_and_the_sender_agrees() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    browser = proved()
    former = link_to()
    values = {"name": "Nia Pryce", "title": "Director", "email": NEW, "reason": "She runs the company."}

    answer = browser.post(reverse("signing:somebody_else"), values)

    place = place_of(envelope, OUTSIDER)
    (wish,) = place.handovers.all()
    assert answer.url == reverse("signing:somebody_else")
    assert "is told that Nia Pryce should sign" in browser.get(answer.url).content.decode()
    assert (place.name, wish.state) == ("Vera Halloran", HandoverState.ASKED)
    assert not Letter.objects.filter(to=NEW).exists()
    assert (
        Notice.objects.get(person=maya, kind="round").title
        == "Vera Halloran names Nia Pryce to sign Services agreement"
    )

    sender = Client()
    sender.force_login(maya)
    assert "Ask Nia Pryce instead" in sender.get(envelope.get_absolute_url()).content.decode()
    sender.post(reverse("signing:decide_handover", args=[envelope.pk, wish.pk]), {"answer": "yes"})

    place.refresh_from_db()
    wish.refresh_from_db()
    assert (place.name, place.email, place.state) == ("Nia Pryce", NEW, RecipientState.INVITED)
    assert wish.in_words.endswith("Maya Okafor agreed. Reason: She runs the company.")
    assert Client().get(former).status_code == 410
    assert browser.get(reverse("signing:document")).status_code == 410
    assert Client().get(link_to(NEW)).status_code == 200


def test_who_had_the_place_before_gets_nothing_of_what_the_other_signs() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    browser = proved()
    actions.change_recipient(place_of(envelope, OUTSIDER), by=maya, at=LATER, name="Nia Pryce", email=NEW)

    sign(envelope, NEW, at=LATER)

    assert browser.get(reverse("signing:thanks")).status_code == 410
    assert browser.get(reverse("signing:file_outside")).status_code == 410


def test_a_wish_that_is_not_agreed_leaves_the_place_and_its_link() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    place = place_of(envelope, OUTSIDER)
    wish = actions.wish_handover(place, by=place, at=LATER, name="Nia Pryce", email=NEW, reason="She runs it.")

    with pytest.raises(Conflict, match="named somebody already"):
        actions.wish_handover(place, by=place, at=LATER, name="Ben", email="b@vendor.example", reason="He runs it.")
    actions.refuse_handover(wish, by=maya, at=LATER)

    assert place_of(envelope, OUTSIDER).state == RecipientState.INVITED
    assert Client().get(link_to()).status_code == 200
    with pytest.raises(Conflict, match="decided about it already"):
        actions.agree_to_handover(wish, by=maya, at=LATER)


def test_only_who_sends_documents_decides_about_a_wish() -> None:
    sam = make_person("sam")
    envelope = sent(outside(1), inside(sam))
    place = place_of(envelope, OUTSIDER)
    wish = actions.wish_handover(place, by=place, at=LATER, name="Nia Pryce", email=NEW, reason="She runs it.")
    browser = Client()
    browser.force_login(sam)

    answer = browser.post(reverse("signing:decide_handover", args=[envelope.pk, wish.pk]), {"answer": "yes"})

    assert answer.status_code == 403
    assert place_of(envelope, OUTSIDER).name == "Vera Halloran"


def test_whom_the_sender_asked_before_stays_on_record_and_nothing_of_them_counts_for_the_other() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    former = link_to()
    actions.remind_due(at=NOON + timedelta(days=4))

    place = actions.change_recipient(
        place_of(envelope, OUTSIDER), by=maya, at=NOON + timedelta(days=5), name="Nia Pryce", email=NEW
    )

    assert (place.reminders, place.viewed_at, place.invited_at) == (0, None, NOON + timedelta(days=5))
    assert (
        place.handovers.get().in_words == f"Maya Okafor asks Nia Pryce ({NEW}) instead of Vera Halloran ({OUTSIDER})."
    )
    assert Client().get(former).status_code == 410
    assert re.search("/signing/open/", Letter.objects.filter(to=NEW).latest("id").body)


def test_who_may_take_a_place_is_a_signatory_without_one() -> None:
    sam = make_person("sam")
    lena, _fay = signatory("lena"), make_person("fay")
    envelope = sent(inside(sam))

    assert actions.colleagues_for(place_of(envelope, sam.email)) == [lena]
    assert lena.has_role(roles.SIGNATORY)


def test_a_wish_waits_for_whoever_else_sends_documents_when_the_sender_does_not_any_more() -> None:
    maya, lena = make_person("maya"), make_person("lena")
    envelope = sent(outside(1))
    place = place_of(envelope, OUTSIDER)
    maya.groups.clear()

    wish = actions.wish_handover(place, by=place, at=LATER, name="Nia Pryce", email=NEW, reason="She runs it.")

    asked = [todo for todo in waiting_for(lena, LATER) if todo.kind == "Somebody else should sign"]
    assert [todo.url for todo in asked] == [envelope.get_absolute_url()]
    assert Notice.objects.filter(person=lena, key=f"wish:{wish.pk}").unread().exists()
    actions.agree_to_handover(wish, by=lena, at=LATER)
    assert place_of(envelope, NEW).name == "Nia Pryce"


def test_a_wish_waits_for_who_sent_the_document_until_it_is_decided() -> None:
    maya = make_person("maya")
    envelope = sent(outside(1))
    place = place_of(envelope, OUTSIDER)
    wish = actions.wish_handover(place, by=place, at=LATER, name="Nia Pryce", email=NEW, reason="She runs it.")
    asked = [todo for todo in waiting_for(maya, LATER) if todo.kind == "Somebody else should sign"]
    others = [todo for todo in waiting_for(make_person("sam"), LATER) if todo.kind == "Somebody else should sign"]

    actions.refuse_handover(wish, by=maya, at=LATER)

    assert [todo.sentence for todo in asked] == [f"Vera Halloran wishes that Nia Pryce ({NEW}) signs instead."]
    assert asked[0].url == envelope.get_absolute_url()
    assert others == []
    assert not [todo for todo in waiting_for(maya, LATER) if todo.kind == "Somebody else should sign"]
