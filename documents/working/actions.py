"""What people do with a document: use a tool, undo and redo, stop what is at work, make copies, work on many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from documents.homes import COPY, ENCLOSURE, HOMES, is_kept_as_it_is, reason_to_keep
from documents.models import Document, Origin, Step, StepState, TextLayer, Version, add_version
from documents.sayings import Saying
from documents.toolbox.catalogue import TOOLS
from documents.toolbox.limits import MAX_FILE_BYTES, MEGABYTE
from documents.toolbox.papers import why_no_pdf
from documents.toolbox.results import Made
from documents.working.layers import Words
from documents.working.offers import OFFERS, Result
from documents.working.policies import can_prepare
from documents.working.running import PDF, Other, Wanted, begin, engine_of, looked, new_step, read_texts, tried
from documents.working.words import pages_in_words, sentence_of
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, Refused, require
from flowmono.ledger.models import write_entry

MOST_AT_ONCE = 25


@action
def take_step(document: Document, wanted: Wanted, *, by: User, at: datetime, seen: Any = None) -> Step:
    """Use a tool on a document; the result is its next version, which can be undone.

    seen: the version that the person looked at; when another step was made meanwhile nothing is done. Raises Conflict when the
    document stays as it is (handed in, sealed, before its approvers), Invalid in the tool's words when it will not work.
    """
    document = _open(document, by=by)
    offer = OFFERS.get(wanted.tool)
    if offer is None or offer.result != Result.STEP:
        raise Invalid(_("This tool does not change a document: it makes another beside it."), field="tool")
    _demand_changeable(document)
    if seen is not None and str(seen) != str(document.as_it_stands().pk):
        raise Conflict(_("Somebody else changed the document meanwhile. Look at it again."), code="moved_on")
    return begin(document, wanted, by=by, at=at)


def _open(document: Document, *, by: User) -> Document:
    """The document, locked, when this person may prepare it."""
    locked: Document = Document.objects.lock(document)
    require(can_prepare, locked, by)
    return locked


def _demand_changeable(document: Document) -> None:
    if is_kept_as_it_is(document):
        raise Conflict(
            _("This file stays as it was handed in or signed. Make a copy, and prepare that."), code="kept_as_it_is"
        )
    if reason := reason_to_keep(document, lock=True):
        raise Conflict(reason, code="kept_as_it_is")


@action
def undo(document: Document, *, by: User, at: datetime) -> Step:
    """Go back to the version before the last step. Nothing is deleted."""
    document = _open(document, by=by)
    _demand_changeable(document)
    step = last_step(document)
    if step is None:
        raise Conflict(_("There is no step to undo."), code="nothing_to_undo")
    step = Step.objects.lock(step)
    step.undo(at=at)
    step.save()
    document.working = step.from_version
    document.save()
    return step


@action
def redo(document: Document, *, by: User, at: datetime) -> Step:
    """Go on again to the version of the step that was undone last."""
    document = _open(document, by=by)
    _demand_changeable(document)
    step = next_step(document)
    if step is None:
        raise Conflict(_("There is no step to bring back."), code="nothing_to_redo")
    step = Step.objects.lock(step)
    step.redo(at=at)
    step.save()
    document.working = step.to_version
    document.save()
    return step


def last_step(document: Document) -> Step | None:
    """The step that led to the version that counts now, when there is one to undo and none at work."""
    now = document.as_it_stands()
    steps = document.steps.filter(state=StepState.DONE, to_version=now, from_version__document=document)
    at_work = document.steps.filter(state=StepState.RUNNING).exists()
    return None if at_work or now is None else steps.select_related("from_version").order_by("-number").first()


def next_step(document: Document) -> Step | None:
    """The step that was undone and leads on from the version that counts now."""
    now = document.as_it_stands()
    steps = document.steps.filter(state=StepState.UNDONE, from_version=now)
    return steps.select_related("to_version").order_by("number").first()


@action
def stop(step: Step, *, by: User, at: datetime) -> Step:
    """Stop a step that is at work; the document stays as it is."""
    document = _open(step.document, by=by)
    step = Step.objects.lock(step)
    step.document = document
    if step.state != StepState.RUNNING:
        raise Conflict(_("This step is not at work any more."), code="not_at_work")
    step.cancel(at=at)
    step.save()
    return step


# --- new documents beside it -------------------------------------------------------------------------------------------


@action
def make_copy(version: Version, *, by: User, at: datetime) -> Document:
    """A separate document that says that it is a copy. Of a signed file it is no longer the signed original, and says so."""
    require(can_prepare, version.document, by)
    if version.media_type != PDF:
        raise Conflict(_("Only PDF files are copied here."))
    content, made = version.content(), None
    if _is_signed(version, content):
        made = tried("flatten", [content], {"as_copy": True})
        content = made.files[0]
    title = _("Copy of %(title)s") % {"title": version.document.title}
    return _keep_paper(version, content, title, Wanted("copy"), made, by=by, at=at)


def _is_signed(version: Version, content: bytes) -> bool:
    if version.origin in {Origin.SIGNED, Origin.SEALED}:
        return True
    try:
        tried("reorder", [content], {"order": "1-"})
    except Invalid as refusal:
        return refusal.code == "signed"
    return False


@action
def make_papers(version: Version, wanted: Wanted, *, by: User, at: datetime) -> list[Document]:
    """Use a tool whose result lies beside the document: one new document for each file that it makes. The document itself stays."""
    require(can_prepare, version.document, by)
    offer = OFFERS.get(wanted.tool)
    if offer is None or offer.result != Result.PAPER:
        raise Invalid(_("This tool makes no new document."), field="tool")
    made = _made(version, wanted)
    titles = _titles(version, wanted, made)
    return [
        _keep_paper(version, data, title, wanted, made, by=by, at=at)
        for data, title in zip(made.files, titles, strict=True)
    ]


def _made(version: Version, wanted: Wanted) -> Made:
    """What comes of it. Signed files give copies that say so."""
    files = [other.content() for other in wanted.others]
    if wanted.tool != "pictures":
        files = [version.content(), *files]
    options = dict(wanted.options)
    if wanted.tool == "merge":
        options["names"] = [version.document.title, *(other.name for other in wanted.others)]
    if "as_copy" in TOOLS[wanted.tool].options:
        options["as_copy"] = True
    return tried(wanted.tool, files, options)


def _titles(version: Version, wanted: Wanted, made: Made) -> list[str]:
    """What the new documents are called; parts cut at bookmarks say which."""
    count, names = len(made.files), made.report.facts.get("names")
    facts = {"title": version.document.title}
    if wanted.tool == "split":
        parts = [_("%(title)s, part %(n)s of %(of)s") % {**facts, "n": n, "of": count} for n in range(1, count + 1)]
        return [
            f"{part}: {name}" if name.strip() else part for part, name in zip(parts, names or [""] * count, strict=True)
        ]
    words = {
        "extract": _("%(pages)s of %(title)s"),
        "merge": _("%(title)s and others"),
        "redact": _("%(title)s, redacted"),
        "pictures": _("Pictures for %(title)s"),
        "protect": _("%(title)s, with a password"),
        "unlock": _("%(title)s, without its password"),
    }
    return [
        words.get(wanted.tool, "%(title)s") % {**facts, "pages": pages_in_words(wanted.options.get("pages"))}
    ] * count


def _keep_paper(
    version: Version, content: bytes, title: str, wanted: Wanted, made: Made | None, *, by: User, at: datetime
) -> Document:
    source = version.document
    root = source.copy_of or version
    document = Document(case_key=source.case_key, title=title[:200], kind=COPY, copy_of=root)
    document.save()
    report = made.report.as_json() if made else {}
    new = add_version(
        document,
        content,
        name=f"{title[:180]}.pdf",
        media_type=PDF,
        origin=Origin.DERIVED,
        derived_from=version,
        certificate={**report, "engine": engine_of(report), "source_sha256": version.sha256},
    )
    _keep_words(new)
    document.working = new
    document.save()
    step = new_step(document, wanted, version, by=by, at=at)
    step.finish(new, report=report, at=at)
    step.save()
    return document


def _keep_words(version: Version) -> None:
    words = Words.of_pages(read_texts(version))
    if words.text.strip():
        TextLayer.objects.create(version=version, text=words.text, pages=[list(span) for span in words.pages])


@dataclass(frozen=True)
class WouldGo:
    """What redacting would black out: areas as [page, left, bottom, width, height] in points, the words under each, and pages on which
    words may be missed.

    `scanned`: words were found there only where they were read right; `unread`: pictures without text, where none can be found.
    """

    areas: list[list[float]]
    under: list[str]
    scanned: list[int]
    unread: list[int]


@action
def would_redact(version: Version, wanted: Wanted, *, by: User, at: datetime) -> WouldGo:
    """What redacting would black out, and where it may miss words. Nothing is kept."""
    require(can_prepare, version.document, by)
    facts = looked(version.content(), {**wanted.options, "as_copy": True})
    by_words = bool(wanted.options.get("words") or wanted.options.get("expressions"))
    scanned, unread = (list(facts[name]) if by_words else [] for name in ("scanned", "unread"))
    return WouldGo(list(facts["areas"]), list(facts["under"]), scanned, unread)


@action
def text_of(version: Version, *, by: User, at: datetime, pages: str = "all") -> bytes:
    """The text of a PDF's pages as a text file."""
    require(can_prepare, version.document, by)
    return tried("text", [version.content()], {"pages": pages}).files[0]


