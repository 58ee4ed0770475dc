"""Text messages to telephones: written and sent like letters, through the provider that the installation names.

A provider is a class with the one method of `Provider`, named with its dotted path in FLOWMONO_TEXT_MESSAGES. `ByHttp` serves every
gateway that takes a small JSON by POST.
"""

import json
import urllib.request
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Provider(Protocol):
    """Hands text messages to a network."""

    def send(self, to: str, words: str, *, key: str) -> None:
        """Send one message. to: the number in international writing, such as +4930123456 (ITU-T E.164); words: at most a few hundred
        letters; key: the same for each try of one message, so that a repetition can be dropped. Raises anything when it was not taken:
        it is tried again like a letter."""


class ByHttp:
    """A gateway with an address: POST of {"to", "text", "key"} with a bearer token; any answer 2xx means that it took the message."""

    SECONDS = 10

    def send(self, to: str, words: str, *, key: str) -> None:
        """Raises OSError when the gateway cannot be reached or refuses, ValueError when its address is no safe one."""
        address = settings.TEXT_MESSAGES_URL
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise ValueError("FLOWMONO_TEXT_MESSAGES_URL must begin with https: codes are sent to it.")
        request = urllib.request.Request(  # noqa: S310 - the scheme was looked at
            address,
            data=json.dumps({"to": to, "text": words, "key": key}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.TEXT_MESSAGES_TOKEN}",
                "Idempotency-Key": key,
            },
        )
        with urllib.request.urlopen(request, timeout=self.SECONDS) as answer:  # noqa: S310 - the scheme was looked at
            answer.read(1)


class ToFolder:
    """For development: each message becomes a file beside the letters, and no telephone rings. Production refuses it."""

    def send(self, to: str, words: str, *, key: str) -> None:
        """Raises RuntimeError in production: nobody would receive a code."""
        if settings.PRODUCTION:
            raise RuntimeError("FLOWMONO_TEXT_MESSAGES names a folder: in production nobody would receive a message.")
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"text-{key}.txt").write_text(f"To: {to}\n\n{words}\n")


def can_send() -> bool:
    """True when a provider is named."""
    return bool(settings.TEXT_MESSAGES)


def provider() -> Provider:
    """The provider that is named. Raises RuntimeError without one, ImportError when there is no such class."""
    if not can_send():
        raise RuntimeError("No provider of text messages is named: set FLOWMONO_TEXT_MESSAGES.")
    made: Provider = import_string(settings.TEXT_MESSAGES)()
    return made
