"""What was read about the contract as a whole, corrected by a person."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import demand_counterparty, demand_open_terms
from contracts.models import Contract, State, TermState
from contracts.preparing import follow_category
from contracts.terms import FIELD_OF, SAID_BY, words_of_corrected_renewal, words_of_payment
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.countries import demand_country
from flowmono.common.refusals import Invalid, require
from signing.actions import keep_saying

# The columns that a person may correct, each named as on the page.
CORRECTABLE = (
    "title",
    "category",
    "department",
    "customer_name",
    "counterparty_name",
    "counterparty_tax_id",
    "counterparty_country",
    "counterparty_address",
    "counterparty_email",
    "counterparty_signer",
    "counterparty_signer_title",
    "currency",
    "total",
    "payment_days",
    "effective_on",
    "starts_on_signature",
    "ends_on",
    "renews",
    "notice_days",
    "governing_law",
)


@action
def correct_contract(contract: Contract, *, by: User, at: datetime, values: Mapping[str, Any]) -> Contract:
    """Correct what was read about the contract as a whole."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    demand_open_terms(contract)
    changed = [name for name in CORRECTABLE if name in values and getattr(contract, name) != values[name]]
    read_as = contract.category
    for name in changed:
        setattr(contract, name, values[name])
    if "category" in changed:
        _teach_category(contract, read_as, by=by, at=at)
    if "counterparty_country" in changed:
        demand_country(contract.counterparty_country, field="counterparty_country")
    if "title" in changed:
        contract.document.title = contract.title
        contract.document.save()
    changed += _leave_dates_to_signature(contract, changed)
    for name in changed:
        _correct_what_says_it(contract, name, by=by, at=at)
    if contract.state == State.READY and any(name.startswith("counterparty_") for name in changed):
        demand_counterparty(contract)
        contract.vendor = None  # the other party is looked for among the vendors anew
        contract.confirm_terms(at=at)
    elif contract.state == State.READY and "category" in changed:
        contract.confirm_terms(at=at)
    if contract.state == State.READY and "category" in changed:
        follow_category(contract)
    contract.save()
    return contract


def _teach_category(contract: Contract, read_as: str, *, by: User, at: datetime) -> None:
    """What a person says is certain, and is how the next document like it is read."""
    contract.category_confidence = Decimal(1)
    contract.category_reason = _("Said by %(name)s.") % {"name": by}
    keep_saying(
        contract.document,
        contract.document.as_it_stands(),
        category=contract.category,
        read_as=read_as,
        title=contract.title,
        by=by,
        at=at,
    )


def _leave_dates_to_signature(contract: Contract, changed: list[str]) -> list[str]:
    """In force from the last signature: no first day is known yet, and an end that nobody entered follows from the term."""
    if not contract.starts_on_signature:
        return []
    if "effective_on" in changed and contract.effective_on is not None:
        raise Invalid(
            _("Either the day is stated, or it is that of the last signature: leave one of them empty."),
            field="effective_on",
        )
    left = ["effective_on"] if contract.effective_on is not None else []
    computed = contract.terms.live().filter(field="ends_on").first()
    by_period = computed is None or computed.day is None or computed.state == TermState.READ
    if "starts_on_signature" in changed and "ends_on" not in changed and contract.ends_on and by_period:
        left += ["ends_on"] if contract.stated_term() else []
    for name in left:
        setattr(contract, name, None)
    return left


def _correct_what_says_it(contract: Contract, column: str, *, by: User, at: datetime) -> None:
    """The term that was read for a column follows it, so that the two never disagree."""
    for denied in contract.terms.absent().filter(field=FIELD_OF.get(column, "")):
        denied.take_back_denial(by=by, at=at)
        denied.save()
    term = contract.terms.live().filter(field=SAID_BY.get(column, "")).first()
    if term is None:
        return
    value = getattr(contract, column)
    if column == "total":
        term.amount = value
    if term.field == "renewal":
        term.value = words_of_corrected_renewal(contract.renews, contract.notice_days, term.value)
    elif column == "payment_days" and value is not None:
        term.value = words_of_payment(value, contract.payment_from)
    else:
        term.value = "" if value is None else str(value)
    term.correct(by=by, at=at)
    term.save()
