"""The verdict on a signed PDF, stricter than what other programs say.

Valid means: every signature covers a whole revision and is intact; every certificate led to a trusted root and was good at a
proven time (or now); every timestamp is itself trusted; every later save of the file is explained; nothing but signatures stands
in its form; nothing follows its end; and it is the file that was recorded, signed by those who were expected.
"""

import hashlib
import io
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from signing.verification.certificates import Evidence, gather_evidence
from signing.verification.describing import what_it_is
from signing.verification.forms import shown_without_signature
from signing.verification.judging import judge_document_timestamp, judge_signature
from signing.verification.reading import UNREADABLE, direct
from signing.verification.revisions import Certification, Step, explain_steps
from signing.verification.structure import check_coverage, check_whole_file, loose_bytes_after
from signing.verification.verdict import (
    HOUSE_FIELDS,
    Question,
    Revision,
    SignatureVerdict,
    Verdict,
    by_weight,
    is_further_page,
)

MAX_SIGNATURES = 100
# Long contracts nest their outlines thousands deep when a library walks them sibling by sibling.
RECURSION_LIMIT = 50_000
STACK_BYTES = 256 * 1024 * 1024
# A clock may be this far ahead of another before a timestamp counts as one from the future.
CLOCK_TOLERANCE = timedelta(minutes=5)

Result = TypeVar("Result")
# Stack size and recursion limit belong to the whole process, so only one thread may borrow them at a time.
_one_stack_at_a_time = threading.Lock()


def verify(
    pdf: bytes,
    *,
    trust: Sequence[Any],
    crls: Sequence[Any] = (),
    ocsps: Sequence[Any] = (),
    at: datetime | None = None,
    expected_sha256: str | None = None,
    expected_signers: int | Sequence[str] | None = None,
    between: Sequence[Any] = (),
    clocks: Sequence[Any] = (),
) -> Verdict:
    """The verdict on these bytes; see `Question` for what the arguments mean. Never raises on any bytes.

    Runs in a thread of its own with a deep stack. Untrusted files belong into `sandbox.Sandbox`, which also limits time and memory.
    """
    question = Question(
        trust=tuple(trust),
        crls=tuple(crls),
        ocsps=tuple(ocsps),
        at=at,
        expected_sha256=expected_sha256,
        expected_signers=expected_signers,
        between=tuple(between),
        clocks=tuple(clocks),
    )
    return with_deep_stack(lambda: answer(pdf, question))


def answer(pdf: bytes, question: Question) -> Verdict:
    """`verify`, in the current thread."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    problems = check_whole_file(pdf)
    recorded = (question.expected_sha256 or sha256).lower()
    if recorded != sha256:
        problems.append(
            "It is not the file that was recorded: its SHA-256 differs. It may be an older or a changed version."
        )
    try:
        verdict = _examined(pdf, question)
    except (
        Exception
    ) as error:  # whatever a hostile file provokes in any library it passes through is a verdict, not a crash
        verdict = replace(
            Verdict.refused("The file is damaged, cut short or no PDF: the signatures in it cannot be read."),
            remarks=_technical(error),
        )
    reasons = by_weight([*problems, *verdict.reasons])
    return replace(verdict, valid=not reasons, reasons=reasons, sha256=sha256)


def _technical(error: Exception) -> tuple[str, ...]:
    """What the library said, for whoever looks into the file; nothing when it gave no words."""
    text = " ".join(str(error).split())[:200]
    return (f"Technical detail: {text}",) if text else ()


def with_deep_stack(work: Callable[[], Result]) -> Result:
    """Run in a thread whose stack is deep enough for the deepest recursion allowed; return or raise what the work does.

    Raises MemoryError when there is no room for the stack.
    """
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # handed to the caller below, whatever it is
            failure.append(error)

    with _one_stack_at_a_time:
        limit, stack = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
        sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
        try:
            thread = threading.Thread(target=run, name="verification")
            try:
                thread.start()
            except RuntimeError as error:  # how Python says that there is no room for its stack
                raise MemoryError from error
            thread.join()
        finally:
            threading.stack_size(stack)
            sys.setrecursionlimit(limit)
    if failure:
        raise failure[0]
    return outcome[0]


def concluded(work: Coroutine[Any, Any, Result]) -> Result:
    """What the coroutine returns. Nothing may be fetched while a stranger's file is read, so there is nothing to wait for and no
    event loop (whose pipe is a socket) is made. Raises RuntimeError for work that waits all the same."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    work.close()
    raise RuntimeError("The examination of a signature waits for something from outside.")


