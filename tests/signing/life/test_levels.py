"""The level wanted is reached or waited for: never lowered, never silently, whatever the servers outside do (threat A12)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from django.test import Client
from django.utils import timezone

from flowmono.outbox.delivering import deliver, drain
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from flowmono.outbox.watches import stalled_delivery
from signing import outward, sealing, trust
from signing.models import Envelope
from signing.pki import TrialPki, load_certificate, load_certificates, load_key
from signing.verification.verifying import verify
from tests.people import make_person
from tests.signing.crypto.authorities import DAY, STAMPS_TIME, identity, revocation_list
from tests.signing.crypto.outside import Outside, served
from tests.signing.life.scenes import inside, make_mark, sent, sign

WAYS = {
    "slow": "did not answer in time",
    "a page of HTML": "something that is no timestamp",
    "an error": "status 500",
    "a redirect": "status 302",
    "another nonce": "another question than ours",
    "another imprint": "something else than what we sent",
    "a refusal": "refused to give a timestamp",
    "a clock of tomorrow": "one of them is wrong",
}


@pytest.fixture
def clock(settings: Any) -> Iterator[Outside]:
    """A timestamp authority behind an address, with the trial authority's own certificate for time."""
    pki = trust.trial_authority(at=timezone.now())
    secret = passphrase(pki)
    chain = load_certificates([pki.issuing, pki.root])
    outside = Outside(load_key(pki.key("timestamp"), secret), load_certificate(pki.timestamp), chain)
    with served(outside):
        settings.TIMESTAMP_URL, settings.TIMESTAMP_SECONDS = f"{outside.url}/stamp", 1.0
        outward.forget()
        yield outside
    outward.forget()


def passphrase(pki: TrialPki) -> str:
    return str(json.loads(pki.signer_settings.read_text())["passphrase"])


def signed_by_all(settings: Any, level: str) -> Envelope:
    settings.SEAL_LEVEL = level
    sam = make_person("sam")
    make_mark(sam)
    envelope = sent(inside(sam))
    sign(envelope, sam.email)
    return Envelope.objects.get(pk=envelope.pk)


def debt(envelope: Envelope) -> Delivery:
    return Delivery.objects.get(event__case_id=envelope.case, receiver__endswith="seal_envelope")


def due_now(envelope: Envelope) -> Delivery:
    owed = debt(envelope)
    owed.next_try_at = timezone.now() - timedelta(seconds=1)
    owed.save(update_fields=["next_try_at"])
    return owed


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_every_level_that_is_wanted_is_reached(committed: None, settings: Any, clock: Outside, level: str):
    envelope = signed_by_all(settings, level)

    drain()

    envelope.refresh_from_db()
    data = envelope.current_version.content()
    assert (envelope.state, envelope.level_reached) == ("sealed", level)
    assert sealing.level_of(data, "Seal") == level
    assert verify(
        data, trust=trust.roots(), between=trust.between(), crls=trust.fresh_revocation_lists(at=timezone.now())
    ).valid
    assert bool(clock.asked) is (level != "B-B")


@pytest.mark.parametrize("way", WAYS)
def test_a_clock_that_fails_keeps_the_envelope_waiting(committed: None, settings: Any, clock: Outside, way: str):
    envelope = signed_by_all(settings, "B-T")
    clock.way = way

    drain()

    envelope.refresh_from_db()
    owed = debt(envelope)
    assert (envelope.state, envelope.level_reached) == ("completed", "")
    assert owed.state == DeliveryState.WAITING
    assert WAYS[way] in owed.error
    assert "sealed" not in envelope.document.versions.values_list("origin", flat=True)
    assert not Letter.objects.filter(key__startswith="completed:").exists()


