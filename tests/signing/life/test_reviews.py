"""A review is kept as it goes on, by our own clock; one too quick is said, kept and shown, and above an amount it is refused."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import TextLayer
from flowmono.common.models import Company
from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from signing import actions
from signing.completing import completion_of
from signing.models import Envelope, PageLook, Recipient, RecipientState
from signing.pace import judge
from tests.people import NOON, make_person
from tests.signing.life.scenes import inside, make_mark, outside, place_of, sent

pytestmark = pytest.mark.django_db

WORDS = 450


def as_person(key: str) -> Client:
    client = Client()
    client.force_login(make_person(key))
    return client


@pytest.fixture
def place() -> Recipient:
    """Sam's place in a document of three pages, of which two have 450 words each; it was opened at noon."""
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    text = "word " * WORDS
    layer = {"text": text * 2, "pages": [[1, 0, len(text)], [2, len(text), 2 * len(text)]]}
    TextLayer.objects.update_or_create(version=envelope.current_version, defaults=layer)
    found = place_of(envelope, sam.email)
    return actions.view(found, by=sam, at=NOON)


def later(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def look(place: Recipient, seconds: dict[int, int], *, after: int, **facts: Any) -> int:
    return actions.note_looks(
        place,
        by=place.user,
        at=later(after),
        sha256=place.envelope.current_version.sha256,
        seconds=seconds,
        **facts,
    )


def ask_later(place: Recipient, number: int) -> list[Recipient]:
    """So many more documents for the same person, each asked for a minute after the one before."""
    more = [place_of(sent(inside(place.user)), place.user.email) for _ in range(number)]
    for minutes, one in enumerate(more, 1):
        Recipient.objects.filter(pk=one.pk).update(invited_at=NOON + timedelta(minutes=minutes))
    return more


def sign(place: Recipient, *, after: int, pages: str = "1,2,3", seconds: int = 0) -> Recipient:
    return actions.sign(
        place,
        by=place.user,
        at=later(after),
        seen_sha256=place.envelope.version_to_read.sha256,
        consent=True,
        evidence={"pages_seen": [int(one) for one in pages.split(",")], "seconds": seconds},
    )


def ask_second_look(threshold: str) -> None:
    company = Company.objects.first() or Company(name="Brightwater")
    company.second_look_from = Decimal(threshold)
    company.save()


def test_pages_and_their_seconds_are_kept_with_the_moments_of_our_clock(place: Recipient):
    assert look(place, {1: 20}, after=20) == 1
    assert look(place, {1: 5, 2: 30}, after=60) == 2

    rows = PageLook.objects.filter(recipient=place, page__gt=0).values_list("page", "seconds", "opened_at", "last_at")
    assert list(rows) == [(1, 25, later(20), later(60)), (2, 30, later(60), later(60))]


def test_more_time_than_went_by_since_the_last_call_is_not_believed(place: Recipient):
    look(place, {1: 900, 2: 100}, after=10)
    look(place, {1: 900}, after=11)

    assert dict(PageLook.objects.filter(recipient=place, page__gt=0).values_list("page", "seconds")) == {1: 10, 2: 1}


@pytest.mark.parametrize("seconds", [{}, {0: 5}, {4: 5}])
def test_pages_that_the_document_does_not_have_are_refused(place: Recipient, seconds: dict[int, int]):
    with pytest.raises(Invalid):
        look(place, seconds, after=5)


def test_nobody_else_says_what_this_person_saw(place: Recipient):
    with pytest.raises(NotAllowed):
        actions.note_looks(place, by=make_person("abel"), at=NOON, sha256="0" * 64, seconds={1: 1})


def test_a_careful_review_is_kept_with_the_signature_and_says_nothing(place: Recipient):
    look(place, {1: 40, 2: 35, 3: 5}, after=90)

    evidence = sign(place, after=95).evidence

    assert evidence["pages_seen"] == [1, 2, 3]
    assert evidence["seconds_a_page"] == {"1": 40, "2": 35, "3": 5}
    assert (evidence["seconds"], evidence["seconds_needed"]) == (80, 61)
    assert (evidence["too_quick"], evidence["pace"]) == (False, "")


def test_a_review_too_quick_to_have_been_one_is_signed_all_the_same_and_kept_as_that(place: Recipient):
    look(place, {1: 3, 2: 1}, after=4)

    signed = sign(place, after=5, pages="1,2")

    assert signed.state == RecipientState.SIGNED
    assert signed.evidence["too_quick"] is True
    assert signed.evidence["pace"] == (
        "Page 3 was not opened. The document was in sight for 4 seconds; to read what was opened takes at least 60 seconds."
    )


def test_without_scripts_the_time_between_opening_and_submit_stands_for_the_time_on_the_pages(place: Recipient):
    client, sha256 = as_person("sam"), place.envelope.current_version.sha256
    PageLook.objects.filter(recipient=place).update(opened_at=NOON, last_at=NOON)

    for page in (1, 2, 3):
        client.get(reverse("signing:page", args=[place.pk, page, sha256]))
    PageLook.objects.filter(recipient=place).update(opened_at=NOON, last_at=NOON)

    readings = actions.readings_of(place, place.envelope.current_version, at=later(70))
    assert [one.opened for one in readings] == [True, True, True]
    assert not judge(readings).is_too_quick
    assert judge(actions.readings_of(place, place.envelope.current_version, at=later(30))).is_hurried


@pytest.mark.parametrize(("threshold", "asked"), [("24000", True), ("24000.001", False)])
def test_from_the_amount_on_and_not_below_it_a_second_look_is_asked(place: Recipient, threshold: str, asked: bool):
    ask_second_look(threshold)

    assert actions.asks_second_look(place.envelope) is asked


def test_above_the_amount_nothing_is_signed_until_the_pages_were_opened_and_read(place: Recipient):
    ask_second_look("10000")
    look(place, {1: 40, 2: 35}, after=80)

    with pytest.raises(Invalid) as refusal:
        sign(place, after=85, seconds=9999)
    look(place, {3: 5}, after=90)
    signed = sign(place, after=95)

    assert refusal.value.code == "second_look"
    assert "Page 3 was not opened." in refusal.value.message
    assert signed.state == RecipientState.SIGNED


def test_what_is_left_is_said_with_one_figure_and_no_button_signs_all_the_same(place: Recipient):
    ask_second_look("10000")
    client, address = as_person("sam"), reverse("signing:sign", args=[place.pk])
    form = {name: str(value) for name, value in client.get(address).context["form"].initial.items()}
    look(place, {1: 2, 2: 1, 3: 1}, after=4)
    PageLook.objects.filter(recipient=place).update(last_at=NOON)

    answer = client.post(address, {**form, "consent": "on"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "For this amount the company asks for a second look before it is signed. Read on, then submit again."
    ]
    assert "takes at least 61 seconds. It takes 57 seconds more." in page.partition("<noscript>")[2]
    assert "data-second-look" in page
    assert "all the same" not in page


def test_below_the_amount_it_can_be_signed_all_the_same(place: Recipient):
    page = as_person("sam").get(reverse("signing:sign", args=[place.pk])).content.decode()

    assert "Sign all the same" in page
    assert "data-second-look" not in page


def test_what_the_script_says_in_the_submit_opens_no_page(place: Recipient):
    ask_second_look("10000")
    client = as_person("sam")
    page = client.get(reverse("signing:sign", args=[place.pk]))
    form = {name: str(value) for name, value in page.context["form"].initial.items()}
    forged = {**form, "consent": "on", "pages": "1,2,3", "seconds": "9999", "times": "1:3000,2:3000,3:3000"}

    answer = client.post(reverse("signing:sign", args=[place.pk]), forged)

    assert answer.status_code == 422
    assert "Pages 1–3 were not opened." in answer.content.decode()
    assert Recipient.objects.get(pk=place.pk).state == RecipientState.VIEWED


def test_a_document_that_was_replaced_is_reviewed_anew(place: Recipient):
    look(place, {1: 40, 2: 35, 3: 5}, after=90)
    PageLook.objects.filter(recipient=place).update(sha256="0" * 64)

    readings = actions.readings_of(place, place.envelope.current_version, at=later(95))

    assert not any(one.opened for one in readings)


def test_the_page_tells_pages_and_a_signed_document_is_told_nothing_more(place: Recipient):
    client, sha256 = as_person("sam"), place.envelope.current_version.sha256
    address = reverse("signing:look", args=[place.pk])

    kept = client.post(address, {"seen": sha256, "times": "1:3,2:0,x,9999999:1"})
    assert (kept.status_code, kept.json()["opened"]) == (200, 2)
    looks = PageLook.objects.filter(recipient=place, page__gt=0).order_by("page").values_list("page", "seconds")
    assert kept.json()["times"] == ",".join(f"{number}:{seconds}" for number, seconds in looks)
    assert as_person("abel").post(address, {"seen": sha256, "times": "1:3"}).status_code == 404
    assert client.post(address, {"seen": sha256, "times": "junk"}).status_code == 400
    sign(place, after=3600)
    kept = list(PageLook.objects.filter(recipient=place).values_list("page", "seconds"))
    assert client.post(address, {"seen": sha256, "times": "1:3"}).status_code == 204
    assert list(PageLook.objects.filter(recipient=place).values_list("page", "seconds")) == kept


def test_what_is_set_aside_comes_after_the_others_and_can_be_taken_up_again(place: Recipient):
    sam = place.user
    second, third = ask_later(place, 2)

    answer = as_person("sam").post(reverse("signing:aside", args=[place.pk]))
    order = list(Recipient.objects.in_queue(sam))
    assert answer.url == reverse("signing:sign", args=[second.pk])
    assert order == [second, third, place]
    assert order[-1].set_aside_at is not None
    listed = as_person("sam").get(reverse("signing:queue"), {"show": "aside"})
    assert [one.pk for one in listed.context["page"].object_list] == [place.pk]
    as_person("sam").post(reverse("signing:aside", args=[place.pk]), {"later": "0"})

    assert Recipient.objects.get(pk=place.pk).set_aside_at is None
    assert as_person("abel").post(reverse("signing:aside", args=[place.pk])).status_code == 404


def test_nothing_is_set_aside_when_it_is_not_ones_turn(place: Recipient):
    sign(place, after=3600)

    with pytest.raises(Conflict):
        actions.set_aside(place, by=place.user, at=NOON)


def test_a_page_that_goes_on_by_itself_is_told_where(place: Recipient):
    (second,) = ask_later(place, 1)

    answer = as_person("sam").post(reverse("signing:aside", args=[place.pk]), headers={"X-Queue": "1"})

    assert (answer.status_code, answer["X-Next"]) == (204, reverse("signing:sign", args=[second.pk]))


def test_progress_counts_what_was_done_today(place: Recipient):
    sam = place.user
    ask_later(place, 2)
    first = as_person("sam").get(reverse("signing:sign", args=[place.pk]))
    assert (first.context["position"], first.context["total"]) == (1, 3)

    sign(place, after=3600)
    Recipient.objects.filter(pk=place.pk).update(decided_at=first.wsgi_request.at)
    following = Recipient.objects.in_queue(sam).first()
    second = as_person("sam").get(reverse("signing:sign", args=[following.pk]))

    assert (second.context["position"], second.context["total"]) == (2, 3)
    assert "2 of 3 today" in second.content.decode()


def test_the_queue_says_what_its_numbers_leave_out_and_count_in(place: Recipient):
    sam = place.user
    second, _third = ask_later(place, 2)
    as_person("sam").post(reverse("signing:aside", args=[second.pk]))
    before = " ".join(as_person("sam").get(reverse("signing:queue")).content.decode().split())

    sign(place, after=3600)
    Recipient.objects.filter(pk=place.pk).update(decided_at=as_person("sam").get("/").wsgi_request.at)
    after = " ".join(as_person("sam").get(reverse("signing:queue"), {"show": "aside"}).content.decode().split())

    assert "3 documents wait for you. You set one of them aside." in before
    assert "decided today" not in before
    assert "2 documents wait for you. You set one of them aside. One more is decided today." in after
    assert Recipient.objects.in_queue(sam).count() == 2


def test_who_audits_sees_which_reviews_were_too_quick_and_how_many_of_how_many(place: Recipient):
    careful = place_of(sent(inside(place.user)), place.user.email)
    actions.view(careful, by=place.user, at=NOON)
    look(careful, {1: 900, 2: 900, 3: 900}, after=3600)
    sign(careful, after=3601)
    sign(place, after=5, pages="1")

    page = as_person("aud").get(reverse("signing:reviews"))
    every = as_person("aud").get(reverse("signing:reviews"), {"show": "everything"})

    assert [one.pk for one in page.context["page"].object_list] == [place.pk]
    assert {one.pk for one in every.context["page"].object_list} == {place.pk, careful.pk}
    assert [(one["quick"], one["total"]) for one in page.context["figures"]] == [(1, 2)]
    assert "reviewed too quickly: 1 of 2" in as_person("sam").get(reverse("signing:marks")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("aud", 200), ("lena", 200), ("maya", 403), ("sam", 403), ("olu", 403)])
def test_who_may_look_at_reviews(place: Recipient, who: str, status: int):
    assert as_person(who).get(reverse("signing:reviews")).status_code == status


def test_the_certificate_of_completion_states_the_review_the_mark_and_the_category(place: Recipient):
    sign(place, after=5, pages="1")
    envelope = Envelope.objects.get(pk=place.envelope_id)
    completion = completion_of(
        envelope, sealed_sha256="0" * 64, level="B-B", at=NOON, organisation="Brightwater", sealed_by="Seal"
    )

    party = completion.parties[0]
    assert party.review.startswith("1 of 3 pages opened, in sight for 0 seconds. Pages 2–3 were not opened.")
    assert party.laid == "The mark “Contracts” may be used for services, up to 50,000.00 EUR."
    assert party.category == "services; 94 % sure; The title says “Services agreement”."


def test_evidence_of_the_review_stands_on_the_page_of_the_round(place: Recipient):
    sign(place, after=5, pages="1")

    page = as_person("maya").get(reverse("signing:envelope", args=[place.envelope_id])).content.decode()

    assert "The review was too quick to have been one." in page
    assert "Pages 2–3 were not opened." in page
    assert "1 of 3 pages" in page
    assert Envelope.objects.get(pk=place.envelope_id).state == "sent"


def test_the_list_of_reviews_calls_nobody_a_signer_who_may_have_approved(place: Recipient):
    sign(place, after=5, pages="1")

    page = as_person("aud").get(reverse("signing:reviews")).content.decode()
    shown = page.partition("<main")[2].partition("</main>")[0]

    assert ("Decided" in shown, 'data-label="By"' in shown) == (True, True)
    assert "Signed" not in shown
