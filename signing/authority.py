"""Which mark is placed, and why: by category, amount and validity, in a pure rule that explains itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _


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
        return Choice(None, _("You have no signature mark yet. Make one in your profile."))
    fitting = [mark for mark in marks if not _obstacle(mark, category, base_amount, on)]
    if not fitting:
        return Choice(None, "; ".join(_obstacle(mark, category, base_amount, on) for mark in marks))
    best = min(fitting, key=lambda mark: (not mark.categories, mark.limit is None, mark.limit or Decimal(0), mark.name))
    return Choice(best.id, _why(best) % {"mark": best.name, "category": category, "limit": _amount(best.limit)})


def _why(mark: Mark) -> str:
    if mark.categories and mark.limit is None:
        return _("“%(mark)s”: it is bound to %(category)s without a limit.")
    if mark.categories:
        return _("“%(mark)s”: it is bound to %(category)s and covers up to %(limit)s.")
    if mark.limit is None:
        return _("“%(mark)s”: it is bound to every category without a limit.")
    return _("“%(mark)s”: it is bound to every category and covers up to %(limit)s.")


def _amount(limit: Decimal | None) -> str:
    return "" if limit is None else f"{limit:,.2f}"


def _obstacle(mark: Mark, category: str, base_amount: Decimal | None, on: date) -> str:
    """Why this mark does not cover the document, in words; "" when it does."""
    words = _nearest(mark, category, base_amount, on)
    facts = {"mark": mark.name, "category": category, "limit": _amount(mark.limit), "amount": _amount(base_amount)}
    return words % facts if words else ""


def _nearest(mark: Mark, category: str, base_amount: Decimal | None, on: date) -> str:
    if not mark.active:
        return _("“%(mark)s” is switched off")
    if mark.categories and category not in mark.categories:
        if not category:
            return _("“%(mark)s” is not bound to an unknown category")
        return _("“%(mark)s” is not bound to %(category)s")
    if (mark.valid_from and on < mark.valid_from) or (mark.valid_until and on > mark.valid_until):
        return _("“%(mark)s” is not valid on this day")
    if mark.limit is not None and base_amount is None:
        return _("“%(mark)s” has a limit of %(limit)s and the amount is not known")
    if mark.limit is not None and base_amount is not None and base_amount > mark.limit:
        return _("“%(mark)s” covers up to %(limit)s; this is %(amount)s")
    return ""
