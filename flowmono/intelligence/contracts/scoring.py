"""A reading as the labels of commercial terms are written, so that it can be scored against them."""

from decimal import Decimal
from typing import Any

from flowmono.intelligence.reader import Evidence, Reading, ScheduleItem


def scored_terms(name: str, reading: Reading) -> dict[str, Any]:
    """The terms of the document `name`: total, payment terms and schedule with confidence, offsets and quote."""
    total, terms = reading.total, reading.payment_terms
    return {
        "id": name,
        "orderable": reading.orderable,
        "why_not": reading.why_not,
        "payer": reading.payer and reading.payer.value,
        "payee": reading.payee and reading.payee.value,
        "currency": reading.currency and reading.currency.value,
        "total_value": total
        and {"amount": _amount(total.amount), "kind": total.kind, **_evidence(total.evidence, total.confidence)},
        "payment_terms": terms
        and {"days": terms.days, "from": terms.counted_from, **_evidence(terms.evidence, terms.confidence)},
        "schedule": [_item(item) for item in reading.schedule],
    }


def _item(item: ScheduleItem) -> dict[str, Any]:
    due: dict[str, Any] = {"type": item.due.type, "value": item.due.value}
    if item.due.type == "period":
        due |= {"period": item.due.period, "count": item.due.count}
    return {
        "description": item.description, "kind": item.kind, "amount": _amount(item.amount), "percent": _amount(item.percent), "due": due,
        "acceptance": item.acceptance, "unit": item.unit, "optional": item.optional, "amount_is": item.amount_is,
        **_evidence(item.evidence, item.confidence),
    }  # fmt: skip


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _evidence(evidence: Evidence, confidence: Decimal) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote, "confidence": float(confidence)}
