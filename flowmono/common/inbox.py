"""“Needs you”: what waits for a person, said by every app as rows and shown as things to do.

An app registers a provider that yields Waiting: a queryset of exactly what this person can do, and what it is ranked by.
The database counts all of it in one statement and ranks all of it in another; only the rows of one page are read.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    DateField,
    DateTimeField,
    F,
    Func,
    IntegerField,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from flowmono.common.now import moment
from flowmono.common.templatetags.writing import say_money

PAGE = 50


@dataclass(frozen=True)
class Answer:
    """One way to answer in place: a POST of `values` to `url`. `asks` names the reason it needs; "" sends at once.

    `confirms` is a question that is asked once before it is sent, for what moves money.

    name: "yes" and "no" also answer to the keys a and r. The page it posts to goes back to the field `next`.
    """

    name: str
    label: str
    url: str
    values: tuple[tuple[str, str], ...] = ()
    asks: str = ""
    confirms: str = ""
    about: str = ""

    def of(self, title: str) -> "Answer":
        """The same answer to what has this title: `about` follows its words where they are heard, the verb not said twice."""
        said_already = title.startswith(f"{self.label} ")
        return replace(self, about=title[len(self.label) :] if said_already else f": {title}")


@dataclass(frozen=True)
class Todo:
    """One thing that waits. `amount` is in the company's currency for ranking; `decide_url` takes verdict and reason by POST.

    `answers` are for things that are answered in place in other words than a verdict. `party` is the other company that it
    is with. A yes to much money is asked once more before it is sent (`is_large`).
    """

    kind: str
    title: str
    sentence: str
    url: str
    action: str
    since: datetime | None = None
    amount: Decimal | None = None
    currency: str = ""
    shown_amount: Decimal | None = None
    days_at_risk: int = 0
    is_late: bool = True  # that many days past its own day; otherwise that many days are at stake
    decide_url: str = ""
    key: UUID | None = None
    answers: tuple[Answer, ...] = ()
    party: str = ""

    @cached_property
    def shown_party(self) -> str:
        """Whom it is with, where neither the title nor the sentence says so already."""
        named = f"{self.title} {self.sentence}".casefold()
        return "" if self.party.casefold() in named else self.party

    @cached_property
    def slug(self) -> str:
        """A name for the row that stays the same when the list is fetched again."""
        return hashlib.sha256(f"{self.kind}|{self.key or self.url}".encode()).hexdigest()[:12]

    @property
    def ways(self) -> tuple[Answer, ...]:
        """How it can be answered in place; empty for what needs its own page."""
        ways = tuple(way.of(self.title) for way in self._ways)
        if not self.is_large:
            return ways
        return tuple(
            replace(way, confirms=self._sure(way)) if way.name == "yes" and not (way.asks or way.confirms) else way
            for way in ways
        )

    @property
    def is_large(self) -> bool:
        """True for what is worth so much to the company that one key should not be enough; without a rate, as it is written."""
        amount = self.shown_amount if self.amount is None else self.amount
        return amount is not None and abs(amount) >= settings.ASK_AGAIN_FROM

    def _sure(self, way: Answer) -> str:
        """The question before a yes: what, with whom, for how much."""
        said_already = self.title.startswith(f"{way.label} ")
        what = self.title[len(way.label) + 1 :].strip("“”") if said_already else self.title
        facts = {"answer": way.label, "what": what, "who": self.party}
        facts["amount"] = say_money(self.shown_amount, self.currency) if self.shown_amount is not None else ""
        if not facts["amount"]:
            return _("%(answer)s%(about)s?") % (facts | {"about": way.of(self.title).about})
        if self.shown_party:
            return _("%(answer)s %(amount)s for “%(what)s” with %(who)s?") % facts
        return _("%(answer)s %(amount)s for “%(what)s”?") % facts

    @property
    def _ways(self) -> tuple[Answer, ...]:
        if self.answers or not self.decide_url:
            return self.answers
        return (
            Answer("yes", _("Approve"), self.decide_url, (("verdict", "yes"),)),
            Answer("no", _("Reject"), self.decide_url, (("verdict", "no"),), asks=_("Why? Whoever asked reads this.")),
        )


def question_of(todo: Todo) -> str:
    """What is asked before a yes to it counts, for pages that take the same yes; "" where one press is enough."""
    return next((way.confirms for way in todo.ways if way.name == "yes"), "")


@dataclass(frozen=True)
class Waiting:
    """What of one kind waits for a person: its words, the rows, and how one row is shown.

    `rows` are exactly what this person can do, with whatever `show` reads of them. `since`, `amount` and `days` are columns
    or expressions of these rows that give what the Todo of a row has as since, amount and days_at_risk.
    """

    kind: Any
    rows: QuerySet[Any]
    show: Callable[[Any], Todo]
    since: Any
    amount: Any = None
    days: Any = None


Provider = Callable[[Any, datetime], Iterable[Waiting]]
PROVIDERS: dict[str, Provider] = {}


def needs_you(name: str) -> Callable[[Provider], Provider]:
    """Register a provider: (person, moment) → what waits for that person. It reads no rows itself."""

    def register(provider: Provider) -> Provider:
        PROVIDERS[name] = provider
        return provider

    return register


def days_past(column: str, day: date) -> Func:
    """How many days a date lies before this day, for ranking."""
    return Func(
        Cast(Value(day), DateField()), F(column), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )  # fmt: skip


def days_gone(column: str, at: datetime) -> Func:
    """How many whole days a moment lies before this one, for ranking."""
    return Func(
        Cast(Value(at), DateTimeField()), F(column), template="floor(extract(epoch from %(expressions)s) / 86400)::int",
        arg_joiner=" - ", output_field=IntegerField(),
    )  # fmt: skip


def weight(todo: Todo, at: datetime) -> tuple[Decimal, float]:
    """How much is at risk: money, growing by a tenth for each day at risk; then how long it has waited. Higher comes first."""
    days = max(todo.days_at_risk, 0)
    waited = (at - todo.since).total_seconds() if todo.since else 0.0
    return (todo.amount or Decimal(0)) * (10 + days) / 10, waited


def rank(todos: Iterable[Todo], at: datetime) -> list[Todo]:
    """The most at risk first: the rule that the database follows for all that waits."""
    return sorted(todos, key=lambda todo: weight(todo, at), reverse=True)


class Inbox:
    """What waits for one person at one moment, the most at risk first; of one kind when its words are given.

    Counting and taking a part cost the same however much waits: one statement each, or one for both (`counts_and_part`),
    and one for each kind in the part.
    """

    def __init__(self, person: Any, at: datetime, *, kind: str = "", names: Sequence[str] = ()) -> None:
        """`names` are the providers that are asked; all of them when there are none."""
        self.at = at
        self.kind = kind
        self.all = [waiting for name in names or PROVIDERS for waiting in PROVIDERS[name](person, at)]
        self.waiting = [one for one in self.all if self._is_asked(one)]

    def _is_asked(self, one: Waiting) -> bool:
        return not self.kind or str(one.kind) == self.kind

    def counts(self) -> dict[str, int]:
        """How many things of every kind wait, by the kind's words."""
        parts = [_said(_COUNTED, place, one.rows.order_by().values_list("pk")) for place, one in enumerate(self.all)]
        found: dict[str, int] = defaultdict(int)
        for place, number in _asked("<every>", parts):
            found[str(self.all[place].kind)] += number
        return {kind: number for kind, number in sorted(found.items()) if number}

    def part(self, start: int = 0, most: int | None = None) -> list[Todo]:
        """So many things from a place in the ranking on; all from there without a number."""
        parts = [_ranking(place, one, self.at) for place, one in enumerate(self.waiting)]
        return self._shown(self.waiting, _asked(_PART, parts, most, start))

    def counts_and_part(self, start: int, most: int) -> tuple[dict[str, int], list[Todo]]:
        """What `counts` and `part` give, from one look at everything that waits."""
        wanted = [place for place, one in enumerate(self.all) if self._is_asked(one)]
        parts = [_ranking(place, one, self.at) for place, one in enumerate(self.all)]
        rows = _asked(_COUNTED_AND_PART, parts, wanted, most, start)
        found: dict[str, int] = defaultdict(int)
        for place, key, _rank, number in rows:
            if key is None:
                found[str(self.all[place].kind)] += number
        ranked = sorted((rank, place, key) for place, key, rank, _number in rows if key is not None)
        todos = self._shown(self.all, [(place, key) for _rank, place, key in ranked])
        return dict(sorted(found.items())), todos

    def _shown(self, kinds: list[Waiting], places: list[tuple[int, str]]) -> list[Todo]:
        """The things at these places of these kinds, in the same order."""
        wanted: dict[int, list[str]] = defaultdict(list)
        for place, key in places:
            wanted[place].append(key)
        shown = {
            (place, str(row.pk)): kinds[place].show(row)
            for place, keys in wanted.items()
            for row in kinds[place].rows.order_by().filter(pk__in=keys)
        }
        # What was answered by somebody between the two statements has gone.
        return [shown[place] for place in places if place in shown]


