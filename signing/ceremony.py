"""Between the records and the cryptography: fields are placed, signatures applied, documents sealed.

Every function takes bytes and gives new bytes; rows are read here and written by the actions. The key is in the signer process.
`uses` tells what the key was used for in the last step, for the ledger (threat A22).
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.sign.timestamps import TimeStamper

from documents.models import Origin, TextLayer, Version
from flowmono.common.refusals import Conflict, NotNow
from signing import outward, sealing, trust
from signing.beside import written_beside
from signing.certificate_pdf import render_certificate
from signing.codes import written_code
from signing.completing import completion_of
from signing.models import Envelope, Recipient, SignatureProfile
from signing.printed_code import print_words
from signing.signature_blocks import BlockSigner, place_fields
from signing.signer.client import SignerClient
from signing.signer.messages import SignerProblem
from signing.stamps import Mark, MarkRefused
from signing.verification.sandbox import Sandbox

CERTIFIED = "Prepared for signature: from here on only signatures may be added."
SIGNED = "Signed electronically"
SEALED = "Sealed after everybody had signed"

sandbox = Sandbox()
_last = threading.local()


@dataclass(frozen=True)
class PlacedBox:
    """Where a signature field stands: page from 1, points from the lower left corner; the name that is printed there."""

    name: str
    page: int
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    printed: str = ""
    dated: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


def uses() -> list[dict[str, str]]:
    """What the key was used for in the last step of this thread: {use, digest, certificate, at, purpose}; given out once."""
    taken: list[dict[str, str]] = getattr(_last, "uses", [])
    _last.uses = []
    return taken


def place(
    version: Version, signers: Sequence[Recipient], *, at: datetime
) -> tuple[bytes, list[tuple[Recipient, PlacedBox]]]:
    """The PDF with one signature field for each signer, certified, and the boxes of those fields.

    A signer whose block stands in the text gets it; the others sign on an execution page at the end. Raises Conflict, with every
    reason, when the file cannot be signed safely (encrypted, with scripts or forms of its own).
    """
    pdf = version.content()
    # What was prepared may hold pages of a stranger's file.
    brought = version.origin in {Origin.UPLOADED, Origin.DERIVED}
    if brought and (reasons := sandbox.refuse_before_signing(pdf)):
        raise Conflict(_("This file cannot be signed. %(reasons)s") % {"reasons": " ".join(reasons)}, code="unsafe")
    layer = TextLayer.objects.filter(version=version).first()
    people = [
        BlockSigner(field=f"Signer {number}", name=signer.name, party=signer.party, title=signer.title)
        for number, signer in enumerate(signers, start=1)
    ]
    with _crypto(f"fields of {version.document_id}") as (client, purpose):
        pdf, fields = place_fields(pdf, layer.text if layer else "", layer.runs if layer else [], people)
        if signers and (code := signers[0].envelope.code):
            pdf = print_words(pdf, _words_of(code))
        prepared = sealing.prepare_fields(pdf, fields)
        certified = sealing.certify(prepared, client.signer(purpose=purpose), reason=CERTIFIED, at=at)
    boxes = [PlacedBox(f.name, f.page, *_sides(f.box), f.printed, _sides(f.dated) if f.dated else None) for f in fields]
    return certified.pdf, list(zip(signers, boxes, strict=True))


def _words_of(code: str) -> str:
    return _("Code of this document: %(code)s. Whether it was signed is said at %(address)s") % {
        "code": written_code(code),
        "address": settings.SITE_URL + reverse("signing:verify"),
    }


def apply_signature(pdf: bytes, *, recipient: Recipient, mark: SignatureProfile | None, at: datetime) -> bytes:
    """The PDF with one more signature, in the recipient's field: with their mark, or with their name in a handwriting face."""
    field = recipient.fields.filter(kind="signature").order_by("page").first()
    if field is None:
        raise Conflict(_("There is no signature field for %(name)s in this document.") % {"name": recipient.name})
    picture = mark.image.content() if mark and mark.kind != "typed" and mark.image else None
    zone = (recipient.user.time_zone if recipient.user else "") or "UTC"
    drawn = Mark(
        name=mark.signed_name if mark else recipient.name,
        title=mark.title if mark else recipient.title,
        at=at,
        reason=SIGNED,
        zone=zone,
        image=picture,
        on_behalf_of=recipient.party,
        beside=written_beside(field, at=at, zone=zone),
    )
    with _crypto(f"envelope {recipient.envelope_id}, {recipient.name}") as (client, purpose):
        done = sealing.sign(pdf, field.name, client.signer(purpose=purpose), drawn, reason=SIGNED, at=at)
    return done.pdf


def seal(pdf: bytes, *, level: str, at: datetime) -> tuple[bytes, str]:
    """The PDF with the organisation's last signature, and the level that was found in it.

    Raises NotNow when the level asked for is out of reach now: it is tried again until it is reached, never lowered (threat A12).
    """
    with _crypto("seal") as (client, purpose):
        wanted, now = sealing.Level(level), timezone.now()
        stamps = trust.timestamper() if wanted.rank >= sealing.Level.T.rank else None
        done = sealing.seal(
            pdf,
            client.signer(purpose=purpose),
            wanted,
            reason=SEALED,
            at=at,
            timestamper=stamps,
            trust=_material(wanted, stamps, at=now),
            clock=now,
        )
    return done.pdf, str(done.reached)


def _material(wanted: sealing.Level, stamps: TimeStamper | None, *, at: datetime) -> sealing.TrustMaterial | None:
    """What a seal of this level embeds and is judged by; None where it needs nothing."""
    if wanted.rank >= sealing.Level.LT.rank:
        return trust.material(stamps, at=at)
    return trust.clock_material(at=at) if wanted is sealing.Level.T else None


def certificate_of_completion(envelope: Envelope, *, sealed_sha256: str, level: str, at: datetime) -> bytes:
    """The certificate as PDF, itself sealed at the level of the document."""
    with _crypto("certificate of completion") as (client, purpose):
        seal_certificate = client.signer(purpose=purpose).signing_cert
        sealed_by = str(seal_certificate.subject.native.get("common_name", "")) if seal_certificate else ""
        completion = completion_of(
            envelope,
            sealed_sha256=sealed_sha256,
            level=level,
            at=at,
            organisation=trust.organisation(),
            sealed_by=sealed_by,
        )
        page = sealing.prepare_fields(render_certificate(completion, at=at), [], certification=False)
    sealed, _level = seal(page, level=level, at=at)
    return sealed


@contextmanager
def _crypto(purpose: str) -> Iterator[tuple[SignerClient, str]]:
    """The signer, with its refusals as ours; what it did is kept for `uses`."""
    _last.uses = []
    client = trust.client()
    client.take_uses()
    try:
        yield client, purpose
    except (sealing.NotSignable, MarkRefused) as refusal:
        raise Conflict(str(refusal), code="not_signable") from refusal
    except sealing.LevelNotReached as problem:
        outward.forget_clock()
        raise NotNow(str(problem), code="level_not_reached") from problem
    except SignerProblem as problem:
        raise Conflict(
            _("The signature could not be made now: %(why)s") % {"why": problem}, code="signer_unavailable"
        ) from problem
    _last.uses = client.take_uses()


def _sides(box: tuple[float, float, float, float]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    left, bottom, right, top = (Decimal(str(round(value, 2))) for value in box)
    return left, bottom, right - left, top - bottom
