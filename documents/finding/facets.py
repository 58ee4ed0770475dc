"""By what an answer can be narrowed. Each app says, in its module `finding`, how it knows the documents that fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from flowmono.accounts.models import User

# (person, value) → which documents fit, as a condition on Document
Narrow = Callable[[User, str], Q]
Choices = Callable[[User], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Facet:
    """name: the parameter in the address; choices: the values with their words, None where people type words."""

    name: str
    title: Any
    choices: Choices | None = None


FACETS: dict[str, Facet] = {}
_NARROWS: dict[str, list[Narrow]] = {}


def register_facet(facet: Facet) -> None:
    """From now on answers can be narrowed by this."""
    FACETS[facet.name] = facet


def register_narrowing(name: str, narrow: Narrow) -> None:
    """Say which documents fit a facet's value; where several apps say so, a document fits when one of them says yes."""
    _NARROWS.setdefault(name, []).append(narrow)


def narrowed_by(person: User, values: Mapping[str, str]) -> Q:
    """The condition on Document that all of these values set."""
    found = Q()
    for name, value in values.items():
        if value and name in _NARROWS:
            found &= reduce(or_, [narrow(person, value) for narrow in _NARROWS[name]])
    return found
