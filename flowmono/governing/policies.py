"""Who proposes changes of rules, who sees them, and who lets them take effect."""

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.governing.models import Proposal


def can_propose(by: User) -> bool:
    """Administrators propose changes of rules."""
    return by.has_role(roles.ADMINISTRATOR)


def can_see_changes(by: User) -> bool:
    """Administrators and auditors see what was proposed and decided about rules."""
    return by.has_role(roles.ADMINISTRATOR, roles.AUDITOR)


def is_author(proposal: Proposal, by: User) -> bool:
    """Whoever prepared a change proposes it or takes it back."""
    return by.has_role(roles.ADMINISTRATOR) and by.is_same_person([proposal.proposed_by])


def can_decide(proposal: Proposal, by: User) -> bool:
    """Another administrator decides: never the human being who proposed it or whom it is about, by whichever account."""
    return (
        by.has_role(roles.ADMINISTRATOR)
        and by.person != proposal.proposed_person
        and str(by.person) not in proposal.concerned
        and not by.is_same_person([proposal.proposed_by])
    )
