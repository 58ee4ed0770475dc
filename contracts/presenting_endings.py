"""What an early end leaves open, as the pages of the contract show it."""

from typing import Any

from contracts import actions, policies
from contracts.forms import EarlyEndForm, EndingPaperForm, FallingForm
from contracts.models import Contract
from flowmono.accounts.models import User
from flowmono.common.refusals import Conflict

# Orders by which something may still come, and milestones that are still expected.
OPEN_ORDERS = ("approved", "sent")
# Invoices that passed before the end was noted, and are not paid yet.
PASSED = ("matched", "authorized")
MOST_NAMED = 20


def ending_of(contract: Contract, person: User, *, today: Any) -> dict[str, Any]:
    """The early end that stands, and what this person may do about it now: note one, correct it, take it back, say what falls away.

    For whoever may, also what is left after that day: obligations that are due later, milestones, orders.
    """
    ending = contract.early_end
    may = policies.can_end(contract, person) and _can_end_now(contract, today)
    facts: dict[str, Any] = {"ending": ending, "may_end": may, "may_go_on": False}
    if may:
        known = {"ends_on": ending.ends_on, "how": ending.how, "reason": ending.reason} if ending else {}
        facts["end_form"] = EarlyEndForm(auto_id="end_%s", initial=known)
    if ending is not None:
        facts["may_go_on"] = policies.can_end(contract, person) and ending.may_be_taken_back(today)
        facts["over"] = ending.ends_on < today
    if ending is not None and policies.can_end(contract, person) and (ending.paper_id is None or not may):
        facts["paper_form"] = EndingPaperForm(auto_id="end_paper_%s")
    if ending is not None and policies.can_end(contract, person):
        facts["falling_form"] = form = FallingForm(contract=contract)
        facts["due_later"] = form.fields["obligations"].queryset.count()  # type: ignore[attr-defined]
        passed = contract.invoices.filter(state__in=PASSED, issued_on__gt=ending.ends_on)
        facts["passed_invoices"] = list(passed.order_by("received_at")[:MOST_NAMED])
        facts["orders_left"] = list(contract.orders.filter(state__in=OPEN_ORDERS).order_by("number"))
        later = contract.milestones.exclude(state="accepted").filter(due_on__gt=ending.ends_on)
        facts["milestones_left"] = later.count()
    return facts


def _can_end_now(contract: Contract, today: Any) -> bool:
    try:
        actions.demand_can_end(contract, today)
    except Conflict:
        return False
    return True
