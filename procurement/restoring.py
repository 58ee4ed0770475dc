"""Stored inputs of a match made into the matcher's case again: pure, by the shapes of its own dataclasses."""

import dataclasses
import typing
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Any, get_args, get_origin

from procurement.matching.case import Case
from procurement.matching.fields import CaseError, Fields
from procurement.matching.parsing import read_policy_changes


def restore_case(plain: Mapping[str, Any]) -> Case:
    """The case that was stored with a match. Raises CaseError when it was stored in a shape that is no longer known."""
    try:
        return typing.cast(Case, _restore(plain, Case))
    except (KeyError, TypeError, ValueError, InvalidOperation) as problem:
        raise CaseError(f"The stored case cannot be read: {problem}.") from problem


def _restore(value: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (typing.Union, UnionType):
        return None if value is None else _restore(value, next(one for one in get_args(hint) if one is not type(None)))
    if value is None:
        raise TypeError(f"a value is missing where {hint} is needed")
    if dataclasses.is_dataclass(hint):
        return _restore_dataclass(value, hint)
    if origin is tuple:
        return _restore_tuple(value, get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _restore(one, get_args(hint)[1]) for key, one in value.items()}
    if hint is Decimal:
        return Decimal(value)
    if hint is date:
        return date.fromisoformat(value)
    return value


def _restore_tuple(values: Any, hints: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(hints) == 2 and hints[1] is Ellipsis:
        return tuple(_restore(one, hints[0]) for one in values)
    return tuple(_restore(one, hint) for one, hint in zip(values, hints, strict=True))


def _restore_dataclass(value: Mapping[str, Any], hint: Any) -> Any:
    """Names that are no longer known are passed over; those that are new keep their defaults."""
    hints = typing.get_type_hints(hint)
    facts = {}
    for field in dataclasses.fields(hint):
        if field.name not in value:
            continue
        if field.name == "policy" and not dataclasses.is_dataclass(hints["policy"]):
            facts["policy"] = read_policy_changes(Fields(value["policy"], "policy"))
        else:
            facts[field.name] = _restore(value[field.name], hints[field.name])
    return hint(**facts)
