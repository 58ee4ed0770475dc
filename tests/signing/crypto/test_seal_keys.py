"""Seals with keys of other kinds: RSA, and a key that stays in a security module."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import Signer

from signing import pki
from signing.pki import TrialPki
from signing.sealing import Level, TrustMaterial, prepare_fields, seal
from signing.signer.client import SignerClient, signer_client
from signing.signer.keys import LocalTimestamper
from signing.verification.verifying import verify
from tests.signing.crypto.conftest import NOW, PASSPHRASE

ROOT = Path(__file__).resolve().parents[3]
PIN, TOKEN = "4711", "house"
MODULES = (
    os.environ.get("SOFTHSM2_MODULE", ""),
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
)
MODULE = next((path for path in MODULES if path and Path(path).exists()), "")
needs_module = pytest.mark.skipif(
    not MODULE or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)

MakePki = Callable[[str], TrialPki]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MakePki:
    """A trial authority whose seal has a key of that kind, made once."""
    there: dict[str, TrialPki] = {}

    def make(kind: str) -> TrialPki:
        if kind not in there:
            folder = tmp_path_factory.mktemp(kind) / "pki"
            there[kind] = pki.make_trial_pki(folder, "Northwind", at=NOW, passphrase=PASSPHRASE, rsa_seal=kind == "rsa")
        return there[kind]

    return make


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[TrialPki], Path]:
    """Puts a seal's key into a token of a module made of software; gives the signer's settings."""
    pytest.importorskip("pkcs11", reason="the packages of requirements/pkcs11.txt are not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))

    def put(authority: TrialPki) -> Path:
        key = pki.load_key(authority.key("seal"), PASSPHRASE)
        (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        for step in (
            ["--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", PIN],
            ["--import", "key.pem", "--token", TOKEN, "--label", "seal", "--id", "01", "--pin", PIN],
        ):
            command = ["softhsm2-util", "--module", MODULE, *step]
            subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        (tmp_path / "key.pem").unlink()
        settings = tmp_path / "signer.json"
        values = {
            "pkcs11": {"module": MODULE, "token": TOKEN, "pin": PIN, "key": "seal"},
            "certificate": str(authority.seal),
            "chain": [str(authority.issuing), str(authority.root)],
        }
        settings.write_text(json.dumps(values))
        settings.chmod(0o600)
        return settings

    return put


@contextmanager
def running(settings: Path, tmp_path: Path) -> Iterator[SignerClient]:
    """A signer process of its own with these settings."""
    socket = tmp_path / "run" / "signer.sock"
    command = [sys.executable, "-m", "signing.signer", "--socket", socket, "--settings", settings]
    process = subprocess.Popen(command, cwd=ROOT)
    client = signer_client(socket)
    try:
        deadline = time.monotonic() + 30
        while not socket.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        yield client
    finally:
        client.close()
        process.kill()
        process.wait()


def sealed(contract: bytes, authority: TrialPki, signer: Signer) -> list[str]:
    """Sealed at the highest level; what is wrong with it, and the levels of its signatures."""
    chain = pki.load_certificates([authority.issuing, authority.root])
    clock = LocalTimestamper(
        pki.load_key(authority.key("timestamp"), PASSPHRASE),
        pki.load_certificate(authority.timestamp),
        chain,
        lambda: datetime.now(UTC),
    )
    trust = TrustMaterial((chain[1],), (chain[0],), tuple(pki.load_revocation_lists(authority.revocation_lists)))
    prepared = prepare_fields(contract, [], certification=False)
    done = seal(prepared, signer, Level.LTA, reason="Sealed", at=NOW, timestamper=clock, trust=trust)
    verdict = verify(done.pdf, trust=trust.roots, crls=trust.revocation_lists)
    return [*verdict.reasons, *(one.level for one in verdict.signatures if one.level)]


def test_a_seal_with_an_rsa_key_reaches_the_highest_level(contract: bytes, made: MakePki, tmp_path: Path):
    authority = made("rsa")

    with running(authority.signer_settings, tmp_path) as client:
        signer = client.signer()
        found = sealed(contract, authority, signer)

    assert found == ["B-LTA"]
    assert (signer.signing_cert.public_key.algorithm, signer.signing_cert.public_key.bit_size) == ("rsa", 3072)


@needs_module
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_key_that_stays_in_its_module_seals(
    contract: bytes, made: MakePki, module: Callable[[TrialPki], Path], tmp_path: Path, kind: str
):
    authority = made(kind)

    with running(module(authority), tmp_path) as client:
        found = [sealed(contract, authority, client.signer(purpose=f"envelope {number}")) for number in range(2)]
        uses = [use["purpose"] for use in client.take_uses()]

    assert found == [["B-LTA"], ["B-LTA"]]
    assert uses == ["envelope 0", "envelope 1"]


@needs_module
@pytest.mark.parametrize(
    ("what", "value"), [("pin", "0000"), ("token", "another"), ("key", "another"), ("module", "/nowhere/module.so")]
)
def test_a_module_that_cannot_be_used_is_said_when_the_signer_starts(
    made: MakePki, module: Callable[[TrialPki], Path], tmp_path: Path, what: str, value: str
):
    settings = module(made("ec"))
    values = json.loads(settings.read_text())
    values["pkcs11"][what] = value
    settings.write_text(json.dumps(values))

    command = [sys.executable, "-m", "signing.signer", "--socket", tmp_path / "signer.sock", "--settings", settings]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 2
    assert "does not sign" in ended.stderr
    assert PIN not in ended.stderr
