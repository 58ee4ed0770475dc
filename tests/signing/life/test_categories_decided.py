"""Nobody who signs decides alone what their own mark covers: what was certain is changed by somebody else who sends documents."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import Category
from documents.models import TextLayer
from flowmono.accounts.models import Absence, User
from flowmono.common.refusals import Conflict, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from signing import actions
from signing.completing import completion_of
from signing.inbox import categories
from signing.models import CategoryChange, ChangeState, Envelope, Recipient, RecipientState, Role, SaidCategory
from tests.api.test_more_acts import post, program
from tests.flowmono.test_likeness import OTHER, filled
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, sent, sign

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def page_of(who: str | User) -> Client:
    client = Client()
    client.force_login(make_person(who) if isinstance(who, str) else who)
    return client


@pytest.fixture
def envelope() -> Envelope:
    """It was said to be employment by who sent it; Sam's mark covers NDAs alone."""
    Category.objects.get_or_create(name="NDA")
    sam = make_person("sam")
    make_mark(sam, name="NDA mark", categories=["NDA"])
    facts = {"category": "employment", "category_confidence": Decimal(1), "category_reason": "Said by Maya Okafor."}
    return sent(inside(sam), outside(1), **facts)


def say(envelope: Envelope, who: str = "sam", category: str = "NDA") -> CategoryChange:
    actions.correct_category(envelope, by=make_person(who), at=NOON, category=category)
    return CategoryChange.objects.filter(envelope=envelope).latest("pk")


def now(envelope: Envelope) -> Envelope:
    return Envelope.objects.get(pk=envelope.pk)


def test_what_a_signer_says_against_what_was_certain_lays_no_mark_until_the_sender_agrees(envelope: Envelope):
    browser = page_of("sam")

    browser.post(reverse("signing:category", args=[envelope.pk]), {"category": "NDA"})
    page = browser.get(reverse("signing:sign", args=[place_of(envelope, "sam@example.com").pk])).content.decode()

    assert (now(envelope).category, now(envelope).category_asked) == ("employment", "NDA")
    assert place_of(envelope, "sam@example.com").profile is None
    assert "It is being decided what kind of document it is." in page
    assert "Maya Okafor decides." in page
    assert 'name="consent"' not in page
    assert SaidCategory.objects.count() == 0
    with pytest.raises(Conflict):
        sign(envelope, "sam@example.com")


def test_the_sender_is_told_agrees_by_one_click_and_everything_says_so(envelope: Envelope):
    change = say(envelope)
    maya = make_person("maya")
    (waits,) = categories(maya, NOON)
    assert [waits.show(row).action for row in waits.rows] == ["Decide"]
    assert Notice.objects.get(person=maya, key=f"category:{change.pk}").title == (
        "Is Services agreement NDA, as Sam Whitfield says?"
    )
    round_page = page_of("maya").get(envelope.get_absolute_url()).content.decode()
    assert "Agree: it is NDA" in round_page

    page_of("maya").post(reverse("signing:decide_category", args=[envelope.pk, change.pk]), {"answer": "yes"})

    place = place_of(envelope, "sam@example.com")
    assert (now(envelope).category, now(envelope).category_asked) == ("NDA", "")
    assert now(envelope).category_reason == "Said by Sam Whitfield, agreed by Maya Okafor."
    assert place.profile.name == "NDA mark"
    assert not next(iter(categories(maya, NOON))).rows.exists()
    assert Notice.objects.get(person=make_person("sam"), key=f"category-answer:{change.pk}").sentence == (
        "You can sign it now."
    )
    told = "It was employment. Sam Whitfield said that it is NDA, and somebody else has to agree. Maya Okafor agreed."
    assert told in page_of("maya").get(envelope.get_absolute_url()).content.decode()

    signed = sign(envelope, "sam@example.com", at=LATER)
    sign(envelope, OUTSIDER, at=LATER)
    assert signed.evidence["category_changes"] == [told]
    facts = {"sealed_sha256": "0" * 64, "level": "B-B", "organisation": "Brightwater", "sealed_by": "Brightwater"}
    whole = completion_of(now(envelope), at=LATER, **facts)
    happened = [(one.actor, one.what) for one in whole.events]
    assert ("Sam Whitfield", "Asked that the category be changed from employment to NDA") in happened
    assert ("Maya Okafor", "Agreed: category changed from employment to NDA") in happened
    assert told in whole.parties[0].category
    reviews = page_of("aud").get(reverse("signing:reviews") + "?show=category_changed").content.decode()
    assert told in reviews
    assert Entry.objects.filter(case_id=envelope.case, kind="CategoryChanged").count() == 1


