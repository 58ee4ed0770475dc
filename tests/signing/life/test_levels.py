"""The level wanted is reached or waited for: never lowered, never silently, whatever the servers outside do (threat A12)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from django.db import transaction
from django.test import Client
from django.utils import timezone

from flowmono.common.acting import Actor, acting
from flowmono.common.now import moment
from flowmono.outbox.delivering import deliver, drain
from flowmono.outbox.models import Delivery, DeliveryState, Letter
from flowmono.outbox.watches import stalled_delivery
from signing import actions, outward, sealing, trust
from signing.models import Envelope
from signing.pki import TrialPki, load_certificate, load_certificates, load_key
from signing.reactions import make_seal, seal_envelope
from signing.verification.verifying import verify
from tests.people import make_person
from tests.signing.crypto.authorities import DAY, STAMPS_TIME, answer_about, identity, revocation_list
from tests.signing.crypto.outside import Outside, served
from tests.signing.life.scenes import inside, make_mark, prepared, sent, sign

pytestmark = pytest.mark.threats

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
        settings.TIMESTAMP_URL, settings.TIMESTAMP_SECONDS = f"{outside.url}/stamp", 30.0
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
    if way == "slow":
        settings.TIMESTAMP_SECONDS = 1.0

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


def test_a_clock_whom_nobody_here_trusts_proves_no_time(committed: None, settings: Any, clock: Outside):
    forger = identity("Clock", extended=STAMPS_TIME, usage="digital_signature")
    clock.key, clock.certificate, clock.chain = forger.key, forger.asn1, []
    envelope = signed_by_all(settings, "B-T")

    drain()

    envelope.refresh_from_db()
    assert envelope.state == "completed"
    assert "the certificate “Clock” is self-made" in debt(envelope).error


def test_the_last_timestamp_is_looked_at_as_the_first(committed: None, settings: Any, clock: Outside):
    clock.way = "a clock of tomorrow at last"  # one for its size, one for the signature, one for the whole document
    envelope = signed_by_all(settings, "B-LTA")

    drain()

    assert "one of them is wrong" in debt(envelope).error


def test_a_clock_with_a_new_certificate_is_asked_anew(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-LTA")
    good = clock.key, clock.certificate
    pki = trust.trial_authority(at=timezone.now())
    clock.key, clock.certificate = load_key(pki.key("seal"), passphrase(pki)), load_certificate(pki.seal)
    drain()
    assert envelope.state == "completed"

    clock.key, clock.certificate = good
    deliver(due_now(envelope).pk)

    envelope.refresh_from_db()
    assert envelope.state == "sealed"


def test_what_is_sealed_is_never_sealed_twice(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-T")
    drain()
    owed = debt(envelope)
    before = list(envelope.document.versions.values_list("sha256", flat=True))
    asked = len(clock.asked)

    with transaction.atomic(), acting(Actor("event", "1", "EnvelopeCompleted"), at=timezone.now()):
        seal_envelope(owed.given, make_seal(owed.given))

    assert list(envelope.document.versions.values_list("sha256", flat=True)) == before
    assert len(clock.asked) == asked


def test_programs_read_why_the_seal_waits(committed: None, settings: Any, clock: Outside):
    envelope = signed_by_all(settings, "B-T")
    clock.way = "an error"
    drain()

    maya = Client()
    maya.force_login(make_person("maya"))
    answer = maya.get(f"/api/v1/envelopes/{envelope.pk}/").json()

    assert (answer["state"], answer["level_wanted"], answer["level_reached"]) == ("completed", "B-T", "")
    assert "status 500" in answer["waiting_because"]


def test_an_authority_in_the_house_is_called_when_an_administrator_names_it(settings: Any, clock: Outside):
    settings.WEBHOOK_LOOPBACK = False
    settings.PRIVATE_AUTHORITIES = ["127.0.0.1"]
    outward.forget()

    assert sealing.certificates_of(trust.timestamper())[0].sha256 == clock.certificate.sha256


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
    folder = Path(settings.PKI_DIR) / "clocks"
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
    assert verify(data, trust=trust.roots(), between=trust.between(), clocks=trust.clocks()).reasons == ()
    assert "does not lead to a trusted root" in " ".join(verify(data, trust=trust.roots()).reasons)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("of another authority", "another authority's"),
        ("of changes only", "only what has changed"),
        ("of tomorrow", "begins only on"),
        ("endless", "longer than"),
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
        "of another authority": {"/root.crl": revocation_list(identity("Else", authority=True), at=now - DAY).dump()},
        "of changes only": {"/root.crl": revocation_list(root, at=now - DAY, changes_only=True).dump()},
        "of tomorrow": {"/root.crl": revocation_list(root, at=now + DAY).dump()},
        "endless": {"/root.crl": bytes(outward.MAX_LIST + 1)},
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


@pytest.fixture
def clock_with_responder(settings: Any, clock: Outside) -> Iterator[Outside]:
    """The authority of another house, which answers about one certificate at a time."""
    root = identity("Clock Root", authority=True)
    stamps = identity("Clock", root, extended=STAMPS_TIME, usage="digital_signature", answers_at=f"{clock.url}/ocsp")
    clock.key, clock.certificate, clock.chain = stamps.key, stamps.asn1, [root.asn1]
    folder = Path(settings.PKI_DIR) / "clocks"
    folder.mkdir(exist_ok=True)
    file = folder / "clock-root.pem"
    file.write_text(pem.armor("CERTIFICATE", root.asn1.dump()).decode())
    clock.root, clock.stamps = root, stamps
    yield clock
    file.unlink()


def test_an_answer_about_one_certificate_is_proof_as_well(
    committed: None, settings: Any, clock_with_responder: Outside
):
    clock, now = clock_with_responder, timezone.now()
    clock.respond = lambda asked: answer_about(asked, clock.stamps, clock.root, at=now)
    envelope = signed_by_all(settings, "B-LTA")

    drain()

    envelope.refresh_from_db()
    assert debt(envelope).error == ""
    assert envelope.level_reached == "B-LTA"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("nothing", "says nothing about a certificate"),
        ("about another", "about another certificate"),
        ("yesterday's", "not good now"),
        ("a stranger's", "do not validate"),
        ("that it was taken back", "do not validate"),
    ],
)
def test_an_answer_that_proves_nothing_keeps_the_seal_waiting(
    committed: None, settings: Any, clock_with_responder: Outside, what: str, words: str
):
    clock, now = clock_with_responder, timezone.now()
    root, stamps = clock.root, clock.stamps
    clock.respond = {
        "nothing": lambda _asked: b"<html></html>",
        "about another": lambda asked: answer_about(asked, identity("Else", root), root, at=now),
        "yesterday's": lambda asked: answer_about(asked, stamps, root, at=now - 2 * DAY),
        "a stranger's": lambda asked: answer_about(asked, stamps, root, at=now, by=identity("Else", authority=True)),
        "that it was taken back": lambda asked: answer_about(asked, stamps, root, at=now - DAY / 2, revoked=True),
    }[what]
    envelope = signed_by_all(settings, "B-LT")

    drain()

    envelope.refresh_from_db()
    assert envelope.state == "completed"
    assert words in debt(envelope).error


@pytest.mark.django_db
def test_the_level_is_that_of_the_day_it_is_sent_and_is_said_before_and_after(settings: Any, client: Client):
    settings.SEAL_LEVEL = "B-B"
    sam, maya = make_person("sam"), make_person("maya")
    make_mark(sam)
    envelope = prepared(inside(sam))
    settings.SEAL_LEVEL = "B-T"
    client.force_login(maya)

    before = client.get(envelope.get_absolute_url()).content.decode()
    actions.send_envelope(envelope, by=maya, at=moment())
    settings.SEAL_LEVEL = "B-B"
    after = client.get(envelope.get_absolute_url()).content.decode()

    assert "PAdES B-T" in before
    assert "it is fixed when it is sent" in before
    assert "PAdES B-T" in after
    assert Envelope.objects.get(pk=envelope.pk).level_wanted == "B-T"
