"""The terms of an agreement as they were read, in the shape in which amendments are compared with them."""

from collections.abc import Sequence
from datetime import date

from flowmono.intelligence.amending.model import Item, Said, Terms
from flowmono.intelligence.reader import Reading, ScheduleItem, Value


def terms_of(reading: Reading, text: str, where: str = "") -> Terms:
    """The terms of a reading; `text` is what was read, `where` the name that its values carry."""
    fields: dict[str, Said] = {}
    for name in ("payer", "payee", "currency", "effective_on", "ends_on", "term", "governing_law"):
        value: Value | None = getattr(reading, name)
        if value is not None:
            fields[name] = Said(value.value, value.evidence, where, confidence=value.confidence)
    if reading.total:
        fields["total"] = Said(reading.total.amount, reading.total.evidence, where, confidence=reading.total.confidence)
    if reading.payment_terms:
        pay = reading.payment_terms
        fields["payment_days"] = Said(pay.days, pay.evidence, where, confidence=pay.confidence)
    if reading.renewal:
        renewal = reading.renewal
        fields["renews"] = Said(renewal.auto, renewal.evidence, where, confidence=renewal.confidence)
        if renewal.notice_days is not None:
            fields["notice_days"] = Said(renewal.notice_days, renewal.evidence, where, confidence=renewal.confidence)
    return Terms(fields, _items(reading.schedule, where), text)


def _items(schedule: Sequence[ScheduleItem], where: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            one.description,
            one.kind,
            one.amount / one.due.count
            if one.amount is not None and one.amount_is == "series_total" and one.due.count
            else one.amount,
            one.percent,
            one.currency or "",
            _day(one.due.value) if one.due.type in {"date", "period"} else None,
            (one.due.value or "") if one.due.type in {"relative", "event"} and one.due.value != "unspecified" else "",
            one.due.period or "",
            one.due.count,
            one.unit or "",
            one.optional,
            one.evidence,
            where,
            confidence=one.confidence,
        )
        for one in schedule
    )


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words or "")
    except ValueError:
        return None
