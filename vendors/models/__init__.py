"""Vendors: who they are, whether they may be paid, and the work that they deliver."""

from vendors.models.bank import AccountState, BankAccount
from vendors.models.compliance import (
    ChecklistItem,
    ChecklistTemplate,
    ComplianceDocument,
    DocumentState,
    ItemState,
    Onboarding,
    OnboardingItem,
    OnboardingState,
)
from vendors.models.vendor import Contact, MagicLink, Risk, Scorecard, Standing, Vendor, VendorState
from vendors.models.workspace import DUE_BY_SIGNATURE, Evidence, Milestone, MilestoneState, Workspace, WorkspaceState

__all__ = [
    "DUE_BY_SIGNATURE",
    "AccountState",
    "BankAccount",
    "ChecklistItem",
    "ChecklistTemplate",
    "ComplianceDocument",
    "Contact",
    "DocumentState",
    "Evidence",
    "ItemState",
    "MagicLink",
    "Milestone",
    "MilestoneState",
    "Onboarding",
    "OnboardingItem",
    "OnboardingState",
    "Risk",
    "Scorecard",
    "Standing",
    "Vendor",
    "VendorState",
    "Workspace",
    "WorkspaceState",
]
