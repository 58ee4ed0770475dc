"""The end of a term, settled by the clock once its day is over: nobody has to say that a day has passed, and nobody is late with it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.force import ENDED
from contracts.models import Contract, Obligation, ObligationState
from contracts.obliging import END_OF_TERM, NOTICE_WINDOW
from flowmono.common.templatetags.writing import say_day


@transaction.atomic
def settle_ended_terms(contract: Contract, *, at: datetime) -> int:
    """Note of each term of a contract that is over that it is, and whether the contract ended with it; return how many there were.

    Where the contract ended, notice that nobody gave is asked for no longer. An early end that may still be corrected is left until it
    may not.
    """
    contract = Contract.objects.lock(contract)
    today, early = at.date(), contract.early_end
    if early is not None and early.may_be_taken_back(today):
        return 0
    ended = contract.standing_at(today) == ENDED
    found = list(
        Obligation.objects.ended_terms(today).filter(record__contract=contract).select_for_update(of=("self",))
    )
    for one in found:
        goes_on = not ended or one.due_on < contract.term_ends_on
        one.pass_its_day(at=at, goes_on=goes_on, because=_said_of(contract, one.due_on, goes_on=goes_on))
        one.save()
    if ended:
        _drop_windows(contract, at=at)
    return len(found)


def open_ended_terms(contract: Contract, *, since: date, because: str) -> None:
    """Open again what the clock settled of terms that ended on this day or later, since another day counts now."""
    ends = Obligation.objects.filter(record__contract=contract, done_by__isnull=True)
    settled = ends.filter(kind=END_OF_TERM, state=ObligationState.DONE, due_on__gte=since)
    windows = ends.filter(kind=NOTICE_WINDOW, state=ObligationState.NOT_APPLICABLE)
    for one in [*settled, *windows]:
        one.reopen(because=because)
        one.save()


def _said_of(contract: Contract, ended_on: date, *, goes_on: bool) -> str:
    early = contract.early_end
    words = _("The term was over on %(day)s, and the contract with it.")
    if goes_on:
        words = _("The term was over on %(day)s; the contract went on.")
    elif early is not None and early.ends_on == ended_on:
        words = _("The contract ended early, on %(day)s, %(how)s.")
    return words % {"day": say_day(ended_on), "how": early.get_how_display() if early else ""}


def _drop_windows(contract: Contract, *, at: datetime) -> None:
    words = _("The contract ended on %(day)s: there is no notice to give any more.")
    words %= {"day": say_day(contract.term_ends_on)}
    windows = Obligation.objects.open().filter(record__contract=contract, kind=NOTICE_WINDOW)
    for window in windows.select_for_update(of=("self",)):
        window.set_aside(by=None, at=at, because=words)
        window.save()
