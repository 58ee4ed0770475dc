"""Amounts with the words around them: the place of each in its sentence, its name, where its quote begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source

_FILLER = re.compile(
    r"\b(?:of|is|are|at|will be|shall be|in the amount of|the sum of|for|amount(?:s|ing)? to|a|an|fixed|von|de|beträgt|payable|charged|rate"
    r"|at a rate|be|the|pay|basis|on a time and materials basis|i\.e|i\.e\.)\s*$",
    re.IGNORECASE,
)  # fmt: skip


# A new entry of a list: "(b) ", "c) ", a bullet, "Milestone 2:".
_ENTRY = re.compile(
    r"(?:(?<=\s)|^)(?:\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})\)\s+(?=[A-Z$€£])|[●•▪·ÿ§]\s|(?:Milestone|Phase|Instal?lment|Stage|Tranche"
    r"|Payment) (?:No\.? ?)?#?\d{1,2}\s?[:–-])"
)


@dataclass(frozen=True)
class Place:
    """An amount with the words before and after it up to its neighbours, and the whole sentence."""

    mention: MoneyMention
    before: str
    after: str
    sentence: str
    sentence_start: int
    lead: str
    label: str


def find_places(source: Source, money: Sequence[MoneyMention]) -> list[Place]:
    """Every amount with its words: back and forward to its neighbours, the end of its sentence, or the next entry of a list."""
    places = []
    for index, mention in enumerate(money):
        start, end = source.sentence_at(mention.start)
        line = source.lines[source.line_at(mention.start)]
        before_it, after_it = money[max(index - 1, 0) : index], money[index + 1 : index + 2]
        left = max([start, *(other.end for other in before_it)])
        right = min([max(end, mention.end), *(other.start for other in after_it)])
        if right - mention.end < 3 and end < line.end:
            right = min([source.sentence_at(end + 1)[1], *(other.start for other in after_it)])
        cell = source.flat.rfind("\t", line.start, mention.start)
        if line.text.count("\t") == 1 and not source.flat[cell + 1 : mention.start].strip() and cell - line.start > 12:
            cell = -1  # A name and its price: the name says when it is paid.
        lead = source.flat[cell + 1 if cell > 0 else source.clause_start(mention.start) :][:110]
        before, after = source.flat[max(left, cell + 1) : mention.start], source.flat[mention.end : right]
        entry = max((match.start() for match in _ENTRY.finditer(before)), default=0)
        following = _ENTRY.search(after, 1)
        after = after[: following.start()] if following else after
        places.append(
            Place(mention, before[entry:], after, source.flat[start:end], start, lead, _label(source, mention.start))
        )
    return places


def _label(source: Source, position: int) -> str:
    """The label of the cover-page row that an amount stands in, on the row itself or on a following line of the same cell."""
    index = source.line_at(position)
    for line in source.lines[max(0, index - 4) : index + 1][::-1]:
        if line.is_row and line.start < position:
            first = line.cells[0]
            return first if 2 < len(first) < 60 else ""
        if line.start < position and len(line.text) < 40 and line.text.endswith(":"):
            return line.text
    return ""


def quote_start(place: Place) -> int:
    """Where the quote begins: with the words that name the fee, at most a clause before the amount."""
    cut = max(
        (match.end() for match in re.finditer(r"[;:,.]\s|\]\s|\b(?:is|are|pay|at|of)\s", place.before[:-1])), default=0
    )
    near = max(cut, len(place.before) - 60)
    return (
        place.mention.start - len(place.before[near:].lstrip(" /"))
        if place.before[near:].strip()
        else place.mention.start
    )


def describe(place: Place) -> str:
    """A short name for the item: the words before the amount, else the bracket after it, the row's label, or the words after it."""
    before = re.split(r"[;\t●•]|\]\s|\.\s(?=[A-Z])", place.before)[-1]
    before = re.sub(r"^.{0,40}?(?:fee structure|fees|as follows)\s*:\s*", "", before, flags=re.IGNORECASE).strip(
        " ,:-–—§/"
    )
    clean = re.split(r",\s+(?:and|plus|sowie|und|y|et)\s+(?=an?\s|the\s|ein|un)", before)[-1]
    for _ in range(3):
        clean = _FILLER.sub("", clean).strip(" ,:(")
    clean = re.sub(r"^(?:per [\w-]+(?: per [\w-]+)*\b|\(\w+\)|and|or|und|i\.e\.?|[\s,)])+", "", clean).strip()
    if len(re.findall(r"[^\W\d_]{3,}", clean)) >= 1 and not re.fullmatch(r"(?:per|for) .{0,60}", clean):
        return re.sub(r"^\S*\s", "", clean[-110:]) if len(clean) > 110 else clean.lstrip(" ,)")
    bracket = re.match(r"[^()]{0,30}\((?P<name>[^()\d]{3,60})\)", place.after)
    label = place.label if len(re.findall(r"[^\W\d_]{3,}", place.label)) else ""
    after = re.split(r"[.;,]\s", place.after.strip(" .,-–—)"))[0][:110].strip()
    return bracket["name"] if bracket else label or after or "Payment"


def sure(place: Place, confidence: Decimal) -> Decimal:
    """Less sure when words and figures of the amount disagree."""
    return confidence if place.mention.sure else min(confidence, Decimal("0.4"))
