"""Played people read what they sign: page after page, at the pace of a reader, on the clock of the play."""

from datetime import datetime, timedelta
from typing import Any, cast

from documents.models import Version
from signing import actions as signing
from signing.models import Recipient

# How many times longer than the least that reading takes.
CARE = 3


def read_document(recipient: Recipient, *, at: datetime, quickly: bool = False) -> tuple[str, datetime]:
    """Open the document as this person and read it; the hash of what was shown, and when they are done.

    quickly: only leafed through, except by somebody of ours where the company asks for a second look.
    """
    who: Any = recipient.user or recipient
    signing.view(recipient, by=who, at=at)
    version = cast(Version, recipient.envelope.version_to_read)  # it is out for signature
    signing.note_looks(recipient, by=who, at=at, sha256=version.sha256, seconds={1: 0})
    needed = {one.page: one.needs for one in signing.readings_of(recipient, version, at=at)}
    asked = recipient.user is not None and signing.asks_second_look(recipient.envelope)
    times = {page: 1 if quickly and not asked else seconds * CARE for page, seconds in needed.items()}
    done = at + timedelta(seconds=sum(times.values()))
    signing.note_looks(recipient, by=who, at=done, sha256=version.sha256, seconds=times)
    return version.sha256, done
