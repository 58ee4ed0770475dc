"""Untrusted files are read in a child process with little time, little memory and nothing else to do.

One warm parent process is kept, with everything imported; it forks a child for each file. The child limits itself (memory,
processor time, no new files), gives its answer and ends. A child that runs out or dies yields an INVALID verdict in words, and
the next file finds a fresh child. The warm process holds no keys and no database connection: it is started with an almost
empty environment.
"""

import base64
import hashlib
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, x509

from signing.verification.verdict import Question, Verdict

HEADER = struct.Struct(">II")
MAX_MESSAGE = 256_000_000
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """What one file may cost: seconds on the clock, seconds of processor time, bytes of memory."""

    seconds: float = 20.0
    processor_seconds: int = 15
    memory: int = 1_500_000_000


class ChildDied(RuntimeError):
    """The child ended, or ran out of its limits, without an answer."""


class Sandbox:
    """Verifies files, and looks for reasons not to sign them, in limited child processes. Threads may share one."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def verify(self, pdf: bytes, question: Question) -> Verdict:
        """The verdict on these bytes; INVALID with the reason when the child runs out of its limits."""
        try:
            return Verdict.from_json(self._ask({"verify": question_as_json(question)}, pdf))
        except ChildDied as error:
            return Verdict.refused(
                f"The file was not examined to its end: {error}.", sha256=hashlib.sha256(pdf).hexdigest()
            )

    def refuse_before_signing(self, pdf: bytes) -> list[str]:
        """Reasons not to sign these bytes; see `refusals.refuse_before_signing`."""
        try:
            return [str(reason) for reason in self._ask({"refuse": True}, pdf)["reasons"]]
        except ChildDied as error:
            return [f"It was not examined to its end: {error}. Print it to PDF and upload that."]

    def close(self) -> None:
        """End the warm process. Using the sandbox again starts a new one."""
        with self._turn:
            self._stop()

    def _ask(self, request: dict[str, Any], pdf: bytes) -> dict[str, Any]:
        request["limits"] = {"processor_seconds": self.limits.processor_seconds, "memory": self.limits.memory}
        with self._turn:
            for attempt in (1, 2):
                process = self._running()
                try:
                    send(process.stdin, request, pdf)
                    answer = self._received(process)
                except (BrokenPipeError, EOFError, ConnectionError):
                    # The warm process itself is gone (killed, or a restart of the machine's memory): once more with a new one.
                    self._stop()
                    if attempt == 2:
                        raise ChildDied("the process that examines files ends at once") from None
                    continue
                if "died" in answer:
                    raise ChildDied(str(answer["died"]))
                return answer
        raise AssertionError("unreachable")

    def _received(self, process: subprocess.Popen[bytes]) -> dict[str, Any]:
        pipe = process.stdout
        if pipe is None:
            raise EOFError
        deadline = time.monotonic() + self.limits.seconds + 5.0
        parts = bytearray()
        while len(parts) < HEADER.size or len(parts) < HEADER.size + sum(HEADER.unpack(parts[: HEADER.size])):
            left = deadline - time.monotonic()
            ready, _, _ = select.select([pipe], [], [], max(0.0, left))
            if not ready:
                self._stop()
                raise ChildDied(f"it took longer than {self.limits.seconds:.0f} seconds")
            chunk = os.read(pipe.fileno(), 1 << 20)
            if not chunk:
                raise EOFError
            parts += chunk
        size, _ = HEADER.unpack(parts[: HEADER.size])
        answer: dict[str, Any] = json.loads(parts[HEADER.size : HEADER.size + size])
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
                [sys.executable, "-m", "signing.verification.child", str(self.limits.seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment,
            )
        return self._process

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._process.wait()
        self._process = None


def send(pipe: Any, request: dict[str, Any], data: bytes = b"") -> None:
    """Write one message: the sizes of both parts, the request as JSON, the bytes."""
    head = json.dumps(request).encode()
    pipe.write(HEADER.pack(len(head), len(data)) + head)
    pipe.write(data)
    pipe.flush()


def receive(pipe: Any) -> tuple[dict[str, Any], bytes]:
    """Read one message; EOFError at the end of the pipe."""
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        raise EOFError
    sizes = HEADER.unpack(header)
    if sum(sizes) > MAX_MESSAGE:
        raise EOFError
    head, data = pipe.read(sizes[0]), pipe.read(sizes[1])
    if (len(head), len(data)) != sizes:
        raise EOFError
    request: dict[str, Any] = json.loads(head)
    return request, data


def question_as_json(question: Question) -> dict[str, Any]:
    """JSON values of a question; certificates and lists as base64 of their DER."""
    expected = question.expected_signers
    return {
        "trust": [base64.b64encode(c.dump()).decode() for c in question.trust],
        "between": [base64.b64encode(c.dump()).decode() for c in question.between],
        "crls": [base64.b64encode(c.dump()).decode() for c in question.crls],
        "ocsps": [base64.b64encode(c.dump()).decode() for c in question.ocsps],
        "at": question.at.isoformat() if question.at else None,
        "expected_sha256": question.expected_sha256,
        "expected_signers": expected if expected is None or isinstance(expected, int) else list(expected),
    }


def question_from_json(values: dict[str, Any]) -> Question:
    """The inverse of `question_as_json`."""
    return Question(
        trust=tuple(x509.Certificate.load(base64.b64decode(c)) for c in values["trust"]),
        between=tuple(x509.Certificate.load(base64.b64decode(c)) for c in values["between"]),
        crls=tuple(crl.CertificateList.load(base64.b64decode(c)) for c in values["crls"]),
        ocsps=tuple(ocsp.OCSPResponse.load(base64.b64decode(c)) for c in values["ocsps"]),
        at=datetime.fromisoformat(values["at"]) if values["at"] else None,
        expected_sha256=values["expected_sha256"],
        expected_signers=values["expected_signers"],
    )
