"""Who may do what with contracts: one question each, the same for page, endpoint and button."""

from contracts.models import Contract, Disposal, Hold, Kept, Obligation, State
from flowmono.accounts import roles
from flowmono.accounts.models import User
from signing.models import Envelope


def can_start(by: User) -> bool:
    """Requesters, procurement and legal start contracts."""
    return by.has_role(roles.REQUESTER, roles.PROCUREMENT, roles.LEGAL)


def can_work_on(contract: Contract, by: User) -> bool:
    """The requester of a contract, procurement and legal work on its draft."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL) or (
        contract.requester_id == by.pk and by.has_role(roles.REQUESTER)
    )


def can_accept_rendering(contract: Contract, by: User) -> bool:
    """Whoever works on a contract's draft says whether its PDF shows what the draft says."""
    return can_work_on(contract, by)


def can_confirm_terms(contract: Contract, by: User) -> bool:
    """Procurement and legal confirm terms; a requester may not confirm the terms of their own contract alone."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_ask_remote_reader(contract: Contract, by: User) -> bool:
    """Whoever confirms the terms of a contract asks for a second reading of it."""
    return can_confirm_terms(contract, by)


def can_set_up_remote_reader(by: User) -> bool:
    """Administrators enter the key of the remote reader and try it."""
    return by.has_role(roles.ADMINISTRATOR)


def can_judge_clauses(contract: Contract, by: User) -> bool:
    """Procurement and legal say whether what was read is such a clause, at any time: nothing is ordered or paid by it."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_see_library(by: User) -> bool:
    """Whoever works inside the company reads its standard clauses; vendors do not."""
    return by.is_active and by.works_inside


def can_submit(contract: Contract, by: User) -> bool:
    """The requester of a contract, procurement and legal put it before its approvers."""
    return can_work_on(contract, by)


def can_decide(contract: Contract, by: User) -> bool:
    """Those whom the rule names decide on a contract; whoever asked for it lets somebody else decide, and who only reads too."""
    return by.may_decide and not by.is_same_person([contract.requester])


def can_send(contract: Contract, by: User) -> bool:
    """Procurement and legal send a contract for signature."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_cancel(contract: Contract, by: User) -> bool:
    """The requester, procurement and legal give a contract up before it is signed."""
    return can_work_on(contract, by)


def can_export(contract: Contract, by: User) -> bool:
    """Procurement, legal, finance and auditors export a case."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL, roles.FINANCE, roles.AUDITOR)


def can_replace_draft(contract: Contract, by: User) -> bool:
    """The requester, procurement and legal replace a draft that is not yet out for signature."""
    return can_work_on(contract, by) and contract.state in {
        State.REFUSED,
        State.CHOICE,
        State.REVIEW,
        State.READY,
        State.APPROVED,
    }


def can_prepare_document(contract: Contract, by: User) -> bool:
    """The requester of a contract, procurement and legal prepare its documents."""
    return can_work_on(contract, by)


def can_hold(kept: Kept, by: User) -> bool:
    """Legal and administrators hold papers, a contract's or a round's without one, and lift such a hold."""
    return by.has_role(roles.LEGAL, roles.ADMINISTRATOR)


def can_lift(hold: Hold, by: User) -> bool:
    """Whoever placed a hold lets somebody else lift it."""
    return by.has_role(roles.LEGAL, roles.ADMINISTRATOR) and not by.is_same_person([hold.placed_by])


def can_say_end(envelope: Envelope, by: User) -> bool:
    """Legal and administrators say when an agreement ends that was brought to be signed."""
    return by.has_role(roles.LEGAL, roles.ADMINISTRATOR)


def can_dispose(kept: Kept, by: User) -> bool:
    """Legal and administrators ask that papers be disposed of after their time, and that they stay."""
    return by.has_role(roles.LEGAL, roles.ADMINISTRATOR)


def can_decide_disposal(disposal: Disposal, by: User) -> bool:
    """Whoever asked for it lets somebody else dispose of the papers."""
    return by.has_role(roles.LEGAL, roles.ADMINISTRATOR) and not by.is_same_person([disposal.asked_by])


def can_end(contract: Contract, by: User) -> bool:
    """Procurement and legal note that a signed contract ends before its own end, and take that back."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)


def can_settle(obligation: Obligation, by: User) -> bool:
    """Whoever answers for an obligation, procurement and legal say that it is met, does not apply, or is open after all."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL) or (obligation.owner_id == by.pk and by.may_decide)


def can_oversee_obligation(obligation: Obligation, by: User) -> bool:
    """Procurement and legal say whose an obligation is, when it is due, who answers for it, and stand behind it."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL)
