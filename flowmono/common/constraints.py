"""The database's own rules, in words: what it refuses is answered like any other refusal.

The actions ask first and say more. This answers what slips between: two people who do the same thing at the same moment, and
rules that nobody asked about.
"""

import logging
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint

from flowmono.common.refusals import Conflict

logger = logging.getLogger(__name__)


@cache
def constraints() -> dict[str, BaseConstraint]:
    """Every named rule of every table, by its name."""
    return {one.name: one for model in apps.get_models() for one in model._meta.constraints}


def in_words(constraint: BaseConstraint) -> str:
    """The sentence of ours that answers whoever breaks it; "" where it has none."""
    words = constraint.violation_error_message
    return "" if words == BaseConstraint.default_violation_error_message else str(words)


def as_refusal(error: Exception) -> Conflict | None:
    """The refusal that the database's error stands for; None for any other error, and for a rule that has no words."""
    if not isinstance(error, IntegrityError):
        return None
    cause: Any = error.__cause__
    name = str(getattr(getattr(cause, "diag", None), "constraint_name", "") or "")
    words = in_words(constraints()[name]) if name in constraints() else ""
    if not words:
        return None
    logger.warning("The database refused: %s", name)
    return Conflict(words)
