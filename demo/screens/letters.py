"""Links in the letters that an installation wrote to a folder."""

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

# The file backend ends each message with a line of dashes and keeps several in one file.
BETWEEN = re.compile(rb"\n-{79}\n")


def links_in(folder: Path, part: str) -> list[str]:
    """All links in a folder's letters whose address holds some part, the newest letter's last."""
    found = []
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
        for body in _bodies(path.read_bytes()):
            found += re.findall(rf"https?://\S*{re.escape(part)}\S*", body)
    return found


def _bodies(written: bytes) -> Iterator[str]:
    for one in BETWEEN.split(written):
        letter = email.message_from_bytes(one.lstrip(), policy=email.policy.default)
        body = letter.get_body(("plain",)) if one.strip() else None
        if body is not None:
            yield body.get_content()
