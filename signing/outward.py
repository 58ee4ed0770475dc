"""What sealing asks of servers outside: timestamps (RFC 3161), revocation lists (RFC 5280) and answers about one certificate (RFC 6960).

Every call goes through the client that checks addresses (no redirect, no private network unless an administrator named the host),
with a deadline and a largest size.
What comes back is signed by itself; whether by the right one is judged where it is used. Raises OSError, in words.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from asn1crypto import core, crl, ocsp, tsp, x509
from cryptography import x509 as read
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp as asking
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from flowmono.webhooks.calling import fetch
from signing.levels import CLOCK_TOLERANCE

MAX_STAMP = 200_000
# A list is embedded in every file that is sealed with it: of a larger one, the answer about one certificate is asked for.
MAX_LIST = 5_000_000
MAX_ANSWER = 200_000
# A list is asked for again after an hour, however long it is good for: a certificate may have been taken back since.
KEPT = timedelta(hours=1)
MOST_KEPT = 50
MOST_TOLD = 100
# An answer that names no end is good for a day.
WITHOUT_END = timedelta(days=1)
URL = "uniform_resource_identifier"
GRANTED = frozenset({"granted", "granted_with_mods"})


@dataclass(frozen=True)
class Answered:
    """One question to an authority outside: what for ("timestamp", "list" or "answer"), where, when, how long, and what was wrong."""

    kind: str
    address: str
    at: datetime
    seconds: float
    problem: str = ""


_told = threading.local()
_lists: dict[str, tuple[datetime, crl.CertificateList]] = {}
_lists_turn = threading.Lock()


def take_answers() -> list[Answered]:
    """What this thread asked outside since the last call, and how it went; given out once."""
    taken: list[Answered] = getattr(_told, "answers", [])
    _told.answers = []
    return taken


@contextmanager
def _noted(kind: str, url: str) -> Iterator[None]:
    """Keep how a question went. Of the address, only what holds no secret: no user, no password, no query."""
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:500]
    at, started, problem = datetime.now(UTC), time.monotonic(), ""
    try:
        yield
    except OSError as error:
        problem = in_words(error)[:300]
        raise
    finally:
        answers = _told.__dict__.setdefault("answers", [])
        answers.append(Answered(kind, address, at, time.monotonic() - started, problem))
        del answers[:-MOST_TOLD]


class HttpTimestamper(TimeStamper):
    """A timestamp authority behind an address. Whatever is no timestamp response is an OSError that says what came instead."""

    def __init__(self, url: str, *, seconds: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url, self._seconds = url, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for one timestamp."""
        with _noted("timestamp", self.url):
            return self._asked(req)

    def _asked(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        data = _fetched(self.url, body=req.dump(), headers=headers, most=MAX_STAMP, seconds=self._seconds)
        if refused := _refusal_in(data):
            raise OSError(f"It refused to give a timestamp ({refused}).")
        try:
            answer = tsp.TimeStampResp.load(data, strict=True)
        except (ValueError, TypeError, KeyError):
            raise OSError("It answered with something that is no timestamp.") from None
        sent = req["nonce"].native
        try:
            token = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            returned, imprint = token["nonce"].native, token["message_imprint"].native
        except (ValueError, TypeError, KeyError, AttributeError):
            raise OSError("It answered with a timestamp that cannot be read.") from None
        if returned != sent:
            raise OSError("It answered to another question than ours (the number that we sent did not come back).")
        if imprint != req["message_imprint"].native:
            raise OSError("It answered with a timestamp for something else than what we sent.")
        return answer


class _Refusal(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """A response without a token, which its own class does not read."""

    _fields: ClassVar[Any] = [("status", tsp.PKIStatusInfo)]


def _refusal_in(data: bytes) -> str:
    try:
        status = str(_Refusal.load(data, strict=True)["status"]["status"].native)
        return "" if status in GRANTED else status
    except (ValueError, TypeError, KeyError):
        return ""


@lru_cache(maxsize=4)
def timestamper(url: str, *, seconds: float) -> HttpTimestamper:
    """The one client of an authority in this process: it remembers how large the authority's timestamps are, and its certificates."""
    return HttpTimestamper(url, seconds=seconds)


def configured_timestamper() -> HttpTimestamper | None:
    """The authority named in the settings; None when the signer stamps by itself."""
    if not settings.TIMESTAMP_URL:
        return None
    return timestamper(settings.TIMESTAMP_URL, seconds=settings.TIMESTAMP_SECONDS)


def why_list_proves_nothing(found: crl.CertificateList, at: datetime) -> str:
    """Why a revocation list proves nothing at that moment; "" when it may."""
    facts = found["tbs_cert_list"]
    begins, ends = facts["this_update"].native, facts["next_update"].native
    if ends is None or ends <= at:
        return "The revocation list there ran out; its authority has to publish a new one."
    if begins > at + CLOCK_TOLERANCE:
        return f"The revocation list there begins only on {begins:%Y-%m-%d %H:%M} UTC; one of the clocks is wrong."
    if found.delta_crl_indicator_value is not None:
        return "The revocation list there holds only what has changed since an earlier one."
    return ""


def fetch_list(url: str, authority: x509.Name, *, at: datetime) -> crl.CertificateList:
    """The revocation list of an authority at an address, kept for an hour, never beyond its end. Raises OSError for another's."""
    with _lists_turn:
        kept = _lists.get(url)
    if kept and kept[0] > at:
        return kept[1]
    with _noted("list", url):
        found, ends = _listed(url, authority, at)
    with _lists_turn:
        if len(_lists) >= MOST_KEPT:
            _lists.clear()
        _lists[url] = (min(ends, at + KEPT), found)
    return found


def _listed(url: str, authority: x509.Name, at: datetime) -> tuple[crl.CertificateList, datetime]:
    data = _fetched(url, most=MAX_LIST)
    try:
        found = crl.CertificateList.load(data, strict=True)
        why = why_list_proves_nothing(found, at)
        issuer = found.issuer.hashable
        ends = found["tbs_cert_list"]["next_update"].native
    except (ValueError, TypeError, KeyError):
        raise OSError("It answered with something that is no revocation list.") from None
    if why:
        raise OSError(why)
    if issuer != authority.hashable:
        raise OSError("The revocation list there is another authority's.")
    return found, ends


def ask_about(certificate: x509.Certificate, issuer: x509.Certificate, url: str, *, at: datetime) -> ocsp.OCSPResponse:
    """What the authority's responder says about one certificate now."""
    with _noted("answer", url):
        return _responded(certificate, issuer, url, at)


def _responded(certificate: x509.Certificate, issuer: x509.Certificate, url: str, at: datetime) -> ocsp.OCSPResponse:
    subject, above = (read.load_der_x509_certificate(one.dump()) for one in (certificate, issuer))
    request = asking.OCSPRequestBuilder().add_certificate(subject, above, hashes.SHA1()).build()  # noqa: S303 - names, not signs
    data = _fetched(
        url,
        body=request.public_bytes(serialization.Encoding.DER),
        headers={"Content-Type": "application/ocsp-request"},
        most=MAX_ANSWER,
    )
    try:
        found = ocsp.OCSPResponse.load(data, strict=True)
        status = str(found["response_status"].native)
        said = list(found.response_data["responses"]) if status == "successful" else []
        about = {one["cert_id"]["serial_number"].native for one in said}
        times = [(one["this_update"].native, one["next_update"].native) for one in said]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise OSError("It answered with something that says nothing about a certificate.") from None
    if status != "successful":
        raise OSError(f"It did not answer ({status}).")
    if certificate.serial_number not in about:
        raise OSError("It answered about another certificate.")
    if any((ends or begins + WITHOUT_END) <= at or begins > at + CLOCK_TOLERANCE for begins, ends in times):
        raise OSError("Its answer is not good now: it ran out before it came, or begins only later.")
    return found


def addresses_of_lists(certificate: x509.Certificate) -> list[str]:
    """Where on the web a certificate says that its authority publishes its revocation list."""
    extension = certificate.crl_distribution_points_value
    names = [point["distribution_point"] for point in extension or ()]
    urls = [one.native for name in names if name.name == "full_name" for one in name.chosen if one.name == URL]
    return [str(url) for url in urls if str(url).lower().startswith(("http://", "https://"))]


def _fetched(
    url: str,
    *,
    most: int,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> bytes:
    """What an authority answers. Its address may be a private one only when an administrator named its host."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return fetch(
        url,
        body=body,
        headers=headers,
        most=most,
        loopback=settings.WEBHOOK_LOOPBACK,
        own=host in settings.PRIVATE_AUTHORITIES,
        seconds=settings.TIMESTAMP_SECONDS if seconds is None else seconds,
    )


def forget() -> None:
    """Forget what was fetched: for tests, and after an authority was changed."""
    with _lists_turn:
        _lists.clear()
    timestamper.cache_clear()


def forget_clock() -> None:
    """Ask the timestamp authority anew who it is: its certificate may have been replaced."""
    timestamper.cache_clear()


def in_words(error: Any) -> str:
    """An error's own sentence without a full stop, to stand within another."""
    return str(error).strip().rstrip(".") or type(error).__name__
