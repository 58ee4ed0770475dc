"""The warm worker of `sandbox`: it keeps programs and fonts in memory and forks a child for each document.

A child begins with what the worker has loaded, so it costs only its own work; it gives up network, files and programs before it
reads a byte of the document, and nothing that it does reaches the worker or the next document.

What is asked on standard input: one line of JSON (tracked, seconds, megabytes, bytes), then the document. What is answered on
standard output: one line of JSON (bytes, ended, seconds, cpu, peak), then what the child said.
"""

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import signal
import sys
import time
from typing import BinaryIO

from documents.converter.conversion import TrackedChanges, convert
from documents.converter.errors import ConversionRefused
from documents.converter.fonts import COMMON, FontBook
from documents.converter.sandbox import BROKEN, IDLE_SECONDS, TOO_HEAVY, packed

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "os.fork",
    "ftplib.",
    "http.",
    "urllib.",
    "smtplib.",
)
PIECE = 1 << 20
LOOK_SECONDS = 5.0


def _limit(seconds: int, megabytes: int) -> None:
    """Time, memory, no files written, no core dumps."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cut_off() -> None:
    """No network: an empty network namespace where the kernel allows one, and no sockets or programs in any case."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)

    def refuse(event: str, _: tuple[object, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"{event} is not for a conversion")

    sys.addaudithook(refuse)


def _answer(data: bytes, tracked: TrackedChanges) -> bytes:
    try:
        return packed(convert(data, tracked=tracked))
    except ConversionRefused as refusal:
        code, message = refusal.code, str(refusal)
    except MemoryError:
        code, message = "too_heavy", TOO_HEAVY
    except (
        Exception
    ):  # the last resort for a file that no rule foresaw: the uploader gets a sentence, not a stack trace
        code, message = "failed", BROKEN
    return json.dumps({"refused": code, "message": message}).encode("utf-8") + b"\n"


def _work(data: bytes, wanted: dict[str, object], out: int) -> None:
    """The life of a child: give up everything, convert, tell, end without the worker's leave-taking."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for inherited in (0, 1, 2):
            os.dup2(nothing, inherited)
        _cut_off()
        _limit(int(str(wanted["seconds"])), int(str(wanted["megabytes"])))
        answer = memoryview(_answer(data, TrackedChanges(str(wanted["tracked"]))))
        while answer:
            answer = answer[os.write(out, answer) :]
        code = 0
    finally:
        os._exit(code)


def _listen(source: int, until: float) -> tuple[bytes, bool]:
    """What the child says, and whether it had said all before the time was up."""
    pieces: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        if not select.select([source], [], [], left)[0]:
            break
        piece = os.read(source, PIECE)
        if not piece:
            return b"".join(pieces), True
        pieces.append(piece)
    return b"", False


def _convert(data: bytes, wanted: dict[str, object]) -> tuple[dict[str, object], bytes]:
    began = time.monotonic()
    source, out = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        _work(data, wanted, out)
    os.close(out)
    said, in_time = _listen(source, began + int(str(wanted["seconds"])))
    os.close(source)
    if not in_time:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    facts: dict[str, object] = {
        "bytes": len(said),
        "ended": os.waitstatus_to_exitcode(status) if in_time else -signal.SIGXCPU,
        "seconds": time.monotonic() - began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }
    return facts, said


def _warm_up() -> None:
    """The usual fonts are opened once, and what is loaded now is not looked at again by the memory's cleaner."""
    book = FontBook()
    with contextlib.suppress(ConversionRefused):
        for family in COMMON:
            for bold in (False, True):
                for italic in (False, True):
                    book.face(family, bold=bold, italic=italic).glyph_of("a")
    gc.collect()
    gc.freeze()


def _next(asked: BinaryIO, parent: int) -> bytes:
    """The next question, or nothing when nobody will ask any more: the parent is gone or has long been silent."""
    until = time.monotonic() + IDLE_SECONDS
    while time.monotonic() < until:
        if select.select([asked], [], [], LOOK_SECONDS)[0]:
            return asked.readline()
        if os.getppid() != parent:
            break
    return b""


def main() -> None:
    parent = os.getppid()
    # Unbuffered: what `select` does not see must not wait in a buffer of ours.
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    _warm_up()
    while line := _next(asked, parent):
        wanted = json.loads(line)
        data: list[bytes] = []
        left = int(wanted["bytes"])
        while left:
            piece = asked.read(min(left, PIECE))
            if not piece:
                return
            data.append(piece)
            left -= len(piece)
        facts, said = _convert(b"".join(data), wanted)
        sys.stdout.buffer.write(json.dumps(facts).encode("utf-8") + b"\n" + said)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
