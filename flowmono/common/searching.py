"""Finding things and actions from anywhere: each app says what it has to find, in a module named `finding`.

PostgreSQL's own full text, without a dictionary: every word of the search is the beginning of a word of the record. An
index over the words of each row (a migration of each app) answers it; an apostrophe or a dash divides words on both sides.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When
from django.http import HttpRequest

LONGEST = 100
# What makes people's typing a number: a digit, or the dash that leads to one.
_NUMBER = re.compile(r"[\d-]")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, in small letters: "PO-2027-0003" is three."""
    return tuple(_WORD.findall(text[:LONGEST].lower()))


class Matches(Func):
    """True for a row in which each word begins a word of the row: Model.objects.filter(Matches(words)).

    A row's words are in its column `search_words`, which the database keeps from some of the other columns (a migration of
    each app says which).
    """

    output_field = BooleanField()

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        wanted = " & ".join(f"{word}:*" for word in words)
        super().__init__(F("pk"), Value(wanted), **options)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        key, wanted = self.get_source_expressions()
        sql, params = compiler.compile(wanted)
        return f"({compiler.quote_name_unless_alias(key.alias)}.search_words @@ to_tsquery('simple', {sql}))", params


@dataclass(frozen=True)
class Found:
    """One thing in the answer: its name, a line about it, where it is, and its state where it has one (for a badge)."""

    title: str
    url: str
    more: str = ""
    state: Any = None


@dataclass(frozen=True)
class Kind:
    """One kind of thing. look: (person, words) → rows that this person may see; show: a row → what is said about it.

    numbers: the columns that hold the numbers by which people name a thing; where one begins with what was typed, it comes first.
    """

    name: str
    title: Any
    icon: str
    look: Callable[[Any, tuple[str, ...]], QuerySet[Any]]
    show: Callable[[Any], Found]
    numbers: tuple[str, ...] = ()

    def best(self, person: Any, text: str) -> QuerySet[Any]:
        """What it finds, in its own order; what has the number that is being typed before everything else."""
        rows = self.look(person, words_of(text))
        if not self.numbers or not _NUMBER.search(text):
            return rows
        named = Q(*((f"{path}__istartswith", text) for path in self.numbers), _connector=Q.OR)
        place = Case(When(named, then=Value(0)), default=Value(1))
        return rows.annotate(named_first=place).order_by("named_first", *rows.query.order_by)

    def is_named(self, row: Any, text: str) -> bool:
        """True of a row whose number begins with the text."""
        said = (reduce(getattr, path.split("__"), row) for path in self.numbers if _NUMBER.search(text))
        return any(str(number or "").lower().startswith(text.lower()) for number in said)


@dataclass(frozen=True)
class Act:
    """Something to do: its words ("Start a contract"), the page where it is done, and other words for it that people type.

    last: it is offered whatever was typed, and therefore after everything else.
    """

    label: str
    url: str
    icon: str = "arrow-right"
    also: str = ""
    last: bool = False


Acts = Callable[[HttpRequest, datetime], Iterable[Act]]
KINDS: dict[str, Kind] = {}
# The order of the answers; a kind that is not named here comes last.
ORDER = ("contracts", "vendors", "orders", "invoices", "payments", "milestones", "documents", "people", "exceptions")
ACTS: list[Acts] = []


def register_kind(
    name: str, title: Any, icon: str, show: Callable[[Any], Found], *, numbers: tuple[str, ...] = ()
) -> Callable[[Any], Any]:
    """Register what a function finds: (person, words) → a queryset of rows that this person may see, the best first."""

    def register(
        look: Callable[[Any, tuple[str, ...]], QuerySet[Any]],
    ) -> Callable[[Any, tuple[str, ...]], QuerySet[Any]]:
        KINDS[name] = Kind(name, title, icon, look, show, numbers)
        return look

    return register


def register_acts(acts: Acts) -> Acts:
    """Register a function of the request and the moment that yields what this person can do."""
    ACTS.append(acts)
    return acts


@dataclass(frozen=True)
class Group:
    """What was found of one kind: at most so many, and whether there are more."""

    kind: Kind
    found: list[Found]
    more: bool


def search(person: Any, text: str, *, each: int) -> list[Group]:
    """At most `each` of every kind that this person may see; kinds without a find are left out. One statement for a kind.

    What has a number that begins with the text comes before all others, of its kind and of the kinds.
    """
    text = text[:LONGEST].strip()
    if not words_of(text):
        return []
    named, others = [], []
    for kind in sorted(KINDS.values(), key=_place):
        rows = list(kind.best(person, text)[: each + 1])
        if rows:
            group = Group(kind, [kind.show(row) for row in rows[:each]], len(rows) > each)
            (named if kind.is_named(rows[0], text) else others).append(group)
    return [*named, *others]


def _place(kind: Kind) -> int:
    return ORDER.index(kind.name) if kind.name in ORDER else len(ORDER)


def acts_for(request: HttpRequest, at: datetime, text: str, *, most: int) -> list[Act]:
    """What this person can do whose words begin with the words of the search; all of it when there are none."""
    words = words_of(text)
    found: list[Act] = []
    last: list[Act] = []
    for offer in ACTS:
        for act in offer(request, at):
            said = words_of(act.label) + words_of(act.also)
            if all(any(word.startswith(wanted) for word in said) for wanted in words):
                (last if act.last else found).append(act)
    return [*found[: most - len(last)], *last]
