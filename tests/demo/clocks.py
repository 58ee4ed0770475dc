"""Whether what is played is told by one clock: nothing is older than its own beginning."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, F

from flowmono.accounts.models import User
from flowmono.outbox.models import Record

# When a record begins. Where somebody asks for it before it is put forward, as with a proposal, that comes first.
BEGIN = ("created_at", "requested_at", "raised_at", "received_at")

# What a person may have said before the record began: an obligation is put on record with the word given for its sentence before signature.
SAID_BEFORE = {("contracts.Obligation", "verified_at")}


def before_their_beginning() -> Iterator[tuple[str, str, str]]:
    """(model, name of its beginning, name of a moment) wherever a record has a moment before it began."""
    for model in apps.get_models():
        moments = {field.name for field in model._meta.local_fields if isinstance(field, DateTimeField)}
        if not issubclass(model, Record):
            continue
        for begin in moments & set(BEGIN):
            for name in moments - set(BEGIN):
                rows: Any = model._default_manager
                if (model._meta.label, name) in SAID_BEFORE:
                    continue
                if rows.filter(**{f"{name}__lt": F(begin)}).exists():
                    yield model._meta.label, begin, name


def versions_of_another_clock() -> Iterator[str]:
    """Kinds of records whose first version was not kept at the moment in which the record was made."""
    for model in (one for one in apps.get_models() if issubclass(one, Record)):
        first = model.history.filter(history_type="+")
        made = dict(model._default_manager.values_list("pk", "created_at"))
        if any(made[pk] != at for pk, at in first.values_list("id", "history_date") if pk in made):
            yield model._meta.label


def joined_too_late() -> list[str]:
    """People who did something before they belonged to the company."""
    late = User.objects.filter(contracts__created_at__lt=F("date_joined"))
    return sorted({person.email for person in late})
