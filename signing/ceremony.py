"""Between the records and the cryptography: fields are placed, signatures applied, documents sealed.

Every function takes bytes and gives new bytes; rows are read here and written by the actions. The key is in the signer process.
`uses` tells what the key was used for in the last step, for the ledger (threat A22).
"""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from pyhanko.sign.timestamps import TimeStamper

from documents.models import Origin, TextLayer, Version
from documents.pages import frames_in, frames_of
from flowmono.common.refusals import Conflict, NotNow
from signing import outward, sealing, trust
from signing.certificate_pdf import render_certificate
from signing.certificates import why_not_to_sign_with
from signing.codes import written_code
from signing.completing import completion_of
from signing.fields import Kind, Laid, Page, PlacesRefused, besides, faults_of, names_of, signature_fields
from signing.filling import OwnMark, sheet_of
from signing.mark_pictures import MarkRefused
from signing.models import Envelope, Field, Recipient, SignatureProfile
from signing.printed_code import print_words
from signing.printed_labels import Box, print_labels
from signing.signature_blocks import BlockSigner, place_fields
from signing.signer.client import SignerClient
from signing.signer.messages import SignerProblem
from signing.upright import stand_upright
from signing.verification.sandbox import Sandbox

CERTIFIED = "Prepared for signature: from here on only signatures may be added."
SIGNED = "Signed electronically"
SEALED = "Sealed after everybody had signed"

sandbox = Sandbox()
_last = threading.local()


@dataclass(frozen=True)
class Placed:
    """A place that was laid: whose, what it is called, and the signature field of the file that draws it."""

    recipient: Recipient
    laid: Laid
    name: str
    carried_by: str


@dataclass(frozen=True)
class Sealed:
    """A seal that was made and is not kept yet: of the version with the hash `before`, at the level `wanted`.

    It was made at `at`. `level` is what was found in it; `uses` tell what the key was used for, in the document and in its certificate of completion.
    """

    before: str
    wanted: str
    pdf: bytes
    level: str
    uses: list[dict[str, str]]
    certificate: bytes
    uses_of_certificate: list[dict[str, str]]
    at: datetime


def uses() -> list[dict[str, str]]:
    """What the key was used for in the last step of this thread: {use, digest, certificate, at, purpose}; given out once."""
    taken: list[dict[str, str]] = getattr(_last, "uses", [])
    _last.uses = []
    return taken


def place(
    version: Version, signers: Sequence[Recipient], *, at: datetime, laid: Sequence[Laid] | None = None
) -> tuple[bytes, list[Placed]]:
    """The PDF with its signature fields, certified, and what stands in them: the places that were `laid`, or those that are found.

    Found is the block of a signer in the text; the others sign on an execution page at the end. What was laid by hand needs that page
    only while something stands on it. Raises Conflict, with every reason, when the file cannot be signed safely (encrypted, with
    scripts or forms of its own), and Invalid when the places that were laid cannot be used.
    """
    pdf = version.content()
    # What was prepared may hold pages of a stranger's file.
    brought = version.origin in {Origin.UPLOADED, Origin.DERIVED}
    if brought and (reasons := sandbox.refuse_before_signing(pdf)):
        raise Conflict(_("This file cannot be signed. %(reasons)s") % {"reasons": " ".join(reasons)}, code="unsafe")
    pdf = stand_upright(pdf)
    names = [f"Signer {number}" for number, _signer in enumerate(signers, start=1)]
    with _crypto(f"fields of {version.document_id}") as (client, purpose):
        by_hand = laid is not None
        if laid is None or any(one.page > len(frames_of(version)) for one in laid):
            pdf, found = _found(version, pdf, signers, names)
            laid = found if laid is None else laid
        if by_hand and (faults := _faults(laid, pdf, signers)):
            raise PlacesRefused(faults)
        fields, carried = signature_fields(laid, names, [signer.name for signer in signers])
        pdf = print_labels(pdf, laid, _pages_of(pdf), _words_on(version))
        if signers and (code := signers[0].envelope.code):
            pdf = print_words(pdf, _words_of(code))
        prepared = sealing.prepare_fields(pdf, fields)
        certified = sealing.certify(prepared, client.signer(purpose=purpose), reason=CERTIFIED, at=at)
    placed = zip(laid, names_of(laid, names), carried, strict=True)
    return certified.pdf, [Placed(signers[one.signer], one, name, by) for one, name, by in placed]


def find_places(version: Version, signers: Sequence[Recipient]) -> tuple[bytes, list[Laid]]:
    """The places as they would be found for these people, and the file with the page that they would need; nothing is signed or kept."""
    names = [f"Signer {number}" for number, _signer in enumerate(signers, start=1)]
    return _found(version, version.content(), signers, names)


