"""What a program asks a rule to become, made of values that were sent: checked as the record itself would be, and nothing saved."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.refusals import Invalid, NotAllowed
from flowmono.governing.models import Verb
from flowmono.governing.plain import fill, plain_of, put, values_of
from flowmono.governing.registry import Governed, Plain, Rows

Given = Mapping[str, Any]


def require_verb(kind: Governed, verb: str) -> None:
    """Raise NotAllowed where such records are neither made nor deleted by two people, such as accounts and people's marks."""
    if verb != Verb.CHANGE and not _stands_alone(kind):
        raise NotAllowed(_("Such a record is changed here, and never made or deleted."))


def _stands_alone(kind: Governed) -> bool:
    """True when a new record is a proposal, too, and holds nothing beside what two people change."""
    page: Any = admin.site.get_model_admin(kind.model)
    left = [field for field in kind.model._meta.concrete_fields if field.name not in kind.fields]
    made_by_itself = all(field.primary_key or field.has_default() or field.null for field in left)
    return bool(page.governs_new) and made_by_itself


def wanted_of(kind: Governed, record: models.Model, values: Given, rows: Mapping[str, Sequence[Given]]) -> Plain:
    """The record as it would be: what is left out stays; rows that are sent take the place of all of their kind.

    Raises Invalid, which names the field.
    """
    adds = record._state.adding
    stands: Plain = {"values": _bare(record, kind.fields), "rows": {}} if adds else plain_of(kind, record)
    found: Plain = {"values": _merged(kind.model(), kind.fields, stands["values"], values, "values"), "rows": {}}
    unknown = sorted(rows.keys() - kind.rows.keys())
    if unknown:
        known = ", ".join(kind.rows) or "–"
        raise Invalid(
            _("“%(name)s” are no rows of it. There are: %(known)s.") % {"name": unknown[0][:40], "known": known},
            field="rows",
        )
    for name, of in kind.rows.items():
        kept = stands["rows"].get(name, [])
        found["rows"][name] = _rows(of, kept, rows[name]) if name in rows else kept
    return found


def refuse_unfit(kind: Governed, record: models.Model, wanted: Plain, *, by: User) -> None:
    """Raise Invalid, which names the field, for what the record would not take. It is tried, and taken back at once."""
    trial = kind.model() if record._state.adding else kind.model._default_manager.get(pk=record.pk)
    try:
        with transaction.atomic():
            put(kind, trial, wanted, by=by, because="")
            transaction.set_rollback(True)
    except ValidationError as problem:
        named = problem.message_dict if hasattr(problem, "error_dict") else {}
        field = next(iter(named), "values")
        words = " ".join(named.get(field, problem.messages))
        raise Invalid(words, field=field if field in kind.fields else "values") from problem
    except (DatabaseError, ValueError, TypeError, OverflowError) as problem:
        raise Invalid(
            _("These values do not fit together, or one of them is out of bounds."), field="values"
        ) from problem


def _rows(of: Rows, kept: Sequence[Given], sent: Sequence[Given]) -> list[dict[str, Any]]:
    known = {row["id"]: row["values"] for row in kept}
    found: list[dict[str, Any]] = []
    for row in sent:
        key = row.get("id")
        if (key is not None and key not in known) or key in {one["id"] for one in found if key is not None}:
            raise Invalid(
                _("There is no row %(id)s of it, or it is named twice.") % {"id": str(key)[:40]}, field="rows"
            )
        stands = known[key] if key is not None else _bare(of.model(), of.fields)
        found.append({"id": key, "values": _merged(of.model(), of.fields, stands, row.get("values", {}), "rows")})
    return sorted(found, key=lambda row: (row["id"] is None, int(row["id"] or 0)))


def _bare(record: models.Model, fields: Sequence[str]) -> dict[str, Any]:
    return values_of(record, fields, {name: () for name in fields})


def _merged(bare: models.Model, fields: Sequence[str], stands: Given, given: Given, part: str) -> dict[str, Any]:
    """What stands with what is given in its place, written as it is kept. Raises Invalid."""
    unknown = sorted(given.keys() - set(fields))
    if unknown:
        words = _("“%(name)s” is no field that two people change. There are: %(known)s.")
        raise Invalid(words % {"name": unknown[0][:40], "known": ", ".join(fields)}, field=part)
    many: dict[str, list[Any]] = {}
    for name, value in {**stands, **given}.items():
        field: Any = bare._meta.get_field(name)
        _refuse_kind(field, value, part)
        try:
            found = fill(bare, {name: value})
        except (ValidationError, ValueError, TypeError, ArithmeticError) as problem:
            words = (
                " ".join(problem.messages) if isinstance(problem, ValidationError) else _("Enter a value that fits.")
            )
            raise Invalid(f"{field.verbose_name}: {words}", field=part) from problem
        many |= {one: _named(field, keys, part) for one, keys in found.items()}
    return values_of(bare, fields, many)


def _refuse_kind(field: Any, value: Any, part: str) -> None:
    """Lists are for fields that hold several, and nothing holds what no database can."""
    is_list = isinstance(field, models.ManyToManyField)
    wrong = isinstance(value, list) != is_list or isinstance(value, dict)
    if wrong and not isinstance(field, models.JSONField):
        words = _("Give a list of ids.") if is_list else _("Give a single value.")
        raise Invalid(f"{field.verbose_name}: {words}", field=part)
    if "\x00" in str(value) or "\\x00" in repr(value):
        raise Invalid(f"{field.verbose_name}: {_('Null characters are not allowed.')}", field=part)


def _named(field: Any, keys: Sequence[Any], part: str) -> list[Any]:
    """The records that a list of ids names. Raises Invalid for one that there is not."""
    try:
        found = list(field.related_model._default_manager.filter(pk__in=keys))
    except (ValueError, TypeError, ValidationError, OverflowError) as problem:
        raise Invalid(f"{field.verbose_name}: {_('Give a list of ids.')}", field=part) from problem
    if len(found) != len(set(map(str, keys))):
        raise Invalid(f"{field.verbose_name}: {_('One of them does not exist.')}", field=part)
    return found
