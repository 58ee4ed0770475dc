"""Contracts that renew by themselves: the next term, which the clock puts on record, and the notice that ends them."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contracts.actions.ended_terms import open_ended_terms
from contracts.models import Contract, Obligation
from contracts.obliging import END_OF_TERM, NOTICE_WINDOW, obligations_of_next_term
from contracts.renewing import end_of_running_term, period_of_renewal
from contracts.retention import Life, kept_until
from contracts.sequences import Sequence
from flowmono.accounts.models import User
from flowmono.common.refusals import Invalid
from flowmono.common.templatetags.writing import say_day
from flowmono.outbox.recording import save_together


@transaction.atomic
def open_next_term(contract: Contract, *, at: datetime) -> Contract:
    """Put on record the term that runs now: its last day, and the last day on which notice ends it. Saying it twice is saying it once.

    Its length is read from the sentence that renews. Where that gives none, its last day is asked for: an obligation without a day
    stands in the list until a person enters it.
    """
    contract = Contract.objects.lock(contract)
    today, record = at.date(), contract.compliance
    first_end = contract.runs_until or contract.ends_on
    if not contract.goes_on or first_end is None or first_end >= today:
        return contract
    ends = record.obligations.filter(kind=END_OF_TERM)
    entered = ends.filter(due_on__gte=today).order_by("due_on").first()
    renewal = contract.terms.live().filter(field="renewal").first()
    if entered is not None:
        contract.runs_until = entered.due_on
    else:
        period = period_of_renewal(" ".join(renewal.quote.split())) if renewal is not None else ""
        contract.runs_until = end_of_running_term(first_end, period, today) or contract.runs_until
    is_known = contract.runs_until is not None and contract.runs_until >= today
    if not is_known and ends.filter(due_on__isnull=True, state="open").exists():
        return contract
    following = obligations_of_next_term(record, contract, renewal, ended_on=first_end, is_said=entered is not None)
    save_together(following, at=at)
    contract.save()
    return contract


def can_be_ended(window: Obligation) -> bool:
    """True of the notice window of a contract that goes on by itself, while the end of its term is known."""
    return window.kind == NOTICE_WINDOW and window.record.contract.goes_on and _end_of(window) is not None


def end_by_notice(window: Obligation, *, by: User, at: datetime, given_on: date) -> str:
    """End the contract with the term of this window; return the words for the record. What is on record of later terms falls away."""
    contract = Contract.objects.lock(window.record.contract)
    ends_on = _end_of(window)
    if window.kind != NOTICE_WINDOW or not contract.goes_on or ends_on is None:
        raise Invalid(
            _("Notice ends a contract that renews by itself, and the end of whose term is known."),
            field="notice_given_on",
        )
    if given_on > at.date():
        raise Invalid(_("This day is still to come: note it when notice was given."), field="notice_given_on")
    if window.due_on and given_on > window.due_on:
        raise Invalid(
            _("The last day for notice was %(day)s: given later, it ends the contract with its next term.")
            % {"day": say_day(window.due_on)},
            field="notice_given_on",
        )
    contract.stops_on = ends_on
    open_ended_terms(contract, since=ends_on, because=_("Notice had ended the contract by this day."))
    words = _("Notice was given on %(day)s: the contract ends on %(end)s.")
    words %= {"day": say_day(given_on), "end": say_day(ends_on)}
    later = window.record.obligations.filter(kind__in=[NOTICE_WINDOW, END_OF_TERM], state="open").exclude(pk=window.pk)
    for one in later.filter(Q(due_on__gt=ends_on) | Q(due_on__isnull=True)):
        one.set_aside(by=by, at=at, because=words)
        one.save()
    _say_what_the_end_is(window, _("The term ends"), ends_on)
    contract.kept_until = keeping_of(contract)
    contract.save()
    return words


def take_notice_back(window: Obligation, *, because: str) -> None:
    """The contract goes on again, where it was this window whose notice ended it, and what fell away with it is open again."""
    contract = Contract.objects.lock(window.record.contract)
    ends_on = _end_of(window)
    if window.kind == NOTICE_WINDOW and contract.stops_on is not None and contract.stops_on == ends_on:
        contract.stops_on = None
        open_ended_terms(contract, since=ends_on, because=because)
        fallen = window.record.obligations.filter(kind__in=[NOTICE_WINDOW, END_OF_TERM], state="not_applicable")
        for one in fallen.filter(reason=window.reason):
            one.reopen(because=because)
            one.save()
        _say_what_the_end_is(window, _("The term ends and renews by itself"), ends_on)
        contract.kept_until = keeping_of(contract)
        contract.save()


def keeping_of(contract: Contract) -> date | None:
    """Until when its sequence has its papers kept, now that its end is another; None before it is archived."""
    if contract.archived_version is None:
        return None
    sequence = Sequence.from_json(contract.sequence)
    signed_on = contract.signed_at.date() if contract.signed_at else None
    life = Life(contract.archived_version.created_at.date(), signed_on, contract.term_ends_on, contract.goes_on)
    return kept_until(sequence.kept_years, sequence.kept_from, life)


def _end_of(window: Obligation) -> date | None:
    """The end of the term that a window is before."""
    contract = window.record.contract
    if window.due_on and contract.notice_days is not None:
        return window.due_on + timedelta(days=contract.notice_days)
    return contract.stops_on or contract.runs_until or contract.ends_on


def _say_what_the_end_is(window: Obligation, words: str, ends_on: date) -> None:
    for one in window.record.obligations.filter(kind=END_OF_TERM, state="open", due_on=ends_on):
        one.text = words
        one.save()
