"""The bytes themselves: does each signature cover what it says, and is every byte of the file accounted for?

Independent of any PDF library's idea of the file: a library forgives what an attacker needs forgiven.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import parser

MAX_BYTES = 100_000_000
HEADER = re.compile(rb"%PDF-[12]\.\d")
# The end of a PDF revision: where its table begins, and the end-of-file mark.
REVISION_END = re.compile(rb"startxref[ \t\r\n]+(\d+)[ \t\r\n]+%%EOF")
HEX = re.compile(rb"[0-9A-Fa-f]+")
# A name may be written with any of its letters as #xx.
HYBRID = re.compile(b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in b"XRefStm"))


@dataclass(frozen=True)
class Coverage:
    """Where one signature's covered bytes end, and what is wrong with its ranges."""

    end: int
    problems: tuple[str, ...]


def check_whole_file(pdf: bytes) -> list[str]:
    """What is wrong with the file as a whole, in words: its beginning, its end, and what hides behind it."""
    if len(pdf) > MAX_BYTES:
        return [f"The file is larger than {MAX_BYTES // 1_000_000} MB and was not read."]
    if not HEADER.match(pdf):
        return ["The file does not begin as a PDF; something stands before it, or it is another kind of file."]
    problems = []
    if HYBRID.search(pdf):
        problems.append(
            "The file has two tables of contents (hybrid cross-references), so two programs may show two documents."
        )
    ends = list(REVISION_END.finditer(pdf))
    if not ends:
        problems.append("The file has no end-of-file mark; it is cut off or damaged.")
    else:
        rest = pdf[ends[-1].end() :]
        if rest.strip(b"\r\n"):
            problems.append(f"{len(rest)} bytes follow the end of the document; something was appended to the file.")
    return problems


def check_coverage(pdf: bytes, byte_range: Sequence[int], contents: bytes) -> Coverage:
    """Check one signature's /ByteRange against the file.

    It must be [0, a, b, c]; the gap from a to b must be exactly the hexadecimal /Contents; and it must end where a revision ends.
    """
    if len(byte_range) != 4 or any(isinstance(n, bool) or not isinstance(n, int) for n in byte_range):
        return Coverage(0, ("Its byte range is missing or malformed, so it covers nothing.",))
    start, length, second, rest = byte_range
    end = second + rest
    if start != 0 or length <= 0 or rest <= 0 or second <= length or end > len(pdf):
        return Coverage(0, ("Its byte range does not describe this file, so it covers nothing.",))
    problems = []
    gap = pdf[length:second]
    if not pdf[max(0, length - 40) : length].rstrip(b" \t\r\n\x00").endswith(b"/Contents"):
        problems.append("The gap in its byte range is not its own contents; bytes were moved.")
    if gap[:1] != b"<" or gap[-1:] != b">" or not HEX.fullmatch(gap[1:-1]) or len(gap) % 2:
        problems.append("The gap in its byte range holds more than the signature; something is hidden there.")
    elif bytes.fromhex(gap[1:-1].decode("ascii")) != contents:
        problems.append("The signature that was read is not the one in the gap of its byte range.")
    if not _is_one_value(contents):
        problems.append("Its contents are empty, or hold more than one signature value.")
    tail = REVISION_END.search(pdf, max(0, end - 60), end)
    while tail and pdf[tail.end() : end].strip(b"\r\n"):
        tail = REVISION_END.search(pdf, tail.end(), end)
    if tail is None:
        problems.append("Its byte range does not end where a revision of the file ends.")
    return Coverage(end, tuple(problems))


def loose_bytes_after(pdf: bytes, end: int, known_starts: Sequence[int]) -> bool:
    """True when something behind byte `end` belongs to no revision.

    `known_starts` are the table offsets that the reader followed. Every end-of-file mark must name one of them, and the table must
    stand in its own revision: an older table named once more leaves the new bytes before the mark to whoever reads otherwise.
    """
    begins = end
    for found in REVISION_END.finditer(pdf, max(0, end - 1)):
        table = int(found.group(1))
        if table not in known_starts or not begins <= table < found.start():
            return True
        begins = found.end()
    return False


def _is_one_value(contents: bytes) -> bool:
    """One DER value, padded with nothing but zeros."""
    try:
        header = parser.peek(contents)
    except ValueError:
        return False
    return header > 10 and not contents[header:].strip(b"\x00")
