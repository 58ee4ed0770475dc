"""Sentences of one contract that contradict each other: two laws, two terms of payment, two totals, two ends.

Nothing is mended and nobody is believed: the value that was read stays, a person is asked about it, and reads the other sentence too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flowmono.intelligence.contracts.calendar import Calendar, is_of_another, runs_from_start
from flowmono.intelligence.contracts.dates import add_months, find_dates
from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.heading import find_laws
from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.contracts.payment import TermFound
from flowmono.intelligence.contracts.second_opinion import DISPUTED
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.contracts.totals import schedule_sums
from flowmono.intelligence.reader import Reading, Rival

# What else is governed by a law of its own.
_OTHER_LAW = re.compile(
    r"\b(?:arbitra\w+|insur\w+|guarant\w+|standard contractual clauses|bankruptcy|insolvency|incorporat\w+|organi[sz]ed|existing under|security"
    r"|mortgage|pledge|patent|trademark|labou?r|employ\w+|tax\w*|letter of credit|mediation|unless|if|either|or|schieds\w*|arbitraje)\b",
    re.IGNORECASE,
)
_ANOTHERS = re.compile(
    r"\b(?:agreement|contract|vertrag|contrato|contrat)\b[^.;\n]{0,20}?\b(?:dated|of|from|vom|de fecha|de|du)\b[^.;\n]{0,14}?\d[^.;\n]{0,40}$",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "deutsche": "Germany", "schweizer": "Switzerland", "österreich": "Austria", "español": "Spain", "españa": "Spain", "français": "France",
}  # fmt: skip
_GOVERNS = re.compile(
    r"\b(?:govern\w*|constru\w*|interpret\w*|unterlieg\w*|gilt|rige|regir\w*|régi\w*|soumis\w*)\b", re.IGNORECASE
)
_THIS = (
    r"\b(?:this|the present|the|dieser|diese|dieses|der|el presente|este|esta|el|le présent|le|ce)\s+(?:\w+ ){0,2}?"
    r"(?:agreement|contract|sow|statement of work|order(?: form)?|lease|licen[cs]e|vertrag\w*|vereinbarung|contrato|acuerdo|contrat|accord)\b"
)
_OWN_END = re.compile(
    rf"(?:{_THIS}|\bthe term\b|\bits term\b|\bdie laufzeit\b)[^.;\n]{{0,140}}?"
    r"\b(?:ends?|expires?|terminates?|(?:continues?|remains?|runs?|is)\b[^.;\n]{0,60}?\b(?:until|through)|endet|läuft[^.;\n]{0,40}?\bbis|bis|termina|finaliza|vence"
    r"|hasta|expire|prend fin|jusqu['’]au)\W{1,3}(?:on |to |and |including |at |midnight |am |zum |el |le |\w+ ){0,3}$",
    re.IGNORECASE,
)
_NOT_END = re.compile(
    r"\b(?:renew\w*|extend\w*|option|unless|if|either|earlier|later|notice|invoic\w*|payment|fees?|phase|stage|milestone|trial|pilot|earliest)\b",
    re.IGNORECASE,
)
# "This Agreement remains in force for": what stands before a length that is the agreement's own.
_OWN_LENGTH = re.compile(
    rf"(?:{_THIS}|\b(?:the|its|an?) (?:\w+ )?term\b|\b(?:die|seine|ihre) laufzeit\b|\b(?:la|su) duraci[oó]n\b|\b(?:la|sa) durée\b)[^.;\n]{{0,120}}?"
    r"\b(?:for|of|is|be|lasts?|runs?|beträgt|für|dauert|de|es|est|por|pour)\W{1,3}(?:(?:an?|the|initial|fixed|further) )*(?:(?:term|period) of )?\W{0,2}$",
    re.IGNORECASE,
)
_NOT_LENGTH = re.compile(r"\b(?:thereafter|after|following|during|while|renew\w*|extend\w*|if|notice)\b", re.IGNORECASE)
_ON_CONDITION = re.compile(r"\b(?:if|unless|discount\w*|terminat\w*|disput\w*|wenn|skonto|si)\b", re.IGNORECASE)
_SLACK = 31
_PART = re.compile(
    r"\b(?:additional|extra|further|phase|stage|part|option\w*|renewal|extension|second|each)\b", re.IGNORECASE
)
_PLAIN_TOTAL = 5


def with_rivals(
    reading: Reading,
    source: Source,
    calendar: Calendar,
    *,
    totals: Sequence[TotalFound],
    items: Sequence[Finding],
    terms: Sequence[TermFound],
) -> Reading:
    """The reading with what contradicts it; none of what is contradicted is certain."""
    found = [*_laws(reading, source), *_payment(reading, source, terms), *_totals(reading, source, totals, items)]
    found += _ends(reading, source, calendar)
    doubted = {rival.field for rival in found}

    def weaker(name: str) -> object:
        value = getattr(reading, name)
        return replace(value, confidence=min(value.confidence, DISPUTED))

    return replace(reading, rivals=(*reading.rivals, *found), **{name: weaker(name) for name in doubted})  # type: ignore[arg-type]


def _laws(reading: Reading, source: Source) -> Iterator[Rival]:
    own = reading.governing_law
    if own is None:
        return
    known = _places(str(own.value))
    for law, start, _end in find_laws(source):
        places = _places(law)
        first, last = source.sentence_at(start)
        sentence = source.flat[first:last]
        if (
            not known
            or not places
            or _meet(known, places)
            or (own.evidence and _inside(source, own.evidence.start, first, last))
        ):
            continue
        row = "\t" in source.flat[first:last]
        if not row and (
            not _GOVERNS.search(sentence)
            or not re.search(_THIS, sentence, re.IGNORECASE)
            or _OTHER_LAW.search(sentence)
            or _ANOTHERS.search(source.flat[first:start])
        ):
            continue
        known |= places
        yield Rival("governing_law", law, source.evidence(first, last))


def _places(law: str) -> set[str]:
    named = {place.name for place in find_jurisdictions(law)}
    return named | {place for stem, place in _ADJECTIVES.items() if stem in law.casefold()}


def _meet(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two statements name one law: England is meant by England and Wales, a state and its union do not contradict each other."""
    wide = {"United States", "United Kingdom", "Canada", "Australia"}
    some, others = set(some), set(others)
    return bool((some | others) & wide) or any(one in other or other in one for one in some for other in others)


