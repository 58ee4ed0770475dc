"""Work for a limited child: honest, greedy, endless, broken, curious."""

import ctypes
import os
import signal
import socket
import subprocess
from pathlib import Path

from flowmono.common.limited import progress


def turn(question, files):
    """The files in the opposite order, and their sizes."""
    return {"asked": question, "sizes": [len(content) for content in files]}, tuple(reversed(files))


def count(question, files):
    for done in range(1, question["to"] + 1):
        progress.tell(done, question["to"])
    return {}, ()


def hold(question, files):
    return {"held": len(bytearray(question["megabytes"] * 1024 * 1024))}, ()


def spin(question, files):
    while True:
        pass


def sleep(question, files):
    signal.pause()
    return {}, ()


def crash(question, files):
    ctypes.string_at(0)
    return {}, ()


def fail(question, files):
    raise ValueError("nobody foresaw this")


def lie(question, files):
    """Writes to every open pipe as if it were the worker."""
    for number in range(3, 64):
        try:
            os.write(number, b"e" + (2).to_bytes(8, "big") + b"{}")
        except OSError:
            continue
    return {}, ()


def try_everything(question, files):
    """What a child that was taken over might try, and what came of it."""
    place = question["place"]

    def attempt(act):
        try:
            act()
        except PermissionError:
            return "refused"
        return "done"

    native = ctypes.CDLL(None, use_errno=True)
    return {
        "socket": attempt(socket.socket),
        "native socket": native.socket(2, 1, 0),
        "program": attempt(lambda: subprocess.run(["/bin/true"], check=False)),
        "write": attempt(lambda: Path(place, "new").write_text("x")),
        "remove": attempt(lambda: Path(place, "there").unlink()),
        "read": attempt(lambda: Path(place, "there").read_text()),
    }, ()


def remember(question, files):
    """How often this very process has been asked."""
    global asked
    asked += 1
    return {"asked": asked}, ()


asked = 0
