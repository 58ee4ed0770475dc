"""The verdict on a signed file: plain values that a page, a command and a test read alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509

# The two fields that this house signs for itself; every other signature stands for a person.
CERTIFICATION_FIELD = "Certification"
SEAL_FIELD = "Seal"
HOUSE_FIELDS = frozenset({CERTIFICATION_FIELD, SEAL_FIELD})
# What tells of a certificate only that this check knows too little about it.
NO_ROOT = "does not lead to a trusted root"
UNCHECKED = "could not be checked for revocation"
# What tells that the file is not what was signed.
CHANGED = (
    "changed the document after it was signed",
    "they were changed",
    "not the file that was recorded",
    "put there after signing",
    "was appended",
    "an older version of the document",
)
FURTHER_PAGE = re.compile(r"Signer \d+ page \d+")


def is_further_page(field: str) -> bool:
    """True for what somebody signed on a page besides that of their own mark (signing.fields): it is no signer more."""
    return FURTHER_PAGE.fullmatch(field) is not None


def by_weight(reasons: Iterable[str]) -> tuple[str, ...]:
    """Each reason once: first that something was changed, last what is only not known here; of the same weight as they came."""

    def weight(reason: str) -> int:
        if any(words in reason for words in CHANGED):
            return 0
        return 2 if NO_ROOT in reason or UNCHECKED in reason else 1

    return tuple(sorted(dict.fromkeys(reasons), key=weight))


@dataclass(frozen=True)
class SignatureVerdict:
    """One signature or timestamp.

    `signer` is the subject that the certificate names, `stated_name` what the signature merely says. `intact`: the bytes it covers
    are unchanged; `trusted`: its certificate leads to a trusted root and was good at that time. `proven_at` is a time that a trusted
    timestamp vouches for, None when there is only the stated one. `covers` is in words, and so is `revocation`: by which list the
    certificate was not taken back; "" where no list says so.
    """

    field: str
    kind: str
    signer: str
    stated_name: str
    reason: str
    stated_at: datetime | None
    proven_at: datetime | None
    level: str
    intact: bool
    trusted: bool
    covers: str
    problems: tuple[str, ...] = ()
    revocation: str = ""


@dataclass(frozen=True)
class Revision:
    """One save of the file: what it brought, in words, and whether that is explained. `number` counts from 1."""

    number: int
    brought: tuple[str, ...]
    explained: bool


@dataclass(frozen=True)
class Verdict:
    """Valid or not, and why not. `remarks` do not change the verdict."""

    valid: bool
    reasons: tuple[str, ...]
    signatures: tuple[SignatureVerdict, ...] = ()
    revisions: tuple[Revision, ...] = ()
    remarks: tuple[str, ...] = ()
    sha256: str = ""

    @classmethod
    def refused(cls, *reasons: str, sha256: str = "") -> "Verdict":
        """An invalid verdict for these reasons alone."""
        return cls(valid=False, reasons=reasons, sha256=sha256)

    def as_json(self) -> dict[str, Any]:
        """JSON values; times in ISO 8601."""
        values = asdict(self)
        for signature in values["signatures"]:
            for key in ("stated_at", "proven_at"):
                signature[key] = signature[key].isoformat() if signature[key] else None
        return values

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Verdict":
        """The inverse of `as_json`."""
        signatures = []
        for found in values["signatures"]:
            times = {k: datetime.fromisoformat(found[k]) if found[k] else None for k in ("stated_at", "proven_at")}
            signatures.append(SignatureVerdict(**{**found, **times, "problems": tuple(found["problems"])}))
        revisions = [Revision(r["number"], tuple(r["brought"]), r["explained"]) for r in values["revisions"]]
        return cls(
            valid=values["valid"],
            reasons=tuple(values["reasons"]),
            signatures=tuple(signatures),
            revisions=tuple(revisions),
            remarks=tuple(values["remarks"]),
            sha256=values["sha256"],
        )


@dataclass(frozen=True)
class Question:
    """What a file is checked against.

    trust: root certificates; only what leads to one of them is trusted. crls, ocsps: revocation data, checked as DER; every certificate
    must be covered by them or by what the file holds itself. at: the time of checking, now when None. expected_sha256: the recorded hash (hex).
    expected_signers: how many people signed, or their names. clocks: roots that are trusted for timestamps alone.
    """

    trust: Sequence[x509.Certificate] = ()
    crls: Sequence[crl.CertificateList] = ()
    ocsps: Sequence[ocsp.OCSPResponse] = ()
    at: datetime | None = None
    expected_sha256: str | None = None
    expected_signers: int | Sequence[str] | None = None
    between: Sequence[x509.Certificate] = field(default=())
    clocks: Sequence[x509.Certificate] = field(default=())
