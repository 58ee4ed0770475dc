"""The pages of a stranger's file, read in a limited child: a PDF, a Word file, or a file of plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowmono.common.limited import Limits, Unanswered, Workshop

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READABLE = frozenset({PDF, WORD, "text/plain", "text/csv", "text/xml", "application/xml"})
MOST_LETTERS = 20_000_000
_READ, _MEASURE = "documents.finding.child:read", "documents.finding.child:places"
_LIMITS = Limits(seconds=90, megabytes=1_500)
_WORKSHOP = Workshop(_READ, _MEASURE)


@dataclass(frozen=True)
class Read:
    """The text of each page, and the language that the file says it is in; `problem` says why there is none."""

    pages: tuple[str, ...] = ()
    said: str = ""
    problem: str = ""


def read_file(data: bytes, media_type: str) -> Read:
    """What stands in a file. Never raises for a bad one: its problem is "protected", "damaged", "too_slow" …"""
    answer, _usage = _WORKSHOP.run(_READ, {"media_type": media_type}, [data], limits=_LIMITS)
    if isinstance(answer, Unanswered):
        return Read(problem=answer.how.value)
    values = answer.values
    return Read(tuple(map(str, values["pages"])), str(values["said"]), str(values["problem"]))


@dataclass(frozen=True)
class Box:
    """Where a stretch of a page's text stands: points from the page's top left corner, as it is shown."""

    page: int
    x: float
    y: float
    width: float
    height: float
    stretch: int


def boxes_in(pdf: bytes, stretches: Sequence[tuple[int, int, int]]) -> list[Box]:
    """The boxes of (page, start, end) in the text that `read_file` gave of the same bytes; nothing when it cannot be said."""
    answer, _usage = _WORKSHOP.run(_MEASURE, {"stretches": [list(one) for one in stretches]}, [pdf], limits=_LIMITS)
    if isinstance(answer, Unanswered):
        return []
    return [_box(values) for values in answer.values["boxes"]]


def _box(values: Sequence[Any]) -> Box:
    page, x, y, width, height, stretch = values
    return Box(int(page), float(x), float(y), float(width), float(height), int(stretch))
