"""What a list can be narrowed by. A filter reads only its own part of the address and leaves out what it does not know."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, ExpressionWrapper, F, Q, TextField, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IContains
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

LONGEST = 200
Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Choice:
    """One of several values, or any. `narrow` is a field lookup, or (records, value, person, at) → records.

    `options` are (value, words) without the empty one, or a function of the person that finds them; those that are found are not
    demanded of the address, so that a value that nobody has any more gives an empty list, not the whole one.
    """

    name: str
    any: Any
    options: Options | Callable[[Any], Iterable[tuple[str, Any]]]
    narrow: str | Callable[[Any, str, Any, Any], Any]
    chips: bool = False
    label: Any = ""
    kind = "choice"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def read(self, address: Mapping[str, str]) -> dict[str, str]:
        value = address.get(self.name, "")[:LONGEST]
        if value and not callable(self.options) and value not in {key for key, _words in self.options}:
            return {}
        return {self.name: value} if value else {}

    def apply(self, records: Any, wanted: Mapping[str, str], person: Any, at: Any) -> Any:
        value = wanted.get(self.name)
        if not value:
            return records
        if callable(self.narrow):
            return self.narrow(records, value, person, at)
        return records.filter(**{self.narrow: value})

    def found_options(self, person: Any) -> list[tuple[str, Any]]:
        return list(self.options(person) if callable(self.options) else self.options)


@dataclass(frozen=True)
class Days:
    """From one day to another, both included. `column` is a date, or a moment when `moments` is true."""

    column: str
    label: Any
    moments: bool = False
    kind = "days"

    @property
    def names(self) -> tuple[str, ...]:
        return ("from", "until")

    def read(self, address: Mapping[str, str]) -> dict[str, str]:
        found = {}
        for name in self.names:
            try:
                found[name] = date.fromisoformat(address.get(name, "")).isoformat()
            except ValueError:
                continue
        return found

    def apply(self, records: Any, wanted: Mapping[str, str], _person: Any, _at: Any) -> Any:
        column = f"{self.column}__date" if self.moments else self.column
        if wanted.get("from"):
            records = records.filter(**{f"{column}__gte": date.fromisoformat(wanted["from"])})
        if wanted.get("until"):
            records = records.filter(**{f"{column}__lte": date.fromisoformat(wanted["until"])})
        return records


Filter = Choice | Days


def mine(column: str, words: Any = _("Everybody’s"), own: Any = _("Mine")) -> Choice:
    """Everybody's, or what is one's own by this column."""
    return Choice(
        "whose", words, [("mine", own)], lambda records, _value, person, _at: records.filter(**{column: person})
    )


@dataclass(frozen=True)
class Values:
    """The values of a column in what the person may see, each once, in order."""

    manager: Any
    column: str

    def __call__(self, person: Any) -> list[tuple[str, str]]:
        return find_values([self], person)[self.column]


def values_in(manager: Any, column: str) -> Values:
    """Options of a choice that are found in the table; those of one list are found together."""
    return Values(manager, column)


def find_values(asked: Sequence[Values], person: Any) -> dict[str, list[tuple[str, str]]]:
    """The values of several columns of one table, by column: one statement."""
    manager = asked[0].manager
    seen = manager.filter(pk__in=manager.visible_to(person).order_by().values("pk")).order_by()
    parts = [
        seen.exclude(**{one.column: ""}).values_list(Value(one.column, output_field=CharField()), one.column).distinct()
        for one in asked
    ]
    found: dict[str, list[tuple[str, str]]] = {one.column: [] for one in asked}
    for column, value in parts[0].union(*parts[1:]):
        if value is not None:
            found[column].append((str(value), capfirst(str(value))))
    return {
        column: sorted(options, key=lambda option: option[1].casefold())[:LONGEST] for column, options in found.items()
    }


def search(records: Any, words: Sequence[str], text: str, besides: Callable[[str], Q] = lambda _word: Q()) -> Any:
    """The records in which every word of the text stands in one of the columns, or is found `besides`, capitals or not.

    The columns of one table are read as one text: a word has no spaces, so it never fits over the edge of two. What
    stands in a related record is looked up there once, not once for every record that points to it.
    """
    own = [column for column in words if "__" not in column]
    related: dict[str, list[str]] = {}
    for column in words:
        if "__" in column:
            relation, _edge, theirs = column.partition("__")
            related.setdefault(relation, []).append(theirs)
    for word in text[:LONGEST].split()[:8]:
        fits = _contains(own, word) if own else Q()
        for relation, columns in related.items():
            others = records.model._meta.get_field(relation).related_model._base_manager
            fits |= Q(**{f"{relation}__in": others.filter(_contains(columns, word)).values("pk")})
        records = records.filter(besides(word) | fits)
    return records


def _contains(columns: Sequence[str], word: str) -> Q:
    parts = [part for column in columns for part in (Value(" "), F(column))][1:]
    whole = Concat(*parts, output_field=TextField()) if len(parts) > 1 else parts[0]
    return Q(IContains(ExpressionWrapper(whole, output_field=TextField()), word))
