"""A signed contract that ends before its own end: noted, corrected or taken back, and what falls away with it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from contracts import duties, policies
from contracts.actions.ended_terms import open_ended_terms
from contracts.actions.ending_papers import keep_paper
from contracts.actions.keeping import written
from contracts.actions.renewals import keeping_of
from contracts.force import ENDED
from contracts.models import Contract, Ending, How, Obligation, State
from contracts.obliging import END_OF_TERM, NOTICE_WINDOW
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_day

SIGNED = (State.SIGNED, State.ARCHIVED)
WINDOWS = (NOTICE_WINDOW, END_OF_TERM)


@action
def end_early(
    contract: Contract,
    *,
    by: User,
    at: datetime,
    ends_on: date,
    how: str,
    reason: str,
    paper: tuple[str, bytes] | None = None,
) -> Ending:
    """Note that a contract ends on this day, before its own end. Noted again while that may be taken back, it is corrected.

    Its windows and the end of its term after that day fall away; of everything else that is due later a person says whether it does.
    paper: (name, content) of the letter or agreement that says so, a PDF or Word document; a correction without one keeps the one before.
    Raises Conflict where it has ended, Invalid, naming the field, for a day before it was signed or not before its own end, or for a file
    that cannot be kept.
    """
    contract = Contract.objects.lock(contract)
    require(policies.can_end, contract, by)
    words = written(reason, _("Say why the contract ends early."))
    if how not in How.values:
        raise Invalid(_("Say who ended it, and how."), field="how")
    standing = contract.early_end
    demand_can_end(contract, at.date())
    _demand_day(contract, ends_on, standing)
    kept = keep_paper(contract, *paper) if paper is not None else getattr(standing, "paper", None)
    if standing is not None:
        _undo(contract, standing, by=by, because=_("Corrected: %(why)s") % {"why": words}, at=at)
    ending = Ending(
        contract=contract,
        ends_on=ends_on,
        how=how,
        reason=words,
        paper=kept,
        stopped_before=contract.stops_on,
        noted_by=by,
        noted_at=at,
    )
    ending.words = _("The contract ends early, on %(day)s, %(how)s.") % {
        "day": say_day(ends_on),
        "how": ending.get_how_display(),
    }
    ending.note(at=at)
    ending.save()
    contract.stops_on = ends_on
    contract.kept_until = keeping_of(contract)
    contract.save()
    _put_on_record(contract, ending, by=by, at=at)
    return ending


@action
def bring_ending_paper(contract: Contract, *, by: User, at: datetime, paper: tuple[str, bytes]) -> Ending:
    """Bring the letter or agreement of an early end after it was noted, also when its day is over; another one takes its place.

    Raises Conflict where no early end is on record, or its papers were disposed of, and Invalid for a file that cannot be kept.
    """
    contract = Contract.objects.lock(contract)
    require(policies.can_end, contract, by)
    standing = contract.early_end
    if standing is None:
        raise Conflict(_("No early end of this contract is on record."))
    if contract.disposals.filter(is_done=True).exists():
        raise Conflict(_("Its papers were disposed of already."), code="disposed")
    if contract.disposals.filter(decided_at__isnull=True).exists():
        raise Conflict(_("Somebody asked to dispose of its papers: answer that first."))
    standing.take_paper(keep_paper(contract, *paper), at=at)
    standing.save()
    return standing


@action
def take_ending_back(contract: Contract, *, by: User, at: datetime, reason: str) -> Ending:
    """The contract goes on as it says itself, and what fell away is open again. Possible while the day of its end is not over."""
    contract = Contract.objects.lock(contract)
    require(policies.can_end, contract, by)
    standing = contract.early_end
    if standing is None:
        raise Conflict(_("No early end of this contract is on record."))
    if not standing.may_be_taken_back(at.date()):
        raise Conflict(_("It ended on %(day)s: that cannot be taken back.") % {"day": say_day(standing.ends_on)})
    _undo(contract, standing, by=by, because=written(reason, _("Say why the contract goes on after all.")), at=at)
    return standing


@action
def let_fall_away(contract: Contract, *, by: User, at: datetime, obligations: Iterable[UUID]) -> int:
    """Say of these obligations, which are due after the early end, that they fall away with it; return how many did."""
    contract = Contract.objects.lock(contract)
    require(policies.can_end, contract, by)
    standing = contract.early_end
    if standing is None:
        raise Conflict(_("No early end of this contract is on record."))
    found = list(due_after_end(contract).filter(pk__in=list(obligations)).select_for_update(of=("self",)))
    for one in found:
        one.set_aside(by=by, at=at, because=standing.words)
        one.save()
    return len(found)


def due_after_end(contract: Contract) -> Any:
    """What is open and due after the last day of a contract that ends early: each falls away or stands, as a person says."""
    later = Obligation.objects.open().filter(record__contract=contract, due_on__gt=contract.stops_on)
    return later.exclude(kind__in=WINDOWS)


def demand_can_end(contract: Contract, today: date) -> None:
    """Raise Conflict, in words, where no early end can be noted or corrected now."""
    if contract.state not in SIGNED:
        raise Conflict(_("Only a signed contract ends early; give this one up instead."))
    standing = contract.early_end
    if standing is not None and not standing.may_be_taken_back(today):
        raise Conflict(_("It ended on %(day)s: that cannot be changed.") % {"day": say_day(standing.ends_on)})
    if standing is None and contract.standing == ENDED:
        raise Conflict(_("This contract has ended already."))


def _demand_day(contract: Contract, ends_on: date, standing: Ending | None) -> None:
    signed_on = contract.signed_at.date()
    if ends_on < signed_on:
        words = _("It was signed on %(day)s: it cannot have ended before.")
        raise Invalid(words % {"day": say_day(signed_on)}, field="ends_on")
    notice = standing.stopped_before if standing is not None else contract.stops_on
    own_end = notice or (None if contract.renews else contract.ends_on)
    if own_end is not None and ends_on >= own_end:
        words = _("It ends on %(day)s by itself: enter an earlier day.")
        raise Invalid(words % {"day": say_day(own_end)}, field="ends_on")


def _put_on_record(contract: Contract, ending: Ending, *, by: User, at: datetime) -> None:
    """The day is watched like any end of a term; the later windows fall away."""
    record = getattr(contract, "compliance", None)
    if record is None:
        return
    open_ended_terms(contract, since=ending.ends_on, because=ending.words)
    for one in record.obligations.filter(
        Q(due_on__gt=ending.ends_on) | Q(due_on__isnull=True), kind__in=WINDOWS, state="open"
    ):
        one.set_aside(by=by, at=at, because=ending.words)
        one.save()
    end = Obligation(record=record, kind=END_OF_TERM, text=_("The contract ends early"), side=duties.BOTH)
    end.due_on, end.due_basis, end.owner_id = ending.ends_on, duties.PERSON, contract.requester_id
    end.verify(by=by, at=at)
    end.save()


def _undo(contract: Contract, ending: Ending, *, by: User, because: str, at: datetime) -> None:
    ending.take_back(by=by, because=because, at=at)
    ending.save()
    contract.stops_on = ending.stopped_before
    contract.kept_until = keeping_of(contract)
    contract.save()
    obligations = Obligation.objects.filter(record__contract=contract)
    for fallen in obligations.filter(state="not_applicable", reason=ending.words):
        fallen.reopen(because=because)
        fallen.save()
    own = obligations.filter(kind=END_OF_TERM, state="open", due_on=ending.ends_on, due_basis=duties.PERSON)
    for end in own.filter(created_at__gte=ending.created_at):
        end.set_aside(by=by, at=at, because=because)
        end.save()
