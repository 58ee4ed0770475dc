"""What people say about the clauses that were read: labels that the reader is measured by."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts import policies
from contracts.models import ClauseState, Contract, ContractClause
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require


@action
def confirm_clause(clause: ContractClause, *, by: User, at: datetime) -> ContractClause:
    """Say that it is a clause of its kind."""
    clause = _locked(clause, by)
    if clause.state == ClauseState.CONFIRMED:
        raise Conflict(_("Somebody confirmed this clause already."))
    clause.confirm(by=by, at=at)
    clause.save()
    return clause


@action
def reject_clause(clause: ContractClause, *, by: User, at: datetime) -> ContractClause:
    """Say that it is no clause of its kind: it stays on record, and counts no more."""
    clause = _locked(clause, by)
    if clause.state == ClauseState.REJECTED:
        raise Conflict(_("Somebody said already that this is no such clause."))
    clause.reject(by=by, at=at)
    clause.save()
    return clause


def _locked(clause: ContractClause, by: User) -> ContractClause:
    contract = Contract.objects.lock(clause.contract_id)
    require(policies.can_judge_clauses, contract, by)
    locked: ContractClause = ContractClause.objects.lock(clause)
    return locked
