"""The database's own rules, in words: what it refuses is answered like any other refusal.

The actions ask first and say more. This answers what slips between: two people who do the same thing at the same moment, and
rules that nobody asked about.
"""

import logging
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint, Model

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


# Beside which field a form says what a rule refuses; a rule about a record as a whole stands above all of them.
BESIDE: Final = {
    "a_band_has_a_width": "below_amount",
    "a_budget_is_not_negative": "amount",
    "a_gating_point_is_required": "gates_payment",
    "a_rate_is_positive": "rate",
    "absence_ends_after_it_starts": "ends_on",
    "nobody_stands_in_for_themselves": "delegate",
    "tolerances_have_one_scope": "contract",
    "what_gates_payment_is_required": "gates_payment",
    "only_what_contracts_are_read_for": "if_contract_asks",
}


def field_of(model: type[Model], words: str) -> str:
    """The field of this model beside which these words of one of its rules belong; "" where they stand above all."""
    named = [BESIDE[one.name] for one in model._meta.constraints if one.name in BESIDE and in_words(one) == words]
    return named[0] if named else ""


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
