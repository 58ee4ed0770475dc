"""The signer process: it alone knows the key, signs documents only, notes each use, and comes back after being killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from signing.sealing import Level, certify, prepare_fields, seal, sign
from signing.signer.client import SignerClient, signer_client
from signing.signer.messages import SignerProblem, receive_message, send_message
from signing.stamps import Mark
from tests.signing.crypto.conftest import MAYA, NOW, House


@pytest.fixture
def client(house: House, tmp_path: Path):
    made = signer_client(tmp_path / "run" / "signer.sock", settings=house.pki.signer_settings)
    yield made
    os.kill(made.ask({"do": "identify"})["process"], signal.SIGKILL)
    made.close()


def test_a_contract_is_certified_signed_and_sealed_without_a_key_in_this_process(client, house, contract):
    signer, timestamper = client.signer(purpose="envelope 12"), client.timestamper()

    certified = certify(prepare_fields(contract, [MAYA]), signer, reason="Sent", at=NOW)
    signed = sign(certified.pdf, "Maya", signer, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW)
    sealed = seal(signed.pdf, signer, Level.LTA, reason="Sealed", at=NOW, timestamper=timestamper, trust=house.trust)

    assert sealed.reached is Level.LTA
    uses = [use for use in client.take_uses() if use["use"] == "signature"]
    assert [use["digest"] for use in uses] == [one.document_digest for one in (certified, signed, sealed)]
    assert {use["purpose"] for use in uses} == {"envelope 12"}
    assert client.take_uses() == []


def test_every_use_is_on_disk_whoever_forgets_to_note_it(client, tmp_path, contract):
    signed = certify(prepare_fields(contract, []), client.signer(), reason="Sent", at=NOW)

    lines = [json.loads(line) for line in (tmp_path / "run" / "uses.log").read_text().splitlines()]

    assert [line["digest"] for line in lines] == [signed.document_digest]
    assert (tmp_path / "run" / "uses.log").stat().st_mode & 0o777 == 0o600


def test_a_killed_signer_is_started_again_and_the_request_succeeds(client, contract):
    first = client.ask({"do": "identify"})["process"]
    os.kill(first, signal.SIGKILL)

    signed = certify(prepare_fields(contract, []), client.signer(), reason="Sent", at=NOW)

    assert signed.reached is Level.B
    assert client.ask({"do": "identify"})["process"] != first


def test_many_threads_and_two_clients_share_one_signer(client, house, tmp_path):
    other = signer_client(tmp_path / "run" / "signer.sock", settings=house.pki.signer_settings)
    seen: list[int] = []

    def ask(which: SignerClient) -> None:
        seen.extend(which.ask({"do": "identify"})["process"] for _ in range(5))

    threads = [threading.Thread(target=ask, args=(which,)) for which in (client, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()

    assert len(seen) == 40
    assert len(set(seen)) == 1


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"do": "sign", "attributes": "AAAA"}, "only the signed attributes of a document signature"),
        ({"do": "sign"}, "lacks its part"),
        ({"do": "give me the key"}, "something it does not do"),
        ({"do": "stamp", "request": "AAAA"}, "cannot be read"),
    ],
)
def test_the_signer_signs_nothing_but_documents_and_times(client, request_, words):
    with pytest.raises(SignerProblem, match=words):
        client.ask(request_)

    assert client.take_uses() == []


def test_the_socket_is_closed_to_other_users(client, tmp_path):
    client.ask({"do": "identify"})

    assert (tmp_path / "run" / "signer.sock").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_garbage_on_the_socket_hurts_only_its_sender(client, tmp_path):
    client.ask({"do": "identify"})
    with socket.socket(socket.AF_UNIX) as rude:
        rude.connect(str(tmp_path / "run" / "signer.sock"))
        rude.sendall(b"\xff\xff\xff\xffGET / HTTP/1.1")
        rude.settimeout(5)
        send_back = receive_message(rude)

    assert send_back is not None
    assert "larger than the signer's protocol allows" in send_back["problem"]
    assert client.ask({"do": "identify"})["stamps"] is True


def test_without_a_signer_the_message_says_what_to_do(tmp_path):
    alone = signer_client(tmp_path / "nobody.sock")

    with pytest.raises(SignerProblem, match="Check that it runs"):
        alone.signer()


def test_settings_that_others_may_read_are_refused(tmp_path, house):
    loose = tmp_path / "signer.json"
    loose.write_text(house.pki.signer_settings.read_text())
    loose.chmod(0o644)

    with pytest.raises(SignerProblem, match="chmod 600"):
        signer_client(tmp_path / "run" / "signer.sock", settings=loose).signer()


def test_the_signer_ends_with_whoever_started_it(tmp_path, house):
    program = (
        "import sys, os; from pathlib import Path; from signing.signer.client import signer_client;"
        "print(signer_client(Path(sys.argv[1]), settings=Path(sys.argv[2])).ask({'do': 'identify'})['process'], flush=True)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "run" / "signer.sock", house.pki.signer_settings],
        capture_output=True, text=True, check=True, cwd=root,
    )  # fmt: skip

    process = int(done.stdout)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{process}/cmdline").exists():
        time.sleep(0.1)

    assert not Path(f"/proc/{process}/cmdline").exists() or "Z" in Path(f"/proc/{process}/stat").read_text().split()[2]


def test_a_message_is_read_whole_or_not_at_all():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send_message(ours, {"a": 1})
        ours.sendall(b"\x00\x00\x00\x05{}")
        ours.shutdown(socket.SHUT_WR)

        assert receive_message(theirs) == {"a": 1}
        with pytest.raises(ConnectionError):
            receive_message(theirs)
