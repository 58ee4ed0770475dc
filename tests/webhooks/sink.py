"""A real server on this machine that keeps what it is sent and answers as it is told."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Sink:
    """codes: the statuses to answer with, one after another; the last stays."""

    codes: list[int] = field(default_factory=lambda: [204])
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    slowly: float = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    def next_code(self) -> int:
        return self.codes.pop(0) if len(self.codes) > 1 else self.codes[0]

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.got]


@contextmanager
def listening(**facts: Any) -> Iterator[Sink]:
    sink = Sink(**facts)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sink.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(sink.next_code())
            for name, value in sink.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if sink.slowly:
                    self.wfile.flush()
                    import time

                    for letter in sink.body:
                        self.wfile.write(bytes([letter]))
                        self.wfile.flush()
                        time.sleep(sink.slowly)
                else:
                    self.wfile.write(sink.body)
            except OSError:
                return

        def log_message(self, *_words: Any) -> None:
            """Nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    sink.url = f"http://127.0.0.1:{server.server_port}/hooks?from=flowmono"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()


def is_signed(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """What a receiver does, written from the specification alone."""
    key = base64.b64decode(secret.split("_", 1)[1])
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}".encode()
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return any(
        version == "v1" and hmac.compare_digest(expected, given)
        for version, _comma, given in (one.partition(",") for one in headers["webhook-signature"].split(" "))
    )
