"""PAdES levels, read back from the bytes: what is really there, whatever was asked for."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from signing.verification.certificates import Evidence
from signing.verification.judging import UNREADABLE, faults_of

CLOCK_TOLERANCE = timedelta(minutes=5)


class Level(StrEnum):
    """PAdES baseline levels, lowest first."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


Digest = Callable[[str], bytes]


def why_stamps_prove_nothing(
    signature: EmbeddedPdfSignature, clock: datetime | None, evidence: Evidence | None, *, at: datetime
) -> str:
    """Why a timestamp of a signature, or of the document after it, proves no time; "" when all of them do.

    `clock` is the machine's own time, None when it is not compared. `evidence` is what certificates are judged by as of `at`; None:
    whose clock it is is not judged.
    """
    for token, digest in _stamps_on(signature):
        why = _why_no_time(token, clock) or (_why_not_trusted(token, digest, evidence, at) if evidence else "")
        if why:
            return why
    return ""


def _stamps_on(signature: EmbeddedPdfSignature) -> Iterator[tuple[cms.SignedData, Digest]]:
    """The signature's own timestamps and the document's after it, each with the digest that it has to be about."""
    value = signature.signer_info["signature"].native
    for token in _tokens(signature):
        yield token, lambda name: hashlib.new(name, value).digest()
    for stamp in _later_stamps(signature):
        yield stamp.signed_data, stamp.compute_digest


def _later_stamps(signature: EmbeddedPdfSignature) -> Iterator[EmbeddedPdfSignature]:
    reader = signature.reader
    for name, found, reference in enumerate_sig_fields(reader, filled_status=True):
        if _direct(found).get("/Type") == "/DocTimeStamp":
            stamp = EmbeddedPdfSignature(reader, reference, name)
            if stamp.signed_revision > signature.signed_revision:
                yield stamp


def _tokens(signature: EmbeddedPdfSignature) -> list[cms.SignedData]:
    return [
        value["content"]
        for attribute in signature.signer_info["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]


def level_in(signature: EmbeddedPdfSignature) -> Level:
    """The level whose parts are really there; see `sealing.level_of`."""
    tokens = _tokens(signature)
    value = signature.signer_info["signature"].native
    if not any(_stamps(token, lambda name: hashlib.new(name, value).digest()) for token in tokens):
        return Level.B
    reader = signature.reader
    store = _direct(reader.root.get("/DSS"))
    if not (store and _direct(store.get("/Certs")) and (_direct(store.get("/CRLs")) or _direct(store.get("/OCSPs")))):
        return Level.T
    found = any(_stamps(stamp.signed_data, stamp.compute_digest) for stamp in _later_stamps(signature))
    return Level.LTA if found else Level.LT


def _why_no_time(token: cms.SignedData, clock: datetime | None) -> str:
    """Why a timestamp proves no time, as far as it shows by itself; "" when it may."""
    said = token["encap_content_info"]["content"].parsed["gen_time"].native
    if clock and abs(said - clock) > CLOCK_TOLERANCE:
        return f"its clock says {said:%Y-%m-%d %H:%M:%S} UTC, ours {clock:%Y-%m-%d %H:%M:%S} UTC; one of them is wrong"
    own = stamped_by(token)
    if own is None:
        return "it does not bring its certificate along"
    purposes = own.extended_key_usage_value
    if purposes is None or purposes.native != ["time_stamping"]:
        return "its certificate was not issued for timestamps"
    return ""


def stamped_by(token: cms.SignedData) -> x509.Certificate | None:
    """The certificate of whoever made a timestamp, None when the timestamp does not bring it along."""
    wanted = token["signer_infos"][0]["sid"].chosen
    for one in token["certificates"] or ():
        if one.name != "certificate":
            continue
        found = one.chosen
        if isinstance(wanted, cms.IssuerAndSerialNumber):
            same = wanted["serial_number"].native == found.serial_number and wanted["issuer"] == found.issuer
        else:
            same = wanted.native == found.key_identifier
        if same:
            return found
    return None


def _why_not_trusted(token: cms.SignedData, digest: Digest, evidence: Evidence, at: datetime) -> str:
    """Why a timestamp's signature is wrong or its certificate leads to no root that is trusted here; "" when neither."""
    trusted = evidence.for_time()
    try:
        facts = asyncio.run(validate_tst_signed_data(token, trusted.context(at), digest))
        faults = faults_of(TimestampSignatureStatus(**facts), "the timestamp", trusted, at)
    except UNREADABLE as error:
        return f"it is damaged ({error})"
    return faults[0].rstrip(".") if faults else ""


def _stamps(token: cms.SignedData, digest: Digest) -> bool:
    """True when the timestamp token is about these bytes: an authority may answer with a token for something else."""
    imprint = token["encap_content_info"]["content"].parsed["message_imprint"]
    return bool(imprint["hashed_message"].native == digest(imprint["hash_algorithm"]["algorithm"].native))


def _direct(value: Any) -> Any:
    """What a reference points to; anything else as it is."""
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]
