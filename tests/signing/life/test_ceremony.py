"""Signing for real: fields, certification, two signatures, the seal, and a certificate of completion that is itself sealed."""

import io

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from flowmono.ledger.models import Entry
from signing import actions, reactions, sealing, trust
from signing.models import Envelope
from signing.verification.verifying import verify
from tests.people import make_person
from tests.signing.life.scenes import OUTSIDER, inside, make_mark, outside, place_of, sent

pytestmark = pytest.mark.django_db
EVIDENCE = {"address": "192.0.2.7", "browser": "Firefox", "authentication": "password", "pages_seen": [1, 2, 3]}


def sign(envelope: Envelope, email: str) -> None:
    place = place_of(envelope, email)
    actions.sign(
        place,
        by=place.user or place,
        at=timezone.now(),
        seen_sha256=Envelope.objects.get(pk=envelope.pk).current_version.sha256,
        consent=True,
        evidence=EVIDENCE,
    )


def complete(envelope: Envelope) -> Envelope:
    """Sealed, as the worker does it."""
    envelope = Envelope.objects.get(pk=envelope.pk)
    event = envelope_completed(envelope)
    reactions.seal_envelope(event)
    return Envelope.objects.get(pk=envelope.pk)


def envelope_completed(envelope: Envelope):
    from flowmono import events

    return events.EnvelopeCompleted(
        case_id=envelope.case, at=timezone.now(), envelope_id=envelope.pk, contract_id=envelope.contract_id
    )


def test_two_signatures_and_the_seal_verify_and_every_use_of_the_key_is_in_the_ledger():
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam), outside())
    sign(envelope, sam.email)
    actions.invite_whose_turn_it_is(Envelope.objects.get(pk=envelope.pk), at=timezone.now())

    sign(envelope, OUTSIDER)
    sealed = complete(envelope)

    data = sealed.current_version.content()
    verdict = verify(data, trust=trust.roots(), between=trust.between(), expected_signers=2)
    assert verdict.reasons == ()
    assert sealing.signed_fields(data) == ["Certification", "Signer 1", "Signer 2", "Seal"]
    assert sealed.state == "sealed"
    paper = verify(sealed.certificate_version.content(), trust=trust.roots(), between=trust.between())
    assert paper.valid
    made = len(PdfFileReader(io.BytesIO(data)).embedded_signatures) + 1
    assert Entry.objects.filter(kind="key.used").count() == made == 5
