"""The address is told when it answers: not before, and not for ever waited for."""

import socket
import threading
import time

import pytest

from demo.answering import wait_until_it_answers


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", ""])
def test_it_waits_for_who_listens_later(host: str) -> None:
    port = free_port()
    opened: list[float] = []
    done = threading.Event()

    def listen() -> None:
        time.sleep(0.5)
        with socket.create_server(("127.0.0.1", port)):
            opened.append(time.monotonic())
            done.wait(60)

    listener = threading.Thread(target=listen)
    listener.start()
    answered = wait_until_it_answers(f"{host}:{port}", goes_on=lambda: True)
    at = time.monotonic()
    done.set()
    listener.join()

    assert answered
    assert at >= opened[0]


def test_it_ends_with_what_was_to_answer_and_after_its_time() -> None:
    address = f"127.0.0.1:{free_port()}"

    assert not wait_until_it_answers(address, goes_on=lambda: False)
    assert not wait_until_it_answers(address, goes_on=lambda: True, within=0.3)
