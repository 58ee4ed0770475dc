"""Whose an obligation is and the day by which it is due, from what its sentence says and the days that are known. Pure.

A day is counted only from a day that the contract has: its signature, its first day, its last day, or a date in the sentence. Where
the sentence counts from anything else (a request, an acceptance, a breach), in working days, or every year, there is no day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from flowmono.intelligence.contracts.dates import add_months, find_dates
from flowmono.intelligence.contracts.durations import find_durations

OURS, THEIRS, BOTH = "ours", "theirs", "both"
# How a day was found: counted from one of these, or said by the sentence, by the term's own day, by a person.
NOTICE, SIGNATURE, START, END, SAID, PERSON = "notice", "signature", "start", "end", "said", "person"
RENEWAL = "renewal"
# What comes by itself on its day, with nobody to do it.
END_OF_TERM = "end_of_term"

_PAPER = r"(?:agreement|contract|statement of work|sow|order form|amendment|addendum|licen[cs]e|lease|nda|deed)"
_OF_THIS = rf"(?:\s+of\s+(?:this|the)\s+(?:\w+\s)?{_PAPER}\b|\s+hereof)?(?:\s+by\s+(?:both|all|the)\s+parties)?"
# What follows would make it the signature, or the end, of something else.
_OF_NOTHING_ELSE = r"(?!\s+(?:of|on|by|for|to)\b)"
_ANCHORS: Final = (
    (SIGNATURE, r"(?:the\s+)?(?:date\s+of\s+)?(?:the\s+)?(?:last\s+)?(?:signature|signing|execution)\b(?:\s+date)?"),
    (START, r"(?:the\s+)?(?:effective|commencement|start)\s+date\b"),
    (END, r"(?:the\s+)?(?:end|expiry|expiration)\b(?:\s+of\s+(?:this|the)\s+(?:initial\s+)?term\b)?"),
)
_AFTER = re.compile(
    r"\s+(?:of|after|from|following)\s+(?:"
    + "|".join(rf"(?P<{name}>{words}{_OF_THIS}{_OF_NOTHING_ELSE})" for name, words in _ANCHORS)
    + ")",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\s+(?:before|prior\s+to)\s+(?:"
    + "|".join(rf"(?P<{name}>{words}{_OF_THIS}{_OF_NOTHING_ELSE})" for name, words in _ANCHORS)
    + ")",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:within|(?:no|not)\s+later\s+than|at\s+the\s+latest)\s+(?:a\s+period\s+of\s+)?$", re.IGNORECASE
)
_AT_LEAST = re.compile(r"\b(?:at\s+least|(?:no|not)\s+(?:later|less)\s+than)\s+$", re.IGNORECASE)
_BY = re.compile(
    r"\b(?P<by>by|(?:no|not)\s+later\s+than|on\s+or\s+before|before|prior\s+to)\s+(?:the\s+)?$", re.IGNORECASE
)
_AGAIN = re.compile(r"\b(?:each|every|annual(?:ly)?|yearly|monthly|quarterly|per)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"P(?P<count>\d{1,4})(?P<unit>[DWMY]) after (?P<trigger>.+)")

_MODAL = re.compile(
    r"\b(?:shall|must|will|agrees?\s+to|undertakes?\s+to|(?:is|are)\s+(?:required|obliged)\s+to)\b", re.IGNORECASE
)
_EITHER = re.compile(
    r"\b(?:each|either|neither|both|the|all)\s+part(?:y|ies)\b|\b(?:the\s+)?(?:receiving|disclosing|other)\s+party\b|\b(?:the\s+)?recipient\b",
    re.IGNORECASE,
)
WHO_PAYS = frozenset({"customer", "client", "buyer", "purchaser", "licensee"})
WHO_IS_PAID = frozenset(
    {"supplier", "vendor", "contractor", "provider", "service provider", "consultant", "licensor", "seller"}
)


# What limits a claim, or says how the contract may be ended, asks nothing of anybody; it stays among the terms.
NO_DUTIES = frozenset({"liability_cap", "termination_notice"})
_LIMITS_ONLY = re.compile(
    r"\b(?:shall|will|must)\s+(?:in\s+no\s+(?:event|case)\s+)?(?:not\s+)?(?:exceed|apply|terminate|end|expire|remain|take\s+effect|survive|have\s+(?:any|no)\s+liability"
    r"|be\s+(?:limited|liable|capped|effective|unlimited|excluded|entitled|given|served|sent|in\s+writing))\b",
    re.IGNORECASE,
)


def asks_for_nothing(kind: str, sentence: str) -> bool:
    """A ceiling of liability, or a notice that ends the contract, in whose sentence nobody has to do anything besides."""
    return kind in NO_DUTIES and _MODAL.search(_LIMITS_ONLY.sub("", sentence)) is None


@dataclass(frozen=True)
class Days:
    """The days that a signed contract has. last: None as well where it renews by itself, for its end may then move."""

    signed: date | None
    first: date | None = None
    last: date | None = None

    def of(self, anchor: str) -> date | None:
        return {SIGNATURE: self.signed, START: self.first, END: self.last}[anchor]


@dataclass(frozen=True)
class Due:
    """The last day on which it can be met, and how that day was found; no day, and "", where nothing says one."""

    on: date | None = None
    basis: str = ""


NO_DAY: Final = Due()


@dataclass(frozen=True)
class Names:
    """What the sentences of a contract call us and the other party, small letters; empty where nobody knows which of the two we are."""

    ours: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()


def names_of(*, our_name: str, their_name: str, we_pay: bool | None) -> Names:
    """Both names, with and without their legal form, and what people are called that pay or are paid; nothing when nobody knows who pays."""
    if we_pay is None:
        return Names()
    roles = (WHO_PAYS, WHO_IS_PAID) if we_pay else (WHO_IS_PAID, WHO_PAYS)
    return Names(roles[0] | _short_and_long(our_name), roles[1] | _short_and_long(their_name))


def _short_and_long(name: str) -> frozenset[str]:
    whole = " ".join(name.casefold().split()).strip(" .")
    short = re.sub(
        r",?\s+(?:gmbh|ag|se|kg|inc|ltd|llc|llp|plc|corp|b\.?v|n\.?v|s\.?a\.?s?|s\.?r\.?l|limited)\.?$", "", whole
    )
    return frozenset({whole, short}) - {""}


def side_of(sentence: str, names: Names) -> str:
    """OURS, THEIRS or BOTH, when what stands before its verbs of duty names one side; else "": nothing is guessed."""
    if not names.ours or not names.theirs:
        return ""
    modals = list(_MODAL.finditer(sentence))
    if not modals:
        return ""
    # The last part before the first verb names who must, else all that stands before it: "If the Customer asks, the Supplier shall".
    opening = sentence[: modals[0].start()]
    sides = _named_in(re.split(r"[,;:]", opening)[-1], names) or _named_in(opening, names)
    for before, modal in pairwise(modals):
        sides |= _named_in(_last_words(sentence[before.end() : modal.start()]), names)
    if not sides:
        by = re.search(r"\bby\s+(?P<who>[^,.;]{2,60})", sentence[modals[0].end() :], re.IGNORECASE)
        sides = _named_in(by["who"], names) if by else sides
    return sides.pop() if len(sides) == 1 else ""


def _last_words(words: str) -> str:
    """What stands right before a further verb of duty, when a new subject begins there: "… and the Supplier shall"."""
    found = re.search(r"(?:,|;|\b(?:and|or|but))\s+(?P<who>(?:the\s+)?(?:\w[\w.&-]*\s+){0,4})$", words, re.IGNORECASE)
    return found["who"] if found else ""


def _named_in(words: str, names: Names) -> set[str]:
    found = {side for side, called in ((OURS, names.ours), (THEIRS, names.theirs)) if _stands_in(called, words)}
    return found or ({BOTH} if _EITHER.search(words) else set())


def _stands_in(called: Iterable[str], words: str) -> bool:
    folded = " ".join(words.casefold().split())
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in called)


def due_in_sentence(sentence: str, days: Days) -> Due:
    """The one day by which the sentence says that it is due: a date with “by” before it, or so long after or before a day that is known.

    NO_DAY where it says none, more than one, or one that comes again.
    """
    said = set(_dates_in(sentence))
    if said and _AGAIN.search(sentence):
        return NO_DAY
    found = said | set(_counted_in(sentence, days))
    return found.pop() if len(found) == 1 else NO_DAY


def _dates_in(sentence: str) -> Iterator[Due]:
    for mention in find_dates(sentence):
        by = _BY.search(sentence[: mention.start])
        if by is not None:
            is_before = by["by"].casefold().split()[0] in {"before", "prior"}
            on = mention.day - timedelta(days=1) if is_before else mention.day
            yield Due(on, SAID) if mention.sure else NO_DAY


def _counted_in(sentence: str, days: Days) -> Iterator[Due]:
    for length in find_durations(sentence):
        if not length.sure or length.unit == "BD":
            continue
        for way, lead, words in ((1, _WITHIN, _AFTER), (-1, _AT_LEAST, _BEFORE)):
            anchor = words.match(sentence, length.end)
            if anchor is not None and anchor.lastgroup is not None and lead.search(sentence[: length.start]):
                yield _counted(days.of(anchor.lastgroup), length.count * way, length.unit, anchor.lastgroup)


def due_of_item(due_type: str, due_value: str, due_on: date | None, days: Days) -> Due:
    """The day of a priced item: its own, or so long after a day that is known ("P30D after signature")."""
    if due_on is not None:
        return Due(due_on, SAID)
    found = _RELATIVE.fullmatch(due_value.strip()) if due_type == "relative" else None
    anchor = _AFTER.fullmatch(f" after {found['trigger'].strip()}") if found else None
    if found is None or anchor is None or anchor.lastgroup is None:
        return NO_DAY
    return _counted(days.of(anchor.lastgroup), int(found["count"]), found["unit"], anchor.lastgroup)


def _counted(day: date | None, count: int, unit: str, anchor: str) -> Due:
    """So many days, weeks, months or years after a day, or before it for a negative count; NO_DAY where that day is not known."""
    if day is None:
        return NO_DAY
    if unit in "MY":
        return Due(add_months(day, count * (12 if unit == "Y" else 1)), anchor)
    return Due(day + timedelta(days=count * (7 if unit == "W" else 1)), anchor)
