"""Reads the hexadecimal strings of a PDF at once, not digit by digit as pyHanko 0.38 does.

A signature is a string of some ten thousand digits, and it is read several times whenever a signed file is opened. What is no plain run
of digits (blanks, comments, something else, no end) is read as before, to the same refusals.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, BinaryIO

from pyhanko.pdf_utils import generic

_DIGITS = re.compile(rb"[0-9A-Fa-f]*>")
_FIRST_LOOK, _LONGEST = 1 << 8, 1 << 18


def _at_once(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def read(stream: BinaryIO) -> Any:
        start, look = stream.tell(), _FIRST_LOOK
        while look <= _LONGEST:
            found = _DIGITS.match(seen := stream.read(look), 1)
            stream.seek(start)
            if found:
                digits = seen[1 : found.end() - 1]
                stream.seek(start + found.end())
                return generic.pdf_string(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
            if len(seen) < look or b">" in seen:
                break
            look *= 8
        return original(stream)

    return read


def read_at_once() -> None:
    """Do it for this process, once."""
    if not hasattr(generic.read_hex_string_from_stream, "__wrapped__"):
        generic.read_hex_string_from_stream = _at_once(generic.read_hex_string_from_stream)
