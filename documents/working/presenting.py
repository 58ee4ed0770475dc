"""A document as its page draws it: its pages as a tray, its steps as a history, its siblings in the case."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from documents.homes import title_of_kind, visible_versions
from documents.models import Document, Step, StepState, Version
from documents.thumbnails import sizes_of
from documents.working.actions import last_step, next_step
from documents.working.running import PDF, leaves_in
from documents.working.words import remarks_of, sentence_of
from flowmono.accounts.models import User

MOST_SHOWN = 1_000
MOST_SIBLINGS = 100
# What these make is the document itself, less something; what others make is put together anew.
_COPIES = frozenset({"copy", "redact", "protect", "unlock"})


@dataclass(frozen=True)
class Leaf:
    """One page in the tray. key: the same as long as the page looks the same, wherever it is put; shape: its height by its width."""

    number: int
    key: str
    picture: str
    wide: float
    high: float


def tray_of(version: Version) -> tuple[list[Leaf], int, str]:
    """The pages to show, how many there are, and why there are none: "protected" or "damaged"."""
    sizes, problem = sizes_of(version)
    found: list[Leaf] = []
    seen: dict[str, int] = {}
    for number, (named, page) in enumerate(leaves_in(version, len(sizes))[:MOST_SHOWN], 1):
        key = f"{named}-{page}"
        seen[key] = seen.get(key, 0) + 1
        wide, high = sizes[number - 1] if number <= len(sizes) else (595.0, 842.0)
        picture = reverse("working:thumbnail", args=[version.document_id, named, page])
        found.append(Leaf(number, f"{key}-{seen[key]}", picture, wide, high))
    return found, len(sizes), problem


@dataclass(frozen=True)
class Line:
    """One step of the history."""

    step: Step
    words: str
    remarks: tuple[str, ...]
    can_undo: bool
    can_redo: bool


def history_of(document: Document) -> list[Line]:
    """The steps, the newest first."""
    back, forth = last_step(document), next_step(document)
    steps = document.steps.select_related("by", "from_version__document", "to_version").order_by("-number")
    return [Line(step, sentence_of(step), tuple(remarks_of(step)), step == back, step == forth) for step in steps[:100]]


def made_how(document: Document) -> str:
    """How a document beside another came to be, in words; "" for one that is the other's copy (plain, redacted, with or without a
    password), or no copy at all."""
    if document.copy_of_id is None:
        return ""
    first = document.steps.select_related("from_version__document").order_by("number").first()
    return "" if first is None or first.tool in _COPIES else sentence_of(first)


def running_in(lines: Iterable[Line]) -> Step | None:
    """The step that is at work."""
    return next((line.step for line in lines if line.step.state == StepState.RUNNING), None)


@dataclass(frozen=True)
class Paper:
    """One document of a case as it stands, with what it is and how many steps it had."""

    document: Document
    version: Version
    kind: str
    steps: int

    @property
    def is_pdf(self) -> bool:
        return self.version.media_type == PDF

    @property
    def name(self) -> str:
        return f"{self.document.title} ({self.kind})"


def papers_of_case(case: UUID, person: User, *, put_away: bool = False) -> list[Paper]:
    """The documents of a case that this person sees, each as it stands, in the order in which they came; or those that were put away."""
    seen = visible_versions(person).filter(document__case_key=case, document__put_away_at__isnull=not put_away)
    versions: Sequence[Any] = (
        seen.select_related("document__working", "document__copy_of__document")
        .defer("certificate")
        .order_by("document__created_at", "document_id", "-number")
    )
    found: dict[Any, Version] = {}
    for key, group in groupby(versions, key=lambda version: version.document_id):
        found[key] = _as_it_stands(list(group))
    steps: dict[Any, int] = {}
    for document in Step.objects.filter(document__in=list(found), state=StepState.DONE).values_list(
        "document", flat=True
    ):
        steps[document] = steps.get(document, 0) + 1
    # What one step made came at one moment: its parts stand in their own order.
    came = sorted(found.items(), key=lambda pair: _place_in_list(pair[1].document))
    return [
        Paper(version.document, version, str(title_of_kind(version.document)), steps.get(key, 0))
        for key, version in came[:MOST_SIBLINGS]
    ]


def _place_in_list(document: Document) -> tuple[datetime, bool, list[tuple[int, str]]]:
    """When it came, then what others were made of before what was made, then by its title, part 2 before part 10."""
    pieces = [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in re.split(r"(\d+)", document.title)]
    return document.created_at, document.copy_of_id is not None, pieces


def _as_it_stands(versions: Sequence[Version]) -> Version:
    """`Document.as_it_stands` among versions of one document that are at hand, the newest first."""
    document = versions[0].document
    fitting = [version for version in versions if version.pk == document.working_id]
    fitting += [version for version in versions if version.origin in document.brought_as]
    return (fitting or list(versions))[0]
