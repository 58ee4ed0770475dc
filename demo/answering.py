"""Waiting until an address answers: who is told of it too early meets a refusal first."""

import socket
import time
from collections.abc import Callable

EVERYWHERE = {"", "0.0.0.0", "[::]"}  # noqa: S104 - nothing is bound here; what listens everywhere is asked at home
LOOK_EVERY = 0.2


def wait_until_it_answers(address: str, *, goes_on: Callable[[], bool], within: float = 120) -> bool:
    """True as soon as something listens at "host:port"; False when `goes_on` says no, or after `within` seconds."""
    host, _, port = address.rpartition(":")
    target = ("127.0.0.1" if host in EVERYWHERE else host.strip("[]"), int(port))
    until = time.monotonic() + within
    while goes_on() and time.monotonic() < until:
        try:
            with socket.create_connection(target, timeout=1):
                return True
        except OSError:
            time.sleep(LOOK_EVERY)
    return False
