"""Asking the signer process: a pyHanko signer and timestamper that hold no key.

`signer_client(socket_path)` connects to a running signer, or starts one first when it is told where the signer's settings lie.
The client passes only that path on; it never reads the file. In production the signer runs under its own user, started by the
system, and the client is given the socket alone.
"""

import base64
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import tsp, x509
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

from signing.signer.keys import certificate_store, signature_algorithm
from signing.signer.messages import SignerProblem, receive_message, send_message

START_SECONDS = 20.0
ANSWER_SECONDS = 15.0
TRIES = 5
ROOT = Path(__file__).resolve().parents[2]

_started: dict[Path, subprocess.Popen[bytes]] = {}
_starting = threading.Lock()


def signer_client(socket_path: Path, *, settings: Path | None = None) -> "SignerClient":
    """A client of the signer behind this socket; with `settings`, a signer that is not there is started (and started again
    when it has died). Connects at the first use."""
    return SignerClient(socket_path.absolute(), settings.absolute() if settings else None)


@dataclass(frozen=True)
class Held:
    """A certificate whose key the signer holds: its name there ("": the organisation's seal), and what the key is kept in."""

    name: str
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    kept: str


def _held(name: str, told: Mapping[str, Any]) -> Held:
    return Held(
        name,
        x509.Certificate.load(base64.b64decode(told["certificate"])),
        tuple(x509.Certificate.load(base64.b64decode(text)) for text in told["chain"]),
        str(told["kept"]),
    )


