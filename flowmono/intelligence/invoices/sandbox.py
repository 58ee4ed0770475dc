"""Reads a file of a stranger in a child process that has little memory, little time and no network."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from .model import UNREADABLE, InvoiceReading, Source
from .record import read_record

_ROOT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from flowmono.intelligence.invoices.child import main; main(sys.argv[2:])"
_MAX_ANSWER = 64 * 1024 * 1024


def read_invoice_in_child(data: bytes, filename: str = "", seconds: int = 30, megabytes: int = 1024) -> InvoiceReading:
    """What `read_invoice` gives, from a child process held to `seconds` and `megabytes` (of address space).

    A child that takes too long, needs too much or breaks gives a reading with DOC_UNREADABLE and a sentence that says which.
    """
    command = [sys.executable, "-I", "-c", _START, str(_ROOT), filename[:255], str(seconds), str(megabytes)]
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter and module, without a shell
            command, input=data, capture_output=True, timeout=seconds, check=False, env={"LC_ALL": "C.UTF-8"}
        )
    except subprocess.TimeoutExpired:
        return _failed(data, filename, f"Reading the file took longer than {seconds} seconds and was stopped.")
    except (OSError, ValueError):
        return _failed(
            data, filename, "The reader could not be started for this file. Try again, then tell an administrator."
        )
    if ended.returncode != 0 or len(ended.stdout) > _MAX_ANSWER:
        return _failed(
            data,
            filename,
            f"The file needed more than {megabytes} MB or broke the reader. Ask the sender for another copy.",
        )
    try:
        return read_record(json.loads(ended.stdout))
    except (ValueError, TypeError):
        return _failed(
            data, filename, "The reader gave no usable answer for this file. Ask the sender for another copy."
        )


def _failed(data: bytes, filename: str, sentence: str) -> InvoiceReading:
    source: Source = "pdf" if b"%PDF-" in data[:2048] else "xml"
    return InvoiceReading(
        source, hashlib.sha256(data).hexdigest(), filename, document_problem=UNREADABLE, problem_detail=sentence
    )
