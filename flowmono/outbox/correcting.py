"""What may be corrected of an event on its way to a receiver: its values, never what it is about.

Pure rules on the event's dataclass fields. Which record, which case, which moment and which file (a hash) an event names is
evidence and stays; to make a step work on another record is another event, not a correction of this one.
"""

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

from flowmono.common.templatetags.writing import write_name
from flowmono.events import Event

Plain = dict[str, Any]
FIXED = frozenset({"case_id", "at", "sha256"})


@dataclasses.dataclass(frozen=True)
class Slot:
    """One value of an event: its name, its type without None, whether it may be empty, whether it is fixed."""

    name: str
    kind: type
    optional: bool
    fixed: bool

    @property
    def label(self) -> str:
        """The name as people read it: payment_days → "Payment days"."""
        return write_name(self.name.removesuffix("_id"))

    def takes(self, value: object) -> bool:
        """True when a value is of this slot's type: a day is not a moment, a yes is not a number."""
        return (value is None and self.optional) or type(value) is self.kind


def slots_of(event_class: type[Event]) -> Iterator[Slot]:
    """The values of an event, in the order in which its class names them."""
    hints = typing.get_type_hints(event_class)
    for field in dataclasses.fields(event_class):
        kind, optional = _without_none(hints[field.name])
        yield Slot(field.name, kind, optional, kind is UUID or field.name in FIXED)


def _without_none(hint: Any) -> tuple[type, bool]:
    if get_origin(hint) in (typing.Union, UnionType):
        kind = next(arm for arm in get_args(hint) if arm is not type(None))
        return kind, True
    return hint, False


def read_plain(slot: Slot, plain: Any) -> Any:
    """A value as JSON keeps it, as Python again; what does not read as its type is None, and has to be written anew."""
    try:
        if plain is None or isinstance(plain, slot.kind):
            return plain
        if slot.kind in (datetime, date):
            return slot.kind.fromisoformat(plain)  # type: ignore[attr-defined]
        return slot.kind(plain) if slot.kind in (UUID, Decimal) else None
    except (TypeError, ValueError, ArithmeticError):
        return None


def correct_values(event_class: type[Event], plain: Plain, wanted: Mapping[str, Any]) -> Plain:
    """The event's values with the wanted ones in their place, as JSON keeps them.

    Raises ValueError naming the value that is not there, is fixed, or is of another type, and TypeError when the event
    lacks a value that it needs.
    """
    slots = {slot.name: slot for slot in slots_of(event_class)}
    for name, value in wanted.items():
        slot = slots.get(name)
        if slot is None or slot.fixed:
            raise ValueError(f"{name} cannot be corrected.")
        if not slot.takes(value):
            raise ValueError(f"{slot.label} is of another kind: {value!r}.")
    values = {
        name: wanted.get(name) if name in wanted else read_plain(slot, plain.get(name)) for name, slot in slots.items()
    }
    lacking = [slot.label for name, slot in slots.items() if not slot.takes(values[name])]
    if lacking:
        raise TypeError(f"The event lacks {', '.join(lacking)}.")
    return event_class(**values).to_plain()


def changes_between(before: Plain, after: Plain) -> dict[str, list[Any]]:
    """Name → [before, after] of every value that differs."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}
