"""Whether a contract can become an order, and why not."""

import re
from collections.abc import Sequence

from flowmono.intelligence.contracts.findings import Finding, TotalFound
from flowmono.intelligence.contracts.heading import find_title
from flowmono.intelligence.contracts.source import Source

_EMPLOYMENT = re.compile(
    r"\b(?:your employment|the employee|commencement of employment|employment agreement|base salary|annual salary|arbeitsvertrag"
    r"|contrato de trabajo|contrat de travail)\b",
    re.IGNORECASE,
)
_EXECUTIVE = re.compile(r"\b[Tt]he Executive\b(?! (?:Committee|Board|Directors?|Officer|Team|Vice))")
_SALARY = re.compile(r"\bsalary\b", re.IGNORECASE)
_FINANCE = re.compile(
    r"\b(?:lenders?|borrowers?|administrative agent|promissory note|capital contributions?|credit facility|guarantor|financing agreement)\b",
    re.IGNORECASE,
)
_LENT = re.compile(r"\blenders?\b", re.IGNORECASE)
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

# What an agreement is called, and what it says, when the amounts in it are no prices: a reminder's charge, an example, a declared value.
_SECRECY = re.compile(
    r"\b(?:non-?disclosure|confidentiality|secrecy|nda|geheimhaltung\w*|verschwiegenheit\w*|confidencialidad|confidentialité|memorandum of understanding"
    r"|letter of intent|absichtserklärung)\b",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(
    r"\b(?:framework|rahmen(?:vertrag|vereinbarung)\w*|accord[- ]cadre|acuerdo marco|panel)\b", re.IGNORECASE
)
_CALLED_OFF = re.compile(
    r"\b(?:call-?offs?|mini-?competitions?|further competitions?|purchase orders?|order forms?|work orders?|statements? of work|einzelauftr\w+|abrufe?)\b",
    re.IGNORECASE,
)
_NO_PRICE = re.compile(
    r"\bno (?:[\w-]+,? ){0,4}?(?:fees?|prices?|rates?|remuneration|payments?|consideration|compensation|advances?|minimum guarantee)\b[^.;]{0,80}?"
    r"\b(?:is|are|shall be|will be) (?:payable|due|owed|owing|agreed|fixed|made|set|paid)\b"
    r"|\b(?:no|any) (?:\w+ )?(?:undertaking|guarantee|commitment|promise|obligation)\b[^.;]{0,60}\b(?:value|volume|quantity|orders?|minimum)\b"
    r"|\b(?:does not|do not) (?:undertake|commit itself|oblige itself|guarantee)\b[^.;]{0,40}\b(?:buy|order|purchase|quantity|volume)\b"
    r"|\bnot (?:itself )?(?:an order|obliged to (?:place|order|buy|purchase))\b",
    re.IGNORECASE,
)
_FEW = 2
# Where a party's name belongs, nobody stands: a form, whatever prices are printed in it.
_OPENING = 4000
_NOBODY = re.compile(
    r"\b(?:between|and|with)[ ,:]{1,3}(?:(?:_ ?){4,}|X{5,}\b)|(?:_ ?){4,}[ ,]{0,3}\(?(?:an? (?:individual|\w+ corporation|company|limited))"
    r"|\bX{5,}[ ,]{0,3}\(",
)


def judge_order(source: Source, items: Sequence[Finding], total: TotalFound | None) -> tuple[bool, str | None]:
    """(True, None) when the text prices anything that the payer owes, else (False, the reason in a sentence)."""
    text = source.flat
    employment = len(_EMPLOYMENT.findall(text))
    if _SALARY.search(text):
        employment += len(_EXECUTIVE.findall(text))
    finance = len(_FINANCE.findall(text))
    if employment >= 6:
        return False, "it is an employment contract: a salary is payroll, not purchasing"
    # An artist's own company is the "Lender" of the artist: without a loan nothing is financed.
    lent = len(_LENT.findall(text))
    if finance >= 15 and finance - lent >= 3 and not any(item.kind == "recurring" for item in items):
        return False, "it is a financing document: nothing is bought"
    if _NOBODY.search(text[:_OPENING]):
        return False, "it is a form whose blanks are not filled in"
    nothing = _nothing_is_bought(source, items, total)
    if nothing:
        return False, nothing
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


def _is_listed(source: Source, item: Finding) -> bool:
    """Whether a price stands in a table or as a share of one: that is no amount in passing."""
    return item.from_table or item.percent is not None or source.lines[source.line_at(item.start)].is_row


def _nothing_is_bought(source: Source, items: Sequence[Finding], total: TotalFound | None) -> str | None:
    """Why a text is no order although it names amounts: it is called otherwise or says so, and no total or table says more."""
    guessed = total is not None and total.kind == "estimate" and not items  # what a framework may come to is no price
    if (total is not None and not guessed) or len(items) > _FEW or any(_is_listed(source, item) for item in items):
        return None
    title = find_title(source)
    called = title[0] if title else ""
    text = source.flat
    if _SECRECY.search(called):
        return "it is an agreement about confidence or intent: nothing is bought"
    no_price = bool(_NO_PRICE.search(text))
    if _FRAMEWORK.search(called) and _CALLED_OFF.search(text) and no_price:
        return "it is a framework: prices stand in orders or statements of work, not in this document"
    if len(_SHARE.findall(text)) >= _FEW and no_price:
        return "it pays a share of revenues: no fixed or unit price"
    return None
