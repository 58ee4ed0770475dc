"""What callers use: a question to a named function of ours, its answer, and what that took."""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flowmono.common.limited import frames

ROOT = Path(__file__).resolve().parents[3]
IDLE_SECONDS = 600.0
# How long the worker may take beyond the child's own time: to start, to import, to pass the files on.
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Limits:
    """What one question may cost: seconds, by the clock and of processor, and MiB of address space (the worker's share counts)."""

    seconds: int
    megabytes: int


@dataclass(frozen=True)
class Usage:
    """What one question took: seconds by the clock, seconds of processor, and the most memory in MiB (what the child shares with
    the warm worker counts too)."""

    seconds: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Answer:
    """What the function returned: JSON values, and files."""

    values: dict[str, Any]
    files: tuple[bytes, ...]


class How(StrEnum):
    """How a child ended that gave no answer."""

    TOO_SLOW = "too_slow"
    TOO_HEAVY = "too_heavy"
    BROKEN = "failed"


@dataclass(frozen=True)
class Unanswered:
    """The child ended without an answer."""

    how: How


class WorkerGone(Exception):
    """The warm worker ended or fell silent."""


class Workshop:
    """A warm worker of this process, started when it is first needed; questions wait for one another. Threads may share one.

    functions: what may be asked, each written as "module:name": `(question, files) -> (values, files)`, with JSON values.
    warm_up: functions without arguments that the worker calls once. A worker ends by itself when its process is gone or has
    asked nothing for IDLE_SECONDS; the next question starts another.
    """

    def __init__(self, *functions: str, warm_up: Sequence[str] = ()) -> None:
        self._functions = functions
        self._warm_up = tuple(warm_up)
        self._turn = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def run(
        self,
        function: str,
        question: dict[str, Any],
        files: Sequence[bytes] = (),
        *,
        limits: Limits,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[Answer | Unanswered, Usage]:
        """What `function` answers within `limits`, or how its child ended, and what it took.

        progress is called with (done, total) whenever the function tells how far it is. Raises KeyError for a function that
        this workshop does not have.
        """
        if function not in self._functions:
            raise KeyError(function)
        wanted = {
            "function": function,
            "question": question,
            "seconds": limits.seconds,
            "megabytes": limits.megabytes,
        }
        with self._turn:
            # A worker that has ended meanwhile (memory, a restart) is replaced once.
            for _ in range(2):
                try:
                    return self._ask(wanted, files, limits.seconds, progress or (lambda done, total: None))
                except (WorkerGone, OSError, ValueError, frames.Broken):
                    self.close()
        return Unanswered(How.BROKEN), Usage(0.0, 0.0, 0.0)

    def _ask(
        self, wanted: dict[str, Any], files: Sequence[bytes], seconds: float, progress: Callable[[int, int], None]
    ) -> tuple[Answer | Unanswered, Usage]:
        worker = self._running()
        if worker.stdin is None or worker.stdout is None:
            raise WorkerGone
        frames.write_message(worker.stdin.fileno(), wanted, files)
        source, until = worker.stdout.fileno(), time.monotonic() + seconds + PATIENCE_SECONDS

        def read(size: int) -> bytes:
            if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                raise WorkerGone
            return os.read(source, size)

        said: list[tuple[bytes, bytes]] = []
        for kind, content in frames.read_all(read):
            if kind == frames.END:
                facts = json.loads(content)
                usage = Usage(float(facts["seconds"]), float(facts["cpu"]), float(facts["peak"]))
                return _understood(said, int(facts["ended"])), usage
            if kind == frames.PROGRESS:
                done, total = json.loads(content)
                progress(int(done), int(total))
            else:
                said.append((kind, content))
        raise WorkerGone

    def _running(self) -> "subprocess.Popen[bytes]":
        # A worker belongs to the process that started it: after a fork two would talk into one pipe.
        if self._worker is None or self._owner != os.getpid() or self._worker.poll() is not None:
            module = "flowmono.common.limited.worker"
            self._worker = subprocess.Popen(  # noqa: S603  our own interpreter and module, without a shell
                [sys.executable, "-m", module, str(IDLE_SECONDS), *self._functions, "--", *self._warm_up],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PATH": "", "HOME": os.environ.get("HOME", "")},
                start_new_session=True,
            )
            self._owner = os.getpid()
        return self._worker

    def close(self) -> None:
        """End the worker, if it is ours. The next question starts another."""
        worker, self._worker = self._worker, None
        if worker is not None and self._owner == os.getpid():
            worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    pipe.close()
            worker.wait()


def _understood(said: Sequence[tuple[bytes, bytes]], ended: int) -> Answer | Unanswered:
    """The answer that these frames make, or why they make none; `ended` is the child's exit code or minus its signal."""
    if ended == -signal.SIGXCPU:
        return Unanswered(How.TOO_SLOW)
    if ended in {-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS}:
        return Unanswered(How.TOO_HEAVY)
    if ended or not said:
        return Unanswered(How.BROKEN)
    (kind, content), *rest = said
    if kind == frames.OUT_OF_MEMORY:
        return Unanswered(How.TOO_HEAVY)
    try:
        count, values = frames.counted(content)
    except frames.Broken:
        return Unanswered(How.BROKEN)
    if kind != frames.VALUES or len(rest) != count:
        return Unanswered(How.BROKEN)
    return Answer(values, tuple(content for _, content in rest))