class SignerClient:
    """One connection to the signer process. Threads may share it; requests take turns.

    `uses` are the records of every use of the keys through this client, oldest first: {use, digest, certificate, at, purpose}.
    Take them with `take_uses` and write them to the ledger.
    """

    def __init__(self, socket_path: Path, settings: Path | None) -> None:
        self._path, self._settings = socket_path, settings
        self._connection: socket.socket | None = None
        self._owner = os.getpid()
        self._identity: dict[str, Any] | None = None
        self._turn = threading.Lock()
        self._uses: list[dict[str, str]] = []
        self._timestamper: RemoteTimestamper | None = None

    def signer(self, *, purpose: str = "", name: str = "") -> "RemoteSigner":
        """A pyHanko signer for `sealing`: with the key that the signer knows by that name, without one the organisation's.

        `purpose` (such as "envelope 12, Maya") is kept in the record of each use. Raises SignerProblem for a name that it does not know.
        """
        held = self.named(name) if name else self.seal()
        return RemoteSigner(self, held.certificate, list(held.chain), purpose, name)

    def seal(self) -> "Held":
        """The organisation's certificate, as far as others may know it."""
        return _held("", self._identify())

    def people(self) -> "tuple[list[Held], dict[str, str]]":
        """The certificates of people that the signer can sign with now, and by name why others that lie there cannot be used."""
        reply = self.ask({"do": "list"})
        return [_held(str(one["name"]), one) for one in reply["people"]], dict(reply["problems"])

    def named(self, name: str) -> "Held":
        """The certificate that the signer knows by this name. Raises SignerProblem when there is none that can be used."""
        people, problems = self.people()
        found = next((one for one in people if one.name == name), None)
        if found is None:
            raise SignerProblem(problems.get(name) or f"The signer knows no certificate named “{name}”.")
        return found

    def timestamper(self) -> "RemoteTimestamper | None":
        """The signer's own timestamp authority, None when it has no timestamp key."""
        if self._timestamper is None and self._identify()["stamps"]:
            self._timestamper = RemoteTimestamper(self)
        return self._timestamper

    def take_uses(self) -> list[dict[str, str]]:
        """The records of use since the last call."""
        with self._turn:
            taken, self._uses = self._uses, []
        return taken

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request, one reply. Tries again on a new connection when the signer died in between. Raises SignerProblem."""
        with self._turn:
            reply = self._exchange(request)
            if "used" in reply:
                self._uses.append(reply["used"])
        if reply.get("changed"):
            self._identity = None
        if "problem" in reply:
            raise SignerProblem(str(reply["problem"]))
        return reply

    def close(self) -> None:
        """Hang up. The signer process stays."""
        with self._turn:
            self._hang_up()

    def _identify(self) -> dict[str, Any]:
        if self._identity is None:
            self._identity = self.ask({"do": "identify"})
        return self._identity

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        for attempt in range(1, TRIES + 1):
            try:
                connection = self._connected()
                send_message(connection, request)
                reply = receive_message(connection)
                if reply is not None:
                    return reply
                raise ConnectionError("the signer hung up")
            except TimeoutError:
                self._hang_up()
                raise SignerProblem(
                    f"The signer did not answer within {ANSWER_SECONDS:.0f} seconds. Try again."
                ) from None
            except OSError as error:
                self._hang_up()
                if attempt == TRIES:
                    raise SignerProblem(f"The signer cannot be reached ({error}). Check that it runs.") from error
                time.sleep(0.1 * attempt)  # one that is just ending still takes calls; its successor needs a moment
        raise SignerProblem("The signer cannot be reached. Check that it runs.")

    def _connected(self) -> socket.socket:
        if self._connection is not None and self._owner != os.getpid():
            # A forked worker must not speak on its parent's connection.
            self._connection = None
        if self._connection is None:
            self._connection = _connect(self._path, self._settings)
            self._owner = os.getpid()
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class RemoteSigner(Signer):
    """A pyHanko signer whose key is in the signer process."""

    def __init__(
        self,
        client: SignerClient,
        certificate: x509.Certificate,
        chain: list[x509.Certificate],
        purpose: str,
        name: str = "",
    ) -> None:
        super().__init__(
            signing_cert=certificate,
            cert_registry=certificate_store(chain),
            signature_mechanism=signature_algorithm(certificate),
        )
        self._client, self._purpose, self._name = client, purpose, name
        self._held = certificate.sha256.hex()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """See pyHanko's Signer. A dry run only asks for the size, so the key is not used for it.
        Raises SignerProblem when the signer does not answer."""
        if dry_run:
            return bytes(_signature_size(self.signing_cert))
        request = {
            "do": "sign",
            "attributes": base64.b64encode(data).decode(),
            "purpose": self._purpose,
            "name": self._name,
            "certificate": self._held,
        }
        return base64.b64decode(self._client.ask(request)["signature"])


class RemoteTimestamper(TimeStamper):
    """The timestamp authority of the signer process, with that process's clock."""

    def __init__(self, client: SignerClient) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for one timestamp; an OSError when the signer does not answer, so that sealing waits and tries again."""
        try:
            reply = self._client.ask({"do": "stamp", "request": base64.b64encode(req.dump()).decode()})
        except SignerProblem as problem:
            raise OSError(str(problem)) from problem
        return tsp.TimeStampResp.load(base64.b64decode(reply["response"]))


def _signature_size(certificate: x509.Certificate | None) -> int:
    """The largest signature that the certificate's key makes, in bytes."""
    if certificate is None or certificate.public_key.algorithm != "rsa":
        bits = certificate.public_key.bit_size if certificate else 521
        return 2 * ((bits + 7) // 8) + 9
    return int(certificate.public_key.byte_size)


def _connect(path: Path, settings: Path | None) -> socket.socket:
    """A connection to the signer; starts it first where that is our business."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(str(path))
            return connection
        except OSError:
            connection.close()
            if settings is None:
                raise
        _start(path, settings)
        if time.monotonic() > deadline:
            raise SignerProblem(f"The signer did not start within {START_SECONDS:.0f} seconds.")
        time.sleep(0.05)


def _start(path: Path, settings: Path) -> None:
    """Start a signer unless one of ours is alive. Several processes may do this at once: all but one of the signers end at once.

    SignerProblem, in the signer's own words, when the one started last could not use its keys.
    """
    with _starting:
        before = _started.get(path)
        if before is not None and before.poll() is None:
            return
        if before is not None and (before.returncode or 0) > 0:
            del _started[path]
            words = _log(path).read_text(errors="replace").strip()[-500:]
            raise SignerProblem(f"The signer does not start: {words or 'no reason given'}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(_log(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as log:
            process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-m", "signing.signer", "--with-starter", "--socket", path, "--settings", settings],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=ROOT,
                env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        _started[path] = process


def _log(path: Path) -> Path:
    return path.with_name("signer.log")
