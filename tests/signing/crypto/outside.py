"""A timestamp authority, a publisher of revocation lists and a responder as real servers on this machine, which misbehave on demand."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import algos, tsp

from signing.pki import PrivateKey
from signing.signer.keys import timestamp_response


class Outside:
    """What the servers do: `way` says how the timestamps are, `lists` what lies at which path; `asked` counts what came."""

    def __init__(self, key: PrivateKey, certificate: Any, chain: Any) -> None:
        self.key, self.certificate, self.chain = key, certificate, chain
        self.way = "well"
        self.lists: dict[str, bytes] = {}
        self.respond: Callable[[bytes], bytes] = lambda _asked: b""
        self.stamped = 0
        self.asked: list[str] = []
        self.url = ""

    def stamp(self, data: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(data)
        if self.way == "another nonce":
            asked["nonce"] = 1
        if self.way == "another imprint":
            asked["message_imprint"] = tsp.MessageImprint(
                {"hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}), "hashed_message": b"x" * 32}
            )
        if self.way == "a refusal":
            return bytes.fromhex("30053003020102")  # a status (rejection) and no token
        late = self.way == "a clock of tomorrow" or (self.way == "a clock of tomorrow at last" and self.stamped == 3)
        moment = datetime.now().astimezone() + (timedelta(days=1) if late else timedelta())
        return timestamp_response(asked, self.key, self.certificate, self.chain, moment).dump()


@contextmanager
def served(outside: Outside) -> Iterator[Outside]:
    """The servers run while the block does; `url` is where."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            outside.asked.append(self.path)
            data = self.rfile.read(int(self.headers["Content-Length"]))
            if outside.way == "slow":
                time.sleep(3)
            if outside.way == "a page of HTML":
                return self.reply(200, b"<html><h1>Sign in to the network</h1></html>", "text/html")
            if outside.way == "an error":
                return self.reply(500, b"", "text/plain")
            if outside.way == "a redirect":
                return self.reply(302, b"", "text/plain")
            if self.path == "/ocsp":
                return self.reply(200, outside.respond(data), "application/ocsp-response")
            outside.stamped += 1
            self.reply(200, outside.stamp(data), "application/timestamp-reply")

        def do_GET(self) -> None:
            outside.asked.append(self.path)
            found = outside.lists.get(self.path)
            self.reply(404 if found is None else 200, found or b"", "application/pkix-crl")

        def reply(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outside.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield outside
    finally:
        server.shutdown()
        server.server_close()
