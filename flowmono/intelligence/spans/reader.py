"""The span reader: for each of 41 kinds of clause the stretches that say it, ranked, each with the chance that an expert marks it too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowmono.intelligence.spans.categories import CATEGORIES
from flowmono.intelligence.spans.decisions import Decision, PartySet, decide, decide_parties
from flowmono.intelligence.spans.linear import Floats
from flowmono.intelligence.spans.looking import Look, look
from flowmono.intelligence.spans.model import Model, stored_model
from flowmono.intelligence.spans.ranking import WHOLE

# What stands beyond is not looked at: the longest of a thousand filed contracts has a third of it.
LONGEST_LOOK = 1_000_000
FAINTEST = 0.002
NO_PARTIES = PartySet([], 0.0)


@dataclass(frozen=True)
class Span:
    """A verbatim stretch of the text by its half-open offsets, for one category, with its chance."""

    category: str
    start: int
    end: int
    chance: float


@dataclass(frozen=True)
class SpanReading:
    """All spans, best first within each category, and the decisions about values."""

    spans: tuple[Span, ...] = ()
    decisions: tuple[Decision, ...] = ()
    parties: PartySet = NO_PARTIES

    def of(self, category: str) -> list[Span]:
        return [span for span in self.spans if span.category == category]

    def decision(self, field: str) -> Decision | None:
        return next((decision for decision in self.decisions if decision.field == field), None)


def read_spans(text: str, model: Model | None = None) -> SpanReading:
    """The reading of one contract; the same text gives the same reading."""
    known = model or stored_model()
    seen = look(text[:LONGEST_LOOK], known)
    if seen is None:
        return SpanReading()
    return assemble(seen, decide(seen, known), decide_parties(seen, known))


def assemble(seen: Look, decisions: Sequence[Decision], parties: PartySet) -> SpanReading:
    """The reading behind a look and its decisions."""
    spans = [span for category in CATEGORIES for span in _without_overlaps(_spans(seen, category))]
    return SpanReading(tuple(spans), tuple(decisions), parties)


def _spans(seen: Look, category: str) -> Iterator[Span]:
    column = CATEGORIES.index(category)
    if column in WHOLE:
        chances = _chances(seen.seen.second[:, column])
        for segment, chance in zip(seen.seen.segments, chances, strict=True):
            yield Span(category, segment.start, segment.end, chance)
    kind = {"Document Name": "title", "Agreement Date": "day", "Effective Date": "day"}.get(category)
    if kind is not None:
        marked = seen.asked(kind, f"{category}, marked").tolist()
        for candidate, chance in zip(seen.groups[kind].candidates, marked, strict=True):
            yield Span(category, candidate.start, candidate.end, chance)


def _chances(odds: Floats) -> list[float]:
    """Chances from log-odds; what had no second look has none."""
    return [1 / (1 + 2.718281828459045 ** -float(odd)) if odd > -8.9 else 0.0 for odd in odds]


def _without_overlaps(spans: Iterator[Span]) -> list[Span]:
    """Best first; of spans that overlap only the best."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (-one.chance, one.start)):
        if span.chance < FAINTEST:
            break
        if not any(span.start < other.end and span.end > other.start for other in kept):
            kept.append(span)
    return kept
