"""Which mark is laid in a place, and why: by category, amount, department, other party and day, in a pure rule that explains itself.

One mark that covers the document is laid. Where none does, or more than one, a person is asked: nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

# What is less sure than this is no answer: a person says which category it is (flowmono.intelligence.category).
SURE_ENOUGH = Decimal("0.8")


@dataclass(frozen=True)
class Mark:
    """A signature profile, as the choice sees it. limit is in the company's currency; no categories, department or parties: all."""

    id: str
    name: str
    categories: tuple[str, ...] = ()
    limit: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    active: bool = True
    department: str = ""
    counterparties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document that asks for a mark. base_amount is in the company's currency; confidence is None where a person said the category."""

    category: str
    base_amount: Decimal | None
    on: date
    confidence: Decimal | None = None
    department: str = ""
    counterparty: str = ""

    @property
    def is_sure(self) -> bool:
        return self.confidence is None or self.confidence >= SURE_ENOUGH


@dataclass(frozen=True)
class Choice:
    """The mark that is laid (None when a person is asked), the reason in words, and the marks among which the person chooses."""

    mark_id: str | None
    reason: str
    among: tuple[str, ...] = ()


def choose_mark(marks: Sequence[Mark], paper: Paper, *, chosen: str | None = None) -> Choice:
    """The one mark that covers the document, or the one of several that its person `chose`.

    An unknown amount needs a mark without a limit. A category that is not sure decides nothing: where it would, it is asked first.
    With no mark that fits, the reason names each one's nearest obstacle.
    """
    if not marks:
        return Choice(None, _("You have no signature mark yet. Make one in your profile."))
    if not paper.is_sure and any(mark.categories and not _nearest(mark, paper, asks_category=False) for mark in marks):
        words = _("It is not certain that this is %(category)s. Say which category it is, then your mark is placed.")
        return Choice(None, words % {"category": paper.category or _("a known kind of document")})
    fitting = sorted((mark for mark in marks if not obstacle(mark, paper)), key=lambda mark: (mark.name, mark.id))
    if not fitting:
        return Choice(None, "; ".join(obstacle(mark, paper) for mark in marks))
    if len(fitting) == 1:
        return Choice(fitting[0].id, _why(fitting[0], paper))
    among = tuple(mark.id for mark in fitting)
    mark = next((mark for mark in fitting if mark.id == chosen), None)
    if mark is not None:
        words = _("You chose it among %(n)s that cover this document. %(why)s")
        return Choice(mark.id, words % {"n": len(fitting), "why": _why(mark, paper)}, among)
    names = ", ".join(f"“{mark.name}”" for mark in fitting)
    return Choice(
        None, _("More than one of your marks covers this document: %(names)s. Choose one.") % {"names": names}, among
    )


def obstacle(mark: Mark, paper: Paper) -> str:
    """Why this mark does not cover the document, in words; "" when it does."""
    words = _nearest(mark, paper)
    return words % _facts(mark, paper) if words else ""


def _why(mark: Mark, paper: Paper) -> str:
    if mark.categories and mark.limit is None:
        words = _("“%(mark)s” may be used for %(category)s, whatever the amount.")
    elif mark.categories:
        words = _("“%(mark)s” may be used for %(category)s, up to %(limit)s.")
    elif mark.limit is None:
        words = _("“%(mark)s” may be used for documents of every category, whatever the amount.")
    else:
        words = _("“%(mark)s” may be used for documents of every category, up to %(limit)s.")
    return words % _facts(mark, paper)


def _facts(mark: Mark, paper: Paper) -> dict[str, str]:
    return {
        "mark": mark.name,
        "category": paper.category,
        "limit": _amount(mark.limit),
        "amount": _amount(paper.base_amount),
        "department": mark.department,
        "party": paper.counterparty or _("an unknown party"),
    }


def _amount(limit: Decimal | None) -> str:
    return "" if limit is None else f"{limit:,.2f}"


def _nearest(mark: Mark, paper: Paper, *, asks_category: bool = True) -> str:
    if not mark.active:
        return _("“%(mark)s” is switched off")
    if asks_category and mark.categories and paper.category not in mark.categories:
        if not paper.category:
            return _("“%(mark)s” is not bound to an unknown category")
        return _("“%(mark)s” is not bound to %(category)s")
    if (mark.valid_from and paper.on < mark.valid_from) or (mark.valid_until and paper.on > mark.valid_until):
        return _("“%(mark)s” is not valid on this day")
    if mark.department and _folded(mark.department) != _folded(paper.department):
        return _("“%(mark)s” is only for %(department)s")
    if mark.counterparties and _folded(paper.counterparty) not in {_folded(name) for name in mark.counterparties}:
        return _("“%(mark)s” is not for contracts with %(party)s")
    return _beyond(mark.limit, paper.base_amount)


def _beyond(limit: Decimal | None, amount: Decimal | None) -> str:
    if limit is not None and amount is None:
        return _("“%(mark)s” has a limit of %(limit)s and the amount is not known")
    if limit is not None and amount is not None and amount > limit:
        return _("“%(mark)s” covers up to %(limit)s; this is %(amount)s")
    return ""


def _folded(name: str) -> str:
    """A name without what is written differently: capitals, accents, stops and spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))
