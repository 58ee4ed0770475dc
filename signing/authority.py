"""Which mark is laid in a place, and why: by category, amount, department, other party and day, in a pure rule that explains itself.

One mark that covers the document is laid. Where none does, or more than one, a person is asked: nothing is guessed. The authority of
a colleague's mark, where it is delegated for some days, counts as a mark of the delegate; see signing.lending for whom a place passes to.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _

# What is less sure than this is no answer: a person says which category it is (flowmono.intelligence.category).
SURE_ENOUGH = Decimal("0.8")


@dataclass(frozen=True)
class Lent:
    """A mark's authority in the hands of somebody else, for some days, whole or in part. The delegate signs in their own name.

    person: the human being behind the delegate's account. ended: "refused", "taken_back" or "". allowed: its owner may (still) delegate
    the mark. drawn_with: the delegate's own mark that is drawn, by its id. away: the delegate is away themselves.
    """

    owner: str
    delegate: str
    person: str
    starts_on: date
    ends_on: date
    categories: tuple[str, ...] = ()
    limit: Decimal | None = None
    ended: str = ""
    allowed: bool = True
    owner_signs: bool = True
    delegate_signs: bool = True
    drawn_with: str = ""
    away: bool = False


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
    lent: Lent | None = None

    @property
    def label(self) -> str:
        """What it is called; a delegated one with whose it is."""
        return f"{self.name} ({self.lent.owner})" if self.lent else self.name


@dataclass(frozen=True)
class Paper:
    """A document that asks for a mark. base_amount is in the company's currency; confidence is None where a person said the category.

    requester: the human being who asked for the contract; people: those who have another place in the round. category_asked: what
    somebody who signs it says that it is instead, while nobody has agreed to that.
    """

    category: str
    base_amount: Decimal | None
    on: date
    confidence: Decimal | None = None
    department: str = ""
    counterparty: str = ""
    requester: str = ""
    people: tuple[str, ...] = ()
    category_asked: str = ""

    @property
    def is_sure(self) -> bool:
        return self.confidence is None or self.confidence >= SURE_ENOUGH


class Step(StrEnum):
    """What the rule came to, so that every page says the same."""

    PLACED = "placed"
    CHOOSE = "choose"
    CATEGORY = "category"
    DISPUTED = "disputed"
    UNCOVERED = "uncovered"
    NO_MARK = "no_mark"


@dataclass(frozen=True)
class Choice:
    """The mark that is laid (None when a person is asked), the reason in words, and the marks among which the person chooses."""

    mark_id: str | None
    reason: str
    among: tuple[str, ...] = ()
    step: Step = Step.UNCOVERED


def choose_mark(marks: Sequence[Mark], paper: Paper, *, chosen: str | None = None) -> Choice:
    """The one mark that covers the document, or the one of several that its person `chose`.

    An unknown amount needs a mark without a limit. A category that is not sure decides nothing: where it would, it is asked first.
    With no mark that fits, the reason names each one's nearest obstacle.
    """
    if not marks:
        return Choice(None, _("You have no signature mark yet. Make one in your profile."), step=Step.NO_MARK)
    if paper.category_asked:
        words = _("It was said to be %(asked)s and not %(category)s. No mark is placed until that is agreed to or not.")
        facts = {"asked": paper.category_asked, "category": paper.category or _("not known")}
        return Choice(None, words % facts, step=Step.DISPUTED)
    if asks_category(marks, paper, of_lent=True):
        words = _("It is not certain that this is %(category)s. Say which category it is, then your mark is placed.")
        facts = {"category": paper.category or _("a known kind of document")}
        return Choice(None, words % facts, step=Step.CATEGORY)
    fitting = sorted((mark for mark in marks if not obstacle(mark, paper)), key=lambda mark: (mark.name, mark.id))
    if not fitting:
        return Choice(None, "; ".join(obstacle(mark, paper) for mark in marks))
    if len(fitting) == 1:
        return Choice(fitting[0].id, _why(fitting[0], paper), step=Step.PLACED)
    among = tuple(mark.id for mark in fitting)
    mark = next((mark for mark in fitting if mark.id == chosen), None)
    if mark is not None:
        words = _("You chose it among %(n)s that cover this document. %(why)s")
        return Choice(mark.id, words % {"n": len(fitting), "why": _why(mark, paper)}, among, Step.PLACED)
    names = ", ".join(f"“{mark.label}”" for mark in fitting)
    words = _("More than one of your marks covers this document: %(names)s. Choose one.")
    return Choice(None, words % {"names": names}, among, Step.CHOOSE)


def asks_category(marks: Sequence[Mark], paper: Paper, *, of_lent: bool = False) -> bool:
    """True when the category is not sure and would decide about one of these marks.

    of_lent: whoever signs with somebody else's authority is asked whatever it covers: its owner, who would have been, is not there to be.
    """
    bound = (mark for mark in marks if mark.categories or (mark.lent and (of_lent or mark.lent.categories)))
    return not paper.is_sure and any(not _obstacle(mark, paper, asks_category=False) for mark in bound)


def obstacle(mark: Mark, paper: Paper) -> str:
    """Why this mark does not cover the document, in words; "" when it does."""
    words = _obstacle(mark, paper)
    return words % _facts(mark, paper) if words else ""


def _obstacle(mark: Mark, paper: Paper, *, asks_category: bool = True) -> str:
    lent = mark.lent
    words = (
        _ended(lent, paper.on) or _unfit(lent, paper) or _outside(lent, paper, asks_category=asks_category)
        if lent
        else ""
    )
    return words or _nearest(mark, paper, asks_category=asks_category)


def _why(mark: Mark, paper: Paper) -> str:
    if mark.lent:
        words = _("For %(owner)s, who delegated “%(name)s” until %(until)s.")
    elif mark.categories and mark.limit is None:
        words = _("The mark “%(mark)s” may be used for %(category)s, whatever the amount.")
    elif mark.categories:
        words = _("The mark “%(mark)s” may be used for %(category)s, up to %(limit)s.")
    elif mark.limit is None:
        words = _("The mark “%(mark)s” may be used for documents of every category, whatever the amount.")
    else:
        words = _("The mark “%(mark)s” may be used for documents of every category, up to %(limit)s.")
    return words % _facts(mark, paper)


def _facts(mark: Mark, paper: Paper) -> dict[str, str]:
    lent = mark.lent
    return {
        "mark": mark.label,
        "name": mark.name,
        "category": paper.category,
        "limit": _amount(mark.limit),
        "amount": _amount(paper.base_amount),
        "department": mark.department,
        "party": paper.counterparty or _("an unknown party"),
        "owner": lent.owner if lent else "",
        "delegate": lent.delegate if lent else "",
        "from": lent.starts_on.isoformat() if lent else "",
        "until": lent.ends_on.isoformat() if lent else "",
        "part": _amount(lent.limit) if lent else "",
    }


def _amount(limit: Decimal | None) -> str:
    """As a kept sentence writes it: each reader reads it in their way (flowmono.common.templatetags.writing.as_read)."""
    return "" if limit is None else f"{limit:,.2f} {settings.COMPANY_CURRENCY}"


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


def _ended(lent: Lent, on: date) -> str:
    """Why a delegation is not in force on this day."""
    if lent.ended == "taken_back":
        return _("the delegation of %(owner)s was taken back")
    if lent.ended:
        return _("%(delegate)s refused the delegation of %(owner)s")
    if on > lent.ends_on:
        return _("the delegation of %(owner)s ended on %(until)s")
    if on < lent.starts_on:
        return _("the delegation of %(owner)s begins on %(from)s")
    return "" if lent.allowed else _("“%(name)s” of %(owner)s may not be delegated any more")


def _unfit(lent: Lent, paper: Paper) -> str:
    """Why this delegate may not sign this document, whatever was delegated."""
    if not lent.owner_signs:
        return _("%(owner)s may not sign for the company any more")
    if not lent.delegate_signs:
        return _("%(delegate)s may not sign for the company any more")
    if lent.person == paper.requester:
        return _("%(delegate)s asked for this contract, so somebody else signs it for %(owner)s")
    if lent.person in paper.people:
        return _("%(delegate)s has another place in this round, so somebody else signs for %(owner)s")
    return "" if lent.drawn_with else _("%(delegate)s has no mark of their own to sign with for %(owner)s")


def _outside(lent: Lent, paper: Paper, *, asks_category: bool) -> str:
    """What is not in the part that was delegated."""
    if asks_category and lent.categories and paper.category not in lent.categories:
        if not paper.category:
            return _("the delegation of %(owner)s is not for an unknown category")
        return _("the delegation of %(owner)s is not for %(category)s")
    if lent.limit is not None and paper.base_amount is None:
        return _("the delegation of %(owner)s covers up to %(part)s and the amount is not known")
    if lent.limit is not None and paper.base_amount is not None and paper.base_amount > lent.limit:
        return _("the delegation of %(owner)s covers up to %(part)s; this is %(amount)s")
    return ""


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
