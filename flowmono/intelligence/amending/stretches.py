"""What a stretch of an amendment says, by the same rules that read whole contracts; evidence counts characters of the amendment."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flowmono.intelligence.amending.model import Item, Said
from flowmono.intelligence.contracts.calendar import read_calendar
from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.embedded import find_schedule
from flowmono.intelligence.contracts.findings import Finding
from flowmono.intelligence.contracts.heading import find_law
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.payment import find_payment_term
from flowmono.intelligence.contracts.renewal import find_renewal
from flowmono.intelligence.contracts.source import Source, fold
from flowmono.intelligence.reader import Evidence

_ENDS = re.compile(
    r"\b(?:ends?|expires?|terminat\w+|until|through|up to and including|end date|expiry|expiration|continue\w*)\b",
    re.IGNORECASE,
)
_NO_RENEWAL = re.compile(
    r"\b(?:does|shall|will) not (?:be )?(?:automatically )?renew\w*|\bno automatic renewal", re.IGNORECASE
)
_NOTICE = re.compile(r"\bnotice\b", re.IGNORECASE)


@dataclass(frozen=True)
class Stretch:
    """The values of a stretch: fields by name, and priced items."""

    fields: dict[str, Said]
    items: tuple[Item, ...]


def moved(evidence: Evidence, base: Source, start: int) -> Evidence:
    """Evidence of a stretch that begins at `start` of the flat text, as evidence of the whole text."""
    first = base.origin[start] + evidence.start
    page = next((number for number, begin, stop in base.pages if begin <= first < stop), None)
    return Evidence(evidence.quote, first, first + len(evidence.quote), page)


def read_stretch(source: Source, start: int, end: int) -> Stretch:
    """Fields and items that the characters [start, end) of the flat text say."""
    while start < end and source.flat[start].isspace():
        start += 1
    if end <= start:
        return Stretch({}, ())
    raw = source.text[source.origin[start] : source.origin[end - 1] + 1]
    part = fold(raw)
    fields = _fields(part)
    items = _items(part, fields)

    def here(evidence: Evidence | None) -> Evidence | None:
        return moved(evidence, source, start) if evidence else None

    return Stretch(
        {name: replace(said, evidence=here(said.evidence)) for name, said in fields.items()},
        tuple(replace(item, evidence=here(item.evidence)) for item in items),
    )


def _fields(part: Source) -> dict[str, Said]:
    found: dict[str, Said] = {}
    term, _rivals = find_payment_term(part)
    if term is not None:
        found["payment_days"] = Said(term.days, part.evidence(term.start, term.end))
    found |= _dates(part)
    renewal = find_renewal(part)
    denied = _NO_RENEWAL.search(part.flat)
    if renewal is not None:
        found["renews"] = Said(True, renewal.evidence)
        if renewal.notice_days is not None:
            found["notice_days"] = Said(renewal.notice_days, renewal.evidence)
    elif denied:
        found["renews"] = Said(False, part.evidence(*part.sentence_at(denied.start())))
    elif _NOTICE.search(part.flat) and "payment_days" not in found and (lengths := find_durations(part.flat)):
        length = lengths[0]
        days = length.days or (length.months or 0) * 30
        if days and re.search(r"renew|non-renewal|before the end|expir", part.flat, re.IGNORECASE):
            found["notice_days"] = Said(days, part.evidence(*part.sentence_at(length.start)))
    law = find_law(part)
    if law is not None:
        found["governing_law"] = Said(law[0], part.evidence(*law[1]))
    return found


def _dates(part: Source) -> dict[str, Said]:
    found: dict[str, Said] = {}
    calendar = read_calendar(part)
    ending = calendar.end
    if ending is None:
        days = [one for one in find_dates(part.flat) if _ENDS.search(part.flat[max(0, one.start - 70) : one.start])]
        ending = days[-1] if days else None
    if ending is not None and not _is_due(part, ending.start):
        found["ends_on"] = Said(ending.day, part.evidence(ending.start, ending.end))
    if calendar.term is not None:
        found["term"] = Said(calendar.term.iso, part.evidence(calendar.term.start, calendar.term.end))
    return found


def _is_due(part: Source, position: int) -> bool:
    """The day is one on which something is paid or handed over, not the last of the agreement."""
    start, end = part.sentence_at(position)
    return bool(
        re.search(r"\b(?:payable|paid|due|deliver\w*|invoice\w*|milestone)\b", part.flat[start:end], re.IGNORECASE)
    ) and not re.search(r"\b(?:agreement|term|contract)\b", part.flat[start:end], re.IGNORECASE)


def _items(part: Source, fields: dict[str, Said]) -> list[Item]:
    money = find_money(part.flat)
    if not money:
        return []
    found, total, _adds_up = find_schedule(part, money, read_calendar(part))
    if total is not None:
        fields["total"] = Said(total.amount, part.evidence(total.start, total.end))
    single = total is not None and len(found) == 1 and found[0].amount in {total.amount, total.added}
    return [] if single else [_item(part, one) for one in found]


def _item(part: Source, one: Finding) -> Item:
    due = one.due
    day: date | None = None
    if due is not None and due.type in {"date", "period"} and due.value:
        try:
            day = date.fromisoformat(due.value)
        except ValueError:
            day = None
    words = "" if due is None or day is not None else (due.value or "")
    amount = one.amount
    if amount is not None and one.amount_is == "series_total" and due is not None and due.count:
        amount = amount / Decimal(due.count)
    description = re.sub(r"\s+", " ", one.description).strip()
    return Item(
        description=description[:1].upper() + description[1:],
        kind=one.kind,
        amount=amount,
        percent=one.percent,
        currency=one.currency or "",
        due_on=day,
        due="" if words == "unspecified" else words,
        period=(due.period or "") if due else "",
        count=due.count if due else None,
        unit=one.unit or "",
        optional=one.optional,
        evidence=part.evidence(one.start, one.end),
        confidence=one.confidence,
    )
