"""The text of a contract as pages on which each quote can be lit: pure functions from text and spans to safe HTML."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Span:
    """A quote: the anchor it gets, and its characters [start, end) in the reading text."""

    anchor: str
    start: int
    end: int


@dataclass(frozen=True)
class MarkedPage:
    """One page of text as HTML, every character escaped, every quote inside a <mark> with its anchor."""

    number: int
    html: SafeString


def mark_pages(text: str, pages: Iterable[Sequence[int]], spans: Iterable[Span]) -> list[MarkedPage]:
    """The pages [number, start, end] of `text` with the spans marked.

    A span that crosses the end of a page is marked on both, its anchor on the first; one that crosses another ends with
    it. Spans outside the text are left out.
    """
    wanted = sorted(
        (span for span in spans if 0 <= span.start < span.end <= len(text)),
        key=lambda span: (span.start, -span.end, span.anchor),
    )
    anchored: set[str] = set()
    found = []
    for number, start, end in pages:
        here = [
            Span(span.anchor, max(span.start, start), min(span.end, end))
            for span in wanted
            if span.start < end and span.end > start
        ]
        found.append(MarkedPage(number, _mark(text, start, end, here, anchored)))
    return found


def _mark(text: str, start: int, end: int, spans: Sequence[Span], anchored: set[str]) -> SafeString:
    """One stretch of text; `spans` in order of their start, the longer first."""
    pieces: list[str] = []
    ends: list[int] = []
    at = start

    def close_until(position: int) -> None:
        nonlocal at
        while ends and ends[-1] <= position:
            pieces.append(f"{escape(text[at : ends[-1]])}</mark>")
            at = ends.pop()

    for span in spans:
        close_until(span.start)
        pieces.append(escape(text[at : span.start]))
        at = span.start
        anchor = "" if span.anchor in anchored else f' id="{escape(span.anchor)}"'
        anchored.add(span.anchor)
        pieces.append(f"<mark{anchor}>")
        ends.append(min(span.end, ends[-1]) if ends else span.end)
    close_until(end)
    pieces.append(escape(text[at:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the document is escaped above