def _found(
    version: Version, pdf: bytes, signers: Sequence[Recipient], names: Sequence[str]
) -> tuple[bytes, list[Laid]]:
    """The places that the document itself has for these people, and the file, with an execution page for the others."""
    layer = TextLayer.objects.filter(version=version).first()
    people = [
        BlockSigner(field=name, name=signer.name, party=signer.party, title=signer.title)
        for name, signer in zip(names, signers, strict=True)
    ]
    pdf, fields = place_fields(pdf, layer.text if layer else "", layer.runs if layer else [], people)
    laid = []
    for number, field in enumerate(fields):
        left, bottom, right, top = field.box
        laid.append(
            Laid(Kind.SIGNATURE, number, field.page, left, bottom, right - left, top - bottom, printed=field.printed)
        )
        for kind, page, (left, bottom, right, top) in besides(field):
            laid.append(Laid(kind, number, page, left, bottom, right - left, top - bottom))
    return pdf, laid


def _faults(laid: Sequence[Laid], pdf: bytes, signers: Sequence[Recipient]) -> list[str]:
    return faults_of(laid, _pages_of(pdf), [signer.name for signer in signers])


def _pages_of(pdf: bytes) -> list[Page]:
    return [Page(frame.left, frame.bottom, frame.width, frame.height) for frame in frames_in(pdf)]


def _words_on(version: Version) -> dict[int, list[tuple[Box, str]]]:
    """What is printed on each page of a document whose words are known, and where."""
    layer = TextLayer.objects.filter(version=version).first()
    found: dict[int, list[tuple[Box, str]]] = {}
    for page, x, y, width, height, start, end in layer.runs if layer else []:
        found.setdefault(page, []).append(((x, y, x + width, y + height), layer.text[start:end]))
    return found


def _words_of(code: str) -> str:
    return _("Code of this document: %(code)s. Whether it was signed is said at %(address)s") % {
        "code": written_code(code),
        "address": settings.SITE_URL + reverse("signing:verify"),
    }


def apply_signature(
    pdf: bytes, *, recipient: Recipient, mark: SignatureProfile | None, own: OwnMark, at: datetime
) -> bytes:
    """The PDF with all that this person leaves in it, page after page, the page with their own mark last.

    The mark is their profile's; who has none signs as they chose on the page. What they entered is read from their fields. Raises Conflict when they
    have no place, or an entry does not fit.
    """
    fields = list(recipient.fields.order_by("page", "pk"))
    main = next((field for field in fields if field.kind == Kind.SIGNATURE), None)
    if main is None:
        raise Conflict(_("There is no signature field for %(name)s in this document.") % {"name": recipient.name})
    pages: dict[str, list[Field]] = {}
    for field in fields:
        pages.setdefault(field.carried_by, []).append(field)
    last = pages.pop(main.carried_by)
    with _crypto(f"envelope {recipient.envelope_id}, {recipient.name}") as (client, purpose):
        signer = client.signer(purpose=purpose, name=_own_certificate(client, mark, recipient))
        for carried_by, some in (*pages.items(), (main.carried_by, last)):
            sheet = sheet_of(some, recipient=recipient, profile=mark, own=own, reason=SIGNED, at=at)
            pdf = sealing.sign(pdf, carried_by, signer, sheet, reason=SIGNED, at=at).pdf
    return pdf


def _own_certificate(client: SignerClient, mark: SignatureProfile | None, recipient: Recipient) -> str:
    """The name of the certificate that a mark signs with; "": the organisation's, also where somebody else's authority is used.

    Raises Conflict, in words, when the mark's own certificate cannot be used now: it is never replaced by another silently.
    """
    if mark is None or not mark.certificate or mark.user_id != recipient.user_id:
        return ""
    held = client.named(mark.certificate)
    why = why_not_to_sign_with(
        held.certificate, held.chain, mark.signed_name, trust.for_certificates(), at=timezone.now()
    )
    if why:
        raise Conflict(
            _("Your mark “%(mark)s” cannot sign. %(why)s Ask an administrator to bind it to another certificate.")
            % {"mark": mark.name, "why": why},
            code="certificate",
        )
    return str(mark.certificate)


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
            trust=_material(wanted, stamps, sealing.signing_certificates(pdf), at=now),
            clock=now,
        )
    return done.pdf, str(done.reached)


def seal_with_certificate(envelope: Envelope, *, at: datetime) -> Sealed:
    """The seal of an envelope that everybody has signed, with its certificate of completion. Reads rows, locks none and writes none, since
    servers outside take their time. Raises NotNow as `seal` does."""
    before, wanted = envelope.current_version, envelope.level_wanted
    pdf, level = seal(before.content(), level=wanted, at=at)
    used = uses()
    certificate = certificate_of_completion(envelope, sealed_sha256=hashlib.sha256(pdf).hexdigest(), level=level, at=at)
    return Sealed(before.sha256, wanted, pdf, level, used, certificate, uses(), at)


def _material(
    wanted: sealing.Level, stamps: TimeStamper | None, others: Sequence[x509.Certificate], *, at: datetime
) -> sealing.TrustMaterial | None:
    """What a seal of this level embeds and is judged by, about those who signed before it too; None where it needs nothing."""
    if wanted.rank >= sealing.Level.LT.rank:
        return trust.material(stamps, others, at=at)
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
