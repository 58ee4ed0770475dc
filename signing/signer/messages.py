"""How the signer and its clients talk: one JSON object per message, its length (4 bytes, big-endian) before it."""

import json
import socket
import struct
from typing import Any

LENGTH = struct.Struct(">I")
MAX_MESSAGE = 1_000_000


class SignerProblem(RuntimeError):
    """The signer did not sign. The message says why and what to do."""


class CertificateChanged(SignerProblem):
    """The signer holds another certificate than its caller counts on."""


def send_message(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message whole."""
    data = json.dumps(message).encode()
    connection.sendall(LENGTH.pack(len(data)) + data)


def receive_message(connection: socket.socket) -> dict[str, Any] | None:
    """Receive one message whole; None when the other side has hung up between messages."""
    header = _exactly(connection, LENGTH.size)
    if header is None:
        return None
    (size,) = LENGTH.unpack(header)
    if size > MAX_MESSAGE:
        raise SignerProblem(f"A message of {size} bytes is larger than the signer's protocol allows.")
    data = _exactly(connection, size)
    if data is None:
        raise ConnectionError("the other side hung up in the middle of a message")
    message = json.loads(data)
    if not isinstance(message, dict):
        raise SignerProblem("A message to or from the signer must be a JSON object.")
    return message


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        chunk = connection.recv(size - len(parts))
        if not chunk:
            if parts:
                raise ConnectionError("the other side hung up in the middle of a message")
            return None
        parts += chunk
    return bytes(parts)
