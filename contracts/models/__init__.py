"""Contracts, their terms, and what signed contracts ask for."""

from contracts.models.categories import Category, PreparationStep
from contracts.models.clauses import ClauseState, ContractClause, StandardClause
from contracts.models.compliance import ComplianceRecord, Obligation
from contracts.models.contracts import Contract, State
from contracts.models.disposals import Disposal
from contracts.models.keeping import Hold, Kept
from contracts.models.terms import ITEM_KINDS, Term, TermState
from contracts.querysets import LOOK_TWICE

__all__ = [
    "ITEM_KINDS",
    "LOOK_TWICE",
    "Category",
    "ClauseState",
    "ComplianceRecord",
    "Contract",
    "ContractClause",
    "Disposal",
    "Hold",
    "Kept",
    "Obligation",
    "PreparationStep",
    "StandardClause",
    "State",
    "Term",
    "TermState",
]
