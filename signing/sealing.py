"""Signatures on PDF files: fields first, then certification, then signer after signer, then the organisation's seal.

Every step takes bytes and gives new bytes that begin with the old ones (an incremental update), except `prepare_fields`,
which writes the file anew and must therefore come before the first signature. Signatures are PAdES (ETSI EN 319 142-1).
The level of a result is read back from the bytes that were made, never assumed from what was asked.
"""

import asyncio
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.levels import Level, level_in, stamped_by, why_stamps_prove_nothing
from signing.preparing import FieldSpec, NotSignable, prepare_fields
from signing.stamps import Mark, Sheet, draw_sheet
from signing.verification.certificates import Evidence
from signing.verification.verdict import CERTIFICATION_FIELD, SEAL_FIELD

__all__ = [
    "CERTIFICATION_FIELD",
    "SEAL_FIELD",
    "FieldSpec",
    "Level",
    "LevelNotReached",
    "NotSignable",
    "Signed",
    "TrustMaterial",
    "certificates_of",
    "certify",
    "digests_of",
    "level_of",
    "prepare_fields",
    "seal",
    "sign",
    "signed_fields",
    "signed_with",
    "signing_certificates",
]


# How timestamp authorities fail: down, slow, a page of HTML, another question's answer.
FAILURES = (OSError, ValueError, TypeError, AttributeError, KeyError)

# What proves certificates stands in the file before the last timestamp, which so covers all of it: nothing follows a finished document,
# until its timestamp is renewed. Entries for single signatures (VRI) would have to follow them, and no rule asks for them any more.
BEFORE_THE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
STORES = {
    Level.LT: DSSContentSettings(
        include_vri=False,
        placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE,
        next_ts_settings=BEFORE_THE_STAMP,
    ),
    Level.LTA: DSSContentSettings(
        include_vri=False,
        placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
        next_ts_settings=BEFORE_THE_STAMP,
    ),
}


class LevelNotReached(RuntimeError):
    """The level that was asked for cannot be reached now; nothing was changed. Try again later."""


@dataclass(frozen=True)
class TrustMaterial:
    """What levels B-LT and B-LTA embed: roots that are trusted, the certificates between, and fresh revocation lists and answers.

    clocks are roots that are trusted for timestamps alone.
    """

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()
    clocks: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True)
class Signed:
    """One signature that was made.

    `document_digest` is the hash that the signature covers (hex, of the byte range), for the ledger; `sha256` is that of the
    whole file. `reached` is the level found in the bytes.
    """

    pdf: bytes
    field: str
    asked: Level
    reached: Level
    document_digest: str
    sha256: str
    at: datetime


def certify(pdf: bytes, signer: Signer, *, reason: str, at: datetime, timestamper: TimeStamper | None = None) -> Signed:
    """The organisation's invisible certification: from here on only signatures may be added (DocMDP, level 2).

    It must be the first signature of the file.
    """
    if signed_fields(pdf):
        raise NotSignable(
            "A certification must be the first signature, and this file already has one. Start from the original."
        )
    metadata = PdfSignatureMetadata(
        field_name=CERTIFICATION_FIELD,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
    )
    return _signed(pdf, metadata, signer, Level.T if timestamper else Level.B, at, timestamper, None)


def sign(
    pdf: bytes,
    field: str,
    signer: Signer,
    mark: Mark | Sheet,
    *,
    reason: str,
    at: datetime,
    timestamper: TimeStamper | None = None,
) -> Signed:
    """One person's signature in `field`, with the visible mark, or with all that they leave on that page. Level B-B, or B-T with a
    timestamper.

    The key is the organisation's: it attests that the platform authenticated the person, whose name stands in the signature
    dictionary and in the mark.
    """
    box = _box_of(pdf, field)
    style = None
    if box is not None:
        width, height = box[2] - box[0], box[3] - box[1]
        sheet = mark if isinstance(mark, Sheet) else Sheet.of(mark, width=width, height=height)
        drawn = draw_sheet(sheet, width=width, height=height)
        style = StaticStampStyle(
            border_width=0,
            background=_PageContent(drawn),
            background_opacity=1.0,
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN, margins=Margins(0, 0, 0, 0)
            ),
        )
    metadata = PdfSignatureMetadata(
        field_name=field,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=mark.name,
        reason=reason,
    )
    return _signed(pdf, metadata, signer, Level.T if timestamper else Level.B, at, timestamper, style)


