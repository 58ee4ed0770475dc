"""The words of each page are kept for search: when a text is stored, or when a file was read in the background."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import Func, Q, QuerySet, Value
from django.db.models.signals import post_save
from django.dispatch import receiver

from documents.finding.folding import fold
from documents.finding.languages import configuration_of, language_of
from documents.finding.reading import READABLE, WORD, Read, read_file
from documents.models import Document, Origin, PageText, Reading, ReadState, TextLayer, Version
from flowmono.common.refusals import Refused

# tsvector holds at most a megabyte of words; a page that is longer is cut.
MOST_ON_A_PAGE = 250_000
AT_ONCE, SECONDS = 60, 40.0
# A contract's draft is found by the text of its conversion, which is the same and has pages; partly signed copies are withheld.
_NOT_READ = Q(origin=Origin.SIGNED) | Q(document__kind="contract", media_type=WORD) | Q(document__kind="mark")


class _Words(Func):
    """The words of a text, as the configuration stems them."""

    template = "to_tsvector(%(expressions)s)"
    arg_joiner = "::regconfig, "

    def __init__(self, configuration: str, text: str) -> None:
        super().__init__(Value(configuration), Value(text))


def words_of(text: str, language: str) -> Func:
    """The words of a page as they are kept: folded, and stemmed as its language has it."""
    return _Words(configuration_of(language), fold(text))


def keep_pages(version: Version, texts: Sequence[str], *, said: str = "", problem: str = "") -> Reading:
    """Keep the words of a version's pages, in place of what was kept before. Nothing where the version has no text."""
    language = language_of("\n".join(texts), said)
    state = ReadState.READ if any(text.strip() for text in texts) else ReadState.EMPTY
    if problem:
        state = ReadState.UNREADABLE
    with transaction.atomic():
        PageText.objects.filter(version=version).delete()
        PageText.objects.bulk_create(
            PageText(
                version=version,
                number=number,
                text=text[:MOST_ON_A_PAGE],
                language=language,
                words=words_of(text[:MOST_ON_A_PAGE], language),
                made_at=version.created_at,
            )
            for number, text in enumerate((text.replace("\0", " ") for text in texts), 1)
            if text.strip()
        )
        facts = {"state": state, "language": language, "pages": len(texts)}
        reading, _made = Reading.objects.update_or_create(version=version, defaults=facts)
        say_what_counts(version.document)
    return reading


def keep_layer(layer: TextLayer) -> Reading:
    """Keep the words of a text layer."""
    spans = layer.pages or [[1, 0, len(layer.text)]]
    texts = [""] * max(number for number, _start, _end in spans)
    for number, start, end in spans:
        texts[number - 1] += layer.text[start:end]
    return keep_pages(layer.version, texts)


def say_what_counts(document: Document) -> None:
    """One version of a document is found when nobody asks for earlier ones: what was prepared, else the newest that was read."""
    read = Reading.objects.filter(version__document=document)
    counts = read.filter(version=document.working_id).first() if document.working_id else None
    counts = counts or read.exclude(state=ReadState.OTHER).order_by("-version__number").first()
    chosen = counts.version_id if counts else None
    for rows in (read, PageText.objects.filter(version__document=document)):
        rows.filter(is_current=True).exclude(version=chosen).update(is_current=False)
        rows.filter(is_current=False, version=chosen).update(is_current=True)


@receiver(post_save, sender=TextLayer)
def _layer_is_stored(instance: TextLayer, **_facts: Any) -> None:
    keep_layer(instance)


@receiver(post_save, sender=Document)
def _document_is_stored(instance: Document, created: bool, **_facts: Any) -> None:
    if not created and instance.working_id is not None:
        say_what_counts(instance)


def unread() -> "QuerySet[Version]":
    """The versions that search does not know yet, the newest first."""
    found: QuerySet[Version] = Version.objects.filter(reading__isnull=True).exclude(_NOT_READ)
    return found.select_related("document", "layer").order_by("-created_at")


def read_version(version: Version) -> Reading:
    """Read a version and keep its words."""
    layer = getattr(version, "layer", None)
    if layer is not None:
        return keep_layer(layer)
    if version.media_type not in READABLE:
        state = ReadState.EMPTY if version.media_type.startswith("image/") else ReadState.OTHER
        reading, _made = Reading.objects.update_or_create(version=version, defaults={"state": state})
        say_what_counts(version.document)
        return reading
    try:
        found = read_file(version.content(), version.media_type)
    except Refused:
        found = Read(problem="missing")
    return keep_pages(version, found.pages, said=found.said, problem=found.problem)


def read_new(*, most: int = AT_ONCE, seconds: float = SECONDS) -> int:
    """Read what is new, so many versions or for so long; return how many. What the clock calls."""
    began, done = monotonic(), 0
    for version in list(unread()[:most]):
        if monotonic() - began > seconds:
            break
        read_version(version)
        done += 1
    return done