def _inside(source: Source, at: int, first: int, last: int) -> bool:
    return source.origin[first] <= at <= source.origin[last - 1]


def _payment(reading: Reading, source: Source, terms: Sequence[TermFound]) -> Iterator[Rival]:
    own = reading.payment_terms
    told: set[int] = {own.days} if own else set()
    for term in terms if own else ():
        sentence = source.flat[slice(*source.sentence_at(term.start))]
        if term.days not in told and not _ON_CONDITION.search(sentence):
            told.add(term.days)
            yield Rival("payment_terms", str(term.days), source.evidence(*source.sentence_at(term.start)))


def _totals(
    reading: Reading, source: Source, totals: Sequence[TotalFound], items: Sequence[Finding]
) -> Iterator[Rival]:
    own = reading.total
    if own is None or own.evidence is None:
        return
    parts = {item.amount for item in items} | {item.payable for item in items} | schedule_sums(items)
    told = {own.amount}
    for total in totals:
        words = source.flat[total.start : total.end]
        if (
            total.amount in told
            or total.amount in parts
            or total.kind != own.kind
            or total.strength < _PLAIN_TOTAL
            or (total.currency or own.currency) != own.currency
            or _PART.search(words)
            or _ON_CONDITION.search(source.flat[slice(*source.sentence_at(total.start))])
        ):
            continue
        told.add(total.amount)
        yield Rival("total", f"{total.amount:f}", source.evidence(*source.sentence_at(total.start)))


def _ends(reading: Reading, source: Source, calendar: Calendar) -> Iterator[Rival]:
    own = reading.ends_on
    if own is None or not isinstance(own.value, date):
        return
    told = [own.value]
    for mention in find_dates(source.flat):
        line = source.lines[source.line_at(mention.start)]
        first, last = source.sentence_at(mention.start)
        before = source.flat[max(line.start, first, mention.start - 260) : mention.start]
        if (
            _near(mention.day, told)
            or not _OWN_END.search(before)
            or is_of_another(before)
            or _NOT_END.search(source.flat[first:last])
        ):
            continue
        told.append(mention.day)
        yield Rival("ends_on", mention.day.isoformat(), source.evidence(first, last))
    yield from _reckoned(reading, source, calendar, told)


def _reckoned(reading: Reading, source: Source, calendar: Calendar, told: list[date]) -> Iterator[Rival]:
    """The end to which the stated length leads, where another day is stated."""
    start, term = reading.effective_on, calendar.term
    if (
        start is None
        or not isinstance(start.value, date)
        or term is None
        or not term.months
        or not runs_from_start(source, calendar)
    ):
        return
    first, last = source.sentence_at(term.start)
    before = source.flat[max(first, term.start - 260) : term.start]
    if not _OWN_LENGTH.search(before) or _NOT_LENGTH.search(source.flat[first:last]):
        return
    end = add_months(start.value, term.months) - timedelta(days=1)
    if abs((end - told[0]).days) > _SLACK and not _near(end, told):
        yield Rival("ends_on", end.isoformat(), source.evidence(first, last))


def _near(day: date, told: Iterable[date]) -> bool:
    return any(abs((day - one).days) <= 1 for one in told)
