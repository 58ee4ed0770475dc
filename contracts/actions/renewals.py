"""What the clock does when the term of a contract is over and it goes on by itself."""

from datetime import datetime

from django.db import transaction

from contracts.models import Contract
from contracts.obliging import END_OF_TERM, obligations_of_next_term
from contracts.renewing import end_of_running_term, period_of_renewal
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
    if not contract.renews or first_end is None or first_end >= today:
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
