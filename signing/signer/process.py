"""The signer process: the only one that is given keys and passphrase.

    python -m signing.signer --socket SOCKET --settings signer.json

It listens on a UNIX socket that its own user alone may open, and signs two things and nothing else: the signed attributes of a
document signature (so the key cannot be made to sign anything of another kind, such as a certificate), and timestamps, always with
its own clock. Every use is appended to uses.log beside the socket before the signature leaves, so the number of signatures in
storage can be compared with the number of uses even if whoever asked forgot to write it down.

signer.json, read by this process only (mode 0600), names files relative to itself: key, certificate, chain, passphrase, and
optionally timestamp_key and timestamp_certificate; or pkcs12 instead of key, certificate and chain; or pkcs11 instead of key, an object
with module (the library's path), token, pin and key (the labels in the module).
"""

import base64
import fcntl
import json
import os
import select
import socket
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, tsp, x509

from signing.pki import KeyProblem, PrivateKey, demand_pair, load_certificate, load_certificates, load_key, load_pkcs12
from signing.signer.keys import raw_signature, timestamp_response
from signing.signer.messages import SignerProblem, receive_message, send_message
from signing.signer.token import TokenKey

IDLE_SECONDS = 60.0


@dataclass(frozen=True)
class Keys:
    """What the signer holds in memory, parsed once."""

    key: PrivateKey | TokenKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    timestamp_key: PrivateKey | None
    timestamp_certificate: x509.Certificate | None


def load_keys(settings: Path) -> Keys:
    """The keys that signer.json names. KeyProblem says what is missing, and refuses a file that others may read."""
    try:
        open_to_others = settings.stat().st_mode & 0o077
        values = json.loads(settings.read_text())
    except OSError as error:
        raise KeyProblem(f"The signer's settings cannot be read: {error.strerror} ({settings.name}).") from None
    except ValueError:
        raise KeyProblem(f"{settings.name} is not JSON. Make the trial keys anew, or correct it.") from None
    if open_to_others:
        raise KeyProblem(f"{settings.name} can be read by others. Run: chmod 600 {settings.name}")
    folder, secret = settings.parent, values.get("passphrase")
    key: PrivateKey | TokenKey
    try:
        if "pkcs12" in values:
            key, certificate, chain = load_pkcs12(folder / values["pkcs12"], secret)
        else:
            certificate = load_certificate(folder / values["certificate"])
            chain = load_certificates(folder / name for name in values.get("chain", []))
            in_module = values.get("pkcs11")
            key = (
                _key_in_module(in_module, folder, certificate)
                if in_module
                else load_key(folder / values["key"], secret)
            )
        if not isinstance(key, TokenKey):
            demand_pair(key, certificate, settings.name)
        stamps = "timestamp_key" in values
        return Keys(
            key=key,
            certificate=certificate,
            chain=tuple(chain),
            timestamp_key=load_key(folder / values["timestamp_key"], secret) if stamps else None,
            timestamp_certificate=load_certificate(folder / values["timestamp_certificate"]) if stamps else None,
        )
    except KeyError as error:
        raise KeyProblem(f"{settings.name} lacks the entry {error}.") from None


def _key_in_module(values: dict[str, str], folder: Path, certificate: x509.Certificate) -> TokenKey:
    key = TokenKey(folder / values["module"], values["token"], values["pin"], values["key"], certificate)
    key.check()
    return key


def answer(request: dict[str, Any], keys: Keys, clock: Callable[[], datetime]) -> dict[str, Any]:
    """The reply to one request; `used` in it is the record of the key's use, for the ledger. Raises SignerProblem."""
    match request.get("do"):
        case "identify":
            return {
                "certificate": _text(keys.certificate.dump()),
                "chain": [_text(certificate.dump()) for certificate in keys.chain],
                "stamps": keys.timestamp_key is not None,
                "process": os.getpid(),
            }
        case "sign":
            attributes = _bytes(request, "attributes")
            used = {
                "use": "signature",
                "digest": signed_digest(attributes),
                "certificate": keys.certificate.sha256.hex(),
                "at": clock().isoformat(),
                "purpose": str(request.get("purpose", ""))[:200],
            }
            return {"signature": _text(raw_signature(keys.key, attributes)), "used": used}
        case "stamp":
            return _stamped(_bytes(request, "request"), keys, clock())
    raise SignerProblem("The signer was asked for something it does not do.")


