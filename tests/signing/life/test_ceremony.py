"""Signing for real: fields, certification, signatures, the seal, and a certificate of completion that is itself sealed."""

import io
import json
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from documents.models import Origin, add_version
from flowmono.common.refusals import Conflict, Invalid, NotNow
from flowmono.ledger.models import Entry
from flowmono.notices.models import Notice
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter, RecordedEvent
from signing import actions, sealing, trust
from signing.models import Envelope, RecipientState
from signing.verification.verifying import verify
from tests.people import NOON, make_person
from tests.signing.life.scenes import (
    EVIDENCE,
    OUTSIDER,
    inside,
    make_mark,
    make_paper,
    outside,
    paper,
    place_of,
    prepared,
    sent,
    sign,
    submitted_at_once,
)


@pytest.mark.django_db
def test_every_field_is_placed_and_the_file_certified_before_anybody_signs():
    envelope = prepared(inside(make_person("sam")), outside())

    data = envelope.current_version.content()
    assert sealing.signed_fields(data) == ["Certification"]
    assert list(envelope.fields.order_by("name").values_list("name", flat=True)) == ["Signer 1", "Signer 2"]
    assert Entry.objects.filter(kind="key.used").count() == 1


@pytest.mark.django_db
def test_a_file_with_a_script_is_refused_before_signing():
    document = pikepdf.open(io.BytesIO(paper()))
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    document.save(out)
    version = make_paper(out.getvalue())

    with pytest.raises(Conflict, match="cannot be signed"):
        actions.prepare_envelope(version, contract_id=None, title="x", category="", places=[outside(1)], at=NOON)

    assert Envelope.objects.count() == 0


def test_signed_by_both_it_is_sealed_and_everybody_gets_it_by_mail(committed: None):
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    drain()
    sign(envelope, sam.email)
    drain()

    sign(envelope, OUTSIDER)
    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    data = sealed.current_version.content()
    verdict = verify(data, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2)
    assert verdict.reasons == ()
    assert sealing.signed_fields(data) == ["Certification", "Signer 1", "Signer 2", "Seal"]
    assert (sealed.state, sealed.level_reached) == ("sealed", "B-B")
    copies = Letter.objects.filter(key__startswith="completed:").order_by("to")
    assert [letter.to for letter in copies] == ["sam@example.com", OUTSIDER]
    assert [names[0] for names in copies[0].attachments] == [
        "Services agreement signed.pdf",
        "certificate-of-completion.pdf",
    ]
    theirs = Letter.objects.get(to=envelope.sent_by.email)
    assert theirs.subject == f"Signed by everyone: {envelope.title}"
    assert theirs.body.startswith("Hello Maya Okafor,")
    assert theirs.attachments == copies[0].attachments
    assert Notice.objects.get(person=envelope.sent_by).url == envelope.get_absolute_url()


def test_who_sent_it_and_signed_it_too_gets_it_once(committed: None):
    maya = make_person("maya")
    make_mark(maya)
    envelope = sent(inside(maya))

    sign(envelope, maya.email)
    drain()

    assert Letter.objects.filter(to=maya.email, subject__startswith="Signed by everyone").count() == 1


def test_the_certificate_states_what_was_recorded_and_is_itself_sealed(committed: None):
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    sign(envelope, sam.email)
    drain()
    sign(envelope, OUTSIDER)

    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    certificate = sealed.certificate_version.content()
    assert verify(certificate, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand()).reasons == ()
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(certificate)).pages).split())
    assert "Sam Whitfield" in words
    assert "Vera Halloran" in words
    assert EVIDENCE["address"] in words
    assert EVIDENCE["authenticated"] in words
    grouped = sealed.current_version.sha256
    assert " ".join(grouped[i : i + 8] for i in range(0, 64, 8)) in words


