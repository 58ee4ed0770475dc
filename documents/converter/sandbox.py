"""Converts in a child process that can use little, reach nothing and be killed, because the file comes from a stranger.

A warm worker (`worker`) forks a child for each document; the child answers with one line of JSON and the PDF: plain values,
nothing that could run in the parent.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

from documents.converter.conversion import Conversion, PageText, TextRun, TrackedChanges
from documents.converter.errors import ConversionRefused
from documents.converter.revisions import Finding

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 60, 500
IDLE_SECONDS = 600.0
TOO_SLOW = "This document takes too long to convert: split it, or save it again in Word to clean it up."
TOO_HEAVY = "This document needs more memory than a conversion may use: split it, or compress its pictures in Word."
BROKEN = (
    "This document could not be converted: save it again in Word and upload it; if that does not help, upload a PDF."
)


@dataclass(frozen=True)
class Usage:
    """What one conversion took: seconds by the clock, seconds of processor, and the most memory in MiB (what the child
    shares with the warm worker counts too)."""

    seconds: float
    cpu: float
    peak: float


class Workshop:
    """A warm worker of this process, started when it is first needed; conversions wait for one another.

    A worker ends by itself when its process is gone or has asked nothing for IDLE_SECONDS; the next question starts another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def convert(
        self,
        data: bytes,
        *,
        tracked: TrackedChanges = TrackedChanges.ACCEPT,
        seconds: int = SECONDS,
        megabytes: int = MEGABYTES,
    ) -> tuple[Conversion | ConversionRefused, Usage]:
        """The conversion or why there is none, and what it took."""
        wanted = {"tracked": tracked.value, "seconds": seconds, "megabytes": megabytes, "bytes": len(data)}
        with self._lock:
            facts, said = self._ask(json.dumps(wanted).encode("utf-8") + b"\n", data)
        usage = Usage(float(facts["seconds"]), float(facts["cpu"]), float(facts["peak"]))
        head, _, content = said.partition(b"\n")
        try:
            answer = json.loads(head)
        except ValueError:
            return _unanswered(int(facts["ended"])), usage
        if "refused" in answer:
            return ConversionRefused(str(answer["refused"]), str(answer["message"])), usage
        return unpacked(answer, content), usage

    def _ask(self, head: bytes, data: bytes) -> tuple[dict[str, Any], bytes]:
        """One question and its answer. A worker that has ended meanwhile is replaced once."""
        for last in (False, True):
            worker = self._running()
            asked, answers = cast("IO[bytes]", worker.stdin), cast("IO[bytes]", worker.stdout)
            try:
                asked.write(head + data)
                asked.flush()
                facts = json.loads(answers.readline())
                return facts, answers.read(int(facts["bytes"]))
            except (OSError, ValueError):
                self.close()
                if last:
                    break
        return {"ended": 1, "seconds": 0, "cpu": 0, "peak": 0}, b""

    def _running(self) -> "subprocess.Popen[bytes]":
        # A worker belongs to the process that started it: after a fork two would talk into one pipe.
        if self._worker is None or self._owner != os.getpid() or self._worker.poll() is not None:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "documents.converter.worker"],
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
        """End the worker, if it is ours."""
        worker, self._worker = self._worker, None
        if worker is not None and self._owner == os.getpid():
            worker.kill()
            worker.communicate()


_WORKSHOP = Workshop()
atexit.register(_WORKSHOP.close)


def convert_in_child(
    data: bytes, *, tracked: TrackedChanges = TrackedChanges.ACCEPT, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Conversion:
    """As `convert`, within `seconds` of time and `megabytes` of memory.

    Raises ConversionRefused with the converter's own code, or with too_slow, too_heavy or failed when the child did not come
    back with an answer. The caller lives in any case.
    """
    outcome, _ = _WORKSHOP.convert(data, tracked=tracked, seconds=seconds, megabytes=megabytes)
    if isinstance(outcome, ConversionRefused):
        raise outcome
    return outcome


def _unanswered(code: int) -> ConversionRefused:
    if code == -signal.SIGXCPU:
        return ConversionRefused("too_slow", TOO_SLOW)
    if code in {-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT}:
        return ConversionRefused("too_heavy", TOO_HEAVY)
    return ConversionRefused("failed", BROKEN)


def packed(conversion: Conversion) -> bytes:
    """One line of JSON with everything but the PDF, then the PDF."""
    values = asdict(conversion)
    content: bytes = values.pop("pdf")
    return json.dumps(values).encode("utf-8") + b"\n" + content


def unpacked(values: dict[str, Any], content: bytes) -> Conversion:
    """The conversion that `packed` wrote."""
    return Conversion(
        pdf=content,
        text=str(values["text"]),
        pages=tuple(PageText(**page) for page in values["pages"]),
        runs=tuple(TextRun(**run) for run in values["runs"]),
        findings=tuple(
            Finding(**{**finding, "pieces": tuple((kind, text) for kind, text in finding["pieces"])})
            for finding in values["findings"]
        ),
        fonts_wanted=tuple(values["fonts_wanted"]),
        fonts_substituted=tuple((wanted, got) for wanted, got in values["fonts_substituted"]),
        words=int(values["words"]),
        engine=str(values["engine"]),
        engine_version=str(values["engine_version"]),
        warnings=tuple(values["warnings"]),
    )
