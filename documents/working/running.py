"""A tool at work on a document: at once, or piece by piece in the background; and what becomes of the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from documents.homes import reason_to_keep
from documents.models import Document, Origin, Step, StepState, TextLayer, Version, add_version, keep_bytes, read_bytes
from documents.telling import words_of
from documents.thumbnails import measured, sizes_of
from documents.toolbox.catalogue import TOOLS
from documents.toolbox.errors import ToolRefused
from documents.toolbox.results import Made
from documents.toolbox.sandbox import look_before_redacting, use_tool
from documents.toolbox.selecting import select_pages
from documents.working.layers import Words, carry
from documents.working.leaves import Leaf, leaves_of
from documents.working.refusing import option_of
from flowmono.accounts.models import User
from flowmono.common.limited import Limits
from flowmono.common.refusals import Conflict, Invalid

PDF = "application/pdf"
# What a worker gives one delivery is 120 s: a piece stays well below it.
PIECE = Limits(seconds=100, megabytes=4_000)
PAGES_A_PIECE = 3
LONG_BYTES, LONG_PAGES = 4_000_000, 80
SECRETS = ("password", "owner_password")


@dataclass(frozen=True)
class Other:
    """A further file that goes into a step: a version of ours, or one that was brought just for it (kept under its hash)."""

    name: str
    sha256: str
    version: UUID | None = None

    @classmethod
    def of(cls, version: Version) -> "Other":
        return cls(version.name, version.sha256, version.pk)

    @classmethod
    def brought(cls, name: str, data: bytes) -> "Other":
        return cls(name[:200], keep_bytes(data))

    def content(self) -> bytes:
        return read_bytes(self.sha256, self.name)

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "sha256": self.sha256, "version": str(self.version) if self.version else ""}


@dataclass(frozen=True)
class Wanted:
    """What is asked of a document: a tool, its options as JSON values, and further files."""

    tool: str
    options: Mapping[str, Any] = field(default_factory=dict)
    others: Sequence[Other] = ()

    def without_secrets(self) -> dict[str, Any]:
        return {name: value for name, value in self.options.items() if name not in SECRETS}


def begin(document: Document, wanted: Wanted, *, by: User | None, at: datetime) -> Step:
    """Use a tool on a locked document: its next version, or a step that goes on in the background.

    Raises Invalid in the tool's words when it will not work, Conflict when another step is still running.
    """
    version = document.as_it_stands()
    if version is None or version.media_type != PDF:
        raise Conflict(_("There is no PDF of this document yet."))
    if document.steps.filter(state=StepState.RUNNING).exists():
        raise Conflict(_("Another step is still at work on this document. Wait for it, or stop it."), code="at_work")
    step = new_step(document, wanted, version, by=by, at=at)
    pages = len(sizes_of(version)[0])
    if not is_long(wanted.tool, version.size, pages):
        made = tried(wanted.tool, [version.content(), *_contents(wanted)], wanted.options)
        if by is not None and (reason := why_in_vain(made)):
            raise Invalid(reason, code="nothing_to_do")
        finish(step, wanted, made, at=at)
    else:
        if set(SECRETS) & set(wanted.options):
            raise Conflict(_("The file is too large for this. Split it first."))
        step.start(total=len(_chosen(wanted.tool, wanted.options, pages)), at=at)
    for undone in document.steps.filter(state=StepState.UNDONE):
        undone.drop()
        undone.save()
    step.save()
    return step


def new_step(document: Document, wanted: Wanted, version: Version, *, by: User | None, at: datetime) -> Step:
    """A step that is not saved yet, with the next number of its document."""
    last = document.steps.aggregate(last=Max("number"))["last"] or 0
    return Step(
        document=document,
        number=last + 1,
        tool=wanted.tool,
        options=wanted.without_secrets(),
        others=[other.as_json() for other in wanted.others],
        from_version=version,
        by=by,
        at=at,
    )


def is_long(tool: str, size: int, pages: int) -> bool:
    """True when it may take longer than somebody waits for a page."""
    return tool == "recognise" or (TOOLS[tool].is_slow and (size > LONG_BYTES or pages > LONG_PAGES))


def _contents(wanted: Wanted) -> list[bytes]:
    return [other.content() for other in wanted.others]


def _chosen(tool: str, options: Mapping[str, Any], pages: int) -> list[int]:
    """The pages, from 1, that a long tool goes through."""
    try:
        return sorted({number + 1 for number in select_pages(str(options.get("pages", "all")), pages)})
    except ToolRefused as refusal:
        raise Invalid(words_of(refusal), field="pages", code=refusal.code) from None


def tried(tool: str, files: Sequence[bytes], options: Mapping[str, Any], limits: Limits | None = None) -> Made:
    """What the tool makes. Raises Invalid with its words and its code when it refuses."""
    try:
        return use_tool(tool, files, options, limits=limits or PIECE)
    except ToolRefused as refusal:
        option = option_of(refusal.code, options, with_files=tool == "pictures" or len(files) > 1)
        raise Invalid(words_of(refusal), field=option, code=refusal.code) from None


def looked(data: bytes, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a redaction would take away (`sandbox.look_before_redacting`). Raises Invalid in the tool's words."""
    try:
        return look_before_redacting(data, options, limits=PIECE)
    except ToolRefused as refusal:
        option = option_of(refusal.code, options, with_files=False)
        raise Invalid(words_of(refusal), field=option, code=refusal.code) from None


