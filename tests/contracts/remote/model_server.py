"""A real server on this machine that speaks the protocol of chat completions, and the ways in which it can fail or lie."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Claimed = tuple[str, str, str]


@dataclass
class Model:
    """says: (field, value, quote) each. instead: other bytes in place of the whole answer. got: (path, headers, body) of each call."""

    says: list[Claimed] = field(default_factory=list)
    instead: bytes | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    message: dict[str, Any] = field(default_factory=dict)
    finish: str = "stop"
    waits: float = 0
    meanwhile: Callable[[], None] | None = None
    got: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    address: str = ""

    @property
    def texts(self) -> list[str]:
        """The contracts that were sent to it."""
        return [json.loads(body["messages"][1]["content"])["contract"] for _path, _headers, body in self.got]

    def answer(self) -> bytes:
        if self.instead is not None:
            return self.instead
        values = [dict(zip(("field", "value", "quote"), claim, strict=True)) for claim in self.says]
        message = {"role": "assistant", "content": json.dumps({"values": values}), **self.message}
        return json.dumps(
            {
                "object": "chat.completion",
                "choices": [{"index": 0, "finish_reason": self.finish, "message": message}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
            }
        ).encode()


@contextmanager
def serving(**facts: Any) -> Iterator[Model]:
    model = Model(**facts)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if model.meanwhile:
                model.meanwhile()
            time.sleep(model.waits)
            try:
                self.send_response(model.status)
                for name, value in model.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(model.answer())
            except OSError:
                return

        do_GET = do_POST

        def log_message(self, *_words: Any) -> None:
            """Nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
