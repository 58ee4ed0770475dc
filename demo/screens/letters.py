"""Links in the letters that an installation wrote to a folder."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pypdfium2

# The file backend ends each message with a line of dashes and keeps several in one file.
BETWEEN = re.compile(rb"\n-{79}\n")
# How the sealed document is called in whatever letter it comes with, and the code in its margin.
SIGNED = "signed.pdf"
PRINTED = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")
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


def signed_in(folder: Path) -> tuple[str, bytes]:
    """The name and bytes of the newest signed document that a letter brought. Raises LookupError without any."""
    for path in sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True):
        for letter in reversed(list(_letters(path.read_bytes()))):
            if file := signed_of(letter):
                return file
    raise LookupError(folder)


def signed_of(letter: EmailMessage) -> tuple[str, bytes] | None:
    """The name and bytes of the signed document that comes with a letter."""
    for part in letter.iter_attachments():
        name = part.get_filename() or ""
        if name.endswith(SIGNED):
            return name, part.get_payload(decode=True)  # type: ignore[return-value]  # one part, so bytes
    return None


def code_on(pdf: bytes) -> str:
    """The code that is printed in the margin of a signed document, "" without any."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = PRINTED.findall(document[0].get_textpage().get_text_range())
    return str(found[-1]) if found else ""


def _letters(written: bytes) -> Iterator[EmailMessage]:
    for one in BETWEEN.split(written):
        if one.strip():
            yield email.message_from_bytes(one.lstrip(), policy=email.policy.default)


def _bodies(written: bytes, to: str = "") -> Iterator[str]:
    for letter in _letters(written):
        body = letter.get_body(("plain",))
        if body is not None and to in str(letter["to"]):
            yield body.get_content()
