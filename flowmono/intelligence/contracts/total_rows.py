"""Totals that stand in a row or under a label of their own: "Total purchase price | 468,000.00", "Order value" over "£44,000"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.findings import TotalFound
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.numbers import FIGURES, parse_figures
from flowmono.intelligence.contracts.source import Line, Source

STRENGTH = 5
_LABEL = re.compile(
    r"^\W{0,4}(?:(?:grand|overall|estimated|fixed|final|net|agreed|maximum|aggregate|contract|order|project|programme|program)[ -]){0,3}?"
    r"(?:total\b|purchase price$|(?:contract|order|project) (?:value|sum|price|total|amount)\b|(?:not-to-exceed|maximum) (?:amount|total|value|price)\b"
    r"|amount (?:of the|due under)"
    r"|gesamt(?:summe|preis|betrag|vergütung|wert)?\b|auftrags(?:wert|summe)\b|(?:netto)?summe\b|importe total\b|precio total\b|total general\b"
    r"|montant (?:total|global)\b|prix (?:total|global)\b|totaal\b|summa\b|totale\b)",
    re.IGNORECASE,
)
# Of a part, or of something that is not money.
_PART = re.compile(
    r"\b(?:sub-?total|zwischensumme|(?:part|phase|lot|section|stage|group|category|item|position|year|month|quarter|week|site|option) (?:[a-z]|\d+|[ivx]+)\b"
    r"|(?:annual|yearly|monthly|quarterly|weekly|per|each|hours?|days?|points?|quantity|qty|users?|pages?|units|weight|area|impressions|clicks|views|visits|circulation|subscribers|seats|votes|tonn?e?s|gallons|litres|barrels|[kmg]wh?|vat|tax|gst|mwst|ust|iva"
    r"|tva|optional"
    r"|owned|shares|shareholders?|securities|votes?|beds|employees"
    r"|liabilit\w*|insurance|budget|discount|number|incl(?:uding|\.)? (?:vat|tax|gst))\b|one-time|recurring|jährlich\w*|monatlich\w*)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:excl\w*\.?|exclusive of|without|before|plus|net of|ohne|zzgl\.?|hors|sin) \w*\.? ?(?:vat|tax(?:es)?|gst|mwst|ust|iva|tva)\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^[^\w\d]{{0,3}}(?P<figures>{FIGURES})(?:\W{{0,3}}[—–-]{{0,2}})?$")


def find_total_rows(source: Source) -> list[TotalFound]:
    """Every row or labelled line that says a total with nothing but its amount behind it."""
    found = []
    for index, line in enumerate(source.lines):
        label = next((cell for cell in line.cells if cell), "")
        if not _LABEL.match(label) or len(label) > 110 or _PART.search(_WHOLE.sub("", label.split(":")[0])):
            continue
        following = source.lines[index + 1] if index + 1 < len(source.lines) else None
        total = _in_row(source, line, label) or (
            following and not line.is_row and _below(source, line, following, label)
        )
        if total:
            found.append(total)
    return found


def _in_row(source: Source, line: Line, label: str) -> TotalFound | None:
    """The amount of the last cell that holds one, or behind the colon of a line that ends with it."""
    for cell in reversed([cell for cell in line.cells if cell and cell != label]):
        total = _amount(cell, label, line.start, line.end)
        if total:
            return total
    head, colon, tail = line.text.rstrip().rpartition(":")
    return _amount(tail.strip(), head, line.start, line.end) if colon and not line.is_row else None


def _below(source: Source, line: Line, following: Line, label: str) -> TotalFound | None:
    if len(following.text) > 60 or re.search(r"\d[.,]?\d{2,}", label):
        return None
    return _amount(following.text.strip(), label, line.start, following.end)


def _amount(words: str, label: str, start: int, end: int) -> TotalFound | None:
    """The amount where the words are hardly more than it."""
    mentions = find_money(words)
    bare = _BARE.match(words)
    if len(mentions) == 1 and len(words) - (mentions[0].end - mentions[0].start) < 24:
        return TotalFound(
            mentions[0].amount, mentions[0].currency, _kind(label), start, end, STRENGTH, mentions[0].sure
        )
    amount = parse_figures(bare["figures"]) if bare and not mentions else None
    if amount is None or amount < 100:
        return None
    return TotalFound(amount, None, _kind(label), start, end, STRENGTH)


def _kind(label: str) -> str:
    if re.search(r"\b(?:maximum|not[ -]to[ -]exceed|cap|ceiling|höchst\w*|máximo|plafond)\b", label, re.IGNORECASE):
        return "cap"
    return (
        "estimate"
        if re.search(
            r"\b(?:estimat\w*|approx\w*|provisional|voraussichtlich\w*|geschätzt\w*|estimé|estimado)\b",
            label,
            re.IGNORECASE,
        )
        else "fixed"
    )


def adds_up_unnamed(cells: Sequence[str], amount: Decimal | None, before: Sequence[Decimal | None]) -> bool:
    """Whether a row that names nothing says what the rows before it come to."""
    given = [one for one in before if one is not None]
    return len(given) > 1 and amount == sum(given) and not any(re.search(r"[^\W\d_]{4}", cell) for cell in cells)
