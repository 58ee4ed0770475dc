"""Our own people sign: the mark is laid ready, only their own submit signs, and what changed in between is noticed."""

import hashlib
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from flowmono.ledger.models import Entry
from flowmono.outbox.delivering import drain
from signing import actions, sealing
from signing.fields import Kind
from signing.models import Envelope, Recipient, RecipientState, Role, SignatureProfile
from tests.people import NOON, make_person
from tests.signing.life.scenes import inside, make_mark, outside, place_of, prepared, sent
from tests.signing.life.test_places import arranged, laid

pytestmark = pytest.mark.django_db
PLACES_OF_OURS = [
    laid(Kind.SIGNATURE, 0, 2, 72, 300, 180, 48),
    laid(Kind.SIGNATURE, 1, 2, 320, 300, 180, 48),
    laid(Kind.TEXT, 0, 2, 72, 240, 150, 16, label="Purchase order number"),
]


def as_person(key: str) -> Client:
    client = Client()
    client.force_login(make_person(key))
    return client


def form_of(client: Client, place: Recipient) -> dict[str, Any]:
    """What the page would submit."""
    page = client.get(reverse("signing:sign", args=[place.pk]))
    assert page.status_code == 200
    values = {name: str(value) for name, value in page.context["form"].initial.items()}
    return {**values, "consent": "on", "pages": "1,2", "seconds": "30"}


@pytest.fixture
def place() -> Recipient:
    sam = make_person("sam")
    make_mark(sam)
    return place_of(sent(inside(sam), outside()), sam.email)


def count_signatures(place: Recipient) -> int:
    data = Envelope.objects.get(pk=place.envelope_id).current_version.content()
    return len([name for name in sealing.signed_fields(data) if name.startswith("Signer")])


def test_the_page_shows_the_mark_in_its_place_and_why(place: Recipient):
    page = as_person("sam").get(reverse("signing:sign", args=[place.pk]))

    words = page.content.decode()
    assert "Your mark is in its place." in words
    assert "may be used for services" in words
    assert "94 % sure" in words
    assert [box.kind for sheet in page.context["sheets"] for box in sheet.places] == ["mine", "waits"]


def test_opening_the_document_signs_nothing(place: Recipient):
    as_person("sam").get(reverse("signing:sign", args=[place.pk]))

    assert place_of(place.envelope, place.email).state == RecipientState.VIEWED
    assert count_signatures(place) == 0


def test_the_pages_and_the_mark_are_pictures_that_only_their_signer_gets(place: Recipient):
    sha256 = place.envelope.current_version.sha256
    addresses = [
        reverse("signing:page", args=[place.pk, 1, sha256]),
        reverse("signing:preview", args=[place.pk]),
        reverse("signing:file", args=[place.pk]),
    ]

    assert [as_person("sam").get(address).status_code for address in addresses] == [200, 200, 200]
    assert [as_person("maya").get(address).status_code for address in addresses] == [404, 404, 404]
    assert as_person("sam").get(reverse("signing:page", args=[place.pk, 99, sha256])).status_code == 404


def test_twenty_identical_submits_make_one_signature(place: Recipient):
    client = as_person("sam")
    form = form_of(client, place)

    answers = [client.post(reverse("signing:sign", args=[place.pk]), form).status_code for _ in range(20)]

    assert set(answers) == {302}
    assert count_signatures(place) == 1
    assert Entry.objects.filter(kind="SignerSigned").count() == 1


def test_what_the_browser_measured_is_kept_as_evidence(place: Recipient):
    client = as_person("sam")

    answer = client.post(
        reverse("signing:sign", args=[place.pk]), {**form_of(client, place), "pages": "1,7,x"}, follow=True
    )

    assert "quicker than anybody reads, and is kept with your decision. Pages 2–3" in answer.content.decode()
    evidence = place_of(place.envelope, place.email).evidence
    assert (evidence["pages_seen"], evidence["pages_total"], evidence["seconds_told"]) == ([1], 3, 30)
    assert evidence["seconds"] < evidence["seconds_told"], "more time than went by is not believed"
    assert evidence["too_quick"]
    assert evidence["pace"].startswith("Pages 2–3 were not opened.")
    assert evidence["authenticated"] == "signed in as sam@example.com"
    assert evidence["consent"] == str(actions.CONSENT)
    assert evidence["consent_sha256"] == hashlib.sha256(evidence["consent"].encode()).hexdigest()