def test_the_sender_does_not_agree_and_nothing_is_signed_under_what_it_is_not(envelope: Envelope):
    change = say(envelope)

    actions.refuse_category(change, by=make_person("maya"), at=NOON)

    assert (now(envelope).category, now(envelope).category_asked) == ("employment", "")
    with pytest.raises(NotAllowed):
        sign(envelope, "sam@example.com")
    with pytest.raises(Conflict):
        actions.agree_to_category(change, by=make_person("maya"), at=NOON)


def test_who_named_another_category_takes_it_back_and_nobody_is_asked_any_more(envelope: Envelope):
    change = say(envelope)

    page_of("sam").post(reverse("signing:decide_category", args=[envelope.pk, change.pk]), {"answer": "no"})

    change.refresh_from_db()
    assert (change.state, now(envelope).category_asked) == (ChangeState.WITHDRAWN, "")
    assert not Notice.objects.filter(key=f"category:{change.pk}").unread().exists()


def test_nobody_else_decides_and_the_signer_least_of_all(envelope: Envelope):
    change = say(envelope)
    address = reverse("signing:decide_category", args=[envelope.pk, change.pk])

    answers = {who: page_of(who).post(address, {"answer": "yes"}).status_code for who in ("sam", "aud", "olu", "fay")}

    assert answers == {"sam": 403, "aud": 403, "olu": 404, "fay": 404}
    assert now(envelope).category == "employment"


def test_a_sender_who_signs_it_themselves_waits_for_another_sender(envelope: Envelope):
    sam = make_person("sam")
    sam.groups.add(*make_person("maya").groups.all())
    Envelope.objects.filter(pk=envelope.pk).update(sent_by=sam)
    lena = make_person("lena")

    change = say(envelope)

    assert now(envelope).category_asked == "NDA"
    assert lena in actions.who_settles_category(now(envelope), on=NOON.date())
    assert [row.pk for waits in categories(lena, NOON) for row in waits.rows] == [change.pk]
    assert not [row for waits in categories(sam, NOON) for row in waits.rows]
    with pytest.raises(NotAllowed):
        actions.agree_to_category(change, by=sam, at=NOON)
    actions.agree_to_category(change, by=lena, at=NOON)
    assert now(envelope).category == "NDA"


@pytest.mark.parametrize("gone", ["role", "account", "away"])
def test_when_the_sender_is_not_here_whoever_else_sends_documents_is_asked(envelope: Envelope, gone: str):
    maya, lena = make_person("maya"), make_person("lena")
    if gone == "role":
        maya.groups.clear()
    elif gone == "account":
        User.objects.filter(pk=maya.pk).update(is_active=False)
    else:
        Absence.objects.create(person=maya, delegate=lena, starts_on=NOON.date(), ends_on=NOON.date())

    change = say(envelope)

    page = page_of("sam").get(reverse("signing:sign", args=[place_of(envelope, "sam@example.com").pk]))
    assert [row.pk for waits in categories(lena, NOON) for row in waits.rows] == [change.pk]
    assert Notice.objects.filter(person=lena, key=f"category:{change.pk}").unread().exists()
    assert "Maya Okafor decides" not in page.content.decode() or gone == "away"
    actions.agree_to_category(change, by=lena, at=NOON)
    assert now(envelope).category == "NDA"


def test_a_sender_who_is_here_is_asked_alone(envelope: Envelope):
    change = say(envelope)

    assert [row.pk for waits in categories(make_person("maya"), NOON) for row in waits.rows] == [change.pk]
    assert not [row for waits in categories(make_person("lena"), NOON) for row in waits.rows]


def test_a_sender_who_gave_their_own_place_away_still_does_not_settle_it(envelope: Envelope):
    sam, maya = make_person("sam"), make_person("maya")
    sam.groups.add(*maya.groups.all())
    place = place_of(envelope, sam.email)
    actions.change_recipient(place, by=sam, at=NOON, name="Lena Vogel", email=make_person("lena").email)

    say(envelope)

    assert (now(envelope).category, now(envelope).category_asked) == ("employment", "NDA")


def test_whoever_sends_it_changes_it_at_once_and_that_is_told_too(envelope: Envelope):
    say(envelope, "maya")

    assert now(envelope).category == "NDA"
    assert place_of(envelope, "sam@example.com").profile.name == "NDA mark"
    page = page_of("aud").get(envelope.get_absolute_url()).content.decode()
    assert "Maya Okafor changed it from employment to NDA." in page