# What waits is found once; a row with a key is one thing of the part, a row without one is the number of its place.
_COUNTED_AND_PART = """
with waiting (place, key, weight, since) as materialized (<every>)
select place, key, row_number() over (order by weight desc, since, place, key), null::bigint
  from (select * from waiting where place = any(%s) order by weight desc, since, place, key limit %s offset %s) as part
union all
select place, null, null, count(*) from waiting group by place
"""
_PART = """
select place, key from (<every>) as waiting (place, key, weight, since)
 order by weight desc, since, place, key limit %s offset %s
"""

# One kind, around the statement that finds its rows. What `weight` says, said by the database.
_COUNTED = "select <place>, count(*) from (<rows>) as found"
_RANKED = """
select <place>, key::varchar, coalesce(<amount>, 0)::numeric(30, 6) * (10 + greatest(<days>, 0)) / 10, coalesce(since, %s)
  from (<rows>) as found (<names>)
"""

_Statement = tuple[str, tuple[Any, ...]]


def _ranking(place: int, one: Waiting, at: datetime) -> _Statement | None:
    """The rows as (place, key, weight, since)."""
    facts = {"key": "pk", "since": one.since, "amount": one.amount, "days": one.days}
    facts = {name: fact for name, fact in facts.items() if fact is not None}
    ranked = _RANKED.replace("<names>", ", ".join(facts))
    for name in ("amount", "days"):
        ranked = ranked.replace(f"<{name}>", name if name in facts else "null::numeric")
    return _said(ranked, place, one.rows.order_by().values_list(*facts.values()), at)


def _said(around: str, place: int, rows: Any, *before: Any) -> _Statement | None:
    """The statement about the rows of one kind; None where there can be none. `before` are facts that stand before those of the rows."""
    try:
        statement, facts = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return around.replace("<place>", str(place)).replace("<rows>", statement), (*before, *facts)


def _asked(whole: str, parts: list[_Statement | None], *behind: Any) -> list[tuple[Any, ...]]:
    """The rows of one statement about all the kinds; `behind` are its own facts."""
    known = [part for part in parts if part is not None]
    if not known:
        return []
    every = " union all ".join(statement for statement, _facts in known)
    facts = [fact for _statement, some in known for fact in some]
    with connection.cursor() as cursor:
        cursor.execute(whole.replace("<every>", every), [*facts, *behind])
        return list(cursor.fetchall())


def waiting_for(person: Any, at: datetime) -> list[Todo]:
    """Everything that waits for this person, ranked."""
    return Inbox(person, at).part()


def needs_you_count(person: Any) -> int:
    """How many things wait, for the badge beside the inbox."""
    return sum(Inbox(person, moment()).counts().values())
