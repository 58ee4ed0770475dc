"""Contracts, their terms, and what signed contracts ask for."""

from contracts.models.categories import Allowance, Category, PreparationStep
from contracts.models.clauses import ClauseState, ContractClause, StandardClause
from contracts.models.compliance import KINDS, Basis, ComplianceRecord, Obligation, ObligationState, Side
from contracts.models.contracts import Contract, State
from contracts.models.disposals import Disposal
from contracts.models.endings import Ending, How
from contracts.models.keeping import Hold, Kept
from contracts.models.remote import OUTCOMES, ReadingState, RemoteReader, SecondReading
from contracts.models.terms import ITEM_KINDS, Term, TermState
from contracts.querysets import LOOK_TWICE

__all__ = [
    "ITEM_KINDS",
    "KINDS",
    "LOOK_TWICE",
    "OUTCOMES",
    "Allowance",
    "Basis",
    "Category",
    "ClauseState",
    "ComplianceRecord",
    "Contract",
    "ContractClause",
    "Disposal",
    "Ending",
    "Hold",
    "How",
    "Kept",
    "Obligation",
    "ObligationState",
    "PreparationStep",
    "ReadingState",
    "RemoteReader",
    "SecondReading",
    "Side",
    "StandardClause",
    "State",
    "Term",
    "TermState",
]