def seal(
    pdf: bytes,
    signer: Signer,
    level: Level,
    *,
    reason: str,
    at: datetime,
    timestamper: TimeStamper | None = None,
    trust: TrustMaterial | None = None,
    clock: datetime | None = None,
) -> Signed:
    """The organisation's last signature, at exactly the level asked for.

    `clock` is the machine's own time, with which the authority's must agree within five minutes; None: it is not compared. `trust`
    also says whose timestamps count (None: anybody's, which no seal of an envelope is made with).
    Raises LevelNotReached, in words, when the timestamp authority or the revocation data do not answer: the caller keeps the
    document waiting and tries again. Nothing is lowered silently.
    """
    level = Level(level)
    if level.rank >= Level.T.rank and timestamper is None:
        raise LevelNotReached(f"Level {level} needs a timestamp authority, and none is configured.")
    long_term = level.rank >= Level.LT.rank
    if long_term and (trust is None or not (trust.revocation_lists or trust.answers)):
        raise LevelNotReached(
            f"Level {level} needs root certificates and fresh revocation lists, and none are configured."
        )
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
        embed_validation_info=long_term,
        use_pades_lta=level is Level.LTA,
        validation_context=_embedding_context(trust) if long_term and trust else None,
        dss_settings=STORES.get(level, DSSContentSettings()),
    )
    return _signed(
        pdf,
        metadata,
        signer,
        level,
        at,
        None if level is Level.B else timestamper,
        None,
        clock,
        _evidence(trust, level),
    )


def signed_fields(pdf: bytes) -> list[str]:
    """Names of the fields that already hold a signature, in the order in which they were signed; document timestamps left out."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [str(signature.field_name) for signature in reader.embedded_regular_signatures]


def digests_of(pdf: bytes) -> dict[str, str]:
    """For each signed field, the hash (hex) of the bytes that its signature covers; document timestamps left out."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return {str(found.field_name): _document_digest(found) for found in reader.embedded_regular_signatures}


def signed_with(pdf: bytes) -> dict[str, x509.Certificate]:
    """For each signed field, the certificate that signed it; document timestamps left out."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return {str(found.field_name): found.signer_cert for found in reader.embedded_regular_signatures}


def signing_certificates(pdf: bytes) -> tuple[x509.Certificate, ...]:
    """Every certificate that the signatures in a file bring along, each once."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = [
        one
        for signature in reader.embedded_regular_signatures
        for one in (signature.signer_cert, *signature.other_embedded_certs)
    ]
    return tuple({one.sha256: one for one in found}.values())


def level_of(pdf: bytes, field: str) -> Level:
    """The level whose parts are really there for the signature in `field`.

    B-T: a timestamp of this very signature. B-LT: also a security store with certificates and revocation data, added with or after the
    signature. B-LTA: also a document timestamp over all of it.
    """
    return level_in(_signature_in(pdf, field))


def _signature_in(pdf: bytes, field: str) -> EmbeddedPdfSignature:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    for name, value, reference in enumerate_sig_fields(reader, filled_status=True):
        if name == field and value is not None:
            return EmbeddedPdfSignature(reader, reference, name)
    raise NotSignable(f"The field {field} holds no signature.")


def certificates_of(timestamper: TimeStamper) -> tuple[x509.Certificate, ...]:
    """The certificates that an authority's timestamps bring along, its own first. Raises LevelNotReached when it does not answer."""
    try:
        token = asyncio.run(timestamper.async_dummy_response("sha256"))["content"]
        own = stamped_by(token)
        brought = [one.chosen for one in token["certificates"] or () if one.name == "certificate"]
    except FAILURES as error:
        raise LevelNotReached(f"The timestamp authority failed ({str(error).strip().rstrip('.')}).") from error
    if own is None:
        raise LevelNotReached("The timestamp authority failed (its timestamps do not bring their certificate along).")
    return (own, *(one for one in brought if one is not own))


