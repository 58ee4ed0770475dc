"""What an action refuses, said beside the field of the form that it concerns."""

from collections.abc import Callable
from typing import Any, TypeVar

from flowmono.common.refusals import Conflict, Invalid
from signing.actions import PeopleRefused

T = TypeVar("T")


def tried(form: Any, act: Callable[[], T]) -> T | None:
    """What the action gave; None with its refusal, or each fault of the people, beside the field that it concerns."""
    try:
        return act()
    except PeopleRefused as refusal:
        for fault in refusal.faults:
            _say(form, fault.field, fault.words)
    except (Invalid, Conflict) as refusal:
        _say(form, refusal.field, refusal.message)
    return None


def _say(form: Any, field: str, words: str) -> None:
    form.add_error(field if field in form.fields else None, words)
