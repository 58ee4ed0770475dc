"""The child process of `sandbox`: gives up what it does not need, then converts standard input to standard output."""

import contextlib
import ctypes
import json
import resource
import sys

from documents.converter.conversion import TrackedChanges, convert
from documents.converter.errors import ConversionRefused
from documents.converter.fonts import font_files
from documents.converter.sandbox import BROKEN, TOO_HEAVY, packed

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


def main() -> None:
    tracked, seconds, megabytes = TrackedChanges(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    data = sys.stdin.buffer.read()
    font_files()
    _cut_off()
    _limit(seconds, megabytes)
    sys.stdout.buffer.write(_answer(data, tracked))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
