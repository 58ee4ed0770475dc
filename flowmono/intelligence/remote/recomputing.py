"""What a quote says by our own normalisers: a value of a model that its quote does not give is not taken."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, cast

from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.payment import find_payment_term
from flowmono.intelligence.contracts.renewal import find_renewal
from flowmono.intelligence.contracts.source import fold
from flowmono.intelligence.contracts.totals import find_totals
from flowmono.intelligence.reader import (
    Due,
    Evidence,
    Party,
    PaymentTerms,
    Reading,
    ScheduleItem,
    Total,
    TotalKind,
    Value,
)

# A model's own sureness was never measured, so what it alone says asks a person to look twice (contracts.models.LOOK_TWICE).
REMOTE_SURE: Final = Decimal("0.6")
_LONGEST_NAME: Final = 200

Recomputed = Callable[[Reading, str, str, Evidence], Reading | None]


def recompute(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    """The reading with what the quote says in this field; None where the quote does not say the claimed value."""
    return _HOW[field](reading, field, value, evidence)


def _words(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    """A title or a name, cut from the quote itself."""
    said = _cut(value, evidence.quote)
    return _single(reading, field, said, evidence) if said else None


def _party(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    said = _cut(value, evidence.quote)
    if not said:
        return None
    party = Party(said, "other", evidence, REMOTE_SURE)
    return replace(reading, parties=(*reading.parties, party))


def _day(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    try:
        claimed = date.fromisoformat(value)
    except ValueError:
        return None
    known = {mention.day for mention in find_dates(fold(evidence.quote).flat)}
    return _single(reading, field, claimed, evidence) if claimed in known else None


def _term(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    known = {length_of(length.iso): length.iso for length in find_durations(fold(evidence.quote).flat)}
    iso = known.get(length_of(value.strip().upper()))
    return _single(reading, field, iso, evidence) if iso else None


def _renewal(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    found = find_renewal(fold(evidence.quote))
    again, _semicolon, days = value.partition(";")
    if found is None or again.strip().casefold() != "yes":
        return None
    if days.strip() and days.strip() != str(found.notice_days):
        return None
    # A cap on prices was not asked for, so none is taken.
    own = replace(found, evidence=evidence, confidence=REMOTE_SURE, increase_cap_percent=None)
    return replace(reading, renewal=own)


def _law(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    named = {place.name for place in find_jurisdictions(value)}
    said = next((place.name for place in find_jurisdictions(fold(evidence.quote).flat) if place.name in named), None)
    return _single(reading, field, said, evidence) if said else None


def _currency(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    code = value.strip().upper()
    known = {mention.currency for mention in find_money(fold(evidence.quote).flat)}
    return _single(reading, field, code, evidence) if code in known else None


def _total(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    source, amount = fold(evidence.quote), _amount(value)
    money = find_money(source.flat)
    # The words of the quote have to call the amount a total: a price that merely stands there is none.
    found = next((total for total in find_totals(source, money) if total.amount == amount), None)
    if found is None:
        return None
    total = Total(found.amount, found.currency, cast(TotalKind, found.kind), evidence, REMOTE_SURE)
    return replace(reading, total=total)


def _payment_terms(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    found, _rivals = find_payment_term(fold(evidence.quote))
    if found is None or str(found.days) != value.strip():
        return None
    return replace(reading, payment_terms=PaymentTerms(found.days, found.counted_from, evidence, REMOTE_SURE))


def _payment(reading: Reading, field: str, value: str, evidence: Evidence) -> Reading | None:
    """One price. It is compared and shown; when it is due and what for, a person reads in the document."""
    amount = _amount(value)
    found = next((one for one in find_money(fold(evidence.quote).flat) if one.amount == amount), None)
    if found is None:
        return None
    item = ScheduleItem(
        description=" ".join(evidence.quote.split())[:120],
        kind="milestone",
        amount=found.amount,
        percent=None,
        currency=found.currency,
        due=Due("event", "unspecified"),
        evidence=evidence,
        confidence=REMOTE_SURE,
    )
    return replace(reading, schedule=(*reading.schedule, item))


_HOW: Final[dict[str, Recomputed]] = {
    "title": _words,
    "payer": _words,
    "payee": _words,
    "party": _party,
    "agreement_on": _day,
    "effective_on": _day,
    "ends_on": _day,
    "term": _term,
    "renewal": _renewal,
    "governing_law": _law,
    "currency": _currency,
    "total": _total,
    "payment_terms": _payment_terms,
    "payment": _payment,
}


def _single(reading: Reading, field: str, value: str | date, evidence: Evidence) -> Reading:
    own = Value(field, value, evidence, REMOTE_SURE, reading.model, reading.version)
    return replace(reading, **{field: own})  # type: ignore[arg-type]


def _cut(value: str, quote: str) -> str:
    """The value as the quote writes it, blanks folded; empty where it does not stand there as whole words."""
    words = value.split()
    if not words:
        return ""
    pattern = r"\s+".join(map(re.escape, words))
    found = re.search(rf"(?<!\w){pattern}(?!\w)", quote, re.IGNORECASE)
    said = " ".join(found.group().split()) if found else ""
    # What has more figures than letters is a number of something, such as an account, and no name.
    is_name = sum(letter.isalpha() for letter in said) > sum(letter.isdigit() for letter in said)
    return said if is_name and len(said) <= _LONGEST_NAME else ""


def _amount(value: str) -> Decimal | None:
    try:
        amount = Decimal(value.strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def length_of(iso: str) -> str:
    """A length of time written so that equal ones are the same: a year is twelve months."""
    years = re.fullmatch(r"P(\d{1,3})Y", iso)
    return f"P{int(years[1]) * 12}M" if years else iso
