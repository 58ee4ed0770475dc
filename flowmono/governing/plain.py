"""Records as plain values that a proposal keeps, and plain values put back into records."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Model

from flowmono.governing.registry import Governed, Plain, Rows


def values_of(record: Model, fields: Iterable[str], many: Mapping[str, Iterable[Any]] | None = None) -> dict[str, Any]:
    """These fields of a record as JSON can hold them. `many` gives relations to many that are not saved yet."""
    found: dict[str, Any] = {}
    for name in fields:
        field = record._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            saved = getattr(record, name).all() if record.pk else ()
            found[name] = sorted(str(one.pk) for one in (many or {}).get(name, saved))
        else:
            found[name] = _to_plain(field, record)
    return found


def _to_plain(field: Any, record: Model) -> Any:
    value = field.value_from_object(record)
    if value is None or isinstance(value, bool) or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DecimalField):
        return f"{Decimal(str(value)).normalize():f}"
    # A browser sends \r\n for each line end; a text that reads the same is the same.
    return str(field.value_to_string(record)).replace("\r\n", "\n").replace("\r", "\n")


def plain_of(kind: Governed, record: Model) -> Plain:
    """A saved record with its rows."""
    rows = {
        name: [
            {"id": str(one.pk), "values": values_of(one, of.fields)}
            for one in getattr(record, name).order_by("pk").prefetch_related(*many_of(of))
        ]
        for name, of in kind.rows.items()
    }
    return {"values": values_of(record, kind.fields), "rows": rows}


def many_of(of: Rows) -> list[str]:
    """The names of the relations to many among the fields of these rows."""
    return [name for name in of.fields if isinstance(of.model._meta.get_field(name), models.ManyToManyField)]


def fill(record: Model, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Put plain values into a record's own columns; return its relations to many, to be set once it is saved."""
    many: dict[str, list[str]] = {}
    for name, value in values.items():
        field: Any = record._meta.get_field(name)
        if isinstance(field, models.ManyToManyField):
            many[name] = value
        elif value is None or isinstance(field, models.JSONField):
            setattr(record, field.attname, value)
        else:
            setattr(record, field.attname, field.to_python(value))
    return many


def put(kind: Governed, record: Model, plain: Plain, *, by: Any, because: str, at: datetime | None = None) -> None:
    """Save a record and its rows as they were proposed, with who let it, why and when in their histories: of one moment, all of them;
    without one, as in a trial that is undone, they have the machine's.

    Raises ValidationError when a value is not allowed, or an object that it names is gone.
    """
    _save(record, plain["values"], by=by, because=because, at=at)
    for name, of in kind.rows.items():
        wanted = plain["rows"].get(name, [])
        kept = {str(one.pk): one for one in getattr(record, name).all()}
        for gone in kept.keys() - {row["id"] for row in wanted}:
            _sign(kept[gone], by=by, because=because, at=at)
            kept[gone].delete()
        for row in wanted:
            one = kept.get(row["id"]) or of.model(**{of.owner: record})
            if not one.pk or values_of(one, of.fields) != row["values"]:
                _save(one, row["values"], by=by, because=because, at=at)


def _save(record: Model, values: Mapping[str, Any], *, by: Any, because: str, at: datetime | None) -> None:
    many = fill(record, values)
    # A list may be empty whatever the column says about blanks, as in a form.
    unasked = {field.name for field in record._meta.fields if field.name not in values or values[field.name] == []}
    record.full_clean(exclude=unasked)
    _sign(record, by=by, because=because, at=at)
    record.save()
    for name, keys in many.items():
        getattr(record, name).set(keys)


def _sign(record: Any, *, by: Any, because: str, at: datetime | None) -> None:
    """The next version in the record's history names who, when and why."""
    record._history_user, record._change_reason = by, because[:100]
    if at is not None:
        record._history_date = at
