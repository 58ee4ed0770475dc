"""The way through the approvers to the signers."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.amendments import demand_said_what_it_amends
from contracts.actions.drafts import say_signer
from contracts.actions.states import demand, demand_whole_rendering, state_of
from contracts.amending import mark_restated
from contracts.models import Contract, State
from contracts.preparing import demand_prepared
from contracts.signatories import base_amount_of
from flowmono.accounts.models import User
from flowmono.approvals import actions as approvals
from flowmono.approvals.models import Kind, Request, RequestState
from flowmono.approvals.routing import Facts
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, Invalid, require
from signing import actions as signing
from signing.models import Envelope


@action
def submit(contract: Contract, *, by: User, at: datetime, signer: str = "", signer_email: str = "") -> Contract:
    """Put the contract before the approvers that the rules name.

    signer, signer_email: who signs for the other party, where nobody said so yet; it is asked for here at the latest.
    """
    contract = (
        Contract.objects.select_for_update(of=("self",)).select_related("vendor", "requester").get(pk=contract.pk)
    )
    require(policies.can_submit, contract, by)
    demand(contract, "submit")
    say_signer(contract, signer, signer_email)
    demand_whole_rendering(contract)
    demand_said_what_it_amends(contract)
    demand_prepared(contract)
    if contract.vendor is None:
        raise Conflict(_("The vendor is still being registered. Try again in a moment."))
    if contract.amends_id is not None:
        mark_restated(contract)
    base = base_amount_of(contract, at.date())
    facts = Facts("contract", base, contract.category, contract.department, contract.vendor.risk)
    request = approvals.route(
        contract,
        facts,
        title=f"{contract.number} {contract.title}",
        url=contract.get_absolute_url(),
        requested_by=by,
        barred=[contract.requester],
        at=at,
        amount=contract.total,
        currency=contract.currency,
        party=str(contract.vendor),
    )
    contract.submit(approval_id=request.pk, at=at)
    contract.save()
    return contract


@action
def decide(contract: Contract, *, by: User, at: datetime, verdict: str, reason: str = "") -> Contract:
    """Take one approver's decision; the last yes approves, one no returns the contract."""
    contract = Contract.objects.lock(contract)
    require(policies.can_decide, contract, by)
    request = Request.objects.filter(kind=Kind.CONTRACT, subject_id=contract.pk).order_by("-requested_at").first()
    if request is None or contract.state != State.IN_APPROVAL:
        raise Conflict(_("This contract waits for no approval; it %(state)s.") % state_of(contract), code="decided")
    request = approvals.decide(request, by=by, at=at, verdict=verdict, reason=reason)
    if request.state == RequestState.GRANTED:
        contract.approve(at=at)
    elif request.state == RequestState.REFUSED:
        contract.take_back(reason=reason, at=at)
    contract.save()
    return contract


@action
def withdraw(contract: Contract, *, by: User, at: datetime, reason: str) -> Contract:
    """Take the contract back from its approvers, to correct it; nobody need decide any more."""
    contract = Contract.objects.lock(contract)
    require(policies.can_submit, contract, by)
    if not reason.strip():
        raise Invalid(_("Say why it is taken back; the approvers read it."), field="reason")
    if contract.state != State.IN_APPROVAL:
        raise Conflict(_("This contract waits for no approval; it %(state)s.") % state_of(contract))
    approvals.supersede(Kind.CONTRACT, contract, at=at)
    contract.take_back(reason=reason.strip(), at=at)
    contract.save()
    return contract


@action
def send_for_signature(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Send the prepared envelope to its signers."""
    contract = Contract.objects.lock(contract)
    require(policies.can_send, contract, by)
    demand(contract, "send_for_signature")
    envelope = Envelope.objects.filter(contract=contract, state="draft").first()
    if envelope is None:
        raise Conflict(_("The signature round is still being prepared. Try again in a moment."))
    envelope = signing.send_envelope(envelope, by=by, at=at)
    contract.send_for_signature(envelope=envelope, at=at)
    contract.save()
    return contract
