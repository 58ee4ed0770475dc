"""Who may do what with vendors, their papers, accounts and work."""

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.navigation import leads_to
from vendors.models import BankAccount, ComplianceDocument, Milestone, Vendor, VendorState, Workspace
from vendors.querysets import SEE_ALL


def can_list(by: User) -> bool:
    """Requesters, procurement, legal & compliance, finance, auditors and administrators open the lists of vendors and work."""
    return leads_to("vendors:list", by)


def speaks_for(vendor: Vendor, by: User) -> bool:
    """Only a contact of this vendor does that in the portal."""
    return by.is_active and vendor.contacts.filter(user=by, active=True).exists()


def can_manage(by: User) -> bool:
    """Procurement keeps the vendors."""
    return by.has_role(roles.PROCUREMENT)


def can_hand_in(vendor: Vendor, by: User) -> bool:
    """The vendor's contacts and procurement hand in documents."""
    return by.has_role(roles.PROCUREMENT) or speaks_for(vendor, by)


def can_verify_document(document: ComplianceDocument, by: User) -> bool:
    """Legal & compliance or procurement verify documents that somebody else handed in."""
    return by.has_role(roles.LEGAL, roles.PROCUREMENT) and not by.is_same_person([document.submitted_by])


def can_propose_account(vendor: Vendor, by: User) -> bool:
    """The vendor's contacts and procurement propose bank accounts."""
    return by.has_role(roles.PROCUREMENT) or speaks_for(vendor, by)


def can_withdraw_account(account: BankAccount, by: User) -> bool:
    """The vendor's own contacts take an account back that is not confirmed yet."""
    return speaks_for(account.vendor, by)


def can_call_back(account: BankAccount, by: User) -> bool:
    """Procurement or finance calls back, never the person who proposed the account."""
    return by.has_role(roles.PROCUREMENT, roles.FINANCE) and not by.is_same_person([account.proposed_by])


def can_verify_account(account: BankAccount, by: User) -> bool:
    """Finance confirms an account that two other people proposed and called back."""
    return by.has_role(roles.FINANCE) and not by.is_same_person([account.proposed_by, account.called_by])


def can_retire_account(by: User) -> bool:
    """Finance and procurement take an account out of use."""
    return by.has_role(roles.FINANCE, roles.PROCUREMENT)


def can_hold(by: User) -> bool:
    """Procurement, legal and finance put a vendor on hold."""
    return by.has_role(roles.PROCUREMENT, roles.LEGAL, roles.FINANCE)


def can_submit_milestone(milestone: Milestone, by: User) -> bool:
    """Only a contact of the vendor hands in a milestone."""
    return speaks_for(milestone.workspace.vendor, by)


def can_accept_milestone(milestone: Milestone, by: User) -> bool:
    """The requester of the contract accepts its milestones, or procurement in their place; never who handed it in."""
    inside = milestone.workspace.requester_id == by.pk or by.has_role(roles.PROCUREMENT)
    return by.works_inside and inside and not by.is_same_person([milestone.submitted_by])


def can_prepare_evidence(milestone: Milestone, by: User) -> bool:
    """Procurement, legal and the requester of the work prepare copies of evidence; auditors and others only read it."""
    own = milestone.workspace.requester_id == by.pk and by.has_role(roles.REQUESTER)
    return by.works_inside and (own or by.has_role(roles.PROCUREMENT, roles.LEGAL))


def can_see_workspace(workspace: Workspace, by: User) -> bool:
    """Who works with all vendors, and the requester, see a workspace; its vendor sees it in the portal."""
    return by.works_inside and (by.has_role(*SEE_ALL) or workspace.requester_id == by.pk)


def can_block(by: User) -> bool:
    """Legal & compliance blocks a vendor."""
    return by.has_role(roles.LEGAL)


def can_release(vendor: Vendor, by: User) -> bool:
    """Procurement, legal and finance lift a hold; a block only legal & compliance."""
    return can_block(by) if vendor.state == VendorState.BLOCKED else can_hold(by)


def can_see_papers(by: User) -> bool:
    """Procurement, legal, finance and auditors see a vendor's papers, accounts and contacts."""
    return by.has_role(*SEE_ALL)


def can_waive(by: User) -> bool:
    """Legal & compliance waives a point of a checklist."""
    return by.has_role(roles.LEGAL)