# --- files of one's own --------------------------------------------------------------------------------------------------


def can_enclose(case: UUID, by: User) -> bool:
    """Whoever prepares the documents of a case brings further ones to it."""
    home, asked = HOMES.get(ENCLOSURE), _enclosure(case)
    return home is not None and home.place(asked) is not None and can_prepare(asked, by)


def _enclosure(case: UUID) -> Document:
    return Document(case_key=case, kind=ENCLOSURE)


@action
def enclose(case: UUID, files: Sequence[tuple[str, bytes]], *, by: User, at: datetime) -> list[Document]:
    """Bring PDF files to a case, each as a document beside the others; damaged and protected ones too, for they can be mended here.

    files: (name, content). Raises Invalid, naming the file, when one is no PDF or too large; then none is kept.
    """
    require(can_prepare, _enclosure(case), by)
    if not files:
        raise Invalid(_("Choose at least one file."), field="files")
    made = []
    for name, data in files:
        _demand_pdf(name, data)
        document = _enclosure(case)
        document.title = PurePath(name).stem[:200] or _("Enclosure")
        document.save()
        version = add_version(document, data, name=name, media_type=PDF, origin=Origin.UPLOADED)
        _keep_words(version)
        facts = {"document": str(document.pk), "name": version.name, "sha256": version.sha256, "by": str(by.as_actor())}
        write_entry(case_id=case, kind="document.enclosed", at=at, facts=facts)
        made.append(document)
    return made