def test_without_consent_the_form_comes_back_and_nothing_is_signed(place: Recipient):
    client = as_person("sam")
    form = {name: value for name, value in form_of(client, place).items() if name != "consent"}

    answer = client.post(reverse("signing:sign", args=[place.pk]), form)

    assert answer.status_code == 422
    assert count_signatures(place) == 0


def test_another_persons_mark_does_not_exist_and_the_try_is_written_down(place: Recipient):
    client = as_person("sam")
    form = form_of(client, place)
    stolen = make_mark(make_person("dora"))

    answer = client.post(reverse("signing:sign", args=[place.pk]), {**form, "mark": str(stolen.pk)})

    assert answer.status_code == 404
    assert count_signatures(place) == 0
    assert Entry.objects.filter(kind="mark.refused").count() == 1


def test_of_two_marks_that_fit_neither_is_laid_and_the_person_chooses(place: Recipient):
    wide = make_mark(make_person("sam"), name="Everything", categories=[], limit=None)
    client = as_person("sam")
    page = client.get(reverse("signing:sign", args=[place.pk]))
    form = form_of(client, place)

    refused = client.post(reverse("signing:sign", args=[place.pk]), form)
    assert (refused.status_code, count_signatures(place)) == (422, 0)
    assert "Choose the mark that you sign with" in page.content.decode()
    client.post(reverse("signing:choose", args=[place.pk]), {"mark": str(wide.pk)})
    answer = client.post(reverse("signing:sign", args=[place.pk]), form_of(client, place))

    signed = place_of(place.envelope, place.email)
    assert (answer.status_code, signed.profile, signed.evidence["chosen"]) == (302, wide, True)
    assert signed.evidence["mark"].startswith("You chose it among 2 that cover this document.")


def test_a_mark_chosen_after_the_form_was_made_stops_that_form(place: Recipient):
    wide = make_mark(make_person("sam"), name="Everything", categories=[], limit=None)
    client = as_person("sam")
    form = form_of(client, place)
    client.post(reverse("signing:choose", args=[place.pk]), {"mark": str(wide.pk)})

    answer = client.post(reverse("signing:sign", args=[place.pk]), form)

    assert (answer.status_code, count_signatures(place)) == (409, 0)


def test_another_persons_mark_cannot_be_chosen_and_the_try_is_written_down(place: Recipient):
    stolen = make_mark(make_person("dora"))

    answer = as_person("sam").post(reverse("signing:choose", args=[place.pk]), {"mark": str(stolen.pk)})

    assert answer.status_code == 404
    assert Entry.objects.filter(kind="mark.refused").count() == 1


def test_a_mark_that_does_not_cover_the_document_cannot_be_chosen(place: Recipient):
    narrow = make_mark(make_person("sam"), name="Small", limit=1)

    answer = as_person("sam").post(reverse("signing:choose", args=[place.pk]), {"mark": str(narrow.pk)})

    assert answer.status_code == 409
    assert place_of(place.envelope, place.email).profile.name == "Contracts"


def test_an_unsure_category_is_asked_once_and_then_the_mark_is_laid():
    sam = make_person("sam")
    make_mark(sam)
    place = place_of(sent(inside(sam), category="lease", category_confidence=Decimal("0.62")), sam.email)
    client = as_person("sam")
    page = client.get(reverse("signing:sign", args=[place.pk])).content.decode()
    assert (place.profile, "Which category is it?" in page) == (None, True)

    actions.correct_category(place.envelope, by=sam, at=NOON, category="services")
    page = client.get(reverse("signing:sign", args=[place.pk]))

    assert "Your mark is in its place." in page.content.decode()
    assert not page.context["asks_category"]


@pytest.mark.parametrize(("change", "value"), [("amount", 24001), ("base_amount", 24001), ("currency", "CHF")])
def test_an_amount_changed_after_the_mark_was_laid_stops_the_submit(place: Recipient, change: str, value: Any):
    client = as_person("sam")
    form = form_of(client, place)
    Envelope.objects.filter(pk=place.envelope_id).update(**{change: value})

    answer = client.post(reverse("signing:sign", args=[place.pk]), form)

    assert (answer.status_code, count_signatures(place)) == (409, 0)


