"""Delegated authority, in pure rules: what of a mark may be delegated, and to whom a place passes while its person is away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_money
from signing.authority import Choice, Mark, Paper, asks_category, obstacle

LONGEST_DAYS = 366


@dataclass(frozen=True)
class Part:
    """What somebody wants to delegate of a mark. No categories and no limit: all that the mark has."""

    starts_on: date
    ends_on: date
    categories: tuple[str, ...] = ()
    limit: Decimal | None = None


def reason_against(mark: Mark, part: Part, *, today: date) -> tuple[str, str]:
    """Why this part of the mark's authority cannot be delegated, as (field, sentence); two empty texts when it can."""
    return _wrong_days(mark, part, today) or _too_much(mark, part) or ("", "")


def _wrong_days(mark: Mark, part: Part, today: date) -> tuple[str, str] | None:
    if part.ends_on < part.starts_on:
        return "ends_on", _("The last day comes before the first.")
    if part.starts_on < today:
        return "starts_on", _("The first day is past. Begin today or later.")
    if (part.ends_on - part.starts_on).days > LONGEST_DAYS:
        return "ends_on", _("Delegate for at most a year at once.")
    if mark.valid_until and part.ends_on > mark.valid_until:
        words = _("“%(mark)s” itself is valid until %(day)s.")
        return "ends_on", words % {"mark": mark.name, "day": mark.valid_until.isoformat()}
    return None


def _too_much(mark: Mark, part: Part) -> tuple[str, str] | None:
    beyond = [name for name in part.categories if mark.categories and name not in mark.categories]
    if beyond:
        words = _("“%(mark)s” itself is not for %(categories)s.")
        return "categories", words % {"mark": mark.name, "categories": ", ".join(beyond)}
    if mark.limit is not None and mark.limit <= 0:
        return "profile", _("“%(mark)s” covers nothing yet: an administrator gives it a limit.") % {"mark": mark.name}
    if part.limit is not None and part.limit <= 0:
        return "limit", _("Give an amount above 0, or none to delegate as much as the mark covers.")
    if part.limit is not None and mark.limit is not None and part.limit > mark.limit:
        words = _("“%(mark)s” itself covers up to %(limit)s.")
        return "limit", words % {"mark": mark.name, "limit": say_money(mark.limit, settings.COMPANY_CURRENCY)}
    return None


def stand_in(marks: Sequence[Mark], paper: Paper, *, owner: str) -> Choice:
    """By which one of an absent person's delegations their place passes on: the only one that covers the document, else none.

    Choice.reason says in words why, or why it stays; nothing is guessed.
    """
    facts = {"owner": owner}
    if not marks:
        return Choice(None, _("%(owner)s is away and has let nobody sign in their place.") % facts)
    if paper.category_asked:
        words = _("%(owner)s is away, and it is being decided what kind of document this is.")
        return Choice(None, words % facts)
    if asks_category(marks, paper):
        words = _("%(owner)s is away, and it is not certain what kind of document this is. Say it first.")
        return Choice(None, words % facts)
    against = {mark.id: _why_not(mark, paper) for mark in marks}
    fitting = sorted((mark for mark in marks if not against[mark.id]), key=lambda mark: (mark.label, mark.id))
    if not fitting:
        words = _("%(owner)s is away, and nobody can sign in their place: %(why)s.")
        return Choice(None, words % {**facts, "why": "; ".join(against.values())})
    if len(fitting) > 1:
        names = ", ".join(f"{mark.lent.delegate} (“{mark.name}”)" for mark in fitting if mark.lent)
        words = _("%(owner)s is away, and more than one delegation covers this document: %(names)s.")
        return Choice(None, words % {**facts, "names": names}, tuple(mark.id for mark in fitting))
    lent = fitting[0].lent
    words = _("%(owner)s is away; %(delegate)s signs by their delegation.")
    return Choice(fitting[0].id, words % {**facts, "delegate": lent.delegate if lent else ""})


def _why_not(mark: Mark, paper: Paper) -> str:
    if mark.lent and mark.lent.away:
        return _("%(delegate)s is away too") % {"delegate": mark.lent.delegate}
    return obstacle(mark, paper)
