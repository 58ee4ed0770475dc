"""Is this file what was signed here? The verdict of the sandbox, together with what this installation recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from signing import ceremony, trust
from signing.codes import read_code
from signing.models import Envelope, EnvelopeState, Recipient, RecipientState, Role
from signing.querysets import IN_ROUND
from signing.verification.verdict import (
    HOUSE_FIELDS,
    SEAL_FIELD,
    Question,
    SignatureVerdict,
    Verdict,
    by_weight,
    is_further_page,
)


@dataclass(frozen=True)
class Person:
    """Somebody who signed a file: their last signature in it, and on how many pages marks of theirs stand."""

    last: SignatureVerdict
    pages: int


@dataclass(frozen=True)
class Checked:
    """The verdict, and the envelope whose sealed document or certificate this very file is (None: not one of ours)."""

    verdict: Verdict
    envelope: Envelope | None
    role: str = ""

    @property
    def people(self) -> list[Person]:
        """Everybody who signed, once, without the house's own: each page with somebody's marks has a signature of its own."""
        theirs: dict[str, list[SignatureVerdict]] = {}
        for one in self.verdict.signatures:
            if one.kind != "document timestamp" and one.field not in HOUSE_FIELDS:
                theirs.setdefault(_own_field(one.field), []).append(one)
        return [Person(some[-1], len(some)) for some in theirs.values()]

    @property
    def seal(self) -> SignatureVerdict | None:
        """The organisation's last signature, which covers those of everybody; None where the file has none."""
        return next((one for one in self.verdict.signatures if one.field == SEAL_FIELD), None)


@dataclass(frozen=True)
class Known:
    """What is said to anybody who has the code of a document: no address, and no names before everybody has signed."""

    envelope: Envelope
    signed: int
    total: int
    people: tuple[Recipient, ...] = ()
    sha256: str = ""

    @property
    def disposed_at(self) -> datetime | None:
        """When our own file of it was disposed of, after its time; its SHA-256 stays."""
        return self.envelope.disposed_at


def known_by(code: str) -> Known | None:
    """What is recorded about the document with this code; None when there is none, or nobody was asked to sign it yet."""
    written = read_code(code)
    envelope = Envelope.objects.exclude(state=EnvelopeState.DRAFT).filter(code=written).first() if written else None
    if envelope is None:
        return None
    signers = list(envelope.recipients.filter(role=Role.SIGNER).order_by(*IN_ROUND))
    signed = tuple(one for one in signers if one.state == RecipientState.SIGNED)
    if envelope.state != EnvelopeState.SEALED:
        return Known(envelope, len(signed), len(signers))
    return Known(envelope, len(signed), len(signers), signed, envelope.current_version.sha256)


def check(pdf: bytes, *, at: datetime) -> Checked:
    """Examine a file in a limited child process, against our own roots and records."""
    question = Question(
        trust=trust.roots(),
        between=trust.between(),
        crls=trust.fresh_revocation_lists(at=at),
        at=at,
        clocks=trust.clocks(),
    )
    verdict = ceremony.sandbox.verify(pdf, question)
    envelope = Envelope.objects.filter(current_version__sha256=verdict.sha256, state="sealed").first()
    if envelope is not None:
        return Checked(_with_signers(verdict, envelope), envelope, "document")
    envelope = Envelope.objects.filter(certificate_version__sha256=verdict.sha256).first()
    if envelope is not None:
        return Checked(verdict, envelope, "certificate")
    return Checked(_older_version(verdict), None)


def _own_field(field: str) -> str:
    """The field of somebody's own mark, for that of any page of theirs: "Signer 1 page 3" is of "Signer 1" (signing.fields)."""
    return field.rpartition(" page ")[0] if is_further_page(field) else field


def _signers_in(verdict: Verdict) -> int:
    """How many people of a round signed a file, however many pages each signed."""
    return len({_own_field(one.field) for one in verdict.signatures if one.field.startswith("Signer ")})


def _with_signers(verdict: Verdict, envelope: Envelope) -> Verdict:
    """The same verdict, refused when a signature that was recorded is not in the file."""
    wanted = envelope.recipients.filter(role=Role.SIGNER, state=RecipientState.SIGNED).count()
    found = _signers_in(verdict)
    if found >= wanted:
        return verdict
    return _refused(verdict, [f"{found} of {wanted} recorded signatures are in the file."])


def _older_version(verdict: Verdict) -> Verdict:
    """A file that was one of our documents before everybody had signed is not the signed document (threat A2)."""
    envelope = Envelope.objects.filter(document__versions__sha256=verdict.sha256).first()
    if envelope is None:
        return verdict
    total = envelope.recipients.filter(role=Role.SIGNER).count()
    found = _signers_in(verdict)
    return _refused(
        verdict,
        [f"It is an older version of the document: {found} of {total} people had signed it, or its seal is missing."],
    )


def _refused(verdict: Verdict, reasons: Sequence[str]) -> Verdict:
    return Verdict(
        valid=False,
        reasons=by_weight([*verdict.reasons, *reasons]),
        signatures=verdict.signatures,
        revisions=verdict.revisions,
        remarks=verdict.remarks,
        sha256=verdict.sha256,
    )
