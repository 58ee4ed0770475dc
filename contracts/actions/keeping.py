"""What people do about a contract's sequence: try its preparation again, go on without it, hold its papers, lift the hold."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import state_of
from contracts.models import Contract, Hold, Kept, State
from contracts.preparing import go_on, is_prepared
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.ledger.models import write_entry
from signing.models import Envelope

MOST = 500


@action
def prepare_again(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Try the step of the sequence that did not work once more, and go on from there."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    _demand_unprepared(contract)
    done = set(map(str, contract.document.steps.filter(state="done").values_list("pk", flat=True)))
    kept = [step for step in contract.preparation.get("steps", ()) if step in done]
    contract.preparation = {**contract.preparation, "steps": kept, "problem": ""}
    contract.save()
    go_on(contract, at=at)
    return contract


@action
def leave_out_preparation(contract: Contract, *, by: User, at: datetime, reason: str) -> Contract:
    """Go on with the document as it stands, without the steps of the sequence that are missing."""
    contract = Contract.objects.lock(contract)
    require(policies.can_confirm_terms, contract, by)
    _demand_unprepared(contract)
    words = written(reason, _("Say why it goes on without; the approvers read it."))
    contract.preparation = {**contract.preparation, "left_out": words, "left_out_by": str(by)}
    contract.save()
    facts = {"reason": words, "by": str(by.as_actor())}
    write_entry(case_id=contract.case, kind="preparation.left_out", at=at, facts=facts)
    return contract


def _demand_unprepared(contract: Contract) -> None:
    if contract.state != State.READY:
        raise Conflict(_("A document is prepared before it is submitted; the contract %(state)s.") % state_of(contract))
    if is_prepared(contract) or not contract.preparation.get("problem"):
        raise Conflict(_("Its preparation waits for nobody."))


@action
def place_hold(kept: Kept, *, by: User, at: datetime, reason: str) -> Hold:
    """Keep the papers of a contract, or of a round without one, whatever their rule says, until somebody else lifts the hold."""
    kept = locked(kept)
    require(policies.can_hold, kept, by)
    words = written(reason, _("Say why the papers are held."))
    if kept.holds.filter(lifted_at__isnull=True).exists():
        raise Conflict(_("These papers are held already."))
    hold = Hold(**whose(kept), reason=words, placed_by=by, placed_at=at)
    hold.place(at=at)
    hold.save()
    return hold


@action
def lift_hold(kept: Kept, *, by: User, at: datetime, reason: str) -> Hold:
    """Lift the hold; whoever placed it does not lift it."""
    kept = locked(kept)
    require(policies.can_hold, kept, by)
    hold = Hold.objects.select_for_update(of=("self",)).filter(**whose(kept), lifted_at__isnull=True).first()
    if hold is None:
        raise Conflict(_("These papers are not held."))
    require(policies.can_lift, hold, by)
    hold.lift(by=by, because=written(reason, _("Say why they need not be held any more.")), at=at)
    hold.save()
    return hold


def locked(kept: Kept) -> Kept:
    """The record whose papers they are, locked. Raises Conflict for a round of a contract: its papers are the contract's."""
    if isinstance(kept, Contract):
        contract: Contract = Contract.objects.lock(kept)
        return contract
    envelope: Envelope = Envelope.objects.lock(kept)
    if envelope.contract_id is not None:
        raise Conflict(
            _("This document belongs to a contract: its papers are kept with that contract."), code="kept_with_contract"
        )
    return envelope


def whose(kept: Kept) -> dict[str, Kept]:
    """Whose papers they are, as holds and disposals name it."""
    return {"contract" if isinstance(kept, Contract) else "envelope": kept}


def written(reason: str, otherwise: str) -> str:
    """A person's reason in at most MOST characters. Raises Invalid with these other words when there is none."""
    words = reason.strip()[:MOST]
    if not words:
        raise Invalid(otherwise, field="reason")
    return words
