"""A span reading in the format that CUAD's scorer reads."""

from typing import Any

from flowmono.intelligence.spans.reader import SpanReading

Entry = dict[str, Any]


def entries(reading: SpanReading, text: str) -> dict[str, list[Entry]]:
    """By category the ranked spans; for a field with a value also its decision, marked ``decide``."""
    found: dict[str, list[Entry]] = {}
    for span in reading.spans:
        found.setdefault(span.category, []).append(_entry(text, span.start, span.end, span.chance))
    for decision in reading.decisions:
        # The evidence of a value is among the spans already: the decision itself must not count as a span of its own.
        found.setdefault(decision.field, []).append(
            {
                "text": "",
                "start": 0,
                "end": 0,
                "value": decision.value,
                "confidence": round(decision.chance, 4),
                "decide": True,
            }
        )
    for name in reading.parties.names:
        entry = _entry(text, name.candidate.start, name.candidate.end, name.chance)
        more = {"value": name.value, "keep": True, "set_confidence": round(reading.parties.chance, 4)}
        found.setdefault("Parties", []).append(entry | more)
    return found


def _entry(text: str, start: int, end: int, chance: float) -> Entry:
    return {"text": text[start:end], "start": start, "end": end, "confidence": round(chance, 4)}
