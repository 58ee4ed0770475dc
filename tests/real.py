"""The real thing for tests: a worker and a web server as processes of their own, on the test's database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The processes' surroundings: the test's database, its own files and mail, quick retries."""
    return {
        **os.environ,
        "FLOWMONO_VAR": str(folder),
        "FLOWMONO_POSTGRES": str(settings.DATABASES["default"]["EMBEDDED"]),
        "FLOWMONO_DATABASE": str(connection.settings_dict["NAME"]),
        "FLOWMONO_SECRET_KEY": settings.SECRET_KEY,
        "FLOWMONO_PKI": str(settings.PKI_DIR),
        "FLOWMONO_SIGNER_SOCKET": str(settings.SIGNER_SOCKET),
        "FLOWMONO_OUTBOX_BACKOFF": "0.5,0.5,1,1,1,2",
        "FLOWMONO_OUTBOX_PATIENCE": "3",
        "FLOWMONO_OUTBOX_SWEEP_SECONDS": "0.5",
        "FLOWMONO_LOG": "ERROR",
        **more,
    }


@contextmanager
def running(*arguments: str, surroundings: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """A process in a group of its own, ended with all its children."""
    process = subprocess.Popen([sys.executable, *arguments], env=surroundings, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def worker(folder: Path, **more: str) -> "Iterator[subprocess.Popen[bytes]]":
    """`manage.py work` on the test's database."""
    with running("manage.py", "work", surroundings=environment(folder, **more)) as process:
        yield process


@contextmanager
def web(folder: Path, **more: str) -> Iterator[str]:
    """gunicorn on a free port; yields the address once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    arguments = (
        "-m",
        "gunicorn",
        "--config",
        "python:flowmono.serving",
        "flowmono.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "error",
    )
    with running(*arguments, surroundings=environment(folder, FLOWMONO_SITE_URL=address, **more)):
        wait_until(lambda: _answers(address), seconds=60)
        yield address


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/account/login/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(done: Callable[[], Any], *, seconds: float = 60, every: float = 0.1) -> None:
    """Wait for something to become true. Raises TimeoutError naming it."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"Nothing came of {done} within {seconds} s.")
        time.sleep(every)