def _demand_pdf(name: str, data: bytes) -> None:
    if len(data) > MAX_FILE_BYTES:
        words = _("%(name)s has %(size)s MB; at most %(most)s MB are taken. Split it or make it smaller first.")
        facts = {"name": name, "size": round(len(data) / MEGABYTE), "most": MAX_FILE_BYTES // MEGABYTE}
        raise Invalid(words % facts, field="files")
    why = why_no_pdf(data)
    if why is not None:
        raise Invalid(_("“%(name)s”: %(why)s") % {"name": name, "why": Saying.of(why).told(_)}, field="files")


# --- many at once ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of one document among many: the document that holds the result (None: nothing was done), and why not."""

    title: str
    document: Document | None
    words: str
    running: bool = False


def do_many(versions: Sequence[Version], wanted: Wanted, *, by: User, at: datetime) -> list[Outcome]:
    """Use a tool on each of several documents, or join them. One that fails loses nothing of the others.

    A document that stays as it is gets a copy, and the copy is worked on. Bates numbers run on from one to the next.
    """
    if not versions:
        raise Invalid(_("Choose at least one document."), field="versions")
    if len(versions) > MOST_AT_ONCE:
        raise Invalid(
            _("You chose %(n)s documents; at most %(most)s are worked on at once.")
            % {"n": len(versions), "most": MOST_AT_ONCE},
            field="versions",
        )
    offer = OFFERS.get(wanted.tool)
    if offer is None or not offer.many:
        raise Invalid(_("This tool works on one document at a time."), field="tool")
    if wanted.tool == "merge":
        return [_joined(versions, wanted, by=by, at=at)]
    found = []
    for version in versions:
        outcome, step = _one_of_many(version, wanted, by=by, at=at)
        found.append(outcome)
        if step is not None and wanted.tool == "bates" and step.report:
            wanted = _numbers_go_on(wanted, step)
    return found


def _joined(versions: Sequence[Version], wanted: Wanted, *, by: User, at: datetime) -> Outcome:
    first, *rest = versions
    if not rest:
        raise Invalid(_("Choose at least two documents to join."), field="versions")
    document = make_papers(first, replace(wanted, others=[Other.of(one) for one in rest]), by=by, at=at)[0]
    return Outcome(document.title, document, _("Joined into one document."))


def _one_of_many(version: Version, wanted: Wanted, *, by: User, at: datetime) -> tuple[Outcome, Step | None]:
    title = version.document.title
    try:
        with transaction.atomic():
            document, words = version.document, "%(done)s."
            if is_kept_as_it_is(document):
                document = make_copy(version, by=by, at=at)
                words = _("%(done)s, on a copy: the file itself stays as it is.")
            step = take_step(document, wanted, by=by, at=at)
    except Refused as refusal:
        return Outcome(title, None, refusal.message), None
    if step.state == StepState.RUNNING:
        return Outcome(title, document, _("At work in the background."), running=True), step
    return Outcome(title, document, words % {"done": sentence_of(step)}), step


def _numbers_go_on(wanted: Wanted, step: Step) -> Wanted:
    following = step.report.get("facts", {}).get("next")
    return replace(wanted, options={**wanted.options, "start": following}) if following else wanted