def test_a_document_changed_after_the_mark_was_laid_stops_the_submit(place: Recipient):
    client = as_person("sam")
    form = form_of(client, place)

    answer = client.post(reverse("signing:sign", args=[place.pk]), {**form, "seen": "0" * 64})

    assert (answer.status_code, count_signatures(place)) == (409, 0)


def test_the_worker_alone_never_signs(place: Recipient):
    assert drain() > 0

    assert place_of(place.envelope, place.email).state == RecipientState.INVITED
    assert count_signatures(place) == 0


def test_a_category_changed_after_the_mark_was_laid_ready_stops_the_submit(place: Recipient):
    make_mark(make_person("sam"), name="Confidentiality", categories=["nda"])
    client = as_person("sam")
    form = form_of(client, place)
    actions.correct_category(place.envelope, by=make_person("maya"), at=NOON, category="nda")

    answer = client.post(reverse("signing:sign", args=[place.pk]), form)

    assert answer.status_code == 409
    assert count_signatures(place) == 0
    page = answer.content.decode()
    assert "The category changed from services to nda." in page
    assert "The mark in your place changed from “Contracts” to “Confidentiality”." in page
    again = {**form, "draft": answer.context["form"]["draft"].value()}
    assert client.post(reverse("signing:sign", args=[place.pk]), again).status_code == 302
    assert count_signatures(place) == 1


def test_the_queue_says_when_a_mark_that_was_laid_covers_the_document_no_more(place: Recipient):
    client = as_person("sam")
    assert "mark in its place" in client.get(reverse("signing:queue")).content.decode().lower()

    SignatureProfile.objects.filter(user=place.user).update(limit=Decimal(100))
    page = client.get(reverse("signing:queue")).content.decode().lower()

    assert ("mark in its place" in page, "no mark covers it" in page) == (False, True)
    own = client.get(reverse("signing:sign", args=[place.pk])).content.decode()
    assert ("No mark of yours covers this document." in own, "Your mark is a draft" in own) == (True, False)


def test_the_list_says_of_each_document_what_its_page_says():
    sam = make_person("sam")
    make_mark(sam, name="Services", categories=["services"], limit=Decimal(10000))
    make_mark(sam, name="Small things", categories=[], limit=Decimal(5000))
    pages = {
        "mark in its place": ("Your mark is in its place.", {"amount": 6000, "base_amount": 6000}),
        "choose a mark first": ("More than one of your marks covers", {"amount": 900, "base_amount": 900}),
        "a question first": ("Which category is it?", {"base_amount": 6000, "category_confidence": Decimal("0.4")}),
        "no mark covers it": ("No mark of yours covers", {"amount": 90000, "base_amount": 90000}),
    }
    places = {
        label: place_of(sent(inside(sam), title=label, **facts), sam.email) for label, (_words, facts) in pages.items()
    }
    reads = place_of(sent(inside(sam, role=Role.VIEWER), outside(), title="Only to read"), sam.email)
    client = as_person("sam")

    rows = client.get(reverse("signing:queue") + "?show=everything").context["page"].object_list

    told = {row.envelope.title: str(row.waits.label) for row in rows}
    assert told == {**{label: label for label in pages}, "Only to read": "to read"}
    assert told[reads.envelope.title] == "to read"
    for label, (words, _facts) in pages.items():
        page = client.get(reverse("signing:sign", args=[places[label].pk])).content.decode()
        assert words in page
        assert ("Your mark is a draft until you sign." in page) is (label == "mark in its place")


def test_what_was_entered_is_kept_when_the_category_changed_until_it_is_signed():
    envelope = arranged(PLACES_OF_OURS)
    make_mark(make_person("sam"), name="Confidentiality", categories=["nda"])
    actions.send_envelope(envelope, by=make_person("maya"), at=NOON)
    place = place_of(envelope, "sam@example.com")
    client = as_person("sam")
    key = f"place-{envelope.fields.get(kind='text').pk}"
    form = {**form_of(client, place), key: "PO-77"}
    address = reverse("signing:sign", args=[place.pk])

    actions.correct_category(envelope, by=make_person("maya"), at=NOON, category="lease")
    nothing_fits = client.post(address, form)
    actions.correct_category(envelope, by=make_person("maya"), at=NOON, category="nda")
    later = client.get(address)

    assert (nothing_fits.status_code, count_signatures(place)) == (409, 0)
    assert "The category changed from services to lease." in nothing_fits.content.decode()
    assert 'value="PO-77"' in later.content.decode()
    again = {**form, **{name: str(value) for name, value in later.context["form"].initial.items()}}
    assert client.post(address, again).status_code == 302
    assert client.session["signing-entered"] == {}


