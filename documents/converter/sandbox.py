"""Converts in a child process that can use little, reach nothing and be killed, because the file comes from a stranger.

The child gets the document on standard input and answers with one line of JSON and the PDF: plain values, nothing that could
run in the parent.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from documents.converter.conversion import Conversion, PageText, TextRun, TrackedChanges
from documents.converter.errors import ConversionRefused
from documents.converter.revisions import Finding

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 60, 500
TOO_SLOW = "This document takes too long to convert: split it, or save it again in Word to clean it up."
TOO_HEAVY = "This document needs more memory than a conversion may use: split it, or compress its pictures in Word."
BROKEN = (
    "This document could not be converted: save it again in Word and upload it; if that does not help, upload a PDF."
)


def convert_in_child(
    data: bytes, *, tracked: TrackedChanges = TrackedChanges.ACCEPT, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> Conversion:
    """As `convert`, within `seconds` of time and `megabytes` of memory.

    Raises ConversionRefused with the converter's own code, or with too_slow, too_heavy or failed when the child did not come
    back with an answer. The parent lives in any case.
    """
    answer, content = _ask(data, tracked, seconds, megabytes)
    if "refused" in answer:
        raise ConversionRefused(str(answer["refused"]), str(answer["message"]))
    return unpacked(answer, content)


def _ask(data: bytes, tracked: TrackedChanges, seconds: int, megabytes: int) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-m", "documents.converter.child", tracked.value, str(seconds), str(megabytes)]
    environment = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PATH": "", "HOME": os.environ.get("HOME", "")}
    child = subprocess.Popen(  # noqa: S603 - our own module, no word of the document on the command line
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        out, _ = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionRefused("too_slow", TOO_SLOW) from error
    finally:
        _end(child)
    head, _, content = out.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError as error:
        raise _unanswered(child.returncode) from error
    return answer, content


def _end(child: "subprocess.Popen[bytes]") -> None:
    """No child outlives its question."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


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
