"""Contracts, their terms, and what signed contracts ask for."""

from contracts.models.categories import Allowance, Category, PreparationStep
from contracts.models.clauses import ClauseState, ContractClause, StandardClause
from contracts.models.compliance import ComplianceRecord, Obligation
from contracts.models.contracts import Contract, State
from contracts.models.disposals import Disposal
from contracts.models.keeping import Hold, Kept
from contracts.models.remote import OUTCOMES, ReadingState, RemoteReader, SecondReading
from contracts.models.terms import ITEM_KINDS, Term, TermState
from contracts.querysets import LOOK_TWICE

__all__ = [
    "ITEM_KINDS",
    "LOOK_TWICE",
    "OUTCOMES",
    "Allowance",
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
    "ReadingState",
    "RemoteReader",
    "SecondReading",
    "StandardClause",
    "State",
    "Term",
    "TermState",
]
