"""A real server on this machine that counts what asks it for anything."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


@dataclass
class Sink:
    """asked: the first line of everything that came."""

    address: str = ""
    asked: list[bytes] = field(default_factory=list)


@contextmanager
def counting() -> Iterator[Sink]:
    """A sink that answers everything with a picture."""
    sink = Sink()

    class Counting(socketserver.StreamRequestHandler):
        timeout = 5

        def handle(self) -> None:
            sink.asked.append(self.rfile.readline())
            head = b"HTTP/1.0 200 OK\r\nContent-Type: image/svg+xml\r\nContent-Length: %d\r\n\r\n" % len(PICTURE)
            self.wfile.write(head + PICTURE)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever hangs up early was counted."""

    with Server(("127.0.0.1", 0), Counting) as server:
        sink.address = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield sink
        finally:
            server.shutdown()
