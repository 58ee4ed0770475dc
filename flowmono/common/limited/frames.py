"""How the caller, the worker and the child talk: frames of one kind byte, eight bytes of length, then the content.

A message is one frame of JSON values and the frames of its files. Plain values only: nothing read here can run.
"""

import json
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any

HEADER = struct.Struct(">cQ")
VALUES, FILE, PROGRESS, OUT_OF_MEMORY, END = b"v", b"f", b"p", b"m", b"e"
PIECE = 1 << 20
MAX_FRAME = 1 << 29
MAX_MESSAGE = 1 << 30

# Reads up to so many bytes; nothing at the end of the pipe.
Read = Callable[[int], bytes]


class Broken(Exception):
    """The other side ended in the middle of a frame, or what it said is none."""


def write(out: int, kind: bytes, content: bytes | memoryview) -> None:
    """Write one frame to a file descriptor, whole."""
    for part in (HEADER.pack(kind, len(content)), content):
        left = memoryview(part)
        while left:
            left = left[os.write(out, left[:PIECE]) :]


def write_message(out: int, values: dict[str, Any], files: Sequence[bytes] = ()) -> None:
    """Write the values, which tell how many files follow, and the files."""
    write(out, VALUES, json.dumps([len(files), values]).encode("utf-8"))
    for content in files:
        write(out, FILE, content)


def read(source: Read) -> tuple[bytes, bytes] | None:
    """The next frame as its kind and content; None at the end. Raises Broken for half a frame or one that is too long."""
    head = _exactly(source, HEADER.size, may_end=True)
    if not head:
        return None
    kind, size = HEADER.unpack(head)
    if size > MAX_FRAME:
        raise Broken
    return kind, _exactly(source, size)


def read_all(source: Read) -> Iterator[tuple[bytes, bytes]]:
    """All frames until the end. Raises Broken when they are more than a message may hold."""
    held = 0
    while (frame := read(source)) is not None:
        held += len(frame[1])
        if held > MAX_MESSAGE:
            raise Broken
        yield frame


def read_message(source: Read) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next message; None at the end of the pipe."""
    first = read(source)
    if first is None:
        return None
    count, values = counted(first[1])
    files = []
    for _ in range(count):
        frame = read(source)
        if frame is None or frame[0] != FILE:
            raise Broken
        files.append(frame[1])
    return values, files


def counted(content: bytes) -> tuple[int, dict[str, Any]]:
    """What a frame of values says: how many files follow, and the values. Raises Broken when it says neither."""
    try:
        count, values = json.loads(content)
        return int(count), dict(values)
    except (ValueError, TypeError, RecursionError) as error:
        raise Broken from error


def _exactly(source: Read, size: int, *, may_end: bool = False) -> bytes:
    pieces, left = [], size
    while left:
        piece = source(min(left, PIECE))
        if not piece:
            if may_end and left == size:
                return b""
            raise Broken
        pieces.append(piece)
        left -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
