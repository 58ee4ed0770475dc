"""Strings of digits in a PDF are read at once, to the very same values and refusals as digit by digit."""

import io
from typing import Any

import pytest
from pyhanko.pdf_utils import generic

import signing  # noqa: F401 - reads at once from its import on

AT_ONCE = generic.read_hex_string_from_stream
DIGIT_BY_DIGIT = AT_ONCE.__wrapped__  # type: ignore[attr-defined]


def outcome(read: Any, data: bytes) -> Any:
    """What is read, of which kind, and where reading stopped; or how it was refused."""
    stream = io.BytesIO(b"before " + data)
    stream.seek(7)
    try:
        value = read(stream)
    except Exception as refusal:
        return type(refusal), str(refusal)
    return type(value), value, stream.tell()


@pytest.mark.parametrize(
    "data",
    [
        b"<>",
        b"<48656c6C6F>",
        b"<48656c6c6f> /Next <41>",
        b"<4>",
        b"<48656c6c7>",
        b"<FEFF00e4>",
        b"<ff00ff>",
        b"<48 65\r\n6c>",
        b"<4865 % a comment > here\n6c>",
        b"<48<65>",
        b"<48g5>",
        "<48é5>".encode(),
        b"<4865",
        b"<",
        b"",
        b"<" + b"ab" * 20_000 + b">",
        b"<" + b"ab" * 20_000,
        b"<" + b"0" * 255 + b">",
        b"<" + b"0" * 254 + b">",
        b"<" + b"0" * 400_000 + b"> after",
    ],
)
def test_what_is_read_at_once_is_what_is_read_digit_by_digit(data: bytes) -> None:
    assert outcome(AT_ONCE, data) == outcome(DIGIT_BY_DIGIT, data)


def test_a_signature_is_taken_from_the_file_in_four_looks() -> None:
    looks: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            looks.append(size or 0)
            return super().read(size)

    AT_ONCE(Watched(b"<" + b"30" * 8_192 + b">"))

    assert len(looks) <= 4