def test_it_is_tried_without_end_and_seals_when_the_clock_works_again(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-LTA")
    clock.way = "a page of HTML"
    drain()

    for _more in range(len(settings.OUTBOX_BACKOFF) + 2):
        deliver(due_now(envelope).pk)

    owed = debt(envelope)
    assert owed.state == DeliveryState.WAITING
    assert owed.next_try_at > timezone.now() + timedelta(minutes=9)

    clock.way = "well"
    deliver(due_now(envelope).pk)

    envelope.refresh_from_db()
    assert (envelope.state, envelope.level_reached) == ("sealed", "B-LTA")


def test_the_page_and_an_exception_say_why_the_seal_waits(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-T")
    clock.way = "a page of HTML"
    drain()

    maya = Client()
    maya.force_login(make_person("maya"))
    page = maya.get(envelope.get_absolute_url()).content.decode()
    found = [one for one in stalled_delivery(timezone.now() + timedelta(minutes=20)) if one is not None]

    assert "The seal is not on it yet; it is tried again" in page
    assert "something that is no timestamp" in page
    assert "something that is no timestamp" in found[0].sentence


def test_a_clock_that_nobody_listens_to_is_a_reason_too(committed: None, settings: Any, clock: Outside):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/stamp"
    envelope = signed_by_all(settings, "B-T")

    drain()

    assert "Nothing listens there" in debt(envelope).error


def test_a_certificate_that_is_not_for_time_stamps_nothing(committed: None, settings: Any, clock: Outside):
    pki = trust.trial_authority(at=timezone.now())
    clock.key, clock.certificate = load_key(pki.key("seal"), passphrase(pki)), load_certificate(pki.seal)
    envelope = signed_by_all(settings, "B-T")

    drain()

    assert "its certificate was not issued for timestamps" in debt(envelope).error


def test_private_addresses_are_not_called_in_production(settings: Any, clock: Outside):
    settings.WEBHOOK_LOOPBACK = False
    outward.forget()

    with pytest.raises(sealing.LevelNotReached, match="this machine itself"):
        sealing.certificates_of(trust.timestamper())
    assert clock.asked == []


@pytest.fixture
def foreign_clock(settings: Any, clock: Outside, tmp_path: Path) -> Iterator[Outside]:
    """The authority of another house, whose certificates say where their revocation lists are published."""
    root = identity("Clock Root", authority=True)
    stamps = identity("Clock", root, extended=STAMPS_TIME, usage="digital_signature", lists_at=f"{clock.url}/root.crl")
    clock.key, clock.certificate, clock.chain = stamps.key, stamps.asn1, [root.asn1]
    folder = Path(settings.PKI_DIR) / "trusted"
    folder.mkdir(exist_ok=True)
    file = folder / "clock-root.pem"
    file.write_text(pem.armor("CERTIFICATE", root.asn1.dump()).decode())
    clock.lists["/root.crl"] = revocation_list(root, at=timezone.now() - DAY).dump()
    clock.root, clock.stamps = root, stamps
    yield clock
    file.unlink()


def test_lists_of_another_house_are_fetched_and_embedded(committed: None, settings: Any, foreign_clock: Outside):
    envelope = signed_by_all(settings, "B-LTA")

    drain()

    envelope.refresh_from_db()
    assert debt(envelope).error == ""
    assert envelope.level_reached == "B-LTA"
    assert foreign_clock.asked.count("/root.crl") == 1
    data = envelope.current_version.content()
    assert verify(data, trust=trust.roots(), between=trust.between()).reasons == ()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("away", "status 404"),
        ("no list", "no revocation list"),
        ("stale", "ran out"),
        ("of a revoked clock", "do not validate"),
    ],
)
def test_a_list_that_proves_nothing_keeps_the_seal_waiting(
    committed: None, settings: Any, foreign_clock: Outside, what: str, words: str
):
    root, now = foreign_clock.root, timezone.now()
    serial = foreign_clock.stamps.certificate.serial_number
    foreign_clock.lists = {
        "away": {},
        "no list": {"/root.crl": b"<html></html>"},
        "stale": {"/root.crl": revocation_list(root, at=now - 9 * DAY, lasts=2 * DAY).dump()},
        "of a revoked clock": {"/root.crl": revocation_list(root, serial, at=now - DAY).dump()},
    }[what]
    envelope = signed_by_all(settings, "B-LT")

    drain()

    envelope.refresh_from_db()
    assert envelope.state == "completed"
    assert words in debt(envelope).error