def _examined(pdf: bytes, question: Question) -> Verdict:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    if reader.encrypted:
        return Verdict.refused("The file is encrypted, so what was signed cannot be compared with what is shown.")
    fields = [(name, value) for name, value, _ in enumerate_sig_fields(reader, filled_status=True)]
    if not fields:
        return Verdict.refused("The file holds no signature.")
    if len(fields) > MAX_SIGNATURES:
        return Verdict.refused(f"The file holds more than {MAX_SIGNATURES} signatures and was not examined.")
    if hollow := [f"Signature {name}: {why}" for name, value in fields if (why := _why_hollow(direct(value)))]:
        return Verdict.refused(*hollow)
    try:
        signatures = list(reader.embedded_signatures)
    except UNREADABLE as error:
        refused = Verdict.refused("A signature in it is damaged: its value is no signature value, or more than one.")
        return replace(refused, remarks=_technical(error))
    problems = _foreign_fields(reader)
    if len(signatures) != len(fields):
        problems.append("The file holds a signature of a kind that cannot be checked.")
    at = question.at or datetime.now(UTC)
    evidence = gather_evidence(reader, question.trust, question.between, question.crls, question.ocsps, question.clocks)
    judged = _judge_all(pdf, reader, signatures, evidence, at)
    steps = _steps(reader, signatures)
    ends = [check_coverage(pdf, list(s.byte_range), s.pkcs7_content).end for s in signatures]
    starts = [reader.xrefs.get_startxref_for_revision(n) for n in range(reader.xrefs.total_revisions)]
    if loose_bytes_after(pdf, min(ends), starts):
        problems.append("Part of the file after a signature belongs to no revision; something was appended to it.")
    problems += _complaints(judged, steps, signatures)
    problems += _signed_once_shown_twice(signatures)
    problems += _shown_by_nobody(reader, min(s.signed_revision for s in signatures))
    problems += _missing_signers(judged, question.expected_signers)
    return Verdict(
        valid=not problems,
        reasons=tuple(problems),
        signatures=tuple(judged),
        revisions=_revisions(reader, signatures, steps),
        remarks=(*_remarks(reader, len(fields), question), *_stated_later_than_proven(judged)),
    )


def _why_hollow(value: Any) -> str:
    """What a signature's dictionary lacks before it can be one; "" when nothing."""
    if not isinstance(value, generic.DictionaryObject):
        return "Its field holds no signature but something else."
    if not isinstance(direct(value.get("/ByteRange")), generic.ArrayObject):
        return "Its byte range is missing or malformed, so it covers nothing."
    contents = direct(value.get("/Contents"))
    if not isinstance(contents, generic.ByteStringObject | generic.TextStringObject) or not contents:
        return "Its contents are missing or empty, so there is no signature."
    return ""


def _remarks(reader: PdfFileReader, signed: int, question: Question) -> Iterator[str]:
    """What a reader should know although it does not decide the verdict."""
    if not (question.crls or question.ocsps):
        yield "Revocation was checked only against what the file brings along."
    empty = len(list(enumerate_sig_fields(reader, filled_status=False)))
    if empty:
        yield (
            f"{empty} of its {signed + empty} places for signatures and seals {'is' if empty == 1 else 'are'} empty: "
            "it may be an older version of the document, or not everybody has signed yet."
        )


def _stated_later_than_proven(judged: Sequence[SignatureVerdict]) -> Iterator[str]:
    """Signatures that state a time after a timestamp that covers them: what is proven counts. judged: in the order of the file."""
    proven: datetime | None = None
    ahead: list[str] = []
    stated: list[datetime] = []
    existed: list[datetime] = []
    for one in reversed(judged):
        times = [moment for moment in (proven, one.proven_at) if moment is not None]
        proven = min(times, default=None)
        if proven and one.stated_at and one.stated_at > proven + CLOCK_TOLERANCE:
            theirs = f"signature of {one.stated_name or one.field}"
            ahead.insert(0, f"the {one.field.lower() if one.field in HOUSE_FIELDS else theirs}")
            stated.append(one.stated_at)
            existed.append(proven)
    if not ahead:
        return
    several = len(ahead) > 1
    names = f"{', '.join(ahead[:-1])} and {ahead[-1]}" if several else ahead[0]
    yield (
        f"{names[0].upper()}{names[1:]} {'state times up to' if several else 'states the time'} {max(stated):%Y-%m-%d %H:%M} UTC, but a "
        f"timestamp proves that {'they' if several else 'it'} existed at {max(existed):%Y-%m-%d %H:%M} UTC. The clock of whoever made "
        f"{'them' if several else 'it'} was ahead; what is proven counts."
    )


def _judge_all(
    pdf: bytes, reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature], evidence: Evidence, at: datetime
) -> list[SignatureVerdict]:
    """Judge from the last to the first: a later timestamp proves that what stands before it existed by then."""
    known_by = at
    judged: list[SignatureVerdict] = []
    total = reader.xrefs.total_revisions
    for signature in sorted(signatures, key=lambda s: s.signed_revision, reverse=True):
        coverage = check_coverage(pdf, list(signature.byte_range), signature.pkcs7_content)
        whole = coverage.end == len(pdf) or not pdf[coverage.end :].strip(b"\r\n")
        covers = "the whole file" if whole else f"revision {signature.signed_revision + 1} of {total}"
        if signature.sig_object_type == "/DocTimeStamp":
            verdict = concluded(judge_document_timestamp(signature, evidence, known_by))
        else:
            verdict = concluded(judge_signature(signature, evidence, known_by, reader))
        problems = (*coverage.problems, *verdict.problems)
        proven = verdict.proven_at
        if proven and proven > at + CLOCK_TOLERANCE:
            problems = (*problems, f"Its timestamp, {proven:%Y-%m-%d %H:%M} UTC, lies in the future.")
        if verdict.kind == "document timestamp" and not problems and proven:
            known_by = min(known_by, proven)
        judged.append(replace(verdict, covers=covers if coverage.end else "nothing", problems=problems))
    return judged[::-1]


