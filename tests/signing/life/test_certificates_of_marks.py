"""A mark signs with a certificate of its own: bound by an administrator, named wherever the signature is, refused when it is not good."""

import io
import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.conf import settings as product
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.ledger.models import Entry
from flowmono.outbox.delivering import drain
from signing import actions, pki, sealing, trust
from signing.models import Envelope, SignatureProfile
from signing.pki import TrialPki
from tests.people import NOON, make_person
from tests.signing.crypto.authorities import DAY, identity
from tests.signing.crypto.test_certificate_pdf import text_of
from tests.signing.life.scenes import inside, make_mark, sent, sign

CODE = "-----BEGIN CERTIFICATE-----"


def passphrase(authority: TrialPki) -> str:
    return str(json.loads(authority.signer_settings.read_text())["passphrase"])


def issued(person: str, *, days_ago: int = 0) -> str:
    """A certificate of the trial authority for this person, under a name of its own."""
    authority, name = trust.trial_authority(at=timezone.now()), f"key-{uuid4().hex[:8]}"
    at = timezone.now() - days_ago * DAY
    pki.issue_for_person(authority, person, name, passphrase=passphrase(authority), at=at)
    return name


def folder() -> Path:
    return Path(product.PKI_DIR) / "people"


@pytest.fixture
def mark() -> SignatureProfile:
    return make_mark(make_person("sam"))


@pytest.fixture
def bound(mark: SignatureProfile) -> SignatureProfile:
    """Sam's mark, which signs with a certificate in Sam's own name."""
    return actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name=issued("Sam Whitfield"))


def signed(mark: SignatureProfile, settings: Any, level: str = "B-B") -> Envelope:
    settings.SEAL_LEVEL = level
    envelope = sent(inside(mark.user))
    sign(envelope, mark.user.email)
    drain()
    return Envelope.objects.select_related("current_version", "certificate_version").get(pk=envelope.pk)


def names_in(pdf: bytes) -> dict[str, str]:
    return {field: one.subject.native["common_name"] for field, one in sealing.signed_with(pdf).items()}


def test_the_signature_is_made_with_the_marks_certificate_and_the_seal_with_the_companys(
    committed: None, bound: SignatureProfile, settings: Any
):
    envelope = signed(bound, settings)

    names = names_in(envelope.current_version.content())
    assert names["Signer 1"] == "Sam Whitfield"
    assert names["Certification"] == names["Seal"]
    assert names["Seal"].endswith("Seal (trial)")


def test_without_one_the_companys_is_used(committed: None, mark: SignatureProfile, settings: Any):
    envelope = signed(mark, settings)

    assert len(set(names_in(envelope.current_version.content()).values())) == 1


def test_every_use_in_the_ledger_names_the_certificate(committed: None, bound: SignatureProfile, settings: Any):
    envelope = signed(bound, settings)

    held = trust.client().named(bound.certificate).certificate
    uses = [entry.facts for entry in Entry.objects.filter(kind="key.used", case_id=envelope.case)]
    mine = [one for one in uses if one["subject"] == "Sam Whitfield"]
    assert [(one["certificate"], one["signer"]) for one in mine] == [(held.sha256.hex(), "Sam Whitfield")]
    assert all(one["subject"] for one in uses)


def test_the_check_the_command_and_the_certificate_of_completion_name_it(
    committed: None, bound: SignatureProfile, settings: Any, tmp_path: Path
):
    envelope = signed(bound, settings)
    file = tmp_path / "signed.pdf"
    file.write_bytes(envelope.current_version.content())
    said = io.StringIO()

    call_command("verify", str(file), stdout=said)
    with file.open("rb") as upload:
        page = Client().post(reverse("signing:verify"), {"file": upload}).content.decode()

    assert said.getvalue().startswith("VALID")
    assert "with the certificate of Sam Whitfield" in said.getvalue()
    assert "Signed with the certificate of Sam Whitfield" in page
    assert "Certificate used: Sam Whitfield" in text_of(envelope.certificate_version.content())


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_seals_of_every_level_prove_that_the_marks_certificate_was_not_taken_back(
    committed: None, bound: SignatureProfile, settings: Any, level: str
):
    envelope = signed(bound, settings, level)

    assert envelope.level_reached == level
    pdf = envelope.current_version.content()
    assert level == "B-T" or b"/DSS" in pdf
    signature = next(
        one for one in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures if one.field_name == "Signer 1"
    )
    context = ValidationContext(
        trust_roots=list(trust.roots()), other_certs=list(trust.between()), crls=list(trust.lists_at_hand())
    )
    status = validate_pdf_signature(signature, context)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)


def test_other_programs_find_the_persons_signature_good(
    committed: None, bound: SignatureProfile, settings: Any, tmp_path: Path
):
    envelope = signed(bound, settings, "B-LTA")
    (tmp_path / "signed.pdf").write_bytes(envelope.current_version.content())

    judged = subprocess.run(["pdfsig", "signed.pdf"], cwd=tmp_path, capture_output=True, text=True).stdout
    held = trust.client().named(bound.certificate)
    (tmp_path / "own.pem").write_text(_pem(held.certificate.dump()))
    (tmp_path / "chain.pem").write_text("".join(_pem(one.dump()) for one in held.chain))
    command = ["openssl", "verify", "-CAfile", "chain.pem", "own.pem"]
    verified = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    persons = next(
        part for part in judged.split("Signature #") if "Signer Certificate Common Name: Sam Whitfield" in part
    )
    assert "Signature Validation: Signature is Valid." in persons
    assert verified.stdout.strip() == "own.pem: OK"


