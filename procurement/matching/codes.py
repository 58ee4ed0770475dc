"""Every code that matching can give: how severe it is, who must act, whether the vendor may see it.

Severity and vendor visibility come from sections 13 and 15 of the matching specification. ARITH_* alone depends on
the source: structured data that contradicts itself goes back, a misread picture is looked at.
"""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How far a code stops an invoice; the worst decides."""

    INFO = 0
    REVIEW = 1
    HOLD = 2
    REJECT = 3


CLERK = "accounts payable clerk"
VENDOR = "vendor"
ORDER_OWNER = "owner of the order"
ACCEPTOR = "person who accepts the delivery"
VENDOR_DESK = "procurement, vendor master"
BANK_DESK = "finance, bank verification by two people"
TREASURY = "finance, exchange rates"
CONTRACT_OWNER = "owner of the contract"
TAX_DESK = "finance, tax"
NOBODY = "nobody"


@dataclass(frozen=True)
class CodeRule:
    """What is fixed about a code."""

    severity: Severity
    owner: str


_REJECT = {
    "DOC_NOT_INVOICE": VENDOR,
    "DOC_UNREADABLE": VENDOR,
    "DOC_ENCRYPTED": VENDOR,
    "DOC_MALFORMED_XML": VENDOR,
    "DOC_UNSUPPORTED_SYNTAX": VENDOR,
    "DOC_SCHEMATRON_FATAL": VENDOR,
    "BUYER_MISMATCH": VENDOR,
    "PO_CANCELLED": ORDER_OWNER,
    "DUP_EXACT": VENDOR,
    "DUP_FILE": CLERK,
    "ARITH_LINES": VENDOR,
    "ARITH_TOTAL": VENDOR,
    "ARITH_PAYABLE": VENDOR,
}

_HOLD = {
    "DOC_XML_VISUAL_MISMATCH": CLERK,
    "VENDOR_UNKNOWN": VENDOR_DESK,
    "VENDOR_BLOCKED": VENDOR_DESK,
    "VENDOR_MISMATCH": VENDOR_DESK,
    "VAT_ID_MISMATCH": VENDOR_DESK,
    "PO_NOT_APPROVED": ORDER_OWNER,
    "PO_CLOSED": ORDER_OWNER,
    "QTY_OVER_ORDERED": ORDER_OWNER,
    "QTY_OVER_ACCEPTED": ACCEPTOR,
    "MILESTONE_NOT_ACCEPTED": ACCEPTOR,
    "MILESTONE_OVERBILLED": ACCEPTOR,
    "MILESTONE_ALREADY_BILLED": VENDOR,
    "PO_OVERBILLED": ORDER_OWNER,
    "DUP_PROBABLE": CLERK,
    "DUP_NUMBER_REUSED": CLERK,
    "CN_EXCEEDS_INVOICE": VENDOR,
    "REVERSE_CHARGE_VIOLATION": VENDOR,
    "CURRENCY_MISMATCH": CONTRACT_OWNER,
    "FX_RATE_MISSING": TREASURY,
    "RETENTION_RELEASE_EARLY": CONTRACT_OWNER,
    "RETENTION_EXCEEDS_BALANCE": CONTRACT_OWNER,
    "BANK_CHANGED": BANK_DESK,
    "BANK_UNVERIFIED": BANK_DESK,
    "BANK_INVALID_IBAN": BANK_DESK,
    "BANK_SHARED": BANK_DESK,
    "BANK_COOLING_OFF": BANK_DESK,
}

_REVIEW = {
    "DOC_NO_LINES": CLERK,
    "DOC_LOW_CONFIDENCE": CLERK,
    "VAT_ID_INVALID": VENDOR_DESK,
    "PO_MISSING": CLERK,
    "PO_NOT_FOUND": CLERK,
    "PO_AMBIGUOUS": CLERK,
    "CONTRACT_EXPIRED": CONTRACT_OWNER,
    "LINE_UNMATCHED": CLERK,
    "PRICE_OVER": CLERK,
    "UNPLANNED_CHARGE": CLERK,
    "UNIT_MISMATCH": CLERK,
    "CN_NO_REFERENCE": CLERK,
    "TAX_RATE_MISMATCH": TAX_DESK,
    "TAX_AMOUNT": TAX_DESK,
    "EXEMPT_REASON_MISSING": TAX_DESK,
    "FX_RATE_OUT_OF_RANGE": TREASURY,
    "ADVANCE_NOT_DEDUCTED": CLERK,
    "BANK_COUNTRY_MISMATCH": BANK_DESK,
    "DATE_FUTURE": CLERK,
    "DATE_BEFORE_PO": CLERK,
    "DATE_STALE": CLERK,
}

_INFO = (
    "PO_PROPOSED",
    "MATCHED_ON_TOTALS",
    "PRICE_WITHIN_TOLERANCE",
    "PRICE_UNDER",
    "CHARGE_ACCEPTED",
    "NUMBER_REUSED_NEW_YEAR",
    "NEGATIVE_INVOICE_AS_CREDIT",
    "CREDIT_APPLIED",
    "RETENTION_APPLIED",
    "DUE_DATE_OVERRIDDEN",
    "BANK_FROM_MASTER",
)

CODES: dict[str, CodeRule] = {
    **{code: CodeRule(Severity.REJECT, owner) for code, owner in _REJECT.items()},
    **{code: CodeRule(Severity.HOLD, owner) for code, owner in _HOLD.items()},
    **{code: CodeRule(Severity.REVIEW, owner) for code, owner in _REVIEW.items()},
    **{code: CodeRule(Severity.INFO, NOBODY) for code in _INFO},
}

_VISIBLE_FAMILIES = ("DOC_", "ARITH_", "PO_", "QTY_", "MILESTONE_", "TAX_", "CN_")
_VISIBLE_CODES = frozenset({"BUYER_MISMATCH", "LINE_UNMATCHED", "PRICE_OVER", "REVERSE_CHARGE_VIOLATION", "DUP_EXACT"})


def severity_of(code: str, source: str = "xml", schematron_severity: str = "REJECT") -> Severity:
    """The severity of `code` for a document read from `source` (xml, hybrid, pdf or ocr).

    `schematron_severity` is the policy's word for DOC_SCHEMATRON_FATAL. Raises KeyError for a code that does not exist.
    """
    if code.startswith("ARITH_") and source not in {"xml", "hybrid"}:
        return Severity.REVIEW
    if code == "DOC_SCHEMATRON_FATAL":
        return Severity[schematron_severity]
    return CODES[code].severity


def owner_of(code: str, severity: Severity) -> str:
    """Who must act, as a role in words. A document that only needs a look is the clerk's, not the vendor's."""
    owner = CODES[code].owner
    return CLERK if owner == VENDOR and severity == Severity.REVIEW else owner


def visible_to_vendor(code: str) -> bool:
    """Whether the vendor's portal may show the code (section 13). What is not listed there stays inside."""
    return code in _VISIBLE_CODES or code.startswith(_VISIBLE_FAMILIES)
