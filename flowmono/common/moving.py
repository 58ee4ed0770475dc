"""What moved elsewhere: parts of pages ask for themselves again when the version of their topic is another.

A topic is a name; its version is a text that changes whenever something happened that its readers should see. Apps register
the SQL of a topic's version; all topics of a page are asked in one statement.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

MOST = 12
_TOPIC = re.compile(r"[a-z]+(:[0-9a-f-]{36})?")


@dataclass(frozen=True)
class Topic:
    """sql: one expression (a scalar subquery) with %s places; facts: (person, the part after the colon) → their values.

    earlier: the same as of a moment, whose place is the last one; "" where nobody can say what the version was.
    """

    sql: str
    facts: Callable[[Any, str], tuple[Any, ...]]
    earlier: str = ""


TOPICS: dict[str, Topic] = {}


def register_topic(
    name: str,
    sql: str,
    facts: Callable[[Any, str], tuple[Any, ...]] = lambda _person, _of: (),
    earlier: str = "",
) -> None:
    """A page part may now say data-live="name", or data-live="name:<uuid>" when `facts` use what follows the colon."""
    TOPICS[name] = Topic(sql, facts, earlier)


def versions(person: Any, topics: Iterable[str]) -> Mapping[str, str]:
    """The version of each topic that is known, in one statement; unknown names are left out."""
    asked = {name: (topic.sql, topic.facts(person, of)) for name, of, topic in _known(topics)}
    return _answers(asked)


def earlier_versions(person: Any, topics: Iterable[str], at: datetime) -> Mapping[str, str]:
    """What the version of each topic was at that moment, in one statement, for the topics that can say so.

    What happens while a page is on its way to its reader is in no later question: the page was written without it, and the first
    version asked for has it already.
    """
    asked = {
        name: (topic.earlier, (*topic.facts(person, of), at)) for name, of, topic in _known(topics) if topic.earlier
    }
    return _answers(asked)


def _known(topics: Iterable[str]) -> list[tuple[str, str, Topic]]:
    """Name, the part after the colon, and topic of those that are known; not more than MOST."""
    names = [name for name in dict.fromkeys(topics) if _is_known(name)][:MOST]
    return [(name, name.partition(":")[2], TOPICS[name.partition(":")[0]]) for name in names]


def _answers(asked: Mapping[str, tuple[str, tuple[Any, ...]]]) -> Mapping[str, str]:
    if not asked:
        return {}
    sql = ", ".join(f"coalesce(({expression})::text, '')" for expression, _ in asked.values())
    values = [value for _, facts in asked.values() for value in facts]
    with connection.cursor() as cursor:
        cursor.execute(f"select {sql}", values)  # the SQL is the apps' own; what a person sends is a value
        return dict(zip(asked, cursor.fetchone(), strict=True))


def _is_known(name: str) -> bool:
    if not _TOPIC.fullmatch(name) or name.partition(":")[0] not in TOPICS:
        return False
    try:
        return ":" not in name or bool(UUID(name.partition(":")[2]))
    except ValueError:
        return False
