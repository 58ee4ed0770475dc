"""What people do with a document: use a tool, undo and redo, stop what is at work, make copies, work on many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents.homes import COPY, is_kept_as_it_is, reason_to_keep
from documents.models import Document, Origin, Step, StepState, TextLayer, Version, add_version
from documents.toolbox.catalogue import TOOLS
from documents.toolbox.results import Made
from documents.working.layers import Words
from documents.working.offers import OFFERS, Result
from documents.working.policies import can_prepare
from documents.working.running import PDF, Other, Wanted, begin, engine_of, new_step, read_texts, tried
from documents.working.words import pages_in_words, sentence_of
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, Refused, require

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
    titles = _titles(version, wanted, len(made.files))
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


def _titles(version: Version, wanted: Wanted, count: int) -> list[str]:
    facts = {"title": version.document.title}
    if wanted.tool == "split":
        return [_("%(title)s, part %(n)s of %(of)s") % {**facts, "n": n, "of": count} for n in range(1, count + 1)]
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
    words = Words.of_pages(read_texts(new))
    if words.text.strip():
        TextLayer.objects.create(version=new, text=words.text, pages=[list(span) for span in words.pages])
    document.working = new
    document.save()
    step = new_step(document, wanted, version, by=by, at=at)
    step.finish(new, report=report, at=at)
    step.save()
    return document


@action
def would_redact(version: Version, wanted: Wanted, *, by: User, at: datetime) -> list[list[float]]:
    """The areas that redacting would black out: [page, left, bottom, width, height] in points. Nothing is kept."""
    require(can_prepare, version.document, by)
    areas: list[list[float]] = list(_made(version, wanted).report.facts.get("areas", []))
    return areas


@action
def text_of(version: Version, *, by: User, at: datetime, pages: str = "all") -> bytes:
    """The text of a PDF's pages as a text file."""
    require(can_prepare, version.document, by)
    return tried("text", [version.content()], {"pages": pages}).files[0]


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
