"""A reading as JSON values: each field with its value, quote, page, span, confidence, model and version, or told as absent."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flowmono.intelligence.category import Category
from flowmono.intelligence.contracts.second_opinion import MODEL as SPANS
from flowmono.intelligence.reader import Evidence, PageSpan, Reading, Value
from flowmono.intelligence.spans.model import stored_model
from flowmono.intelligence.spans.reader import Span, SpanReading

Told = dict[str, Any]

# The kind of clause that experts mark for a field: its ranked stretches are the field's candidates.
_CLAUSE = {
    "title": "Document Name",
    "agreement_on": "Agreement Date",
    "effective_on": "Effective Date",
    "starts_on_signature": "Effective Date",
    "ends_on": "Expiration Date",
    "term": "Expiration Date",
    "renewal": "Renewal Term",
    "governing_law": "Governing Law",
}
# How often a field that the rules left empty is empty by the labels too: (right + 1) of (empty + 2) among 47 labelled contracts.
_EMPTY = {
    "payer": Decimal("0.4"),
    "payee": Decimal("0.5"),
    "currency": Decimal("0.8"),
    "total": Decimal("0.96"),
    "payment_terms": Decimal("0.92"),
}
_SINGLE = (
    "title", "agreement_on", "effective_on", "starts_on_signature", "ends_on", "term", "renewal", "governing_law", "payer", "payee", "currency", "total",
    "payment_terms", "retention", "advance",
)  # fmt: skip
_LISTS = ("parties", "schedule", "obligations", "checks")
MOST_CANDIDATES = 5
LEAST_CHANCE = 0.05


def tell_contract(
    reading: Reading, spans: SpanReading, text: str, pages: Sequence[PageSpan], category: Category
) -> Told:
    """Everything that was read from a contract.

    `fields` holds a value or `"absent": true` with the confidence that the contract does not say it (null where that was never
    measured), and the ranked stretches that speak of it; `clauses` the ranked stretches of all 41 kinds. Offsets count characters of
    the text that was read; pages count from 1.
    """
    page_of = _Pages(pages)
    return {
        "model": reading.model,
        "version": reading.version,
        "category": {"value": category.name, "confidence": float(category.confidence), "reason": category.reason},
        "orderable": reading.orderable,
        "why_not": reading.why_not,
        "fields": {name: _field(name, reading, spans, text, page_of) for name in _SINGLE},
        **{name: [_plain(item, reading, page_of) for item in getattr(reading, name)] for name in _LISTS},
        "clauses": {
            category: told
            for category in dict.fromkeys(span.category for span in spans.spans)
            if (told := list(_candidates(category, spans, text, page_of)))
        },
    }


class _Pages:
    """Which page an offset stands on."""

    def __init__(self, pages: Sequence[PageSpan]) -> None:
        self._pages = pages

    def __call__(self, start: int) -> int | None:
        return next((number for number, begin, end in self._pages if begin <= start < end), None)


def _field(name: str, reading: Reading, spans: SpanReading, text: str, page_of: _Pages) -> Told:
    value = getattr(reading, name)
    told = _plain(value, reading, page_of) if value is not None else _absent(name, reading, spans)
    candidates = list(_candidates(_CLAUSE[name], spans, text, page_of)) if name in _CLAUSE else []
    return told | ({"candidates": candidates} if candidates else {})


def _absent(name: str, reading: Reading, spans: SpanReading) -> Told:
    """The field is not in the contract, and how sure that is."""
    decision = (
        spans.decision(_CLAUSE[name]) if name in _CLAUSE and name not in ("starts_on_signature", "term") else None
    )
    if decision is not None:
        sure = decision.chance if decision.value is None else 1 - decision.chance
        told: Told = {"confidence": round(sure, 2), "model": SPANS, "version": stored_model().version}
    else:
        known = _EMPTY.get(name)
        told = {
            "confidence": None if known is None else float(known),
            "model": reading.model,
            "version": reading.version,
        }
    return {"value": None, "absent": True, **told}


def _candidates(category: str, spans: SpanReading, text: str, page_of: _Pages) -> Iterator[Told]:
    for span in _best(spans.of(category)):
        yield {
            "quote": text[span.start : span.end],
            "start": span.start,
            "end": span.end,
            "page": page_of(span.start),
            "confidence": round(span.chance, 3),
            "model": SPANS,
            "version": stored_model().version,
        }


def _best(spans: list[Span]) -> list[Span]:
    return [span for span in spans[:MOST_CANDIDATES] if span.chance >= LEAST_CHANCE]


def _plain(value: Any, reading: Reading, page_of: _Pages) -> Any:
    """JSON values of a value; evidence is told beside it as quote, page, start and end, and what has a confidence says whose it is."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item, reading, page_of) for item in value]
    if not is_dataclass(value):
        return value
    told: Told = {}
    for item in fields(value):
        inner = getattr(value, item.name)
        if isinstance(inner, Evidence):
            page = inner.page if inner.page is not None else page_of(inner.start)
            told |= {"quote": inner.quote, "page": page, "start": inner.start, "end": inner.end}
        elif item.name == "confidence":
            told |= {"confidence": float(inner)}
        elif not (item.name == "evidence" or (item.name == "field" and isinstance(value, Value))):
            told[item.name] = _plain(inner, reading, page_of)
    if "confidence" in told:
        told = {"model": reading.model, "version": reading.version} | told
    return told
