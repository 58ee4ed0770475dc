"""Places of a draft that nobody has filled in yet: [Customer Name], {governing_law}, «date», ____. Pure.

Brackets are also used for remarks that stay ("[Signature page follows]"), for notes and boxes to tick, and rules are drawn for
signatures: none of these is an unfilled place.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flowmono.intelligence.reader import Evidence, PageSpan, Party, Reading, Value

MOST = 500

_SQUARE = r"\[(?P<square>[^\[\]\n]{1,160})\]"
_CURLY = r"\$?\{{1,3}(?P<curly>[^{}\n]{1,120})\}{1,3}"
_ANGLE = r"<<(?P<angle>[^<>\n]{1,120})>>|«(?P<chevron>[A-Za-z]\w{1,60})»"
_RULE = r"(?P<rule>_{3,}(?:[ \t]?_{3,})*|(?:[.…] ?){7,}[.…](?=[ \t]*(?:[^\W\d]|[,;]))|[●•]{1,3}(?=[ \t]*(?:%|days?\b|months?\b|years?\b)))"
_PLACE = re.compile(f"{_SQUARE}|{_CURLY}|{_ANGLE}|{_RULE}")
# Remarks in brackets that stay in a finished document, marks of what was kept secret, references, and the blank of a seal.
_STAYS = re.compile(
    r"(?:the )?(?:signatures?\b.{0,40}\b(?:page|follows?|appear|below)|(?:remainder|rest) of|(?:this )?page (?:intentionally|left)|intentionally"
    r"|space (?:intentionally|left)|end of|balance of|reserved$|deleted$|omitted|redacted|illegible|confidential|sic$|seal$|l\.? ?s\.?$|emphasis"
    r"|exhibits? (?:follow|omitted)|schedules? (?:follow|omitted)|unterschriften?|siegel$|firmas?$|sello$|\.{3}$|…$|\*)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\s\dxX✓✔☐☑☒.,_*–-]*$")
_BULLETS = re.compile(r"[●•\s]*[●•_][●•_\s]*$")
# What stands before a rule that is for the hand of a signer.
_BY_HAND = re.compile(
    r"(?:^|[\s/(])(?:by|signed|signature|sign(?:ature)? here|name|print(?:ed)? name|name and title|title|position|capacity|date|dated|date signed|place"
    r"|place,? date|its|witness|attest|initials?|unterschrift|ort|datum|ort,? datum|funktion|nombre|firma|cargo|fecha|nom|fonction|qualité"
    r"|e-?mail(?: address)?|address|notice address)\s*[:.]?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unfilled:
    """One such place: text[start:end] == words; page is None where the source has no pages."""

    words: str
    start: int
    end: int
    page: int | None = None

    @property
    def asks_for(self) -> str:
        """What belongs there, without its brackets; empty for a rule."""
        return self.words.strip("[]{}<>«»$_.…●• \t")


def find_unfilled(text: str, pages: Sequence[PageSpan] = ()) -> list[Unfilled]:
    """Every unfilled place in the order of the text; at most MOST."""
    found: list[Unfilled] = []
    for place in _places(text):
        page = next((number for number, start, end in pages if start <= place.start < end), None)
        found.append(replace(place, page=page))
        if len(found) == MOST:
            break
    return found


def _places(text: str) -> Iterator[Unfilled]:
    for match in _PLACE.finditer(text):
        square = match["square"]
        if square is not None and not _is_open(square, text, match.start(), match.end()):
            continue
        if match["rule"] is not None and _is_for_a_signer(text, match.start(), match.end()):
            continue
        yield Unfilled(match.group(), match.start(), match.end())


def _is_open(inner: str, text: str, start: int, end: int) -> bool:
    """True for words in square brackets that somebody has to replace."""
    words = inner.strip()
    if _BULLETS.match(words):
        return True
    if not words:
        # At the beginning of a line it is a box to tick.
        return len(inner) > 2 and text[start - 1 : start] not in ("", "\n", "\t")
    if _PLAIN.match(words) or _STAYS.match(words):
        return False
    # A link of markdown, and one letter that a citation put into a quoted word: "[t]he".
    return not text.startswith("(", end) and not (len(words) == 1 and text[end : end + 1].isalpha())


def _is_for_a_signer(text: str, start: int, end: int) -> bool:
    """True for a rule alone in its cell, or behind "By:", "Name:", "Date:" at the beginning of one."""
    first = max(text.rfind("\n", 0, start), text.rfind("\t", 0, start)) + 1
    last = min((at for at in (text.find("\n", end), text.find("\t", end)) if at >= 0), default=len(text))
    before, after = text[first:start].rpartition("___")[2].strip(" _"), text[end:last].strip(" _.,")
    if not before and not after:
        return True
    if not before:
        # The words below or behind a signature's rule: "________ (Signature)", "________, Director".
        return len(after) < 40 and not after[:1].islower()
    return (len(before) < 40 or before.endswith(":")) and _BY_HAND.search(before) is not None


# --- no value of a reading is one ---------------------------------------------------------------------------------------

Worded = TypeVar("Worded", Value, Party)


def without_unfilled(reading: Reading, places: Iterable[Unfilled]) -> Reading:
    """The reading without any words that stand for an unfilled place: a name, a law, a title, a detail of a party."""
    every = tuple(places)
    if not every:
        return reading

    def filled(value: Value | None) -> Value | None:
        if value is None or not isinstance(value.value, str) or not _stands_for(value.value, value.evidence, every):
            return value
        return None

    parties = tuple(
        _with_filled_details(party, every)
        for party in reading.parties
        if not _stands_for(party.name, party.evidence, every)
    )
    return replace(
        reading,
        parties=parties,
        payer=filled(reading.payer),
        payee=filled(reading.payee),
        title=filled(reading.title),
        governing_law=filled(reading.governing_law),
    )


def _stands_for(value: str, evidence: Evidence | None, places: tuple[Unfilled, ...]) -> bool:
    """True when the words hold such a place, or were taken from inside one."""
    if any(place.words in value for place in places):
        return True
    if evidence is None:
        return False
    words = _folded(value)
    return any(
        place.start < evidence.end and evidence.start < place.end and bool(words) and words in _folded(place.words)
        for place in places
    )


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.replace("_", " ").casefold()))


def _with_filled_details(party: Party, places: tuple[Unfilled, ...]) -> Party:
    details = ("tax_id", "address", "email", "signer_name", "signer_title")
    known = {_folded(place.asks_for) for place in places} - {""}
    emptied: dict[str, Any] = {
        name: None
        for name in details
        if (detail := getattr(party, name))
        and (_folded(detail) in known or any(place.words in detail for place in places))
    }
    aliases = tuple(alias for alias in party.aliases if _folded(alias) not in known)
    return replace(party, aliases=aliases, **emptied)
