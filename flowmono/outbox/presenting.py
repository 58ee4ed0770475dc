"""What a step is given, as people read it: days as days, money with its currency, records by their names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.templatetags.writing import write_name
from flowmono.events import REGISTRY
from flowmono.outbox.correcting import Slot, read_plain, slots_of
from flowmono.outbox.models import Correction, Delivery, Record
from flowmono.outbox.naming import Named, names_of

NOUNS = {"exception": "trueexception", "account": "bankaccount", "authorization": "paymentauthorization"}
# A word that only the code uses, such as over_billing or HOLD; a currency is none.
_CODE = re.compile(r"[a-z]+(_[a-z]+)+|[A-Z]{4,}|[A-Z]+(_[A-Z]+)+")
LABELS = {"at": gettext_lazy("Happened"), "case_id": gettext_lazy("Case"), "sha256": "SHA-256"}


@dataclass(frozen=True)
class Row:
    """One value. kind: text, day, moment, money, record or key; `before` is None unless somebody corrected it."""

    label: str
    value: Any
    kind: str = "text"
    currency: str = ""
    before: str | None = None
    subject: str = ""

    @property
    def is_about(self) -> bool:
        """True for what the event is about, and cannot be corrected."""
        return self.kind in {"record", "key"}


def rows_of(delivery: Delivery) -> list[Row]:
    """Every value that the step is given; the case, which its record names, and what is empty and fixed are left out. One statement for all names."""
    rows = list(_rows(delivery))
    names = names_of(row.subject for row in rows if row.subject)
    return [_named(row, names[row.subject]) if row.subject else row for row in rows]


def _named(row: Row, name: Named) -> Row:
    return replace(row, value=name, kind="record") if name.name else row


def slots_by_name(delivery: Delivery) -> dict[str, Slot]:
    """The event's values in their own order; those that its class does not name any more come last."""
    event_class = REGISTRY.get(delivery.event.name)
    slots = {slot.name: slot for slot in slots_of(event_class)} if event_class else {}
    gone = (name for name in delivery.values if name not in slots)
    return {**slots, **{name: Slot(name, str, optional=True, fixed=True) for name in gone}}


def _rows(delivery: Delivery) -> Iterator[Row]:
    currency = str(delivery.values.get("currency") or "")
    for name, slot in slots_by_name(delivery).items():
        plain, announced = delivery.values.get(name), delivery.event.values.get(name)
        value = read_plain(slot, plain)
        if name == "case_id" or (value in (None, "") and slot.fixed):
            continue
        row = _row(slot, value, currency)
        yield replace(row, before=in_words(slot, announced)) if announced != plain else row


def _row(slot: Slot, value: Any, currency: str) -> Row:
    label = str(LABELS.get(slot.name, slot.label))
    if isinstance(value, datetime):
        return Row(label, value, "moment")
    if isinstance(value, date):
        return Row(label, value, "day")
    if isinstance(value, Decimal) and slot.name != "percent" and len(currency) == 3:
        return Row(label, value, "money", currency)
    if isinstance(value, UUID):
        return Row(label, value, "key", subject=_subject_of(slot, value))
    return Row(label, _without_codes(in_words(slot, value)), "key" if slot.fixed else "text")


def _without_codes(text: str) -> str:
    """A code, or a row of codes with commas between, in words; any other text stays as it is."""
    parts = text.split(", ")
    return ", ".join(write_name(one.lower()) for one in parts) if all(map(_CODE.fullmatch, parts)) else text


def in_words(slot: Slot, plain: Any) -> str:
    """A value as one text, for the sentence that tells of its correction."""
    value = read_plain(slot, plain)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("nothing") if value in (None, "") else str(value)


def _subject_of(slot: Slot, key: UUID) -> str:
    """The record that an id such as order_id names, as the ledger writes it; "" when no or more than one kind has that name."""
    noun = slot.name.removesuffix("_id").replace("_", "")
    noun = NOUNS.get(noun, noun)
    kinds = [model for model in apps.get_models() if issubclass(model, Record) and model._meta.model_name == noun]
    return f"{kinds[0]._meta.label_lower}:{key}" if len(kinds) == 1 else ""


def entry_of(correction: Correction, slots: dict[str, Slot]) -> dict[str, Any]:
    """One correction as an entry of the timeline."""
    changes = [
        _("%(name)s: %(before)s → %(after)s")
        % {"name": slot.label, "before": in_words(slot, before), "after": in_words(slot, after)}
        for name, slot in slots.items()
        if name in correction.changes
        for before, after in [correction.changes[name]]
    ]
    title = _("%(person)s corrected %(changes)s") % {"person": correction.by, "changes": "; ".join(changes)}
    return {"title": title, "more": correction.reason, "at": correction.at, "kind": "info"}
