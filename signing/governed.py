"""What a mark covers decides what the company is bound to: two people widen or narrow it."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from flowmono.governing.registry import Governed, govern
from signing.models import SignatureProfile


def say_limit(limit: str | None, is_wanted: bool) -> str | None:
    """A mark without a limit covers every amount, and one with the limit 0 covers nothing: a new one does not yet."""
    if limit is None:
        return say("no limit")
    if Decimal(limit) == 0:
        return say("nothing") if is_wanted else say("nothing yet")
    return None


def say_categories(names: Iterable[str], _is_wanted: bool) -> str | None:
    return None if names else say("every category")


def say_counterparties(names: Iterable[str], _is_wanted: bool) -> str | None:
    return None if names else say("every other party")


def say_department(name: str, _is_wanted: bool) -> str | None:
    return None if name else say("every department")


govern(
    Governed(
        SignatureProfile,
        (
            "categories",
            "limit",
            "department",
            "counterparties",
            "valid_from",
            "valid_until",
            "active",
            "may_be_delegated",
        ),
        concerns=lambda mark: [mark.user],
        base_amounts=frozenset({"limit"}),
        sayings={
            "limit": say_limit,
            "categories": say_categories,
            "counterparties": say_counterparties,
            "department": say_department,
        },
        meanwhile=_(
            "Documents that wait for a signature are judged by it, too: a mark that does not cover them any more cannot sign them. "
            "What is signed stays signed."
        ),
    )
)
