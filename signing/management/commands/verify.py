"""Check a signed PDF: exit status 0 only when it is valid, with every reason printed when it is not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import crl
from django.core.management.base import BaseCommand, CommandError, CommandParser

from signing.pki import KeyProblem, load_certificates, load_revocation_lists
from signing.trust import between, clocks, lists_at_hand, roots
from signing.verification.sandbox import Sandbox
from signing.verification.verdict import SEAL_FIELD, UNCHECKED, Question, SignatureVerdict, Verdict

INVALID = 1


class Command(BaseCommand):
    help = "Check a signed PDF. Exit status 0: valid. 1: not valid, reasons printed. 2: it could not be checked."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--trust", type=Path, action="append", default=[], help="root certificate (PEM or DER)")
        parser.add_argument("--crl", type=Path, action="append", default=[], help="revocation list (PEM or DER)")
        parser.add_argument("--at", help="the time of checking, such as 2027-03-01 or 2027-03-01T12:00+00:00")
        parser.add_argument("--sha256", help="the hash that was recorded")
        parser.add_argument("--signers", type=int, help="how many people signed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pdf = options["file"].read_bytes()
            question = Question(
                trust=tuple(load_certificates(options["trust"])) if options["trust"] else roots(),
                between=() if options["trust"] else between(),
                clocks=() if options["trust"] else clocks(),
                crls=_lists(options),
                at=_moment(options["at"]),
                expected_sha256=options["sha256"],
                expected_signers=options["signers"],
            )
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from error
        except KeyProblem as problem:
            raise CommandError(str(problem), returncode=2) from problem
        sandbox = Sandbox()
        try:
            verdict = sandbox.verify(pdf, question)
        finally:
            sandbox.close()
        self.stdout.write("\n".join(_in_words(verdict)))
        if not verdict.valid:
            raise SystemExit(INVALID)


def _lists(options: dict[str, Any]) -> tuple[crl.CertificateList, ...]:
    """Those given; and those that lie here when the roots that lie here are to be trusted."""
    given = tuple(load_revocation_lists(options["crl"]))
    return given if options["trust"] else (*given, *lists_at_hand())


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no date. Write it as 2027-03-01.", returncode=2) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _signature(one: SignatureVerdict) -> str:
    """One signature in a line: what it is and whose, when, and what it is worth."""
    who = one.stated_name or one.signer
    named = {"certification": "Certification", "document timestamp": "Timestamp"}.get(one.kind, "Signature")
    if one.kind == "signature" and one.field == SEAL_FIELD:
        named = "Seal"
    when = one.proven_at or one.stated_at
    said = [
        f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC{' (proven)' if one.proven_at else ' (as stated)'}"
        if when
        else "no time given",
        f"with the certificate of {one.signer}" if one.signer and one.stated_name else "",
        f"PAdES level {one.level}" if one.level else "",
        "intact" if one.intact else "broken",
        "trusted" if one.trusted else "not trusted",
        one.revocation,
        f"covers {one.covers}" if one.covers else "",
    ]
    return f"{named} {'by' if who else 'in the field'} {who or one.field}: {', '.join(word for word in said if word)}"


def _in_words(verdict: Verdict) -> list[str]:
    lines = ["VALID" if verdict.valid else "NOT VALID"]
    lines += [f"  {reason}" for reason in verdict.reasons]
    lines += [_signature(one) for one in verdict.signatures]
    lines += [
        f"revision {r.number}: {', '.join(r.brought)}{'' if r.explained else ' (NOT ALLOWED)'}"
        for r in verdict.revisions
    ]
    lines += [f"note: {remark}" for remark in verdict.remarks]
    if any(UNCHECKED in reason for reason in verdict.reasons):
        lines.append(
            "note: give the revocation list of every authority with --crl, once for each. Files of level B-LT or B-LTA bring theirs; "
            "those of B-B or B-T do not. Of a seal made here they are root.crl and issuing.crl in the folder of keys."
        )
    return [*lines, f"sha256 {verdict.sha256}"]
