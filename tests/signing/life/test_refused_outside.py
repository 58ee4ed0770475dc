"""Whatever an outside signer is refused, they stay in their own frame, lose nothing, and read what changed; what is ours stops nobody outside."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from flowmono.common.models import Company
from signing import actions
from signing.models import Envelope, PageLook, RecipientState
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, place_of
from tests.signing.life.test_outside import count_signatures, entered, form_of, link_to, proved
from tests.signing.life.test_places import PLACES, arranged

pytestmark = pytest.mark.django_db
FILLED = {"Signer 2 text": "PO-7731", "Signer 2 checkbox": "on", "Signer 2 choice": "By courier"}


@pytest.fixture
def envelope() -> Envelope:
    """Sam signs for us, Vera outside fills in three places; both are asked at once."""
    Company.objects.create(name="Brightwater Foods Ltd")
    made = arranged(PLACES)
    actions.send_envelope(made, by=make_person("maya"), at=NOON)
    return Envelope.objects.get(pk=made.pk)


def filled_in(envelope: Envelope, browser: Client) -> dict[str, str]:
    names = {field.name: f"place-{field.pk}" for field in envelope.fields.all()}
    return {**form_of(browser), **{names[name]: value for name, value in FILLED.items()}, "face": "caveat"}


def is_in_their_frame(page: str) -> bool:
    return "Brightwater Foods Ltd" in page and "/account/login" not in page and 'href="/"' not in page


def test_a_category_changed_on_our_side_does_not_stop_somebody_outside(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)

    actions.correct_category(envelope, by=make_person("maya"), at=NOON, category="NDA")
    answer = browser.post(reverse("signing:sign_outside"), form)

    assert answer.url == reverse("signing:thanks")
    assert place_of(envelope, OUTSIDER).state == RecipientState.SIGNED


def test_an_amount_that_changed_lays_the_document_anew_with_all_that_was_entered(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)

    Envelope.objects.filter(pk=envelope.pk).update(amount=Decimal(30000))
    answer = browser.post(reverse("signing:sign_outside"), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The amount changed from €24,000.00 to €30,000.00." in page
    assert 'value="PO-7731"' in page
    assert '<option value="By courier" selected>' in page
    assert answer.context["entries"].data[form_key(envelope, "Signer 2 checkbox")] == "on"
    assert answer.context["face"] == "caveat"
    assert is_in_their_frame(page)
    assert count_signatures(envelope) == 0
    again = {**form, **{name: str(value) for name, value in answer.context["form"].initial.items()}}
    again["draft"] = answer.context["form"]["draft"].value()
    assert browser.post(reverse("signing:sign_outside"), again).url == reverse("signing:thanks")


def form_key(envelope: Envelope, name: str) -> str:
    return f"place-{envelope.fields.get(name=name).pk}"


def test_a_round_that_ended_meanwhile_says_so_in_their_frame(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)

    actions.void(Envelope.objects.get(pk=envelope.pk), by=make_person("maya"), at=NOON, reason="Sent too early.")
    answer = browser.post(reverse("signing:sign_outside"), form)

    assert (answer.status_code, is_in_their_frame(answer.content.decode())) == (409, True)


def test_every_refusal_outside_stays_in_the_frame_of_whoever_asks(envelope: Envelope):
    browser, unproved, strange = proved(), entered(), Client(enforce_csrf_checks=True)
    refused = {
        400: browser.post(reverse("signing:sign_outside"), {"draft": "x" * 4000}),
        403: unproved.post(reverse("signing:sign_outside"), {}),
        404: browser.get(reverse("signing:shown_outside", args=["0" * 64])),
        405: browser.get(reverse("signing:sign_outside"), headers={"accept": "text/html"}),
        410: Client().get("/signing/open/" + "x" * 30 + "/"),
        422: browser.post(reverse("signing:sign_outside"), {**form_of(browser), "consent": ""}),
    }
    form_of_another_time = strange.post(link_to())

    assert {status: answer.status_code for status, answer in refused.items()} == {status: status for status in refused}
    assert form_of_another_time.status_code == 403
    for answer in (*refused.values(), form_of_another_time):
        assert is_in_their_frame(answer.content.decode()), answer.status_code
    assert reverse("signing:document") in refused[404].content.decode()


EMPTY_DRAWING = {"face": "drawn", "drawing": ""}


def seconds_went_by(envelope: Envelope, seconds: int) -> None:
    """The document has lain before them for so much longer."""
    for look in PageLook.objects.filter(recipient=place_of(envelope, OUTSIDER)):
        since = timedelta(seconds=seconds)
        PageLook.objects.filter(pk=look.pk).update(opened_at=look.opened_at - since, last_at=look.last_at - since)


def submit(browser: Client, form: dict[str, str], **told: str):
    return browser.post(reverse("signing:sign_outside"), {**form, **told})


def test_what_was_seen_before_a_refused_submit_counts(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)
    seconds_went_by(envelope, 60)

    refused = submit(browser, form, **EMPTY_DRAWING, pages="1,2", times="1:30,2:8", seconds="45")
    page = refused.content.decode()
    seconds_went_by(envelope, 20)
    submit(browser, form, pages="1,2", times="2:6", seconds="51")

    evidence = place_of(envelope, OUTSIDER).evidence
    assert refused.status_code == 422
    assert 'data-before="1:30,2:8"' in page
    assert evidence["pages_seen"] == [1, 2]
    assert evidence["seconds_a_page"] == {"1": 30, "2": 14}
    assert (evidence["seconds"], evidence["seconds_told"]) == (44, 51)


def test_a_refused_submit_raises_no_more_than_the_time_that_went_by(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)
    seconds_went_by(envelope, 20)

    for _ in range(3):
        submit(browser, form, **EMPTY_DRAWING, pages="1,2,77", times="1:3000,2:3000,99:3000", seconds="9999")
    kept = dict(PageLook.objects.filter(page__gt=0).values_list("page", "seconds"))

    assert set(kept) == {1, 2}
    assert 20 <= sum(kept.values()) <= 25


def test_pages_without_a_second_in_sight_get_no_time_from_the_clock(envelope: Envelope):
    browser = proved()
    form = filled_in(envelope, browser)
    seconds_went_by(envelope, 600)

    submit(browser, form, **EMPTY_DRAWING, pages="1,2")
    submit(browser, form, pages="1,2")

    evidence = place_of(envelope, OUTSIDER).evidence
    assert (evidence["seconds"], evidence["too_quick"]) == (0, True)


def test_a_refusal_is_worded_as_the_page_words_it(envelope: Envelope):
    browser = proved()

    page = submit(browser, filled_in(envelope, browser), **EMPTY_DRAWING).content.decode()

    assert "How your signature looks: Draw your signature in the box" in page
    assert "Face:" not in page
