"""Seals with keys of other kinds: RSA, and a key that stays in a security module."""

import json
import os
import shutil
import signal
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
from signing.signer.holding import load_keys
from signing.signer.keys import LocalTimestamper
from signing.signer.messages import SignerProblem
from signing.signer.token import TokenKey
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
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts a seal's key into a token of a module made of software; gives the signer's settings."""
    pytest.importorskip("pkcs11", reason="the packages of requirements/pkcs11.txt are not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))

    def put(authority: TrialPki, token: str = TOKEN) -> Path:
        key = pki.load_key(authority.key("seal"), PASSPHRASE)
        (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        for step in (
            ["--init-token", "--free", "--label", token, "--pin", PIN, "--so-pin", PIN],
            ["--import", "key.pem", "--token", token, "--label", "seal", "--id", "01", "--pin", PIN],
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
    socket.unlink(missing_ok=True)  # what a signer that was killed left
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
    contract: bytes, made: MakePki, module: Callable[..., Path], tmp_path: Path, kind: str
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
    made: MakePki, module: Callable[..., Path], tmp_path: Path, what: str, value: str
):
    settings = module(made("ec"))
    values = json.loads(settings.read_text())
    values["pkcs11"][what] = value
    settings.write_text(json.dumps(values))

    command = [sys.executable, "-m", "signing.signer", "--socket", tmp_path / "signer.sock", "--settings", settings]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 2
    assert ("refuses the PIN" if what == "pin" else "does not sign") in ended.stderr
    assert PIN not in ended.stderr


@needs_module
def test_a_token_that_is_taken_out_and_put_back_seals_again(
    contract: bytes, made: MakePki, module: Callable[..., Path], tmp_path: Path
):
    authority, tokens, drawer = made("ec"), tmp_path / "tokens", tmp_path / "drawer"

    with running(module(authority), tmp_path) as client:
        process = client.ask({"do": "identify"})["process"]
        before = sealed(contract, authority, client.signer())
        tokens.rename(drawer)
        with pytest.raises(SignerProblem, match="Check that it is connected"):
            sealed(contract, authority, client.signer())
        drawer.rename(tokens)
        after = sealed(contract, authority, client.signer())
        same_process = client.ask({"do": "identify"})["process"] == process

    assert (before, after, same_process) == (["B-LTA"], ["B-LTA"], True)


@needs_module
def test_a_signer_that_is_started_again_opens_its_token_for_the_same_callers(
    contract: bytes, made: MakePki, module: Callable[..., Path], tmp_path: Path
):
    authority = made("rsa")
    settings = module(authority)

    with running(settings, tmp_path) as client:
        signer = client.signer()
        first = client.ask({"do": "identify"})["process"]
        before = sealed(contract, authority, signer)
        os.kill(first, signal.SIGKILL)
        with running(settings, tmp_path):
            after = sealed(contract, authority, signer)
            second = client.ask({"do": "identify"})["process"]

    assert (before, after) == (["B-LTA"], ["B-LTA"])
    assert first != second


@needs_module
def test_two_keys_in_one_module_are_never_taken_for_each_other(
    made: MakePki, module: Callable[..., Path], tmp_path: Path
):
    first, second = (
        TokenKey(Path(MODULE), token, PIN, "seal", pki.load_certificate(made(kind).seal))
        for token, kind in ((TOKEN, "ec"), ("annex", "rsa"))
    )
    module(made("ec"))
    module(made("rsa"), token="annex")

    for _again in range(2):
        for key in (first, second):
            assert pki.is_made_with(key.certificate, key.sign(b"words"), b"words")
        first._begin_anew()


@needs_module
def test_a_key_in_a_module_that_is_not_its_certificates_is_said(
    made: MakePki, module: Callable[..., Path], tmp_path: Path
):
    module(made("ec"))
    key = TokenKey(Path(MODULE), TOKEN, PIN, "seal", pki.load_certificate(made("ec").timestamp))

    with pytest.raises(pki.KeyProblem, match="not the one of its certificate"):
        key.check()


def test_a_key_in_a_file_that_is_not_its_certificates_is_said(made: MakePki, tmp_path: Path):
    authority = made("ec")
    values = json.loads(authority.signer_settings.read_text()) | {"certificate": str(authority.timestamp)}
    settings = authority.folder / "crossed.json"
    settings.write_text(json.dumps(values))
    settings.chmod(0o600)

    with pytest.raises(pki.KeyProblem, match="not the one of its certificate"):
        load_keys(settings)
