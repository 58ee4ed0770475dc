"""Which mark is placed, and why: by category, amount and validity, in a pure rule that explains itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Mark:
    """A signature profile, as the choice sees it. limit is in the company's currency; no categories means all."""

    id: str
    name: str
    categories: tuple[str, ...]
    limit: Decimal | None
    valid_from: date | None
    valid_until: date | None
    active: bool = True


@dataclass(frozen=True)
class Choice:
    """The mark that was placed (None when none may be), and the reason in words."""

    mark_id: str | None
    reason: str


def choose_mark(marks: Sequence[Mark], *, category: str, base_amount: Decimal | None, on: date) -> Choice:
    """The narrowest mark that covers the document: bound to its category first, then the lowest sufficient limit.

    An unknown amount needs a mark without a limit. With no mark that fits, the reason names the nearest obstacle.
    """
    if not marks:
        return Choice(None, "You have no signature mark yet. Make one in your profile.")
    fitting = [mark for mark in marks if not _obstacle(mark, category, base_amount, on)]
    if not fitting:
        return Choice(None, "; ".join(f"“{mark.name}” {_obstacle(mark, category, base_amount, on)}" for mark in marks))
    best = min(fitting, key=lambda mark: (not mark.categories, mark.limit is None, mark.limit or Decimal(0), mark.name))
    bound = f"it is bound to {category}" if best.categories else "it is bound to every category"
    within = "without a limit" if best.limit is None else f"and covers up to {best.limit:,.2f}"
    return Choice(best.id, f"“{best.name}”: {bound} {within}.")


def _obstacle(mark: Mark, category: str, base_amount: Decimal | None, on: date) -> str:
    if not mark.active:
        return "is switched off"
    if mark.categories and category not in mark.categories:
        return f"is not bound to {category or 'an unknown category'}"
    if (mark.valid_from and on < mark.valid_from) or (mark.valid_until and on > mark.valid_until):
        return "is not valid on this day"
    if mark.limit is not None and base_amount is None:
        return f"has a limit of {mark.limit:,.2f} and the amount is not known"
    if mark.limit is not None and base_amount is not None and base_amount > mark.limit:
        return f"covers up to {mark.limit:,.2f}; this is {base_amount:,.2f}"
    return ""
