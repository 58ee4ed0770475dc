"""Matching an invoice with its order, its milestones, its contract and everything billed before. Pure: no database."""

from procurement.matching.case import Case
from procurement.matching.decision import match
from procurement.matching.fields import CaseError
from procurement.matching.scenarios import decide_scenarios
from procurement.matching.verdict import Decision, Finding, LineVerdict, Verdict

__all__ = ["Case", "CaseError", "Decision", "Finding", "LineVerdict", "Verdict", "decide_scenarios", "match"]