def test_who_signs_a_second_time_in_another_window_reads_that_it_is_signed_already(place: Recipient):
    client = as_person("sam")
    form = form_of(client, place)
    client.post(reverse("signing:sign", args=[place.pk]), form)

    answer = client.post(reverse("signing:sign", args=[place.pk]), form, follow=True)

    assert "You had signed “Services agreement” already." in answer.content.decode()


def test_a_mark_for_one_party_is_placed_in_a_round_without_a_contract_that_names_it():
    sam = make_person("sam")
    make_mark(sam, name="Northern parties", counterparties=["Halden & Pryce Ltd."])
    theirs = place_of(sent(inside(sam), outside()), sam.email)
    other = place_of(sent(inside(sam), replace(outside(), party="Vendor 25 Ltd")), sam.email)

    assert theirs.profile.name == "Northern parties"
    assert (other.profile, other.profile_reason) == (
        None,
        "“Northern parties” is not for contracts with Vendor 25 Ltd",
    )


def test_a_document_beyond_the_authority_of_every_mark_is_not_signed():
    sam = make_person("sam")
    make_mark(sam)
    place = place_of(sent(inside(sam), base_amount=60000), sam.email)
    client = as_person("sam")
    form = form_of(client, place)

    answer = client.post(reverse("signing:sign", args=[place.pk]), form)

    assert answer.status_code == 403
    assert count_signatures(place) == 0


def test_who_is_not_asked_yet_cannot_sign():
    sam, abel = make_person("sam"), make_person("abel")
    make_mark(abel)
    envelope = sent(inside(sam, 1), inside(abel, 2))
    later = place_of(envelope, abel.email)
    form = {"seen": envelope.current_version.sha256, "consent": "on"}

    answer = as_person("abel").post(reverse("signing:sign", args=[later.pk]), form)

    assert answer.status_code == 409
    assert place_of(envelope, abel.email).state == RecipientState.WAITING


def test_after_the_submit_the_next_document_opens():
    sam = make_person("sam")
    make_mark(sam)
    first, second = (place_of(sent(inside(sam)), sam.email) for _ in range(2))
    client = as_person("sam")

    answer = client.post(reverse("signing:sign", args=[first.pk]), form_of(client, first))

    assert answer.url == reverse("signing:sign", args=[second.pk])


def test_declining_closes_the_envelope_for_everybody(place: Recipient):
    as_person("sam").post(reverse("signing:decline", args=[place.pk]), {"reason": "The price is wrong."})

    envelope = Envelope.objects.get(pk=place.envelope_id)
    assert (envelope.state, envelope.reason) == ("declined", "The price is wrong.")
    assert set(envelope.recipients.values_list("state", flat=True)) == {"declined", "closed"}


@pytest.mark.parametrize(
    ("who", "opens", "voids", "corrects"),
    [
        ("maya", 200, 302, 200),
        ("lena", 200, 302, 200),
        ("sam", 200, 403, 403),
        ("aud", 200, 403, 403),
        ("olu", 404, 404, 404),
        ("fay", 404, 404, 404),
    ],
)
def test_who_may_see_take_back_and_correct_an_envelope(
    place: Recipient, who: str, opens: int, voids: int, corrects: int
):
    client, envelope = as_person(who), place.envelope
    vera = envelope.recipients.get(user=None)

    assert client.get(reverse("signing:envelope", args=[envelope.pk])).status_code == opens
    assert client.get(reverse("signing:person", args=[envelope.pk, vera.pk])).status_code == corrects
    answer = client.post(reverse("signing:void", args=[envelope.pk]), {"reason": "Sent too early."})

    assert answer.status_code == voids
    assert Envelope.objects.get(pk=envelope.pk).state == ("voided" if voids == 302 else "sent")


