"""What sealing asks of servers outside: timestamps (RFC 3161), revocation lists (RFC 5280) and answers about one certificate (RFC 6960).

Every call goes through the client that checks addresses (no private network, no redirect), with a deadline and a largest size.
What comes back is signed by itself; whether by the right one is judged where it is used. Raises OSError, in words.
"""

import threading
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar

from asn1crypto import core, crl, ocsp, tsp, x509
from cryptography import x509 as read
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp as asking
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from flowmono.webhooks.calling import fetch

MAX_STAMP = 200_000
MAX_LIST = 20_000_000
MAX_ANSWER = 200_000
# A list is asked for again after an hour, however long it is good for: a certificate may have been taken back since.
KEPT = timedelta(hours=1)
GRANTED = frozenset({"granted", "granted_with_mods"})

_lists: dict[str, tuple[datetime, crl.CertificateList]] = {}
_lists_turn = threading.Lock()


class HttpTimestamper(TimeStamper):
    """A timestamp authority behind an address. Whatever is no timestamp response is an OSError that says what came instead."""

    def __init__(self, url: str, *, loopback: bool, seconds: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url, self._loopback, self._seconds = url, loopback, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for one timestamp."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        data = fetch(
            self.url,
            body=req.dump(),
            headers=headers,
            most=MAX_STAMP,
            loopback=self._loopback,
            seconds=self._seconds,
        )
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
def timestamper(url: str, *, loopback: bool, seconds: float) -> HttpTimestamper:
    """The one client of an authority in this process: it remembers how large the authority's timestamps are."""
    return HttpTimestamper(url, loopback=loopback, seconds=seconds)


def configured_timestamper() -> HttpTimestamper | None:
    """The authority named in the settings; None when the signer stamps by itself."""
    if not settings.TIMESTAMP_URL:
        return None
    return timestamper(settings.TIMESTAMP_URL, loopback=settings.WEBHOOK_LOOPBACK, seconds=settings.TIMESTAMP_SECONDS)


def fetch_list(url: str, *, at: datetime) -> crl.CertificateList:
    """The revocation list at an address, kept for an hour, never beyond its end."""
    with _lists_turn:
        kept = _lists.get(url)
    if kept and kept[0] > at:
        return kept[1]
    data = fetch(url, most=MAX_LIST, loopback=settings.WEBHOOK_LOOPBACK, seconds=settings.TIMESTAMP_SECONDS)
    try:
        found = crl.CertificateList.load(data, strict=True)
        ends = found["tbs_cert_list"]["next_update"].native
    except (ValueError, TypeError, KeyError):
        raise OSError("It answered with something that is no revocation list.") from None
    if ends is None or ends <= at:
        raise OSError("The revocation list there ran out; its authority has to publish a new one.")
    with _lists_turn:
        _lists[url] = (min(ends, at + KEPT), found)
    return found


def ask_about(certificate: x509.Certificate, issuer: x509.Certificate, url: str, *, at: datetime) -> ocsp.OCSPResponse:
    """What the authority's responder says about one certificate now."""
    subject, above = (read.load_der_x509_certificate(one.dump()) for one in (certificate, issuer))
    request = asking.OCSPRequestBuilder().add_certificate(subject, above, hashes.SHA1()).build()  # noqa: S303 - names, not signs
    data = fetch(
        url,
        body=request.public_bytes(serialization.Encoding.DER),
        headers={"Content-Type": "application/ocsp-request"},
        most=MAX_ANSWER,
        loopback=settings.WEBHOOK_LOOPBACK,
        seconds=settings.TIMESTAMP_SECONDS,
    )
    try:
        found = ocsp.OCSPResponse.load(data, strict=True)
        status = found["response_status"].native
        ends = [one["next_update"].native for one in found.response_data["responses"]] if status == "successful" else []
    except (ValueError, TypeError, KeyError):
        raise OSError("It answered with something that says nothing about a certificate.") from None
    if status != "successful":
        raise OSError(f"It did not answer ({status}).")
    if any(end is not None and end <= at for end in ends):
        raise OSError("Its answer ran out before it came.")
    return found


def addresses_of_lists(certificate: x509.Certificate) -> list[str]:
    """Where a certificate says that its authority publishes its revocation list."""
    return [point.url for point in certificate.crl_distribution_points if point.url]


def forget() -> None:
    """Forget what was fetched: for tests, and after an authority was changed."""
    with _lists_turn:
        _lists.clear()
    timestamper.cache_clear()


def in_words(error: Any) -> str:
    """An error's own sentence without a full stop, to stand within another."""
    return str(error).strip().rstrip(".") or type(error).__name__
