"""Saying no: one family of exceptions that every door turns into the right answer."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

# What trying again cannot heal: somebody has to add a rule, a role, a rate or the company first.
NEEDS_A_PERSON = frozenset({"no_rule", "too_few_people", "nobody_left", "rate_missing", "no_company"})


class Refused(Exception):
    """What was asked cannot be done; the message says why and what to do instead."""

    status = 400
    code = "refused"

    def __init__(self, message: str, *, code: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code or self.code
        self.field = field

    @property
    def needs_a_person(self) -> bool:
        """True when trying again is of no use until somebody has put something right."""
        return self.code in NEEDS_A_PERSON


class NotAllowed(Refused):
    """This person may not do this, whatever the state (HTTP 403)."""

    status = 403
    code = "not_allowed"


class Conflict(Refused):
    """It cannot be done now: the record has moved on, or another step comes first (HTTP 409)."""

    status = 409
    code = "conflict"


class NotNow(Refused):
    """It cannot be done now, for a reason outside this installation; it is tried again until it can (HTTP 503)."""

    status = 503
    code = "not_now"


class Invalid(Refused):
    """The input is wrong; `field` names where (HTTP 400)."""

    code = "invalid"


def require(policy: Callable[..., bool], *facts: Any, because: str = "") -> None:
    """Raise NotAllowed unless the policy says yes. A policy's docstring is the sentence people read."""
    if not policy(*facts):
        raise NotAllowed(because or reason_of(policy) or _("You are not allowed to do this."), code=policy.__name__)


def reason_of(policy: Callable[..., bool]) -> str:
    """The first line of a policy's docstring, in the reader's language; "" where it has none."""
    lines = (policy.__doc__ or "").strip().splitlines()
    return _(lines[0]) if lines else ""
