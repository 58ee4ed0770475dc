"""Untrusted signed files are read in a child process with little time, little memory, no network and nothing else to do.

The child is forked from a warm worker (`flowmono.common.limited`), which holds no keys and no database connection. A child that
runs out of its limits or dies yields an INVALID verdict in words, and the next file finds a fresh child.
"""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509

from flowmono.common.limited import Answer, How, Limits, Unanswered, Workshop
from signing.mark_pictures import MAX_IMAGE_BYTES, TOO_LARGE, MarkRefused
from signing.verification.verdict import Question, Verdict

VERIFY = "signing.verification.child:verify"
REFUSE = "signing.verification.child:refuse"
CLEAN = "signing.verification.child:clean"
LIMITS = Limits(seconds=20, megabytes=1_500)
_DEATHS = {
    How.TOO_SLOW: "it took too long",
    How.TOO_HEAVY: "it needs more memory than a document may",
    How.BROKEN: "it makes its reader crash",
}


class ChildDied(RuntimeError):
    """The child ended, or ran out of its limits, without an answer."""


class Sandbox:
    """Verifies files, looks for reasons not to sign them, and decodes pictures, in limited child processes. Threads may share one."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._workshop = Workshop(VERIFY, REFUSE, CLEAN)

    def verify(self, pdf: bytes, question: Question) -> Verdict:
        """The verdict on these bytes; INVALID with the reason when the child runs out of its limits."""
        try:
            return Verdict.from_json(self._ask(VERIFY, question_as_json(question), pdf)[0])
        except ChildDied as error:
            return Verdict.refused(
                f"The file was not examined to its end: {error}.", sha256=hashlib.sha256(pdf).hexdigest()
            )

    def refuse_before_signing(self, pdf: bytes) -> list[str]:
        """Reasons not to sign these bytes; see `refusals.refuse_before_signing`."""
        try:
            return [str(reason) for reason in self._ask(REFUSE, {}, pdf)[0]["reasons"]]
        except ChildDied as error:
            return [f"It was not examined to its end: {error}. Print it to PDF and upload that."]

    def clean_picture(self, data: bytes) -> bytes:
        """A drawn or uploaded signature as clean PNG; see `mark_pictures.read_mark_image`. Raises MarkRefused when it is none."""
        if len(data) > MAX_IMAGE_BYTES:
            raise MarkRefused(TOO_LARGE)
        try:
            said, pictures = self._ask(CLEAN, {}, data)
        except ChildDied as error:
            raise MarkRefused(
                f"The signature image cannot be read: {error}. Save it smaller and upload it again."
            ) from None
        if said["problem"]:
            raise MarkRefused(said["problem"])
        return pictures[0]

    def close(self) -> None:
        """End the warm worker. Using the sandbox again starts a new one."""
        self._workshop.close()

    def _ask(self, function: str, question: dict[str, Any], pdf: bytes) -> tuple[dict[str, Any], Sequence[bytes]]:
        answer, _ = self._workshop.run(function, question, [pdf], limits=self._limits)
        match answer:
            case Unanswered(how):
                raise ChildDied(_DEATHS[how])
            case Answer(values, files):
                return values, files


def question_as_json(question: Question) -> dict[str, Any]:
    """JSON values of a question; certificates and lists as base64 of their DER."""
    expected = question.expected_signers
    return {
        "trust": [base64.b64encode(c.dump()).decode() for c in question.trust],
        "between": [base64.b64encode(c.dump()).decode() for c in question.between],
        "clocks": [base64.b64encode(c.dump()).decode() for c in question.clocks],
        "crls": [base64.b64encode(c.dump()).decode() for c in question.crls],
        "ocsps": [base64.b64encode(c.dump()).decode() for c in question.ocsps],
        "at": question.at.isoformat() if question.at else None,
        "expected_sha256": question.expected_sha256,
        "expected_signers": expected if expected is None or isinstance(expected, int) else list(expected),
    }


def question_from_json(values: dict[str, Any]) -> Question:
    """The inverse of `question_as_json`."""
    return Question(
        trust=tuple(x509.Certificate.load(base64.b64decode(c)) for c in values["trust"]),
        between=tuple(x509.Certificate.load(base64.b64decode(c)) for c in values["between"]),
        clocks=tuple(x509.Certificate.load(base64.b64decode(c)) for c in values["clocks"]),
        crls=tuple(crl.CertificateList.load(base64.b64decode(c)) for c in values["crls"]),
        ocsps=tuple(ocsp.OCSPResponse.load(base64.b64decode(c)) for c in values["ocsps"]),
        at=datetime.fromisoformat(values["at"]) if values["at"] else None,
        expected_sha256=values["expected_sha256"],
        expected_signers=values["expected_signers"],
    )
