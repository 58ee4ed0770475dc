"""What moved elsewhere: parts of pages ask for themselves again when the version of their topic is another.

A topic is a name; its version is a text that changes whenever something happened that its readers should see. Apps register
the SQL of a topic's version; all topics of a page are asked in one statement.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

MOST = 12
_TOPIC = re.compile(r"[a-z]+(:[0-9a-f-]{36})?")


@dataclass(frozen=True)
class Topic:
    """sql: one expression (a scalar subquery) with %s places; facts: (person, the part after the colon) → their values."""

    sql: str
    facts: Callable[[Any, str], tuple[Any, ...]]


TOPICS: dict[str, Topic] = {}


def register_topic(name: str, sql: str, facts: Callable[[Any, str], tuple[Any, ...]] = lambda _person, _of: ()) -> None:
    """A page part may now say data-live="name", or data-live="name:<uuid>" when `facts` use what follows the colon."""
    TOPICS[name] = Topic(sql, facts)


def versions(person: Any, topics: Iterable[str]) -> Mapping[str, str]:
    """The version of each topic that is known, in one statement; unknown names are left out."""
    wanted = {name: TOPICS[name.partition(":")[0]] for name in topics if _is_known(name)}
    wanted = dict(list(wanted.items())[:MOST])
    if not wanted:
        return {}
    sql = ", ".join(f"coalesce(({topic.sql})::text, '')" for topic in wanted.values())
    values = [value for name, topic in wanted.items() for value in topic.facts(person, name.partition(":")[2])]
    with connection.cursor() as cursor:
        cursor.execute(f"select {sql}", values)  # the SQL is the apps' own; what a person sends is a value
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def _is_known(name: str) -> bool:
    if not _TOPIC.fullmatch(name) or name.partition(":")[0] not in TOPICS:
        return False
    try:
        return ":" not in name or bool(UUID(name.partition(":")[2]))
    except ValueError:
        return False
