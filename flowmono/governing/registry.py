"""Which records two people change, and what is asked of a change: named here by the app that owns the record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.governing.rehearsal import Rehearsal

# {"values": {field: text, true, list or null}, "rows": {relation: [{"id": text or null, "values": {…}}]}}
Plain = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A record before and after, as plain values. `before` is None for a new record, `after` for one to be deleted."""

    key: str
    before: Plain | None
    after: Plain | None


# (change, first day, now) → what past cases would have become.
Rehearse = Callable[[Change, datetime, datetime], Rehearsal]


# The values of a record → for each field that it may leave empty what holds then, and whose that is, in words.
Standing = Callable[[Mapping[str, Any]], Mapping[str, tuple[str, str]]]

# A field's plain value, and whether it is the one that the change sets → how it is said; None where it says itself.
Saying = Callable[[Any, bool], str | None]

# A change → what whoever lets it take effect must have read first, each a sentence; none where nothing is lost by it.
Doubts = Callable[[Change], Iterable[str]]

STAYS = _("What is already being decided stays as it was.")


@dataclass(frozen=True)
class Rows:
    """Rows that belong to a record and change with it, such as the steps of a rule."""

    model: type[Model]
    owner: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Governed:
    """One kind of record. Only `fields` are changed by two people; others, where there are any, are ordinary.

    rows: the related name of the rows → what they are. rehearse: how a change is tried on past cases; None where it is not.
    concerns: whose record it is; they do not decide about it. base_amounts: the fields that are in the company's currency.
    standing: what holds where the record leaves a field empty. sayings: fields of which a value means more than it says, such as an
    empty list that is "every". doubts: what is asked before it takes effect. meanwhile: what a change does to what is open, in a sentence.
    """

    model: type[Model]
    fields: tuple[str, ...]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    rehearse: Rehearse | None = None
    concerns: Callable[[Any], Iterable[User]] | None = None
    base_amounts: frozenset[str] = frozenset()
    standing: Standing | None = None
    sayings: Mapping[str, Saying] = field(default_factory=dict)
    doubts: Doubts | None = None
    meanwhile: str | Promise = STAYS

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def tried(self) -> Rehearse | None:
        """How a change is tried on past cases, by its own app or by the one whose cases it touches; None where it is not."""
        return self.rehearse or _TRIED.get(self.label)


KINDS: Final[dict[str, Governed]] = {}
_TRIED: Final[dict[str, Rehearse]] = {}


def govern(kind: Governed) -> Governed:
    """Have two people change this kind of record from now on."""
    KINDS[kind.label] = kind
    return kind


def try_on_past(label: str, rehearse: Rehearse) -> None:
    """Try changes of records that lie below on the cases of an app above, which owns what is decided by them."""
    _TRIED[label] = rehearse