# --- piece by piece ---------------------------------------------------------------------------------------------------


def do_piece(step_id: UUID, *, done: int, at: datetime) -> None:
    """Do the next piece of a running step. What was stopped, or is further already, is left alone."""
    step = Step.objects.select_related("document", "from_version").get(pk=step_id)
    if step.state != StepState.RUNNING or step.done != done:
        return
    source = read_bytes(step.between, step.from_version.name) if step.between else step.from_version.content()
    pages, options = _piece_of(step)
    try:
        made = use_tool(step.tool, [source, *_contents(_wanted(step))], options, limits=PIECE)
    except ToolRefused as refusal:
        # A piece whose pages all hold text has nothing to read; only a document without any scan is refused.
        if refusal.code != "has_text" or (not step.between and step.done + pages >= step.total):
            _stop(step_id, reason=words_of(refusal), at=at)
            return
        made = None
    document = Document.objects.lock(step.document_id)
    step = Step.objects.lock(step_id)
    if step.state != StepState.RUNNING or step.done != done:
        return
    step.document = document
    report = _added(step.report, made)
    if step.done + pages < step.total:
        step.report = report
        step.go_on(done=step.done + pages, between=keep_bytes(made.files[0]) if made else step.between, at=at)
        step.save()
        return
    reason = _why_too_late(step, document)
    if not reason and step.by_id is not None and made is not None:
        reason = why_in_vain(made)
    if reason:
        step.fail(reason=reason, at=at)
        step.save()
        return
    finish(step, _wanted(step), made, at=at, data=made.files[0] if made else source, report=report)
    step.save()


def _why_too_late(step: Step, document: Document) -> str:
    """Why what was made may not become the document's version any more."""
    if document.as_it_stands() != step.from_version:
        return _("The document was replaced meanwhile.")
    return reason_to_keep(document, lock=True) if step.by_id is not None else ""


def why_in_vain(made: Made) -> str:
    """Why what a tool made is no step worth keeping: it found nothing to do. "" when it did something."""
    report = made.report
    if report.tool == "compress" and report.results == report.sources[:1]:
        size = filesizeformat(report.bytes_in)
        return _("It cannot be made smaller: it stays %(size)s. Nothing was changed.") % {"size": size}
    if report.tool == "flatten" and not report.facts.get("flattened") and not report.facts.get("lost"):
        return _("There are no form fields or notes on its pages. Nothing was changed.")
    if report.tool == "repair" and not report.facts.get("faults"):
        return _("No fault was found in it. Nothing was changed.")
    if report.tool == "clean" and not report.facts.get("removed"):
        return _("There is no hidden data in it. Nothing was changed.")
    return ""


def _stop(step_id: UUID, *, reason: str, at: datetime) -> None:
    step = Step.objects.lock(step_id)
    if step.state == StepState.RUNNING:
        step.fail(reason=reason, at=at)
        step.save()


def _piece_of(step: Step) -> tuple[int, dict[str, Any]]:
    """How many pages the next piece has, and the options for it."""
    if step.tool != "recognise":
        return max(step.total - step.done, 1), dict(step.options)
    chosen = _chosen(step.tool, step.options, len(sizes_of(step.from_version)[0]))
    mine = chosen[step.done : step.done + PAGES_A_PIECE]
    return len(mine), {**step.options, "pages": ",".join(map(str, mine))}


def _wanted(step: Step) -> Wanted:
    others = [
        Other(one["name"], one["sha256"], UUID(one["version"]) if one["version"] else None) for one in step.others
    ]
    return Wanted(step.tool, step.options, others)