def test_every_signature_in_storage_has_its_use_of_the_key_in_the_ledger(committed: None):
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    made = [
        len(PdfFileReader(io.BytesIO(version.content())).embedded_signatures)
        for version in (sealed.current_version, sealed.certificate_version)
    ]
    digests = {json.loads(entry.body)["digest"] for entry in Entry.objects.filter(kind="key.used")}
    assert made == [3, 1]
    assert len(digests) == 4
    assert set(sealing.digests_of(sealed.current_version.content()).values()) < digests


@pytest.mark.django_db
def test_a_replaced_document_is_not_signed():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    shown = envelope.current_version.sha256
    other = prepared(inside(sam), title="Another").current_version.content()
    envelope.current_version = add_version(
        envelope.document, other + b"\n", name="x.pdf", media_type="application/pdf", origin=Origin.DERIVED
    )
    envelope.save()

    with pytest.raises(Conflict, match="has changed"):
        sign(envelope, sam.email, seen=shown)

    assert place_of(envelope, sam.email).state == RecipientState.VIEWED


@pytest.mark.django_db
def test_without_consent_nothing_is_signed():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    before = envelope.current_version_id

    with pytest.raises(Invalid):
        sign(envelope, sam.email, consent=False)

    assert Envelope.objects.get(pk=envelope.pk).current_version_id == before


@pytest.mark.django_db
def test_after_the_deadline_nothing_is_signed():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))

    with pytest.raises(Conflict, match="time for signing is over"):
        sign(envelope, sam.email, at=envelope.expires_at + actions.CODE_LIFE)


def test_two_who_sign_at_the_same_moment_both_end_in_one_file(committed: None):
    sam, abel = make_person("sam"), make_person("abel")
    make_mark(sam)
    make_mark(abel)
    envelope = sent(inside(sam), inside(abel), outside())

    problems = submitted_at_once(envelope, [sam.email, abel.email])

    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    assert problems == []
    assert sorted(sealing.signed_fields(data)) == ["Certification", "Signer 1", "Signer 2"]
    assert (
        verify(
            data, trust=trust.roots(), between=trust.between(), crls=trust.lists_at_hand(), expected_signers=2
        ).reasons
        == ()
    )


def test_twenty_submits_of_one_signer_at_the_same_moment_are_one_signature(committed: None):
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())

    problems = submitted_at_once(envelope, [sam.email] * 20)

    data = Envelope.objects.get(pk=envelope.pk).current_version.content()
    assert problems == []
    assert sealing.signed_fields(data) == ["Certification", "Signer 1"]
    assert RecordedEvent.objects.filter(name="SignerSigned").count() == 1
    assert envelope.document.versions.filter(origin=Origin.SIGNED).count() == 1


def test_every_signature_in_storage_is_one_use_of_the_key_in_the_ledger(committed: None):
    sam, abel = make_person("sam"), make_person("abel")
    make_mark(sam)
    make_mark(abel)
    envelope = sent(inside(sam), inside(abel))
    submitted_at_once(envelope, [sam.email] * 4 + [abel.email] * 4)
    drain()

    sealed = Envelope.objects.get(pk=envelope.pk)
    digests = [
        digest
        for version in (sealed.current_version, sealed.certificate_version)
        for digest in sealing.digests_of(version.content()).values()
    ]
    used = [entry.facts["digest"] for entry in Entry.objects.filter(kind="key.used")]
    assert len(digests) == 5
    assert sorted(used) == sorted(digests)


@pytest.mark.django_db
def test_a_level_that_is_out_of_reach_is_not_lowered(settings: Any):
    settings.SEAL_LEVEL = "B-LT"
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    for path in trust.trial_authority(at=timezone.now()).revocation_lists:
        path.rename(path.with_suffix(".away"))

    try:
        with pytest.raises(NotNow, match="cannot be proved now"):
            from signing import ceremony

            ceremony.seal(
                Envelope.objects.get(pk=envelope.pk).current_version.content(), level="B-LT", at=timezone.now()
            )
    finally:
        for path in trust.trial_authority(at=timezone.now()).revocation_lists:
            path.with_suffix(".away").rename(path)

    assert Envelope.objects.get(pk=envelope.pk).state == "completed"
