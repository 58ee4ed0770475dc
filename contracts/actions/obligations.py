"""What people say about an obligation: that it is met, does not apply, is open after all; whose it is, by when, who answers for it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from contracts import duties, policies
from contracts.actions.renewals import end_by_notice, take_notice_back
from contracts.models import Contract, Obligation
from contracts.obliging import DELIVERY, INSTALMENT
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require

# What a person may say about it, each named as on the page.
SAYABLE = ("owner", "side", "due_on")


@action
def settle_obligation(
    obligation: Obligation, *, by: User, at: datetime, notice_given_on: date | None = None
) -> Obligation:
    """Note that an obligation is met, or that a notice window was decided about; it is watched no longer.

    notice_given_on: of the window of a contract that renews by itself, the day on which notice was given; the contract then ends with
    the term of this window. Without it the contract goes on. Raises Invalid for a day on which notice could not stop it.
    """
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_settle, obligation, by)
    _demand_open(obligation)
    if elsewhere := met_elsewhere(obligation):
        raise Conflict(elsewhere, code="met_elsewhere")
    words = end_by_notice(obligation, by=by, at=at, given_on=notice_given_on) if notice_given_on else ""
    obligation.settle(by=by, at=at, because=words)
    obligation.save()
    return obligation


@action
def set_aside_obligation(obligation: Obligation, *, by: User, at: datetime, reason: str) -> Obligation:
    """Note that an obligation asks for nothing here, and why."""
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_settle, obligation, by)
    _demand_open(obligation)
    obligation.set_aside(by=by, at=at, because=_written(reason, _("Say why it does not apply.")))
    obligation.save()
    return obligation


@action
def reopen_obligation(obligation: Obligation, *, by: User, at: datetime, reason: str) -> Obligation:
    """Take back that an obligation is done or does not apply, and say why."""
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_settle, obligation, by)
    if obligation.is_open:
        raise Conflict(_("This is open already."))
    words = _written(reason, _("Say why it is open again."))
    take_notice_back(obligation, because=words)
    obligation.reopen(because=words)
    obligation.save()
    return obligation


@action
def verify_obligation(obligation: Obligation, *, by: User, at: datetime) -> Obligation:
    """Stand behind what the list says of it: what it asks for, of whom, and its day. Saying it twice is saying it once."""
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_oversee_obligation, obligation, by)
    if not obligation.is_verified:
        obligation.verify(by=by, at=at)
        obligation.save()
    return obligation


@action
def say_of_obligation(obligation: Obligation, *, by: User, at: datetime, values: Mapping[str, Any]) -> Obligation:
    """Name who answers for it; say whose it is, and its day. Whoever says one of these two stands behind both.

    Raises Invalid, naming the field, for an owner who may not see the contract or only reads.
    """
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_oversee_obligation, obligation, by)
    _demand_open(obligation)
    changed = [name for name in SAYABLE if name in values and getattr(obligation, name) != values[name]]
    for name in changed:
        setattr(obligation, name, values[name])
    if "owner" in changed and obligation.owner is not None:
        _demand_may_own(obligation, obligation.owner)
    if "due_on" in changed:
        obligation.due_basis = duties.PERSON if obligation.due_on else ""
    if {"side", "due_on"} & set(changed):
        obligation.verify(by=by, at=at)
    if changed:
        obligation.save()
    return obligation


def met_elsewhere(obligation: Obligation) -> str:
    """Where it is followed and said to be met, in words, when that is not here; "" for what a person marks as done."""
    if obligation.term is None:
        return ""
    if obligation.kind == DELIVERY and obligation.term.milestones.exists():
        return _("It is done by itself when all of it is accepted in its workspace.")
    if obligation.kind == INSTALMENT and obligation.term.order_lines.exists():
        return _("It is done by itself when all of it is paid.")
    return ""


def _demand_open(obligation: Obligation) -> None:
    if not obligation.is_open:
        raise Conflict(
            _("This is already marked as done.")
            if obligation.state == "done"
            else _("This is marked as not applicable: open it again first.")
        )


def _demand_may_own(obligation: Obligation, owner: User) -> None:
    seen = Contract.objects.visible_to(owner).filter(pk=obligation.record.contract_id)
    if not (owner.may_decide and seen.exists()):
        raise Invalid(
            _("%(name)s does not see this contract, or only reads: name somebody who works with it.") % {"name": owner},
            field="owner",
        )


def _written(reason: str, missing: str) -> str:
    if not reason.strip():
        raise Invalid(missing, field="reason")
    return reason.strip()
