"""Until everybody has signed, nobody gets a file with the signature of somebody else; who has signed, and what they filled in, is said."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Origin
from flowmono.outbox.delivering import drain
from signing import actions, sealing
from signing.models import Envelope, Role
from tests.people import NOON, make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, sent, sign
from tests.signing.life.test_inside import form_of as form_inside
from tests.signing.life.test_outside import form_of, proved

pytestmark = pytest.mark.django_db


def half_signed() -> Envelope:
    """Sam of ours has signed; the outside signer is asked."""
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    sign(envelope, sam.email)
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    return Envelope.objects.get(pk=envelope.pk)


def bytes_of(answer: object) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def signers_in(data: bytes) -> list[str]:
    """The places in a file that a person signed; the company's own certification is none."""
    return [name for name in sealing.signed_fields(data) if name.startswith("Signer")]


def test_who_signs_second_reads_and_downloads_the_document_without_the_first_ones_signature():
    envelope = half_signed()
    partly = envelope.document.versions.get(origin=Origin.SIGNED)
    browser = proved(OUTSIDER)

    page = browser.get(reverse("signing:document"))
    file = bytes_of(browser.get(reverse("signing:file_outside")))

    assert envelope.current_version == partly
    assert file == partly.derived_from.content()
    assert signers_in(file) == []
    assert signers_in(partly.content()) != []
    assert partly.sha256 not in page.content.decode()
    assert browser.get(reverse("signing:shown_outside", args=[partly.sha256])).status_code == 404
    assert browser.get(reverse("signing:page_outside", args=[1, partly.sha256])).status_code == 404


def test_who_signs_second_is_told_in_words_where_the_first_one_signed():
    half_signed()

    page = proved(OUTSIDER).get(reverse("signing:document")).content.decode()

    assert "signed by Sam" in page


def test_signatures_that_were_withheld_do_not_make_it_another_document():
    envelope = half_signed()
    browser = proved(OUTSIDER)

    browser.post(reverse("signing:sign_outside"), form_of(browser))

    signed = Envelope.objects.get(pk=envelope.pk)
    assert signed.state == "completed"
    assert signed.current_version.origin == Origin.SIGNED


def test_who_names_a_partly_signed_file_as_what_they_were_shown_signs_nothing():
    """Nobody was shown it: it is withheld, so a program that found its hash elsewhere says what is not so."""
    envelope = half_signed()
    partly = envelope.document.versions.get(origin=Origin.SIGNED)
    browser = proved(OUTSIDER)

    answer = browser.post(reverse("signing:sign_outside"), {**form_of(browser), "seen": partly.sha256})

    assert answer.status_code == 409
    assert "The document has changed since you opened it. Look at it again before you sign." in answer.content.decode()
    assert Envelope.objects.get(pk=envelope.pk).current_version == partly


def test_one_of_ours_too_signs_only_what_was_laid_before_them_and_not_a_partly_signed_file(client: Client):
    sam, abel = make_person("sam"), make_person("abel")
    make_mark(sam)
    make_mark(abel)
    envelope = sent(inside(sam), inside(abel, 2))
    sign(envelope, sam.email)
    actions.invite_whose_turn_it_is(envelope, at=NOON)
    partly = envelope.document.versions.get(origin=Origin.SIGNED)
    place = place_of(envelope, abel.email)
    address = reverse("signing:sign", args=[place.pk])
    client.force_login(abel)

    unopened = client.post(address, {"seen": partly.derived_from.sha256, "consent": "on"})
    form = form_inside(client, place)
    withheld = client.post(address, {**form, "seen": partly.sha256})

    assert [unopened.status_code, withheld.status_code] == [409, 409]
    assert "You have not opened this document yet. Open it before you sign." in unopened.content.decode()
    assert "The document has changed since you opened it." in withheld.content.decode()
    assert Envelope.objects.get(pk=envelope.pk).current_version == partly
    client.post(address, form)
    assert place_of(envelope, abel.email).evidence["shown_sha256"] == partly.derived_from.sha256


def test_programs_are_told_the_hash_of_what_people_are_shown_and_never_that_of_a_partly_signed_file(client: Client):
    envelope = half_signed()
    prepared = envelope.version_to_read
    client.force_login(make_person("maya"))

    told = client.get(f"/api/v1/envelopes/{envelope.pk}/").json()

    assert told["sha256"] == prepared.sha256 != envelope.current_version.sha256
    assert [one["shown_sha256"] for one in told["recipients"]] == [prepared.sha256, None]


def test_the_sender_has_the_document_as_it_was_prepared_while_it_is_being_signed(client: Client):
    envelope = half_signed()
    client.force_login(make_person("maya"))

    file = bytes_of(client.get(reverse("signing:envelope_file", args=[envelope.pk, "document"])))

    assert signers_in(file) == []
    assert file == envelope.version_to_read.content()


def test_who_only_gets_a_copy_waits_for_nobody_once_the_document_is_sealed(client: Client):
    sam, olu = make_person("sam"), make_person("olu")
    make_mark(sam)
    envelope = sent(inside(sam), inside(olu, 2, role=Role.COPY))
    before = place_of(envelope, olu.email).shown_state[1]
    sign(envelope, sam.email)
    drain()
    client.force_login(make_person("maya"))

    page = client.get(reverse("signing:envelope", args=[envelope.pk])).content.decode()

    assert before == "waits for others"
    assert place_of(envelope, olu.email).shown_state == ("signed", "has the signed document")
    assert "as the signed document" in page