def signed_digest(attributes: bytes) -> str:
    """The document hash (hex) inside DER-encoded signed attributes; SignerProblem when they belong to no document signature."""
    try:
        found = {a["type"].native: a["values"] for a in cms.CMSAttributes.load(attributes, strict=True)}
        kind, digest = found["content_type"][0].native, found["message_digest"][0].native
    except (ValueError, TypeError, KeyError, IndexError):
        raise SignerProblem("The signer signs only the signed attributes of a document signature.") from None
    if kind != "data" or len(digest) != 32:
        raise SignerProblem("The signer signs only documents, with a SHA-256 hash.")
    return bytes(digest).hex()


def serve(
    socket_path: Path, settings: Path, *, until: Callable[[], bool], callers: frozenset[int] = frozenset()
) -> None:
    """Listen until `until()` is true, asked once a second. Returns at once when another signer already serves this socket.

    Only this process's own user may ask, and those whose numbers are in `callers`: the kernel says who calls.
    """
    keys = load_keys(settings)
    socket_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(socket_path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # Held for life and given back by the kernel even after kill -9: whoever holds it may clear away a dead socket.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    socket_path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        allowed = callers | {os.getuid()}
        before = os.umask(0o111 if callers else 0o177)
        listener.bind(str(socket_path))
        os.umask(before)
        listener.listen(64)
        log = socket_path.with_name("uses.log")
        while not until():
            ready, _, _ = select.select([listener], [], [], 1.0)
            if ready:
                connection, _ = listener.accept()
                threading.Thread(target=_converse, args=(connection, keys, log, allowed), daemon=True).start()
    socket_path.unlink(missing_ok=True)


def _converse(connection: socket.socket, keys: Keys, log: Path, allowed: frozenset[int]) -> None:
    """Answer one client until it hangs up."""
    with connection:
        connection.settimeout(IDLE_SECONDS)
        if _caller(connection) not in allowed:
            return
        while True:
            try:
                request = receive_message(connection)
                if request is None:
                    return
                reply = answer(request, keys, lambda: datetime.now(UTC))
                if "used" in reply:
                    _note(log, reply["used"])
            except (OSError, ValueError) as error:
                if isinstance(error, OSError):
                    return
                reply = {"problem": "The signer could not read the request."}
            except SignerProblem as problem:
                reply = {"problem": str(problem)}
            try:
                send_message(connection, reply)
            except OSError:
                return


def _stamped(request: bytes, keys: Keys, moment: datetime) -> dict[str, Any]:
    if keys.timestamp_key is None or keys.timestamp_certificate is None:
        raise SignerProblem("The signer has no timestamp key. Configure a timestamp authority.")
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        digest = asked["message_imprint"]["hashed_message"].native
        if asked["message_imprint"]["hash_algorithm"]["algorithm"].native != "sha256" or len(digest) != 32:
            raise SignerProblem("The signer stamps SHA-256 hashes only.")
        response = timestamp_response(asked, keys.timestamp_key, keys.timestamp_certificate, keys.chain, moment)
    except (ValueError, TypeError, KeyError):
        raise SignerProblem("The timestamp request cannot be read.") from None
    used = {
        "use": "timestamp",
        "digest": bytes(digest).hex(),
        "certificate": keys.timestamp_certificate.sha256.hex(),
        "at": moment.isoformat(),
        "purpose": "",
    }
    return {"response": _text(response.dump()), "used": used}


def _note(log: Path, used: dict[str, Any]) -> None:
    """Append one use and push it to the disk before the signature leaves the process."""
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
        file.write(json.dumps(used).encode() + b"\n")
        file.flush()
        os.fdatasync(file.fileno())


def _caller(connection: socket.socket) -> int:
    """The user id of the process at the other end, as the kernel knows it; -1 where the system cannot say."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None:
        return os.getuid()
    _, user, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))
    return int(user)


def _bytes(request: dict[str, Any], key: str) -> bytes:
    try:
        return base64.b64decode(request[key], validate=True)
    except (KeyError, TypeError, ValueError):
        raise SignerProblem(f"The request lacks its part “{key}”.") from None


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def starter_is_gone() -> bool:
    """True once standard input has ended, which happens when the process that started this one is no more."""
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and not os.read(sys.stdin.fileno(), 1024)
