"""By what an answer can be narrowed. Each app says, in its module `finding`, how it knows the documents that fit."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q

from flowmono.accounts.models import User

# (person, value) → which documents fit, as a condition on Document
Narrow = Callable[[User, str], Q]
Choices = Callable[[User], Iterable[tuple[str, Any]]]
# the keys of documents, each with that of its case → by the names of facets, the values that those of them have that this app knows
Values = Callable[[Mapping[UUID, UUID]], Mapping[str, Mapping[UUID, Collection[str]]]]


@dataclass(frozen=True)
class Facet:
    """name: the parameter in the address; choices: the values with their words, None where people type words."""

    name: str
    title: Any
    choices: Choices | None = None


FACETS: dict[str, Facet] = {}
_NARROWS: dict[str, list[Narrow]] = {}
_VALUES: list[Values] = []


def register_facet(facet: Facet) -> None:
    """From now on answers can be narrowed by this."""
    FACETS[facet.name] = facet


def register_narrowing(name: str, narrow: Narrow) -> None:
    """Say which documents fit a facet's value; where several apps say so, a document fits when one of them says yes."""
    _NARROWS.setdefault(name, []).append(narrow)


def register_values(values: Values) -> None:
    """Say which values of facets documents have, so that a choice can say how many documents it leaves. A document has those that any
    app knows of it."""
    _VALUES.append(values)


def counted(documents: Mapping[UUID, UUID], weights: Mapping[UUID, int]) -> dict[str, Counter[str]]:
    """For each facet, how many finds each value leaves. documents: their keys, each with its case's; weights: how many finds each of them
    stands for, itself and its copies.

    A value that people type leaves the documents in whose values it stands: "Lind" leaves those of "Lind AB", too.
    """
    found: dict[str, dict[UUID, set[str]]] = {name: {} for name in FACETS}
    for values in _VALUES:
        for name, known in values(documents).items():
            for document, some in known.items():
                found[name].setdefault(document, set()).update(some)
    return {
        name: _leaves(by_document, weights, is_typed=FACETS[name].choices is None)
        for name, by_document in found.items()
    }


def _leaves(
    by_document: Mapping[UUID, Collection[str]], weights: Mapping[UUID, int], *, is_typed: bool
) -> Counter[str]:
    found: Counter[str] = Counter()
    alike = {value: value.casefold() for known in by_document.values() for value in known}
    standing_in: dict[str, list[str]] = {}
    for document, known in by_document.items():
        left_by = known
        if is_typed:
            for one in known:
                if one not in standing_in:
                    standing_in[one] = [value for value, typed in alike.items() if typed in alike[one]]
            left_by = {value for one in known for value in standing_in[one]}
        found.update(dict.fromkeys(left_by, weights[document]))
    return found


def narrowed_by(person: User, values: Mapping[str, str]) -> Q:
    """The condition on Document that all of these values set."""
    found = Q()
    for name, value in values.items():
        if value and name in _NARROWS:
            found &= reduce(or_, [narrow(person, value) for narrow in _NARROWS[name]])
    return found
