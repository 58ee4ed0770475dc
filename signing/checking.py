"""Is this file what was signed here? The verdict of the sandbox, together with what this installation recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from signing import ceremony, trust
from signing.codes import read_code
from signing.models import Envelope, EnvelopeState, Recipient, RecipientState, Role
from signing.verification.verdict import Question, Verdict


@dataclass(frozen=True)
class Checked:
    """The verdict, and the envelope whose sealed document or certificate this very file is (None: not one of ours)."""

    verdict: Verdict
    envelope: Envelope | None
    role: str = ""

    @property
    def people(self) -> list[Any]:
        """The signatures of persons, without the house's own."""
        return [one for one in self.verdict.signatures if one.field not in {"Certification", "Seal"}]


@dataclass(frozen=True)
class Known:
    """What is said to anybody who has the code of a document: no address, and no names before everybody has signed."""

    envelope: Envelope
    signed: int
    total: int
    people: tuple[Recipient, ...] = ()
    sha256: str = ""


def known_by(code: str) -> Known | None:
    """What is recorded about the document with this code; None when there is none, or nobody was asked to sign it yet."""
    written = read_code(code)
    envelope = Envelope.objects.exclude(state=EnvelopeState.DRAFT).filter(code=written).first() if written else None
    if envelope is None:
        return None
    signers = list(envelope.recipients.filter(role=Role.SIGNER).order_by("order", "created_at"))
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


def _with_signers(verdict: Verdict, envelope: Envelope) -> Verdict:
    """The same verdict, refused when a signature that was recorded is not in the file."""
    wanted = envelope.recipients.filter(role=Role.SIGNER, state=RecipientState.SIGNED).count()
    found = len([one for one in verdict.signatures if one.field.startswith("Signer ")])
    if found >= wanted:
        return verdict
    return _refused(verdict, [f"{found} of {wanted} recorded signatures are in the file."])


def _older_version(verdict: Verdict) -> Verdict:
    """A file that was one of our documents before everybody had signed is not the signed document (threat A2)."""
    envelope = Envelope.objects.filter(document__versions__sha256=verdict.sha256).first()
    if envelope is None:
        return verdict
    total = envelope.recipients.filter(role=Role.SIGNER).count()
    found = len([one for one in verdict.signatures if one.field.startswith("Signer ")])
    return _refused(
        verdict,
        [f"It is an older version of the document: {found} of {total} people had signed it, or its seal is missing."],
    )


def _refused(verdict: Verdict, reasons: Sequence[str]) -> Verdict:
    return Verdict(
        valid=False,
        reasons=(*verdict.reasons, *reasons),
        signatures=verdict.signatures,
        revisions=verdict.revisions,
        remarks=verdict.remarks,
        sha256=verdict.sha256,
    )
