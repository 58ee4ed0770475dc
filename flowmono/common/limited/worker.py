"""The warm worker of a `Workshop`: everything is imported once, and a child is forked for each question.

Run as `python -m flowmono.common.limited.worker IDLE_SECONDS FUNCTION... [-- WARM_UP...]`, each written as "module:name". Only
the functions named here can be asked for. Questions come on standard input, answers leave on standard output.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from flowmono.common.limited import frames, progress
from flowmono.common.limited.rights import give_up_rights

LOOK_SECONDS = 5.0
Work = Callable[[dict[str, Any], Sequence[bytes]], tuple[dict[str, Any], Sequence[bytes]]]
# What a child may say; how it ended is told by the worker alone.
SAYABLE = frozenset({frames.VALUES, frames.FILE, frames.PROGRESS, frames.OUT_OF_MEMORY})


def _loaded(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)


def _live_and_die(work: Work, wanted: dict[str, Any], files: Sequence[bytes], out: int) -> None:
    """The life of a child: give up everything, work, tell, end without the worker's leave-taking."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for inherited in (0, 1, 2):
            os.dup2(nothing, inherited)
        give_up_rights(int(wanted["seconds"]), int(wanted["megabytes"]))
        progress.listen(lambda done, total: frames.write(out, frames.PROGRESS, json.dumps([done, total]).encode()))
        try:
            frames.write_message(out, *work(wanted["question"], files))
        except MemoryError:
            frames.write(out, frames.OUT_OF_MEMORY, b"")
        code = 0
    finally:
        os._exit(code)


class _OutOfTime(Exception):
    """The child had not said all before its time was up."""


def _listening(source: int, until: float) -> frames.Read:
    """A reader of the child's pipe that gives up when the time is up."""

    def read(size: int) -> bytes:
        if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
            raise _OutOfTime
        return os.read(source, size)

    return read


def _answer(work: Work, wanted: dict[str, Any], files: Sequence[bytes], asked: int, out: int) -> None:
    """Fork, pass on what the child says, then tell how it ended and what it took."""
    began = time.monotonic()
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        for not_its_own in (source, asked, out):
            os.close(not_its_own)
        _live_and_die(work, wanted, files, target)
    os.close(target)
    ended: int | None = None
    try:
        for kind, content in frames.read_all(_listening(source, began + float(wanted["seconds"]))):
            if kind not in SAYABLE:
                raise frames.Broken
            frames.write(out, kind, content)
    except _OutOfTime:
        ended = -signal.SIGXCPU
    except frames.Broken:
        ended = -signal.SIGABRT
    os.close(source)
    if ended is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    own = os.waitstatus_to_exitcode(status)
    facts = {
        "ended": own if ended is None or own not in (0, -signal.SIGKILL) else ended,
        "seconds": time.monotonic() - began,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }
    frames.write(out, frames.END, json.dumps(facts).encode())


def _is_asked(asked: int, parent: int, idle: float) -> bool:
    """True when a question waits; False when nobody will ask any more: the parent is gone or has long been silent."""
    until = time.monotonic() + idle
    while time.monotonic() < until:
        if select.select([asked], [], [], LOOK_SECONDS)[0]:
            return True
        if os.getppid() != parent:
            break
    return False


def main(arguments: Sequence[str]) -> None:
    parent = os.getppid()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What imported modules print must not get between the frames.
    asked, out = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    idle, *names = arguments
    at = names.index("--") if "--" in names else len(names)
    functions: dict[str, Work] = {name: _loaded(name) for name in names[:at]}
    for name in names[at + 1 :]:
        _loaded(name)()
    gc.collect()
    # What is loaded now is not looked at again by the memory's cleaner, so that children share it.
    gc.freeze()
    while _is_asked(asked, parent, float(idle)):
        message = frames.read_message(lambda size: os.read(asked, size))
        if message is None:
            return
        wanted, files = message
        _answer(functions[wanted["function"]], wanted, files, asked, out)


if __name__ == "__main__":
    main(sys.argv[1:])
