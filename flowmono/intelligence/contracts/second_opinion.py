"""The rules' reading beside that of the span reader: where both say the same the chance is theirs, where they differ a person is asked.

The span reader learned on commercial contracts in English; the rules know cover pages, tables and other languages. Each value keeps the
name of who read it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from flowmono.intelligence.contracts.calendar import is_of_another
from flowmono.intelligence.contracts.heading import names_agreement
from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.reader import Evidence, PageSpan, Party, Reading, Renewal, Value
from flowmono.intelligence.spans.decisions import Decision
from flowmono.intelligence.spans.model import stored_model
from flowmono.intelligence.spans.options import ENDLESS, Option
from flowmono.intelligence.spans.reader import SpanReading

MODEL = "spans"
# A value that the rules did not find is taken at this chance; below it the field stays empty.
TAKEN = Decimal("0.6")
# The same for an end that is reckoned from a start and a length, and for a renewal put together from two decisions.
RECKONED = Decimal("0.66")
# What is reckoned is shown and asked about, as the rules' own reckoning is.
RECKONED_AT_MOST = Decimal("0.7")
BOTH = Decimal("0.8")
# What is left of a confidence where the two readers differ: below every threshold at which a value is used unasked.
DISPUTED = Decimal("0.5")
_LONGEST_QUOTE = 600

Same = Callable[[object, object], bool]
_DECIDED = {
    "title": "Document Name",
    "agreement_on": "Agreement Date",
    "effective_on": "Effective Date",
    "ends_on": "Expiration Date",
    "governing_law": "Governing Law",
}
# Who is believed where the two differ, other than by confidence: on the contracts at hand the rules' law was right whenever they found one,
# the span reader's titles nine times in ten where the rules' were right in half.
_FIRST = {"governing_law": "rules", "title": MODEL}


def with_spans(
    reading: Reading, spans: SpanReading, text: str, pages: Sequence[PageSpan] = (), *, reckoned: bool = True
) -> Reading:
    """The reading with the fields that the span reader knows; its quotes are cut from the text itself.

    ``reckoned`` False: the term runs from an event without a day, so no end that is reckoned from another day is taken.
    """

    def field(name: str, value: Value | None, same: Same, made: Callable[[str], str | date]) -> Value | None:
        decision = spans.decision(_DECIDED[name])
        own = _own(name, decision, made, text, pages) if decision is not None else None
        return _weighed(value, own, same)

    title = field("title", reading.title, same_words, str)
    if reading.title and title and names_agreement(str(reading.title.value)) and not names_agreement(str(title.value)):
        title = reading.title  # a company's name in large letters above it is no agreement
    # A start by the last signature has no day yet: a day that stands elsewhere must not take its place, nor an end reckoned from it.
    waits = reading.starts_on_signature is not None
    return replace(
        reading,
        title=title,
        agreement_on=field("agreement_on", reading.agreement_on, _same_day, date.fromisoformat),
        effective_on=None if waits else field("effective_on", reading.effective_on, _same_day, date.fromisoformat),
        ends_on=reading.ends_on
        if (waits or not reckoned) and _is_reckoned(spans)
        else field("ends_on", reading.ends_on, _same_day, date.fromisoformat),
        governing_law=field("governing_law", reading.governing_law, _same_place, str),
        renewal=_renewal(reading.renewal, spans, text, pages),
        parties=tuple(_party(party, spans) for party in reading.parties),
    )


def _is_reckoned(spans: SpanReading) -> bool:
    """Whether the end was reckoned from a start and a length."""
    decision = spans.decision("Expiration Date")
    return (
        decision is not None
        and decision.option is not None
        and decision.option.candidate.value != decision.option.value
    )


def _own(
    name: str, decision: Decision, made: Callable[[str], str | date], text: str, pages: Sequence[PageSpan]
) -> Value | None:
    """The span reader's value with its quote; None where it has none that the contract's own calendar could hold."""
    chance = _chance(decision.chance)
    if decision.value is None or decision.value == ENDLESS or decision.option is None:
        return None
    candidate = decision.option.candidate
    value = made(decision.value)
    if isinstance(value, date) and candidate.value != decision.value:
        # Reckoned from a start and a length: it ends on the day before, and only a sure reckoning is worth more than a question.
        if chance < RECKONED:
            return None
        value, chance = value - timedelta(days=1), min(chance, RECKONED_AT_MOST)
    if name in ("agreement_on", "effective_on") and is_of_another(
        text[max(0, candidate.start - 160) : candidate.start]
    ):
        return None
    return Value(name, value, _evidence(decision.option, text, pages), chance, MODEL, stored_model().version)


def _weighed(value: Value | None, own: Value | None, same: Same) -> Value | None:
    if own is None:
        return value
    if value is None:
        return own if own.confidence >= TAKEN else None
    if same(value.value, own.value):
        return replace(value, confidence=max(value.confidence, own.confidence))
    first = (
        own.confidence > value.confidence
        if value.field not in _FIRST
        else _FIRST[value.field] == MODEL and own.confidence >= TAKEN
    )
    winner = own if first else value
    return replace(winner, confidence=min(winner.confidence, DISPUTED))


def _renewal(renewal: Renewal | None, spans: SpanReading, text: str, pages: Sequence[PageSpan]) -> Renewal | None:
    """Whether it renews by itself, and the notice, in the light of both."""
    again, notice = spans.decision("Renewal Term"), spans.decision("Notice Period To Terminate Renewal")
    days = _days(notice.value) if notice is not None and notice.value else None
    if renewal is None:
        # A notice that stops a renewal says that there is one, whoever must act for it: only then is the renewal its own.
        if again is None or again.value is None or again.option is None or days is None or notice is None:
            return None
        sure = _chance(min(again.chance, notice.chance))
        return Renewal(True, days, None, _evidence(again.option, text, pages), sure) if sure >= BOTH else None
    if days is None or notice is None:
        return renewal
    if renewal.notice_days is None:
        return replace(renewal, notice_days=days, confidence=min(renewal.confidence, _chance(notice.chance)))
    if renewal.notice_days == days:
        return replace(renewal, confidence=max(renewal.confidence, _chance(notice.chance)))
    better = _chance(notice.chance) > renewal.confidence
    return replace(
        renewal, notice_days=days if better else renewal.notice_days, confidence=min(renewal.confidence, DISPUTED)
    )


def _party(party: Party, spans: SpanReading) -> Party:
    """A name that both found is as sure as the surer of the two."""
    known = [_chance(name.chance) for name in spans.parties.names if same_words(party.name, name.value)]
    return replace(party, confidence=max(party.confidence, *known)) if known else party


def _evidence(option: Option, text: str, pages: Sequence[PageSpan]) -> Evidence:
    start, end = option.candidate.start, option.candidate.end
    if end - start > _LONGEST_QUOTE:
        end = text.rfind(" ", start, start + _LONGEST_QUOTE)
    page = next((number for number, begin, stop in pages if begin <= start < stop), None)
    return Evidence(text[start:end], start, end, page)


def _chance(chance: float) -> Decimal:
    return Decimal(str(min(chance, 0.99))).quantize(Decimal("0.01"))


def _days(length: str) -> int | None:
    number, unit = length[1:-1], length[-1]
    return int(number) * {"D": 1, "M": 30, "Y": 365}[unit] if number.isdigit() and unit in "DMY" else None


def _same_day(value: object, said: object) -> bool:
    """The last day and the day after it are one end: contracts and readers count both ways."""
    return isinstance(value, date) and isinstance(said, date) and abs((value - said).days) <= 1


def _same_place(value: object, said: object) -> bool:
    known = {place.name for place in find_jurisdictions(str(value))}
    return said in known or str(said).casefold() in str(value).casefold()


def same_words(value: object, said: object) -> bool:
    """Whether one has no other words than the other, however they are written."""
    one, other = (set(re.findall(r"\w+", str(words).casefold())) for words in (value, said))
    return bool(one) and (one <= other or other <= one)
