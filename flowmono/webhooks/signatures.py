"""Standard Webhooks signatures: who sent it, that it is whole, and when. Source: standardwebhooks.com, specification 1.0."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

PREFIX: Final = "whsec_"
KEY_BYTES: Final = 32


def new_secret() -> str:
    """A secret as receivers are given it: whsec_ and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """One signature, "v1,<base64>": HMAC-SHA256 over id.timestamp.body. timestamp: seconds since 1970. Raises ValueError."""
    if not secret.startswith(PREFIX):
        raise ValueError(f"A webhook's secret begins with {PREFIX}.")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_for(secrets_now: Iterable[str], *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message. While a secret is exchanged there are two signatures, and either one is enough."""
    timestamp = int(at.timestamp())
    signatures = [sign(secret, message_id=message_id, timestamp=timestamp, body=body) for secret in secrets_now]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
