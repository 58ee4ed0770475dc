"""The kinds of clause that a contract holds: what the span reader is sure enough of, and its best guess where it is not."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flowmono.intelligence.reader import Clause, Evidence, PageSpan
from flowmono.intelligence.spans.categories import CLAUSES
from flowmono.intelligence.spans.reader import Span, SpanReading

# From this chance on a stretch counts as such a clause: more likely one than not.
FOUND = 0.5
# Below it, a kind of which nothing was found shows its best stretch and asks; fainter ones are left out.
PERHAPS = 0.2
MOST_OF_A_KIND = 12
_LONGEST = 4000


def find_clauses(spans: SpanReading, text: str, pages: Sequence[PageSpan] = ()) -> tuple[Clause, ...]:
    """The clauses in the order of the kinds, each kind in the order of the text; quotes are cut from the text itself."""
    return tuple(
        _clause(span, text, pages)
        for kind in CLAUSES
        for span in sorted(_kept(spans.of(kind)), key=lambda one: one.start)
    )


def _kept(spans: Sequence[Span]) -> Iterator[Span]:
    """The stretches that are found, or the one that perhaps is such a clause."""
    sure = [span for span in spans if span.chance >= FOUND]
    yield from sure[:MOST_OF_A_KIND]
    if not sure and spans and spans[0].chance >= PERHAPS:
        yield spans[0]


def _clause(span: Span, text: str, pages: Sequence[PageSpan]) -> Clause:
    end = span.end if span.end - span.start <= _LONGEST else text.rfind(" ", span.start, span.start + _LONGEST)
    page = next((number for number, begin, stop in pages if begin <= span.start < stop), None)
    chance = Decimal(str(min(span.chance, 0.99))).quantize(Decimal("0.01"))
    return Clause(span.category, Evidence(text[span.start : end], span.start, end, page), chance)
