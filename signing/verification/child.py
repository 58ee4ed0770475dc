"""The warm process behind `sandbox.Sandbox`: forks a limited child for every file it is handed.

Run as `python -m signing.verification.child SECONDS`; messages come on standard input and answers leave on standard output.
"""

import io
import os
import resource
import select
import signal
import sys
import time
from typing import Any

from signing.verification.refusals import refuse_before_signing
from signing.verification.sandbox import question_from_json, receive, send
from signing.verification.verifying import answer, with_deep_stack


def serve(seconds: float) -> None:
    """Answer until standard input ends."""
    while True:
        try:
            request, pdf = receive(sys.stdin.buffer)
        except EOFError:
            return
        sys.stdout.buffer.write(_answer_of_a_child(request, pdf, seconds))
        sys.stdout.buffer.flush()


def _answer_of_a_child(request: dict[str, Any], pdf: bytes, seconds: float) -> bytes:
    """Fork, wait for the child's whole answer, and put an account of its death in its place if there is none."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live_and_die(request, pdf, writing)
    os.close(writing)
    parts = bytearray()
    deadline = time.monotonic() + seconds
    out_of_time = False
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            out_of_time = True
            os.kill(child, signal.SIGKILL)
            break
        chunk = os.read(reading, 1 << 20)
        if not chunk:
            break
        parts += chunk
    os.close(reading)
    _, status = os.waitpid(child, 0)
    if out_of_time:
        return _death(f"it took longer than {seconds:.0f} seconds")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return _death("it took too much processor time")
    if not os.WIFEXITED(status) or os.WEXITSTATUS(status) or not parts:
        return _death("it needs more memory than a document may, or makes its reader crash")
    return bytes(parts)


def _live_and_die(request: dict[str, Any], pdf: bytes, writing: int) -> None:
    """The child's whole life; never returns."""
    code = 1
    try:
        _limit(request["limits"])
        if "verify" in request:
            question = question_from_json(request["verify"])
            result = with_deep_stack(lambda: answer(pdf, question)).as_json()
        else:
            result = {"reasons": with_deep_stack(lambda: refuse_before_signing(pdf))}
        with os.fdopen(writing, "wb") as pipe:
            send(pipe, result)
        code = 0
    finally:
        os._exit(code)


def _limit(limits: dict[str, Any]) -> None:
    used = int(time.process_time()) + 1
    processor = used + int(limits["processor_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_AS, (int(limits["memory"]), int(limits["memory"])))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _death(reason: str) -> bytes:
    buffer = io.BytesIO()
    send(buffer, {"died": reason})
    return buffer.getvalue()


if __name__ == "__main__":
    serve(float(sys.argv[1]))
