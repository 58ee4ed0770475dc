"""A reading as JSON values and back: what crosses a process border and what is stored."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .model import InvoiceReading

# What the matching specification has no key for.
_FOR_PEOPLE = frozenset({"evidence", "numbered", "emails", "printed"})


def write_record(reading: InvoiceReading) -> dict[str, Any]:
    """Every field of a reading, evidence included, as JSON values; amounts and dates are strings."""
    return {item.name: _write(getattr(reading, item.name)) for item in fields(reading)}


def matching_record(reading: InvoiceReading) -> dict[str, Any]:
    """The reading with the keys of the matching specification: values alone, the first account and the reader's flags beside.

    A line's period is written as one text, "2027-02-01 – 2027-02-28"; `tax_rate` is given when the invoice has one rate.
    Decimals beyond the tenth, which no money has, are rounded away.
    """
    record = {name: value for name, value in write_record(reading).items() if name not in _FOR_PEOPLE}
    record |= _shortened(reading)
    for line in record["lines"]:
        line["period"] = _period_text(line["period"])
    rates = {group.rate for group in reading.vat_breakdown}
    record["tax_rate"] = format(rates.pop() or 0, "f") if len(rates) == 1 and None not in rates else None
    flags = {"xml_visual_mismatch": reading.xml_visual_mismatch, "low_confidence": reading.low_confidence}
    account = next((account.written for account in reading.accounts if account.written), None)
    return record | {"iban": reading.iban, "account": account, "bic": reading.bic} | flags


def _shortened(reading: InvoiceReading) -> dict[str, str]:
    """The sums of a reading that have more than ten decimals, cut to ten."""
    amounts = ((item.name, getattr(reading, item.name)) for item in fields(reading))
    return {
        name: format(round(value, 10), "f")
        for name, value in amounts
        if isinstance(value, Decimal) and value != round(value, 10)
    }


def _period_text(period: dict[str, str | None] | None) -> str | None:
    return " – ".join(filter(None, period.values())) or None if period else None


def texts_with_numbers(reading: InvoiceReading) -> tuple[str, ...]:
    """Every text of the invoice in which somebody may have written a number of ours: the page's, and what the data says in words."""
    lines = (text for line in reading.lines for text in (line.description, line.detail))
    said = (reading.buyer_reference, reading.contract_ref, reading.project_ref, reading.payment_terms, *reading.notes)
    return (*reading.numbered, *(text for text in (*said, *lines) if text))


def read_record(record: dict[str, Any]) -> InvoiceReading:
    """The reading that `write_record` wrote. Raises ValueError when the record is not of that shape."""
    reading = _read(InvoiceReading, record)
    assert isinstance(reading, InvoiceReading)  # noqa: S101 - narrows the type for the checker
    return reading


def _write(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if is_dataclass(value):
        return {item.name: _write(getattr(value, item.name)) for item in fields(value)}
    return value


def _read(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = next(item for item in typing.get_args(kind) if item is not type(None))
        return None if value is None else _read(inner, value)
    if origin is tuple:
        if not isinstance(value, list):
            raise ValueError("A list was expected.")
        return tuple(_read(typing.get_args(kind)[0], item) for item in value)
    if origin is typing.Literal:
        if value not in typing.get_args(kind):
            raise ValueError(f"{value!r} is not one of {typing.get_args(kind)}.")
        return value
    if is_dataclass(kind):
        return _read_dataclass(kind, value)
    return _read_plain(kind, value)


def _read_dataclass(kind: Any, value: Any) -> Any:
    hints = typing.get_type_hints(kind)
    if not isinstance(value, dict) or not set(value) <= set(hints):
        raise ValueError(f"The record does not describe a {kind.__name__}.")
    return kind(**{name: _read(hints[name], item) for name, item in value.items()})


def _read_plain(kind: Any, value: Any) -> Any:
    if kind in (Decimal, date):
        if not isinstance(value, str):
            raise ValueError("A text was expected.")
        return Decimal(value) if kind is Decimal else date.fromisoformat(value)
    if not isinstance(value, kind):
        raise ValueError(f"A {kind.__name__} was expected.")
    return value
