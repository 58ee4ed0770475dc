"""The orders of a list as a person chooses them: each column up and down, in words that fit what stands in it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.utils.translation import gettext as _


def offered_orders(columns: Iterable[Any], records: Any, chosen: str) -> list[tuple[str, str]]:
    """(value in the address, words) of the columns that sort and have a heading, and of the chosen order whatever it is."""
    found = []
    for column in columns:
        shown = column.label or (chosen.removeprefix("-") == column.key and column.key.replace("_", " ").capitalize())
        if column.sort and shown:
            up, down = _both_ways(_field(records, column.sort[0]))
            found += [(column.key, f"{shown}: {up}"), (f"-{column.key}", f"{shown}: {down}")]
    return found


def _both_ways(field: Any) -> tuple[str, str]:
    if isinstance(field, models.DateField):
        return _("earliest first"), _("latest first")
    if isinstance(field, (models.IntegerField, models.DecimalField, models.FloatField, models.DurationField)):
        return _("lowest first"), _("highest first")
    if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
        return _("A to Z"), _("Z to A")
    return _("ascending"), _("descending")


def _field(records: Any, path: str) -> Any:
    """The field that a path of the order leads to; nothing where the database alone knows its kind."""
    if (annotated := records.query.annotations.get(path)) is not None:
        try:
            return annotated.output_field
        except FieldError:
            return None
    model = records.model
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model or model
    return field
