"""The signer process: the only one that is given keys and passphrase.

    python -m signing.signer --socket SOCKET --settings signer.json

It listens on a UNIX socket that its own user alone may open, and signs two things and nothing else: the signed attributes of a
document signature (so the key cannot be made to sign anything of another kind, such as a certificate), and timestamps, always with
its own clock. Every use is appended to uses.log beside the socket before the signature leaves, so the number of signatures in
storage can be compared with the number of uses even if whoever asked forgot to write it down.

Which keys there are, and where, says signer.json, read by this process only (see `signing.signer.holding`).
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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, tsp

from signing.signer.holding import Keys, Pair, load_keys
from signing.signer.keys import raw_signature, timestamp_response
from signing.signer.messages import CertificateChanged, SignerProblem, receive_message, send_message
from signing.verification.certificates import name_of

IDLE_SECONDS = 60.0


def answer(request: dict[str, Any], keys: Keys, clock: Callable[[], datetime]) -> dict[str, Any]:
    """The reply to one request; `used` in it is the record of the key's use, for the ledger. Raises SignerProblem."""
    match request.get("do"):
        case "identify":
            return {**_public(keys.seal), "stamps": keys.timestamp_key is not None, "process": os.getpid()}
        case "list":
            pairs, problems = keys.people.all()
            return {
                "people": [{"name": name, **_public(pair)} for name, pair in pairs.items()],
                "problems": dict(problems),
            }
        case "sign":
            return _signed(request, keys, clock())
        case "stamp":
            return _stamped(_bytes(request, "request"), keys, clock())
    raise SignerProblem("The signer was asked for something it does not do.")


def _public(pair: Pair) -> dict[str, Any]:
    """What others may know of a key."""
    return {
        "certificate": _text(pair.certificate.dump()),
        "chain": [_text(certificate.dump()) for certificate in pair.chain],
        "kept": pair.kept,
    }


def _signed(request: dict[str, Any], keys: Keys, moment: datetime) -> dict[str, Any]:
    """Signed with the key of that name, without one with the seal's, provided its certificate is still the one that the caller counts on."""
    attributes, name = _bytes(request, "attributes"), str(request.get("name", ""))
    digest = signed_digest(attributes)
    pair = keys.people.named(name) if name else keys.seal
    held = pair.certificate.sha256.hex()
    if request.get("certificate", held) != held:
        raise CertificateChanged("The signer has another certificate than before. Try again.")
    used = {
        "use": "signature",
        "digest": digest,
        "certificate": held,
        "at": moment.isoformat(),
        "purpose": str(request.get("purpose", ""))[:200],
        "key": name,
        "subject": name_of(pair.certificate),
    }
    return {"signature": _text(raw_signature(pair.key, attributes)), "used": used}


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
                reply = {"problem": str(problem), "changed": isinstance(problem, CertificateChanged)}
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
        response = timestamp_response(asked, keys.timestamp_key, keys.timestamp_certificate, keys.seal.chain, moment)
    except (ValueError, TypeError, KeyError):
        raise SignerProblem("The timestamp request cannot be read.") from None
    used = {
        "use": "timestamp",
        "digest": bytes(digest).hex(),
        "certificate": keys.timestamp_certificate.sha256.hex(),
        "subject": name_of(keys.timestamp_certificate),
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
