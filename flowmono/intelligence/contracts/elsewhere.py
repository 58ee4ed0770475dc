"""When a fee is due that one clause names and another one dates: "the licence fee is $2,000" in an annex, "shall pay the licence fee within …" before it."""

import re

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dues import DueFound, find_due
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.places import Place
from flowmono.intelligence.contracts.source import Source

_NAMED = re.compile(
    r"\b(?P<name>(?!(?:the|a|an|such|this|that|said|any|all|total)\b)[a-z-]{3,}[ -](?:[a-z-]{3,} )?(?:fee|price|charge|payment|advance|consideration))\b"
    r"(?! (?:of the|for each|per)\b)(?:[^.;]|\.\d){0,60}$",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"\b(?:shall|will|must|agrees? to) (?:pay|be (?:paid|due|payable))|\b(?:is|are) (?:due|payable)\b", re.IGNORECASE
)


_IN_PARTS = re.compile(r"\bas follows\b|\binstal?lments?\b", re.IGNORECASE)
_REACH = 160


def due_elsewhere(source: Source, place: Place, calendar: Calendar) -> DueFound | None:
    """The due that the one other sentence about paying a fee of this name states; None where none or more than one does."""
    named = _NAMED.search(place.before[-140:])
    if named is None:
        return None
    name = " ".join(named["name"].casefold().split())
    found = []
    for match in re.finditer(rf"\b{re.escape(name)}\b", source.flat, re.IGNORECASE):
        start, end = source.sentence_at(match.start())
        words = source.flat[start:end]
        if start <= place.mention.start < end or not _PAYS.search(words):
            continue
        if find_money(words) or _IN_PARTS.search(words):
            return None  # What is paid of it, and when, is said there.
        due = find_due(source.flat[match.end() : min(end, match.end() + _REACH)], calendar)
        if due is not None and due.plain:
            found.append(due)
    return DueFound(found[0].due, 0, 1, plain=False) if len({one.due for one in found}) == 1 else None
