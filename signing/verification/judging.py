"""One signature or timestamp: intact, trusted, in time?"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel, SignatureStatus
from pyhanko_certvalidator.errors import PathError

from signing.verification.certificates import Evidence, by_which_list, name_of
from signing.verification.distrust import may_sign_documents, why_not_trusted
from signing.verification.verdict import SignatureVerdict

UNREADABLE = (PdfError, SignatureValidationError, PathError, ValueError, KeyError, TypeError, AttributeError, OSError)
# pyHanko logs every certificate that does not validate, with a traceback; the verdict says it in words.
for _name in ("pyhanko.sign.validation", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

# A person's signature or an organisation's seal: either usage says "I stand by this document".
SIGNING_USE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


async def judge_document_timestamp(
    signature: EmbeddedPdfSignature, evidence: Evidence, known_by: datetime
) -> SignatureVerdict:
    """A document timestamp, judged as of `known_by`, the earliest time by which it is known to have existed."""
    try:
        status = await async_validate_pdf_timestamp(signature, evidence.for_time().context(known_by), skip_diff=True)
    except UNREADABLE as error:
        return _unreadable(signature, "document timestamp", error)
    problems = faults_of(status, "The timestamp", evidence.for_time(), known_by, signature.other_embedded_certs)
    problems += _coverage_faults(status.coverage)
    return SignatureVerdict(
        field=str(signature.field_name),
        kind="document timestamp",
        signer=name_of(signature.signer_cert),
        stated_name="",
        reason="",
        stated_at=None,
        proven_at=status.timestamp if not problems else None,
        level="",
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        covers="",
        problems=tuple(problems),
    )


async def judge_signature(
    signature: EmbeddedPdfSignature, evidence: Evidence, known_by: datetime, reader: PdfFileReader
) -> SignatureVerdict:
    """A signature. Its own timestamp is judged as of `known_by`; its certificate as of the time that timestamp proves."""
    kind = "certification" if _certifies(signature) else "signature"
    problems: list[str] = []
    proven: datetime | None = None
    clocks = evidence.for_time()
    try:
        timing = await collect_timing_info(
            signature.signer_info, clocks.context(known_by), raw_digest=signature.compute_digest
        )
        stamp = timing.get("timestamp_validity")
        if stamp is not None:
            problems += faults_of(stamp, "Its timestamp", clocks, known_by)
            proven = stamp.timestamp if not problems else None
        moment = min(proven or known_by, known_by)
        rules = evidence.context(moment)
        status = await async_validate_pdf_signature(
            signature,
            signer_validation_context=rules,
            ts_validation_context=clocks.context(known_by),
            key_usage_settings=SIGNING_USE,
            skip_diff=True,
        )
    except UNREADABLE as error:
        return _unreadable(signature, kind, error)
    problems += faults_of(status, "The signature", evidence, moment, signature.other_embedded_certs)
    problems += _coverage_faults(status.coverage)
    if status.trusted and not may_sign_documents(status.signing_cert):
        name = name_of(status.signing_cert)
        problems.append(f"The signature is not trusted: the certificate “{name}” was issued for another purpose.")
    if status.seed_value_constraint_error is not None:
        problems.append("It breaks the rules that its field sets for signatures.")
    return SignatureVerdict(
        field=str(signature.field_name),
        kind=kind,
        signer=name_of(signature.signer_cert),
        stated_name=_text(signature, "/Name"),
        reason=_text(signature, "/Reason"),
        stated_at=signature.self_reported_timestamp,
        proven_at=proven,
        level=_level(signature, reader, stamped=stamp is not None),
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted) and may_sign_documents(status.signing_cert),
        covers="",
        problems=tuple(problems),
        revocation=by_which_list(status.signing_cert, evidence, rules) if status.trusted else "",
    )


def faults_of(
    status: SignatureStatus,
    subject: str,
    evidence: Evidence,
    moment: datetime,
    embedded: Sequence[x509.Certificate] = (),
) -> list[str]:
    """What is wrong with a signature value or its certificate, in words."""
    if not status.intact:
        return [f"{subject} does not fit the bytes it covers: they were changed."]
    if not status.valid:
        return [f"{subject} is cryptographically wrong."]
    if status.trusted:
        return []
    name = name_of(status.signing_cert)
    return [
        f"{subject} is not trusted: the certificate “{name}” {why_not_trusted(status, evidence, moment, embedded)}."
    ]


def _coverage_faults(coverage: SignatureCoverageLevel | None) -> list[str]:
    if coverage is None or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return ["It does not cover the whole revision in which it stands."]
    return []


def _unreadable(signature: EmbeddedPdfSignature, kind: str, error: Exception) -> SignatureVerdict:
    text = " ".join(str(error).split())[:200]
    return SignatureVerdict(
        field=str(signature.field_name),
        kind=kind,
        signer="",
        stated_name="",
        reason="",
        stated_at=None,
        proven_at=None,
        level="",
        intact=False,
        trusted=False,
        covers="",
        problems=(f"It is damaged and cannot be checked{f' ({text})' if text else ''}.",),
    )


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    references = _direct(signature.sig_object.get("/Reference")) or ()
    return any(_direct(entry).get("/TransformMethod") == "/DocMDP" for entry in references)


def _level(signature: EmbeddedPdfSignature, reader: PdfFileReader, *, stamped: bool) -> str:
    """The PAdES level by the parts that are there; their trust is judged elsewhere."""
    if not stamped:
        return "B-B"
    store = _direct(reader.root.get("/DSS"))
    if not (store and _direct(store.get("/Certs")) and (_direct(store.get("/CRLs")) or _direct(store.get("/OCSPs")))):
        return "B-T"
    later = any(s.signed_revision > signature.signed_revision for s in reader.embedded_timestamp_signatures)
    return "B-LTA" if later else "B-LT"


def _text(signature: EmbeddedPdfSignature, key: str) -> str:
    value = _direct(signature.sig_object.get(key))
    return str(value)[:500] if isinstance(value, generic.TextStringObject) else ""


def _direct(value: Any) -> Any:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]