def _added(report: Mapping[str, Any], made: Made | None) -> dict[str, Any]:
    """The report of the pieces so far with one more."""
    if made is None:
        return dict(report)
    new = made.report.as_json()
    if not report:
        return new
    read = [*report["facts"].get("pages", []), *new["facts"].get("pages", [])]
    unsure = sorted({*report.get("dropped", []), *new["dropped"]})
    return {
        **new,
        "sources": report["sources"],
        "bytes_in": report["bytes_in"],
        "dropped": unsure,
        "done": [*report["done"], *new["done"]],
        "facts": {**new["facts"], "pages": read},
        "said": {**report.get("said", {}), **new["said"]},
    }


# --- what becomes of it ------------------------------------------------------------------------------------------------


def finish(
    step: Step,
    wanted: Wanted,
    made: Made | None,
    *,
    at: datetime,
    data: bytes | None = None,
    report: Mapping[str, Any] | None = None,
) -> Version:
    """Keep the result as the document's next version, with its words and where its pages come from; the step is not saved."""
    source, document = step.from_version, step.document
    content = data if data is not None else (made.files[0] if made else source.content())
    told = dict(report or (made.report.as_json() if made else {}))
    leaves = _leaves(wanted, source)
    version = add_version(
        document,
        content,
        name=_pdf_name(source.name),
        media_type=PDF,
        origin=Origin.DERIVED,
        derived_from=source,
        certificate={**told, "engine": engine_of(told), "leaves": _written_leaves(leaves, source)},
    )
    keep_words(version, leaves, source, wanted)
    document.working = version
    document.save()
    step.finish(version, report=told, at=at)
    return version


def engine_of(report: Mapping[str, Any]) -> str:
    """What made it, as certificates say it."""
    return f"{report.get('engine', '')} {report.get('engine_version', '')}".strip()


def _pdf_name(name: str) -> str:
    return f"{name.rsplit('.', 1)[0]}.pdf"


def _leaves(wanted: Wanted, source: Version) -> list[Leaf]:
    counts = [len(sizes_of(source)[0])]
    counts += [len(measured(other.content())[0]) for other in wanted.others if wanted.tool in {"insert", "merge"}]
    return leaves_of(wanted.tool, wanted.options, counts)


def _written_leaves(leaves: Sequence[Leaf], source: Version) -> list[list[Any]]:
    """For each page the version and page whose picture it shows: its own ("") where it was drawn anew or came from elsewhere."""
    before = leaves_in(source, len(sizes_of(source)[0]))
    return [
        before[leaf.page - 1] if leaf.same and not leaf.file and leaf.page <= len(before) else ["", number]
        for number, leaf in enumerate(leaves, 1)
    ]


def leaves_in(version: Version, pages: int) -> list[list[Any]]:
    """[version, page] of the picture of each page of a version."""
    written = version.certificate.get("leaves") or [["", number] for number in range(1, pages + 1)]
    return [[named or str(version.pk), number] for named, number in written]


def keep_words(version: Version, leaves: Sequence[Leaf], source: Version, wanted: Wanted) -> None:
    """The text layer of a prepared version: the words of its source, each where its page now stands."""
    layer = TextLayer.objects.filter(version=source).first()
    first = _words_of(layer) if layer else None
    texts = read_texts(version) if _must_read(leaves, first) else []
    sources = [first, *(_known_words(other) for other in wanted.others)]
    words = carry(
        leaves, [*sources, *[None] * len(leaves)][: max(leaf.file for leaf in leaves) + 1], sizes_of(source)[0], texts
    )
    if not words.text.strip():
        return
    base = None if layer is None else layer.base or source
    TextLayer.objects.create(
        version=version,
        text=words.text,
        pages=[list(span) for span in words.pages],
        runs=[list(run) for run in words.runs],
        base=base,
        places=[list(place) for place in words.places],
    )


def _words_of(layer: TextLayer) -> Words:
    places = layer.places if layer.base_id else [[0, len(layer.text), 0]]
    return Words(layer.text, layer.pages, layer.runs, places)


def _known_words(other: Other) -> Words | None:
    layer = TextLayer.objects.filter(version=other.version).first() if other.version else None
    return Words(layer.text, layer.pages, layer.runs) if layer else None


def _must_read(leaves: Sequence[Leaf], words: Words | None) -> bool:
    if words is None or any(leaf.file for leaf in leaves):
        return True
    return any(not words.text[start:end].strip() for _number, start, end in words.pages)


def read_texts(version: Version) -> list[str]:
    """The text of each page of a PDF, read in the child; nothing where it cannot be read."""
    try:
        made = use_tool("text", [version.content()], {})
    except ToolRefused:
        return []
    return [f"{page.rstrip()}\n" if page.strip() else "" for page in made.files[0].decode().split("\f")]
