"""The terms that were read: corrected, dropped, confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import demand, demand_counterparty, demand_open_terms
from contracts.models import Contract, Term, TermState
from contracts.preparing import follow_category
from contracts.terms import ASKED_FIELDS, COLUMNS_OF, FACT_OF, LABELS, SHARES, words_of_share
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require

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
    """Say that it is no term of this contract; of what a contract says once, such as its end, that the contract does not say it."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    is_last = not contract.terms.live().filter(field=term.field).exclude(pk=term.pk).exists()
    if term.field in COLUMNS_OF and is_last:
        term.deny(by=by, at=at)
        _empty_columns(contract, term.field)
    else:
        term.drop(by=by, at=at)
    term.save()
    return term


@action
def say_absent(contract: Contract, *, by: User, at: datetime, field: str) -> Term:
    """Say that the contract does not say it: of a fact that the reader did not find either, such as its end or its total."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    if field not in ASKED_FIELDS:
        raise Invalid(_("Choose one of the facts that a contract may leave out."), field="field")
    found = contract.terms.exclude(state=TermState.DROPPED).filter(field=field).first()
    if found is not None and found.state == TermState.ABSENT:
        return found
    if found is not None:
        raise Conflict(
            _("“%(label)s” was read: correct it, or say that it is no term.") % {"label": found.label_in_words}
        )
    term = Term(contract=contract, field=field, position=contract.terms.count(), label=LABELS[field])
    term.deny(by=by, at=at)
    term.save()
    _empty_columns(contract, field)
    return term


def _empty_columns(contract: Contract, field: str) -> None:
    """The facts that orders, dates and watches go by no longer say what the contract does not say."""
    for column, nothing in COLUMNS_OF[field].items():
        setattr(contract, column, nothing)
    contract.save()


@action
def confirm_term(term: Term, *, by: User, at: datetime) -> Term:
    """Stand behind one value as it was read. Saying it twice is saying it once."""
    contract = Contract.objects.lock(term.contract_id)
    term = Term.objects.lock(term)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    if term.is_verified:
        return term
    if not term.can("confirm"):
        raise Conflict(_("“%(label)s” is no term of this contract any more.") % {"label": term.label_in_words})
    term.confirm(by=by, at=at)
    term.save()
    return term


@action
def confirm_certain(contract: Contract, *, by: User, at: datetime) -> int:
    """Stand behind every value of which the reader was certain; how many these were. The others are asked for one by one."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    certain = list(contract.terms.select_for_update(of=("self",)).certain())
    for term in certain:
        term.confirm(by=by, at=at)
        term.save()
    return len(certain)


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
