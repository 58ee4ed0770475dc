"""One HTTP call to a server that nobody here controls: a checked address, no redirect, ten seconds, a limited answer.

The name is resolved once and the connection goes to the very address that was checked, so that a name which answers
otherwise the second time leads nowhere. Proxies named in the environment are not used.
"""

import http.client
import queue
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread, Timer
from typing import Any, Final

from flowmono.webhooks.addresses import RefusedAddress, Target, read_target, why_refused

SECONDS: Final = 10.0
ANSWER_BYTES: Final = 64 * 1024
KEPT_BYTES: Final = 1024


@dataclass(frozen=True)
class Answer:
    """What came of a call. status: None when there was no answer, and `error` says why. text: the first kilobyte."""

    status: int | None
    text: str = ""
    error: str = ""
    milliseconds: int = 0

    @property
    def is_taken(self) -> bool:
        """True when the receiver said that it has the message: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


class Unanswered(OSError):
    """There is no answer that could be used; the message says why in words, `why` in one: address, line, late, status or long."""

    def __init__(self, words: str, why: str) -> None:
        super().__init__(words)
        self.why = why


def post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool, seconds: float = SECONDS) -> Answer:
    """POST the body; whatever goes wrong is in the answer, nothing is raised.

    loopback: this machine may be called, for development and tests. seconds: for all of it, from the name to the last byte.
    """
    started = time.monotonic()
    try:
        status, text = _post(url, body, headers, loopback=loopback, deadline=started + seconds)
        error = "" if not 300 <= status < 400 else "It answered with a redirect, and redirects are not followed."
    except RefusedAddress as problem:
        status, text, error = None, "", str(problem)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        status, text, error = None, "", _words_for(problem, late=time.monotonic() - started >= seconds)
    return Answer(status, text, error, round((time.monotonic() - started) * 1000))


def fetch(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most: int,
    loopback: bool,
    own: bool = False,
    secret: bool = False,
    seconds: float = SECONDS,
) -> bytes:
    """What a public server answers, whole; POST with a body, GET without. For what is signed by itself: http:// is enough.

    The address is checked like a webhook's, redirects are not followed. own: the server may be in a private network. secret: what is
    sent is for nobody else to read, so http:// is enough only in a private network. Raises Unanswered, in words, for everything that
    is not a whole answer with status 200 of at most `most` bytes within `seconds`.
    """
    started = time.monotonic()
    method = "GET" if body is None else "POST"
    try:
        target = read_target(url, loopback=loopback, plain=own or not secret, own=own)
        status, data = _call(
            target,
            method,
            body or b"",
            headers or {},
            loopback=loopback,
            own=own,
            inside=secret and target.scheme == "http",
            deadline=started + seconds,
            most=most + 1,
        )
    except RefusedAddress as problem:
        raise Unanswered(str(problem), "address") from problem
    except (OSError, http.client.HTTPException, ValueError) as problem:
        late = time.monotonic() - started >= seconds or isinstance(problem, TimeoutError)
        raise Unanswered(_words_for(problem, late=late), "late" if late else "line") from problem
    if 300 <= status < 400:
        raise Unanswered(f"It answered with status {status}: a redirect, and redirects are not followed.", "status")
    if status != 200:
        raise Unanswered(f"It answered with status {status}.", "status")
    if len(data) > most:
        raise Unanswered(f"Its answer is longer than {most:,} bytes.", "long")
    return data


def _post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool, deadline: float) -> tuple[int, str]:
    target = read_target(url, loopback=loopback)
    status, data = _call(target, "POST", body, headers, loopback=loopback, deadline=deadline, most=ANSWER_BYTES)
    return status, _readable(data)


def _call(
    target: Target,
    method: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    loopback: bool,
    deadline: float,
    most: int,
    own: bool = False,
    inside: bool = False,
) -> tuple[int, bytes]:
    address = _checked_address(target, loopback=loopback, own=own, inside=inside, seconds=deadline - time.monotonic())
    line = socket.create_connection(address, timeout=max(deadline - time.monotonic(), 0.01))
    # However slowly it answers, byte by byte, the line is cut at the deadline. Encryption takes `line` over: hence a copy.
    handle = line.dup()
    cutter = Timer(max(deadline - time.monotonic(), 0.01), _cut, [handle])
    cutter.daemon = True
    cutter.start()
    connection = _Connected(target.host, target.port, timeout=max(deadline - time.monotonic(), 0.01))
    try:
        connection.sock = _encrypted(line, target.host) if target.scheme == "https" else line
        connection.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", target.host_header)
        for name, value in headers.items():
            connection.putheader(name, value)
        if method == "POST":
            connection.putheader("Content-Length", str(len(body)))
        connection.putheader("Connection", "close")
        connection.endheaders(body or None)
        answer = connection.getresponse()
        data = answer.read(most)
        if time.monotonic() >= deadline:
            raise TimeoutError
        return answer.status, data
    finally:
        cutter.cancel()
        connection.close()
        line.close()
        handle.close()


class _Connected(http.client.HTTPConnection):
    """Speaks HTTP over a line that is already there, and never opens one by itself."""

    auto_open = 0


def _encrypted(line: socket.socket, host: str) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _checked_address(target: Target, *, loopback: bool, own: bool, inside: bool, seconds: float) -> tuple[str, int]:
    """Where to connect. Every address that the name has must be allowed, so that none can be smuggled in. inside: none may be public."""
    found = [entry[4][0] for entry in _resolve(target.host, target.port, seconds)]
    for address in found:
        if what := why_refused(address, loopback=loopback, own=own):
            raise RefusedAddress(
                f"{target.host} leads to {address}, which is {what}. Only a server that the internet can reach is called."
            )
        if inside and not why_refused(address):
            raise RefusedAddress(f"{target.host} leads to {address}, outside our own networks. Use https to go there.")
    if not found:
        raise RefusedAddress(f"{target.host} has no address.")
    return found[0], target.port


def _resolve(host: str, port: int, seconds: float) -> list[Any]:
    """The name's addresses, asked once; the system's resolver knows no deadline, so it is asked in a thread."""
    answers: queue.Queue[Any] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as problem:
            answers.put(problem)

    Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0.01))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, Exception):
        raise found if isinstance(found, OSError) else OSError(str(found))
    return list(found)


def _readable(answer: bytes) -> str:
    return answer[:KEPT_BYTES].decode("utf-8", "replace").replace("\x00", "�")


def _words_for(problem: Exception, *, late: bool) -> str:
    if late or isinstance(problem, TimeoutError):
        return "It did not answer in time."
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"Its certificate is not valid: {problem.verify_message}."
    if isinstance(problem, socket.gaierror):
        return "Its name is not known."
    if isinstance(problem, ConnectionRefusedError):
        return "Nothing listens there."
    return f"The connection failed: {type(problem).__name__}: {problem}"[:300]
