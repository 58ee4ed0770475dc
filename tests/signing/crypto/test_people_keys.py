"""The signer knows certificates of people by name: lists what is public of them, signs with each, and says what it cannot use."""

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import pki
from signing.pki import TrialPki
from signing.sealing import certify, prepare_fields, sign
from signing.signer.client import SignerClient, signer_client
from signing.signer.messages import SignerProblem
from signing.stamps import Mark
from tests.signing.crypto.conftest import MAYA, NOW, PASSPHRASE


@pytest.fixture
def authority(tmp_path: Path) -> TrialPki:
    made = pki.make_trial_pki(tmp_path / "pki", "Northwind", at=NOW, passphrase=PASSPHRASE)
    pki.issue_for_person(made, "Maya Lindqvist", "maya-lindqvist", passphrase=PASSPHRASE, at=NOW)
    return made


@pytest.fixture
def client(authority: TrialPki, tmp_path: Path) -> Iterator[SignerClient]:
    made = signer_client(tmp_path / "run" / "signer.sock", settings=authority.signer_settings)
    yield made
    os.kill(made.ask({"do": "identify"})["process"], signal.SIGKILL)
    made.close()


def test_the_signer_lists_names_and_certificates_and_nothing_secret(client: SignerClient):
    people, problems = client.people()
    told = json.dumps(client.ask({"do": "list"}))

    assert [(one.name, one.certificate.subject.native["common_name"], one.kept) for one in people] == [
        ("maya-lindqvist", "Maya Lindqvist", "PEM")
    ]
    assert problems == {}
    assert PASSPHRASE not in told
    assert "PRIVATE" not in told


def test_a_signature_by_name_is_made_with_that_certificate(client: SignerClient, contract: bytes):
    held = client.named("maya-lindqvist")

    certified = certify(prepare_fields(contract, [MAYA]), client.signer(), reason="Sent", at=NOW)
    signer = client.signer(purpose="envelope 12", name="maya-lindqvist")
    sign(certified.pdf, "Maya", signer, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW)

    first, second = client.take_uses()
    assert (first["key"], first["certificate"]) == ("", client.seal().certificate.sha256.hex())
    assert (second["key"], second["certificate"]) == ("maya-lindqvist", held.certificate.sha256.hex())


def test_one_that_comes_later_is_known_without_a_restart(client: SignerClient, authority: TrialPki):
    with pytest.raises(SignerProblem, match="knows no certificate named “abel-lindqvist”"):
        client.signer(name="abel-lindqvist")

    pki.issue_for_person(authority, "Abel Lindqvist", "abel-lindqvist", passphrase=PASSPHRASE, at=NOW)

    assert client.named("abel-lindqvist").certificate.subject.native["common_name"] == "Abel Lindqvist"


@pytest.mark.parametrize("what", ["open to others", "no JSON", "another's key", "a wrong passphrase", "a wrong name"])
def test_what_cannot_be_used_is_said_and_hinders_nobody_else(client: SignerClient, authority: TrialPki, what: str):
    pki.issue_for_person(authority, "Abel Lindqvist", "abel-lindqvist", passphrase=PASSPHRASE, at=NOW)
    file = authority.folder / "people" / "abel-lindqvist.json"
    values = json.loads(file.read_text())
    match what:
        case "open to others":
            file.chmod(0o644)
        case "no JSON":
            file.write_text("passphrase: secret")
        case "another's key":
            hers = json.loads(file.with_name("maya-lindqvist.json").read_text())
            file.write_text(json.dumps(hers | {"certificate": values["certificate"]}))
        case "a wrong passphrase":
            file.write_text(json.dumps(values | {"passphrase": "wrong"}))
        case "a wrong name":
            file.rename(file.with_name("Abel Lindqvist.json"))
    os.utime(authority.folder / "people" / "maya-lindqvist.json", (time.time() + 1, time.time() + 1))

    people, problems = client.people()

    assert [one.name for one in people] == ["maya-lindqvist"]
    words = {
        "open to others": "can be read by others",
        "no JSON": "is not JSON",
        "another's key": "not the one of its certificate",
        "a wrong passphrase": "does not open",
        "a wrong name": "small letters",
    }[what]
    assert [words in problem for problem in problems.values()] == [True]


def test_a_certificate_that_was_exchanged_meanwhile_signs_nothing_with_the_old_one_in_it(
    client: SignerClient, authority: TrialPki, contract: bytes
):
    certified = certify(prepare_fields(contract, [MAYA]), client.signer(), reason="Sent", at=NOW)
    before = client.signer(name="maya-lindqvist")
    shutil.rmtree(authority.folder / "people")
    pki.issue_for_person(authority, "Maya Lindqvist", "maya-lindqvist", passphrase=PASSPHRASE, at=NOW)

    with pytest.raises(SignerProblem, match="another certificate than before"):
        sign(certified.pdf, "Maya", before, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW)

    after = client.signer(name="maya-lindqvist")
    assert sign(certified.pdf, "Maya", after, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW).pdf


def test_a_person_gets_no_second_certificate_under_one_name(authority: TrialPki):
    with pytest.raises(pki.KeyProblem, match="already holds a certificate named"):
        pki.issue_for_person(authority, "Maya Lindqvist", "maya-lindqvist", passphrase=PASSPHRASE, at=NOW)
