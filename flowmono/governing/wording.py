"""A change in words: each field that would be otherwise, as it is and as it would be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_money
from flowmono.governing.registry import Change, Governed, Saying

NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One thing that changes. `before` is "" for what is new, `after` for what goes.

    `differs` is False where what is newly stated holds already, such as a limit that is the product's own.
    """

    label: str
    before: str
    after: str
    differs: bool = True


def say_change(kind: Governed, change: Change) -> list[Line]:
    """What changes, in the order of the fields; for a new or deleted record everything that it says."""
    before, after = change.before or {"values": {}, "rows": {}}, change.after or {"values": {}, "rows": {}}
    lines = _own_fields(kind, before["values"], after["values"])
    for name, of in kind.rows.items():
        was = {row["id"]: row["values"] for row in before["rows"].get(name, [])}
        kept = set()
        what = capfirst(str(of.model._meta.verbose_name))
        for row in after["rows"].get(name, []):
            kept.add(row["id"])
            if row["id"] in was:
                found = _fields(of.model, of.fields, was[row["id"]], row["values"])
                title = _title(what, was[row["id"]])
                lines += [Line(f"{title}: {line.label}", line.before, line.after) for line in found]
            else:
                lines.append(Line(_title(what, row["values"]), "", _sum_up(of.model, of.fields, row["values"])))
        gone = [values for key, values in was.items() if key not in kept]
        lines += [Line(_title(what, values), _sum_up(of.model, of.fields, values), "") for values in gone]
    return lines


def headline(kind: Governed, change: Change, name: str) -> str:
    """A change in one line, for lists: which record, and what of it changes; a single value as it is and as it would be."""
    facts = {"kind": capfirst(str(kind.model._meta.verbose_name)), "name": name}
    if facts["kind"] == name:  # a record that is called as its kind
        facts["name"] = ""
    record = " ".join(filter(None, (facts["kind"], facts["name"] and f"“{facts['name']}”")))
    if change.before is None:
        return _("New: %(record)s") % {"record": record}
    if change.after is None:
        return _("Delete: %(record)s") % {"record": record}
    lines = say_change(kind, change)
    if len(lines) == 1 and len(lines[0].before) + len(lines[0].after) <= _SHORT:
        what = _say_line(lines[0])
    else:
        what = ", ".join(line.label for line in lines[:3])
        if len(lines) > 3:
            what = _("%(what)s and %(count)s more") % {"what": what, "count": len(lines) - 3}
    return _("%(record)s: %(what)s") % {"record": record, "what": what}


_SHORT = 60


def _say_line(line: Line) -> str:
    was, will = line.before in ("", NOTHING), line.after in ("", NOTHING)
    words = _("%(label)s from %(before)s to %(after)s")
    if was or will:
        words = _("%(label)s set to %(after)s") if was else _("%(label)s taken away, which was %(before)s")
    return words % {"label": line.label, "before": line.before, "after": line.after}


def _own_fields(kind: Governed, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """The record's own fields. Where one is empty before or after, what holds then is said with whose it is."""
    standing = kind.standing(after or before) if kind.standing else {}
    lines = []
    for name in kind.fields:
        if name not in standing or not after:
            lines += _fields(kind.model, (name,), before, after, kind.base_amounts, kind.sayings)
            continue
        was, will = before.get(name), after.get(name)
        if was == will or (_is_empty(was) and _is_empty(will)):
            continue
        field = kind.model._meta.get_field(name)
        currency = settings.COMPANY_CURRENCY if name in kind.base_amounts else ""
        value, whose = standing[name]
        kept = _("%(value)s (%(whose)s)") % {"value": say(field, value, currency), "whose": whose}
        said = [kept if _is_empty(one) else say(field, one, currency) for one in (was, will)]
        differs = (value if _is_empty(was) else was) != (value if _is_empty(will) else will)
        lines.append(Line(capfirst(str(field.verbose_name)), *said, differs=differs))
    return lines


def _is_empty(value: Any) -> bool:
    return value in (None, "", [])


def _fields(
    model: type[models.Model],
    names: tuple[str, ...],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    base_amounts: frozenset[str] = frozenset(),
    sayings: Mapping[str, Saying] | None = None,
) -> list[Line]:
    found = []
    for name in names:
        was, will = before.get(name), after.get(name)
        if was != will:
            field = model._meta.get_field(name)
            label = capfirst(str(getattr(field, "verbose_name", name)))
            currency = settings.COMPANY_CURRENCY if name in base_amounts else ""
            own = (sayings or {}).get(name)
            said = [
                (own and own(value, of is after)) or say(field, value, currency) if of else ""
                for value, of in ((was, before), (will, after))
            ]
            found.append(Line(label, *said))
    return [line for line in found if (line.before, line.after) not in ((NOTHING, ""), ("", NOTHING))]


def _title(what: str, values: Mapping[str, Any]) -> str:
    name = str(values.get("title") or values.get("name") or "")
    return f"{what} “{name}”" if name else what


def _sum_up(model: type[models.Model], names: tuple[str, ...], values: Mapping[str, Any]) -> str:
    """A row in one line: what it says besides its title."""
    said = []
    for name in names:
        field = model._meta.get_field(name)
        if name not in ("title", "name") and values.get(name) not in (None, "", [], False):
            said.append(f"{getattr(field, 'verbose_name', name)}: {say(field, values[name])}")
    return "; ".join(said)


def say(field: Any, value: Any, currency: str = "") -> str:
    """One plain value in words; an amount of a currency with it."""
    if _is_empty(value):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.ManyToManyField | models.ForeignKey):
        return _names(field, value if isinstance(value, list) else [value])
    if isinstance(field, models.JSONField):
        return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    if isinstance(field, models.DecimalField) and currency:
        return say_money(Decimal(value), currency)
    if isinstance(field, models.DecimalField):
        return f"{Decimal(value):,f}"
    choices = {str(key): str(words) for key, words in field.flatchoices}
    return choices.get(value, str(value))


def _names(field: Any, keys: list[Any]) -> str:
    target = field.target_field.name if isinstance(field, models.ForeignKey) else "pk"
    found = field.related_model._default_manager.filter(**{f"{target}__in": keys})
    names = sorted(str(one) for one in found)
    gone = len(keys) - len(names)
    return ", ".join([*names, *([_("%(n)s that is gone") % {"n": gone}] if gone > 0 else [])])
