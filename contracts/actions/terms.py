"""The terms that were read: corrected, dropped, confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import demand, demand_counterparty, demand_open_terms
from contracts.models import Contract, Term, TermState
from contracts.preparing import follow_category
from contracts.terms import FACT_OF, SHARES, words_of_share
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Invalid, require

TERM_CORRECTABLE = (
    "description",
    "item_kind",
    "amount",
    "percent",
    "due_on",
    "due_value",
    "due_count",
    "acceptance",
    "unit",
    "optional",
    "value",
)


@action
def correct_term(term: Term, *, by: User, at: datetime, values: Mapping[str, Any]) -> Term:
    """Put another value in the place of what was read; the quote stays as evidence of what the text says."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    _demand_no_fact(term)
    for name in TERM_CORRECTABLE:
        if name in values:
            setattr(term, name, values[name])
    if "due_on" in values and term.due_type in {"date", "period"}:
        term.due_value = term.due_on.isoformat() if term.due_on else ""
    if term.field in SHARES:
        if term.percent is None or not 0 < term.percent <= 100:
            raise Invalid(_("Enter a percentage above 0 and up to 100."), field="percent")
        term.value = words_of_share(term.field, term.percent, term.due_value)
    term.correct(by=by, at=at)
    term.save()
    return term


@action
def drop_term(term: Term, *, by: User, at: datetime) -> Term:
    """Say that it is no term of this contract."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    term.drop(by=by, at=at)
    term.save()
    return term


@action
def confirm_terms(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Stand behind all terms that were read; the counterparty becomes, or is found as, a vendor."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    demand(contract, "confirm_terms")
    demand_counterparty(contract)
    if contract.orderable and not contract.currency:
        raise Invalid(_("Name the currency; the order is drafted in it."), field="currency")
    for term in contract.terms.filter(state=TermState.READ):
        term.confirm(by=by, at=at)
        term.save()
    follow_category(contract)
    contract.confirm_terms(at=at)
    contract.save()
    return contract


def _demand_no_fact(term: Term) -> None:
    """What orders and signatures go by is kept once, with the contract: correcting it there corrects the term that says it."""
    if term.field in FACT_OF:
        raise Invalid(
            _("“%(label)s” is one of the facts of the contract: correct it among them, and this term follows.")
            % {"label": term.label}
        )
