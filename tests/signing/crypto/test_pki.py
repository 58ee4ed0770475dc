"""Trial keys: private, honest about their worth, and never overwritten."""

import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.pki import KeyProblem, load_certificates, load_key, load_pkcs12, load_revocation_lists, make_trial_pki
from tests.signing.crypto.conftest import NOW, PASSPHRASE


def test_every_file_is_for_its_owner_only_and_the_readme_says_what_the_keys_are_worth(house):
    modes = {path.name: path.stat().st_mode & 0o777 for path in house.pki.folder.iterdir()}

    assert set(modes.values()) == {0o600}
    assert house.pki.folder.stat().st_mode & 0o777 == 0o700
    assert "What it does not show: who the organisation is" in (house.pki.folder / "README.txt").read_text()


def test_each_certificate_may_do_its_own_work_only(house):
    read = {
        n: x509.load_pem_x509_certificate((house.pki.folder / f"{n}.pem").read_bytes())
        for n in ("root", "issuing", "seal", "timestamp")
    }
    usage = {name: c.extensions.get_extension_for_class(x509.KeyUsage).value for name, c in read.items()}

    assert usage["root"].key_cert_sign
    assert usage["issuing"].crl_sign
    assert usage["seal"].content_commitment
    assert not usage["seal"].key_cert_sign
    stamp = read["timestamp"].extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert list(stamp.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    assert stamp.critical


def test_openssl_accepts_the_chain(house):
    command = [
        "openssl",
        "verify",
        "-CAfile",
        house.pki.root,
        "-untrusted",
        house.pki.issuing,
        house.pki.seal,
        house.pki.timestamp,
    ]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_keys_in_use_are_never_overwritten(house):
    before = house.pki.key("seal").read_bytes()

    with pytest.raises(KeyProblem, match="already holds an authority"):
        make_trial_pki(house.pki.folder, "Another", at=NOW)

    assert house.pki.key("seal").read_bytes() == before


def test_a_wrong_passphrase_or_file_is_told_in_words(house, tmp_path):
    junk = tmp_path / "junk.pem"
    junk.write_bytes(b"junk")

    with pytest.raises(KeyProblem, match="does not open"):
        load_key(house.pki.key("seal"), "wrong")
    with pytest.raises(KeyProblem, match="must be PEM or DER"):
        load_certificates([junk])
    with pytest.raises(KeyProblem, match="must be PEM or DER"):
        load_revocation_lists([junk])
    with pytest.raises(KeyProblem, match="cannot be read"):
        load_certificates([tmp_path / "absent.pem"])


def test_a_pkcs12_file_gives_key_and_certificate_and_a_weak_key_is_refused(house, tmp_path):
    certificate = x509.load_pem_x509_certificate(house.pki.seal.read_bytes())
    key = load_key(house.pki.key("seal"), PASSPHRASE)
    file = tmp_path / "seal.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, BestAvailableEncryption(b"pw"))
    )
    weak = tmp_path / "weak.pem"
    weak.write_bytes(
        rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )

    assert load_pkcs12(file, "pw")[1].serial_number == certificate.serial_number
    with pytest.raises(KeyProblem, match="2048 bits; 3072 or more"):
        load_key(weak, None)
