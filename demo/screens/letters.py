"""Links in the letters that an installation wrote to a folder."""

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path

# The file backend ends each message with a line of dashes and keeps several in one file.
BETWEEN = re.compile(rb"\n-{79}\n")
CODE = re.compile(r"code for (?:signing|approving|reading) is (\d{6})")


def links_in(folder: Path, part: str, to: str = "") -> list[str]:
    """All links in a folder's letters, or in those to somebody, whose address holds some part; the newest letter's last."""
    found = []
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
        for body in _bodies(path.read_bytes(), to):
            found += re.findall(rf"https?://\S*{re.escape(part)}\S*", body)
    return found


def newest_code(folder: Path) -> str:
    """The one-time code in the newest letter that has one, "" without any."""
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        found = [code for body in _bodies(path.read_bytes()) for code in CODE.findall(body)]
        if found:
            return str(found[-1])
    return ""


def _bodies(written: bytes, to: str = "") -> Iterator[str]:
    for one in BETWEEN.split(written):
        letter = email.message_from_bytes(one.lstrip(), policy=email.policy.default)
        body = letter.get_body(("plain",)) if one.strip() else None
        if body is not None and to in str(letter["to"]):
            yield body.get_content()
