"""Records that a program names by their id: only those that the caller sees exist, here as on the pages."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers


class SeenField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a record of this model, such as "vendors.Vendor". What the caller does not see is refused beside the field.

    question: the question of the model's records that is asked with the person; by default which of them they see. The shape
    needs the request in its context.
    """

    default_error_messages = {"does_not_exist": gettext_lazy("There is no such record that you may see.")}

    def __init__(self, model: str, *, question: str = "visible_to", **options: Any) -> None:
        self.model, self.question = model, question
        super().__init__(pk_field=serializers.UUIDField(), **options)

    def get_queryset(self) -> QuerySet[Any]:
        records: Any = apps.get_model(self.model)._default_manager
        found: QuerySet[Any] = getattr(records, self.question)(self.context["request"].user)
        return found


def each_of(records: QuerySet[Any], wanted: Iterable[Any], *, field: str) -> list[Any]:
    """The records with these ids in the order in which they are named, each once. Raises ValidationError beside the field."""
    keys = list(dict.fromkeys(wanted))
    found = records.in_bulk(keys)
    missing = [str(key) for key in keys if key not in found]
    if missing:
        raise serializers.ValidationError({field: [_("There is no %(id)s that you may see.") % {"id": missing[0]}]})
    return [found[key] for key in keys]


def one_of(records: QuerySet[Any], wanted: Any, *, field: str) -> Any:
    """The record with this id. Raises ValidationError beside the field."""
    return each_of(records, [wanted], field=field)[0]
