"""Whether a contract can become an order, and why not."""

import re
from collections.abc import Sequence

from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.source import Source

_EMPLOYMENT = re.compile(
    r"\b(?:your employment|the employee|commencement of employment|employment agreement|base salary|annual salary|arbeitsvertrag"
    r"|contrato de trabajo|contrat de travail)\b",
    re.IGNORECASE,
)
_FINANCE = re.compile(
    r"\b(?:lenders?|borrowers?|administrative agent|promissory note|capital contributions?|credit facility|guarantor|financing agreement)\b",
    re.IGNORECASE,
)
_REDACTED = re.compile(r"\[\s*(?:\*{1,5}|REDACTED|●)\s*\]|\*{3,}")
_BLANK = re.compile(r"\[\s*(?:•|●|Date|Name|Amount|insert[^\]]*|_+)\s*\]|\$\s*_{3,}|_{8,}", re.IGNORECASE)
_COST_PLUS = re.compile(r"\b(?:reimburse\w*|cost plus|actual costs?|at cost)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:percent(?:age)?|%)[^.]{0,60}\b(?:revenues?|net sales|gross sales|profits?|collections)\b|\brevenue shar\w+|\broyalt(?:y|ies)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:fees|charges|prices?|amounts?|payment)\b[^.]{0,80}\b(?:set (?:forth|out)|specified|stated|described|agreed|as per|per"
    r"|in)\b[^.]{0,60}\b(?:statements? of work|sow|order forms?|schedules?|attachments?|work orders?"
    r"|purchase orders?|exhibits?|quotation)\b",
    re.IGNORECASE,
)  # fmt: skip


def judge_order(source: Source, items: Sequence[Finding], total: TotalFound | None) -> tuple[bool, str | None]:
    """(True, None) when the text prices anything that the payer owes, else (False, the reason in a sentence)."""
    text = source.flat
    employment = len(_EMPLOYMENT.findall(text))
    finance = len(_FINANCE.findall(text))
    if employment >= 6:
        return False, "it is an employment contract: a salary is payroll, not purchasing"
    if finance >= 15 and not any(item.kind == "recurring" for item in items):
        return False, "it is a financing document: nothing is bought"
    priced = [item for item in items if item.amount is not None and item.amount > 0]
    firm = [item for item in priced if not item.optional or item.kind == "unit_price"]
    if firm or (total is not None and total.strength >= 2):
        return True, None
    shares = [item for item in items if item.percent is not None and item.amount is None]
    redacted = len(_REDACTED.findall(text))
    if shares and not redacted:
        return True, None
    reasons = (
        (redacted >= 3, "the amounts are redacted"),
        (len(_BLANK.findall(text)) >= 3, "it is a form whose blanks are not filled in"),
        (len(_SHARE.findall(text)) >= 1, "it pays a share of revenues: no fixed or unit price"),
        (len(_COST_PLUS.findall(text)) >= 3, "it reimburses costs: no price is known at signature"),
        (
            bool(_ELSEWHERE.search(text)),
            "it is a framework: prices stand in orders or statements of work, not in this document",
        ),
    )
    return False, next(
        (reason for holds, reason in reasons if holds), "it states no price that one party owes the other"
    )