def test_the_sender_who_says_a_third_thing_has_answered_what_waited(envelope: Envelope):
    change = say(envelope)

    say(envelope, "maya", "lease")

    change.refresh_from_db()
    assert (change.state, change.decided_by) == (ChangeState.REFUSED, make_person("maya"))
    assert (now(envelope).category, now(envelope).category_asked) == ("lease", "")


def test_the_same_is_so_for_programs(envelope: Envelope):
    maya, act = program("maya"), f"envelopes/{envelope.pk}/answer-category"
    say(envelope)

    before = maya.get(f"/api/v1/envelopes/{envelope.pk}/").json()
    by_the_signer = post(program("sam"), act, agreed=True)
    answer = post(maya, act, agreed=True)

    assert (before["category"], before["category_asked"]) == ("employment", "NDA")
    assert before["category_changes"][0]["state"] == "asked"
    assert by_the_signer.status_code == 403
    assert (answer.status_code, answer.json()["category"], answer.json()["category_asked"]) == (200, "NDA", "")
    assert post(maya, act, agreed=True).status_code == 409


def test_an_answer_to_what_was_not_certain_counts_at_once_and_is_told_to_the_sender():
    sam = make_person("sam")
    make_mark(sam, name="NDA mark", categories=["NDA"])
    envelope = sent(inside(sam), outside(), category="other", category_confidence=Decimal("0.4"), category_reason="")

    change = say(envelope)

    told = "It was read as other, without certainty. Sam Whitfield said that it is NDA."
    assert (now(envelope).category, change.state, change.in_words) == ("NDA", ChangeState.DONE, told)
    assert place_of(envelope, sam.email).profile.name == "NDA mark"
    assert Notice.objects.get(person=make_person("maya"), key=f"category:{change.pk}").sentence == told
    assert told in page_of("sam").get(envelope.get_absolute_url()).content.decode()
    say(envelope, "sam", "lease")
    assert (now(envelope).category, now(envelope).category_asked) == ("NDA", "lease")


def uncertain(words: str, who: User, title: str) -> Envelope:
    made = sent(
        inside(who), outside(), title=title, category="other", category_confidence=Decimal("0.4"), category_reason=""
    )
    TextLayer.objects.update_or_create(version=made.current_version, defaults={"text": words, "pages": []})
    return made


def test_the_answer_teaches_what_waits_already_and_taken_back_it_is_asked_again():
    sam = make_person("sam")
    make_mark(sam, name="Licences", categories=["licence"])
    first = uncertain(filled(), sam, "First memo")
    like = uncertain(filled(seller="Northwind Ltd"), sam, "Second memo")
    unlike = uncertain(OTHER, sam, "Third memo")
    drain()

    say(first, "sam", "licence")
    drain()

    assert [now(one).category for one in (first, like, unlike)] == ["licence", "licence", "other"]
    assert now(like).category_reason.endswith("of “First memo”")
    assert Recipient.objects.get(envelope=like, role=Role.SIGNER, user=sam).profile.name == "Licences"
    assert now(like).category_changes.get().in_words == (
        "It was read as other, without certainty. Sam Whitfield said of “First memo”, which is like it: licence."
    )
    saying = SaidCategory.objects.get()
    assert Notice.objects.get(key=f"category-learned:{saying.pk}").person == make_person("maya")

    actions.take_back_saying(saying, by=make_person("lena"), at=LATER)

    assert (now(like).category, now(like).category_confidence) == ("other", Decimal("0.400"))
    assert now(first).category == "licence"
    assert Recipient.objects.get(envelope=like, user=sam).profile is None


def test_what_was_signed_by_what_was_learned_stays_when_that_is_taken_back():
    sam = make_person("sam")
    make_mark(sam, name="Licences", categories=["licence"])
    first = uncertain(filled(), sam, "First memo")
    like = uncertain(filled(seller="Northwind Ltd"), sam, "Second memo")
    say(first, "sam", "licence")
    drain()
    sign(like, sam.email, at=LATER)

    actions.take_back_saying(SaidCategory.objects.get(), by=make_person("lena"), at=LATER)

    place = place_of(like, sam.email)
    assert (place.state, place.evidence["category"]) == (RecipientState.SIGNED, "licence")
    assert now(like).category == "licence"
