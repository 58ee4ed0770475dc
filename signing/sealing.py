"""Signatures on PDF files: fields first, then certification, then signer after signer, then the organisation's seal.

Every step takes bytes and gives new bytes that begin with the old ones (an incremental update), except `prepare_fields`,
which writes the file anew and must therefore come before the first signature. Signatures are PAdES (ETSI EN 319 142-1).
The level of a result is read back from the bytes that were made, never assumed from what was asked.
"""

import asyncio
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import pikepdf
from asn1crypto import cms, crl, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.stamps import Mark, draw_mark
from signing.verification.refusals import refuse_before_signing

CERTIFICATION_FIELD = "Certification"
SEAL_FIELD = "Seal"
FIELD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,99}")


class NotSignable(ValueError):
    """This file or field cannot be signed. The message says why and what to do."""


class LevelNotReached(RuntimeError):
    """The level that was asked for cannot be reached now; nothing was changed. Try again later."""


class Level(StrEnum):
    """PAdES baseline levels, lowest first."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True)
class FieldSpec:
    """A signature field: `page` counts from 1; `box` is (left, bottom, right, top) in points from the lower left corner."""

    name: str
    page: int
    box: tuple[float, float, float, float]
    tooltip: str = ""


@dataclass(frozen=True)
class TrustMaterial:
    """What levels B-LT and B-LTA embed: roots that are trusted, the certificates between, and fresh revocation lists."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    revocation_lists: tuple[crl.CertificateList, ...] = ()


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


def prepare_fields(pdf: bytes, fields: Sequence[FieldSpec], *, certification: bool = True, seal: bool = True) -> bytes:
    """The file written anew with every signature field in it, ready for the first signature.

    All fields must exist before the first signature, because a visible field added later breaks a certification. Besides the
    given ones there are two invisible fields, `Certification` and `Seal`, unless switched off. Objects that nothing refers to
    and earlier revisions are dropped, so nothing hidden can be brought to light later. Raises NotSignable, with every reason,
    for files that must not be signed.
    """
    problems = refuse_before_signing(pdf)
    if problems:
        raise NotSignable("This file cannot be signed: " + " ".join(problems))
    _check_fields(pdf, fields)
    writer = IncrementalPdfFileWriter(io.BytesIO(_written_anew(pdf)), strict=False)
    for field in fields:
        append_signature_field(
            writer,
            SigFieldSpec(
                field.name,
                on_page=field.page - 1,
                box=field.box,  # type: ignore[arg-type]  # pyHanko says int, and takes points in fractions
                readable_field_name=field.tooltip or f"Signature: {field.name}",
            ),
        )
    for name, wanted in ((CERTIFICATION_FIELD, certification), (SEAL_FIELD, seal)):
        if wanted:
            append_signature_field(writer, SigFieldSpec(name, readable_field_name=name))
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return _written_anew(out.getvalue())


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
    mark: Mark,
    *,
    reason: str,
    at: datetime,
    timestamper: TimeStamper | None = None,
) -> Signed:
    """One person's signature in `field`, with the visible mark. Level B-B, or B-T with a timestamper.

    The key is the organisation's: it attests that the platform authenticated the person, whose name stands in the signature
    dictionary and in the mark.
    """
    box = _box_of(pdf, field)
    style = None
    if box is not None:
        drawn = draw_mark(mark, width=box[2] - box[0], height=box[3] - box[1])
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
) -> Signed:
    """The organisation's last signature, at exactly the level asked for or higher.

    Raises LevelNotReached, in words, when the timestamp authority or the revocation data do not answer: the caller keeps the
    document waiting and tries again. Nothing is lowered silently.
    """
    level = Level(level)
    if level.rank >= Level.T.rank and timestamper is None:
        raise LevelNotReached(f"Level {level} needs a timestamp authority, and none is configured.")
    long_term = level.rank >= Level.LT.rank
    if long_term and (trust is None or not trust.revocation_lists):
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
    )
    return _signed(pdf, metadata, signer, level, at, timestamper, None)