def _pem(der: bytes) -> str:
    return pem.armor("CERTIFICATE", der).decode()


@pytest.fixture
def other_house() -> str:
    """A certificate in Sam's name for which nobody who is trusted here vouches."""
    name, own = f"key-{uuid4().hex[:8]}", identity("Sam Whitfield", identity("Elsewhere", authority=True), bits=3072)
    return _put(name, own)


def _put(name: str, own: Any) -> str:
    trust.trial_authority(at=timezone.now())
    folder().mkdir(exist_ok=True, mode=0o700)
    sealed = pkcs12.serialize_key_and_certificates(
        b"own", own.key, own.certificate, None, BestAvailableEncryption(b"open sesame")
    )
    (folder() / f"{name}.p12").write_bytes(sealed)
    file = folder() / f"{name}.json"
    file.write_text(json.dumps({"pkcs12": f"{name}.p12", "passphrase": "open sesame"}))
    file.chmod(0o600)
    return name


@pytest.mark.django_db
def test_a_certificate_that_nobody_trusted_vouches_for_is_not_bound(mark: SignatureProfile, other_house: str):
    with pytest.raises(Invalid, match="does not lead to a root that is trusted here"):
        actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name=other_house)

    mark.refresh_from_db()
    assert mark.certificate == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ends": timezone.now() - DAY}, "ran out on"),
        ({"begins": timezone.now() + DAY}, "only valid from"),
        ({"usage": "key_agreement"}, "another purpose"),
        ({"authority": True}, "another purpose"),
    ],
)
def test_one_that_could_not_sign_today_is_not_bound(mark: SignatureProfile, facts: dict[str, Any], words: str):
    name = _put(f"key-{uuid4().hex[:8]}", identity("Sam Whitfield", bits=3072, **facts))

    with pytest.raises(Invalid, match=words):
        actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name=name)


@pytest.mark.django_db
def test_a_mark_signs_with_its_own_persons_certificate_only(mark: SignatureProfile):
    with pytest.raises(Invalid, match="is that of “Vera Halloran”, and the mark is that of “Sam Whitfield”"):
        actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name=issued("Vera Halloran"))


@pytest.mark.django_db
def test_one_that_the_signer_does_not_know_is_not_bound(mark: SignatureProfile):
    with pytest.raises(Invalid, match="knows no certificate named “nobody”"):
        actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name="nobody")


@pytest.mark.django_db
def test_only_administrators_bind_and_the_change_is_kept(mark: SignatureProfile):
    name = issued("Sam Whitfield")

    for who in ("sam", "maya", "aud"):
        with pytest.raises(NotAllowed):
            actions.bind_certificate(mark, by=make_person(who), at=NOON, name=name)
    actions.bind_certificate(mark, by=make_person("ada"), at=NOON, name=name)

    entry = Entry.objects.get(kind="mark.certificate", case_id=mark.case)
    assert (entry.facts["before"], entry.facts["after"], entry.facts["subject"]) == ("", name, "Sam Whitfield")
    assert [one.certificate for one in mark.history.order_by("-pk")[:2]] == [name, ""]


def test_a_certificate_that_was_taken_back_signs_nothing_and_is_not_replaced(
    committed: None, bound: SignatureProfile, settings: Any
):
    authority = trust.trial_authority(at=timezone.now())
    serial = trust.client().named(bound.certificate).certificate.serial_number
    pki.renew_revocation_lists(authority, passphrase=passphrase(authority), at=timezone.now(), revoked=[serial])
    envelope = sent(inside(bound.user))

    with pytest.raises(Conflict, match=r"was taken back by whoever issued it\. Ask an administrator"):
        sign(envelope, bound.user.email)

    envelope = Envelope.objects.select_related("current_version").get(pk=envelope.pk)
    assert envelope.state == "sent"
    assert "Signer 1" not in names_in(envelope.current_version.content())


def test_a_key_that_is_gone_signs_nothing(committed: None, bound: SignatureProfile, settings: Any):
    (folder() / f"{bound.certificate}.json").unlink()
    envelope = sent(inside(bound.user))

    with pytest.raises(Conflict, match="knows no certificate named"):
        sign(envelope, bound.user.email)


def test_the_trial_authority_issues_one_and_says_what_it_is_worth(tmp_path: Path, settings: Any):
    settings.PKI_DIR = tmp_path / "pki"
    pki.make_trial_pki(settings.PKI_DIR, "Brightwater", at=timezone.now() - timedelta(days=1))
    said = io.StringIO()

    call_command("make_trial_pki", "--person", "Sam Whitfield", stdout=said)

    assert (settings.PKI_DIR / "people" / "sam-whitfield.json").exists()
    assert "not with the person" in said.getvalue()
    assert CODE not in said.getvalue()