def _foreign_fields(reader: PdfFileReader) -> list[str]:
    """Form fields other than signatures, in the form or as widgets on a page."""
    names: list[str] = []
    form = direct(reader.root.get("/AcroForm"))
    waiting = list(direct(form.get("/Fields")) or ()) if form else []
    if form and "/XFA" in form:
        names.append("an XFA form")
    seen = 0
    while waiting and seen < 10_000:
        field = direct(waiting.pop())
        seen += 1
        if not isinstance(field, generic.DictionaryObject):
            continue
        kind = field.get("/FT")
        kids = [direct(kid) for kid in direct(field.get("/Kids")) or ()]
        waiting.extend(kid for kid in kids if isinstance(kid, generic.DictionaryObject) and "/T" in kid)
        if (kind is not None and kind != "/Sig") or (kind is None and not kids):
            names.append(str(field.get("/T", "without a name")))
    if not names:
        return []
    return [
        f"The file has form fields that are not signatures ({', '.join(sorted(names)[:5])}); what they show can change."
    ]


def _steps(reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature]) -> list[Step]:
    certifying = [(s.signed_revision, s.docmdp_level) for s in signatures if s.docmdp_level is not None]
    certification = Certification(*min(certifying, key=lambda found: found[0])) if certifying else None
    return explain_steps(reader, [s.signed_revision for s in signatures], certification)


def _complaints(
    judged: Sequence[SignatureVerdict], steps: Sequence[Step], signatures: Sequence[EmbeddedPdfSignature]
) -> list[str]:
    found = []
    for verdict in judged:
        found += [f"{verdict.kind.capitalize()} {verdict.field}: {problem}" for problem in verdict.problems]
    for step in steps:
        if step.refusal:
            before = [
                s for s in sorted(signatures, key=lambda s: s.signed_revision) if s.signed_revision < step.revision
            ]
            what = "; ".join(step.changes) or _in_words(step.refusal)
            found.append(
                f"Revision {step.revision + 1} changed the document after it was signed: {what}. "
                f"{before[0].field_name} is the first signature that no longer covers what is shown."
            )
    return found


def _signed_once_shown_twice(signatures: Sequence[EmbeddedPdfSignature]) -> list[str]:
    """Two fields that point to one signature would let one person count as two."""
    holders: dict[bytes, list[str]] = {}
    for signature in signatures:
        holders.setdefault(bytes(signature.pkcs7_content), []).append(str(signature.field_name))
    return [
        f"The fields {' and '.join(names)} hold one and the same signature." for names in holders.values() if names[1:]
    ]


def _shown_by_nobody(reader: PdfFileReader, first_signed: int) -> list[str]:
    return [
        f"The field {name} shows something that was put there after signing, and nobody signed in it."
        for name in shown_without_signature(reader, first_signed)
    ]


def _in_words(refusal: str) -> str:
    """pyHanko names objects by number; say what that means."""
    if any(sign in refusal for sign in ("xrefs", "Reference(", "dict key", "Dict key", "IndirectObject(")):
        return "parts of it were replaced or added that are neither signatures nor their validation data"
    return refusal.splitlines()[0].rstrip(".")


def _missing_signers(judged: Sequence[SignatureVerdict], expected: int | Sequence[str] | None) -> list[str]:
    people = [v for v in judged if v.kind != "document timestamp" and v.field not in HOUSE_FIELDS]
    people = [v for v in people if not is_further_page(v.field)]
    if expected is None:
        return []
    if isinstance(expected, int):
        if len(people) >= expected:
            return []
        return [f"It is an older version of the document: {len(people)} of {expected} signatures."]
    present = {v.stated_name or v.signer for v in people} | {v.field for v in people}
    missing = [name for name in expected if name not in present]
    if not missing:
        return []
    return [f"It is an older version of the document: the signature of {', '.join(missing)} is missing."]


def _revisions(
    reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature], steps: Sequence[Step]
) -> tuple[Revision, ...]:
    by_number = {step.revision: step for step in steps}
    found = []
    for number in range(reader.xrefs.total_revisions):
        brought = [what_it_is(s) for s in signatures if s.signed_revision == number]
        step = by_number.get(number)
        brought += list(step.changes) if step else []
        if number == 0:
            default = "the document as it was prepared for signing"
        else:
            default = "places for its signatures" if step is None else "nothing that is seen, only data for checking"
        found.append(Revision(number + 1, tuple(brought) or (default,), step is None or not step.refusal))
    return tuple(found)