class _PageContent(PdfContent):
    """The first page of a PDF as drawing content, kept in memory."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self._page))
        drawn = self._ensure_writer.import_page_as_xobject(reader, page_ix=0)
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        self.resources.xobject["/Mark"] = drawn
        return b"/Mark Do"


class _SignerAtMoment(PdfSigner):
    """Signs with the time that was passed in, not with the system's."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def _signed(
    pdf: bytes,
    metadata: PdfSignatureMetadata,
    signer: Signer,
    level: Level,
    at: datetime,
    timestamper: TimeStamper | None,
    style: StaticStampStyle | None,
    clock: datetime | None = None,
    evidence: Evidence | None = None,
) -> Signed:
    field = str(metadata.field_name)
    work = _SignerAtMoment(metadata, signer=signer, timestamper=timestamper, stamp_style=style)
    work.moment = at.astimezone(UTC)
    writer = _opened(pdf)
    if _field(writer.prev, field).get("/V") is not None:
        raise NotSignable(f"The field {field} is already signed. A field can be signed once only.")
    try:
        out = asyncio.run(work.async_sign_pdf(writer, existing_fields_only=True)).getvalue()
    except SigningError as error:
        raise NotSignable(f"The field {field} cannot be signed: {error}") from error
    except (PathError, ValidationError) as error:
        raise LevelNotReached(f"Level {level} is out of reach: the certificates do not validate ({error}).") from error
    except FAILURES as error:
        if level is Level.B:
            raise
        # Timestamp authorities fail in many ways (down, slow, an HTML page); all of them mean: try again. A wrong nonce even makes
        # pyHanko stumble over its own error message (AttributeError).
        words = str(error).strip().rstrip(".")
        raise LevelNotReached(
            f"Level {level} is out of reach now: the timestamp authority failed ({words or type(error).__name__})."
        ) from error
    made = _signature_in(out, field)
    reached = level_in(made)
    if reached.rank < level.rank:
        raise LevelNotReached(f"Level {level} was asked for, but only {reached} came out. Nothing was kept.")
    why = why_stamps_prove_nothing(made, clock, evidence, at=datetime.now(UTC)) if clock or evidence else ""
    if why and level is not Level.B:
        raise LevelNotReached(f"Level {level} is out of reach now: the timestamp proves no time, because {why}.")
    if not out.startswith(pdf):
        raise NotSignable("Signing changed bytes that were already signed. Nothing was kept; start from the original.")
    return Signed(
        pdf=out,
        field=field,
        asked=level,
        reached=reached,
        document_digest=_document_digest(made),
        sha256=hashlib.sha256(out).hexdigest(),
        at=work.moment,
    )


def _document_digest(signature: EmbeddedPdfSignature) -> str:
    """The message digest that the signature covers, hex."""
    attributes: Iterable[cms.CMSAttribute] = signature.signer_info["signed_attrs"]
    digest = next(a["values"][0].native for a in attributes if a["type"].native == "message_digest")
    return bytes(digest).hex()


def _evidence(trust: TrustMaterial | None, level: Level) -> Evidence | None:
    """What the timestamps that were made are judged by; below B-LT nothing has to prove that a certificate was not taken back."""
    if trust is None:
        return None
    return Evidence(
        roots=trust.roots,
        between=trust.between,
        crls=trust.revocation_lists,
        ocsps=trust.answers,
        revocation_required=level.rank >= Level.LT.rank,
        clocks=trust.clocks,
    )


def _embedding_context(trust: TrustMaterial) -> ValidationContext:
    return ValidationContext(
        trust_roots=[*trust.roots, *trust.clocks],
        other_certs=list(trust.between),
        crls=list(trust.revocation_lists),
        ocsps=list(trust.answers),
        allow_fetching=False,
        revocation_mode="require",
    )


def _box_of(pdf: bytes, field: str) -> tuple[float, float, float, float] | None:
    """The box of an existing signature field, None when it is invisible."""
    rect = _field(_opened(pdf).prev, field).get("/Rect")
    if rect is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in rect)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] > box[0] and box[3] > box[1] else None


def _opened(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSignable(f"The file cannot be read as PDF ({error}). Start from the original.") from error


def _field(reader: PdfFileReader, field: str) -> generic.DictionaryObject:
    for name, _value, reference in enumerate_sig_fields(reader):
        if name == field:
            return cast(generic.DictionaryObject, reference.get_object())
    raise NotSignable(f"The file has no signature field {field}. Prepare its fields first.")