def signed_fields(pdf: bytes) -> list[str]:
    """Names of the fields that already hold a signature, in the order in which they were signed; document timestamps left out."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [str(signature.field_name) for signature in reader.embedded_regular_signatures]


def level_of(pdf: bytes, field: str) -> Level:
    """The level whose parts are really there for the signature in `field`.

    B-T: a signature timestamp. B-LT: also a security store with certificates and revocation data, added with or after the
    signature. B-LTA: also a document timestamp over all of it.
    """
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = next((s for s in reader.embedded_regular_signatures if s.field_name == field), None)
    if found is None:
        raise NotSignable(f"The field {field} holds no signature.")
    attributes = found.signer_info["unsigned_attrs"]
    if not any(attribute["type"].native == "signature_time_stamp_token" for attribute in attributes or ()):
        return Level.B
    store = _direct(reader.root.get("/DSS"))
    if not (store and _direct(store.get("/Certs")) and (_direct(store.get("/CRLs")) or _direct(store.get("/OCSPs")))):
        return Level.T
    stamps = reader.embedded_timestamp_signatures
    covered = any(stamp.signed_revision > found.signed_revision for stamp in stamps)
    return Level.LTA if covered else Level.LT


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
) -> Signed:
    field = str(metadata.field_name)
    _require_empty(pdf, field)
    work = _SignerAtMoment(metadata, signer=signer, timestamper=timestamper, stamp_style=style)
    work.moment = at.astimezone(UTC)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        out = asyncio.run(work.async_sign_pdf(writer, existing_fields_only=True)).getvalue()
    except SigningError as error:
        raise NotSignable(f"The field {field} cannot be signed: {error}") from error
    except (PathError, ValidationError) as error:
        raise LevelNotReached(f"Level {level} is out of reach: the certificates do not validate ({error}).") from error
    except (OSError, ValueError) as error:
        if level is Level.B:
            raise
        # Timestamp authorities fail in many ways (down, slow, an HTML page, a wrong nonce); all of them mean: try again.
        raise LevelNotReached(
            f"Level {level} is out of reach now: the timestamp authority failed ({error})."
        ) from error
    reached = level_of(out, field)
    if reached.rank < level.rank:
        raise LevelNotReached(f"Level {level} was asked for, but only {reached} came out. Nothing was kept.")
    if not out.startswith(pdf):
        raise NotSignable("Signing changed bytes that were already signed. Nothing was kept; start from the original.")
    return Signed(
        pdf=out,
        field=field,
        asked=level,
        reached=reached,
        document_digest=_document_digest(out, field),
        sha256=hashlib.sha256(out).hexdigest(),
        at=work.moment,
    )


def _direct(value: Any) -> Any:
    """What a reference points to; anything else as it is."""
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]


def _document_digest(pdf: bytes, field: str) -> str:
    """The message digest that the signature in `field` covers, hex."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = next(s for s in reader.embedded_regular_signatures if s.field_name == field)
    attributes: Iterable[cms.CMSAttribute] = found.signer_info["signed_attrs"]
    digest = next(a["values"][0].native for a in attributes if a["type"].native == "message_digest")
    return bytes(digest).hex()


def _embedding_context(trust: TrustMaterial) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=list(trust.between),
        crls=list(trust.revocation_lists),
        allow_fetching=False,
        revocation_mode="require",
    )


def _check_fields(pdf: bytes, fields: Sequence[FieldSpec]) -> None:
    names = [field.name for field in fields]
    if len(set(names)) != len(names):
        raise NotSignable("Two signature fields have the same name. Give each signer a field of their own.")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
        for field in fields:
            if not FIELD_NAME.fullmatch(field.name) or field.name in {CERTIFICATION_FIELD, SEAL_FIELD}:
                raise NotSignable(
                    f"“{field.name}” is no name for a signature field: letters, digits, space, - and _ only."
                )
            if not 1 <= field.page <= pages:
                raise NotSignable(f"The field {field.name} is on page {field.page}, but the file has {pages} pages.")
            left, bottom, right, top = document.pages[field.page - 1].mediabox.as_list()
            box = field.box
            if not (box[0] < box[2] and box[1] < box[3]):
                raise NotSignable(f"The box of the field {field.name} has no area. Draw it again.")
            if box[0] < float(left) or box[1] < float(bottom) or box[2] > float(right) or box[3] > float(top):
                raise NotSignable(
                    f"The box of the field {field.name} lies outside page {field.page}. Move it onto the page."
                )


def _written_anew(pdf: bytes) -> bytes:
    """The same document in one revision, without objects that nothing refers to; equal input gives equal bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.remove_unreferenced_resources()
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _box_of(pdf: bytes, field: str) -> tuple[float, float, float, float] | None:
    """The box of an existing signature field, None when it is invisible."""
    dictionary = _field(pdf, field)
    rect = dictionary.get("/Rect")
    if rect is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in rect)
    box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return box if box[2] > box[0] and box[3] > box[1] else None


def _require_empty(pdf: bytes, field: str) -> None:
    if _field(pdf, field).get("/V") is not None:
        raise NotSignable(f"The field {field} is already signed. A field can be signed once only.")


def _field(pdf: bytes, field: str) -> generic.DictionaryObject:
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = list(enumerate_sig_fields(reader))
    except (PdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSignable(f"The file cannot be read as PDF ({error}). Start from the original.") from error
    for name, _value, reference in found:
        if name == field:
            return cast(generic.DictionaryObject, reference.get_object())
    raise NotSignable(f"The file has no signature field {field}. Prepare its fields first.")