def test_a_draft_is_corrected_before_it_is_sent():
    envelope = prepared(inside(make_person("sam")), outside())
    vera = envelope.recipients.get(user=None)

    as_person("maya").post(
        reverse("signing:person", args=[envelope.pk, vera.pk]),
        {"name": "Vera H.", "email": "v.h@vendor.example", "title": "CEO"},
    )

    vera.refresh_from_db()
    assert (vera.name, vera.email, vera.title) == ("Vera H.", "v.h@vendor.example", "CEO")


def test_partly_signed_copies_are_withheld_from_those_who_do_not_send(place: Recipient):
    address = reverse("signing:envelope_file", args=[place.envelope_id, "document"])

    assert as_person("aud").get(address).status_code == 404
    assert as_person("maya").get(address).status_code == 200


def test_the_queue_costs_as_many_statements_for_one_document_as_for_four():
    sam = make_person("sam")
    make_mark(sam)
    costs = []
    for documents in (1, 3):
        for _ in range(documents):
            sent(inside(sam))
        with CaptureQueriesContext(connection) as statements:
            page = as_person("sam").get(reverse("signing:queue"))
        costs.append(len(statements))

    assert len(page.context["page"].object_list) == page.context["count"] == 4
    assert costs[0] == costs[1]


def test_a_mark_of_ones_own_is_made_without_authority():
    answer = as_person("sam").post(
        reverse("signing:new_mark"),
        {
            "name": "Everyday",
            "signed_name": "Sam Whitfield",
            "title": "Director",
            "kind": "typed",
            "active": "on",
            "limit": "99999",
        },
    )

    assert answer.status_code == 302
    mark = make_person("sam").signature_profiles.get()
    assert (mark.limit, mark.categories, mark.signed_name) == (0, [], "Sam Whitfield")


def test_a_typed_mark_is_written_in_the_hand_that_its_owner_chose(place: Recipient):
    browser = as_person("sam")
    mark = place.profile
    form = {"name": mark.name, "signed_name": mark.signed_name, "title": mark.title, "kind": "typed", "active": "on"}

    kept = browser.post(reverse("signing:mark", args=[mark.pk]), {**form, "face": "caveat"})
    wrong = browser.post(reverse("signing:mark", args=[mark.pk]), {**form, "face": "chalk"})
    browser.post(reverse("signing:sign", args=[place.pk]), form_of(browser, place))

    data = Envelope.objects.get(pk=place.envelope_id).current_version.content()
    fonts = subprocess.run(["pdffonts", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert (kept.status_code, wrong.status_code) == (302, 422)
    assert place_of(place.envelope, place.email).state == RecipientState.SIGNED
    assert "Hand-caveat-latin" in fonts


def test_a_mark_of_somebody_else_cannot_be_opened():
    mark = make_mark(make_person("dora"))

    assert as_person("sam").get(reverse("signing:mark", args=[mark.pk])).status_code == 404
    assert as_person("sam").get(reverse("signing:mark_picture", args=[mark.pk])).status_code == 404


def test_programs_read_envelopes_and_take_them_back(place: Recipient):
    client = as_person("maya")
    address = f"/api/v1/envelopes/{place.envelope_id}/"

    read = client.get(address).json()
    assert [one["state"] for one in read["recipients"]] == ["invited", "waiting"]
    assert "token_digest" not in client.get(f"/api/v1/recipients/{place.pk}/").json()
    assert as_person("olu").get(address).status_code == 404
    assert as_person("sam").post(f"{address}void/", {"reason": "x"}).status_code == 403
    assert client.post(f"{address}void/", {"reason": "Sent too early."}).json()["state"] == "voided"
    assert client.post(f"{address}void/", {"reason": "Again."}).status_code == 409
    assert client.get(f"/api/v1/envelopes/{uuid4()}/").status_code == 404


def test_a_party_that_the_document_does_not_name_is_said_to_our_signer_too(place: Recipient):
    Recipient.objects.filter(pk=place.pk).update(party_is_named=False)

    html = as_person("sam").get(reverse("signing:sign", args=[place.pk])).content.decode()

    assert "The document does not name Brightwater, for which Sam Whitfield signs." in html
    assert "envelope" not in re.sub(r"<[^>]*>", " ", html).lower()
