"""Which profile an e-invoice says it follows, and the rules of EN 16931 a reader can decide on sight."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from .model import InvoiceReading
from .tree import find_all

# Not invoices in the sense of EN 16931: too few fields, so its rules are not applied to them.
BELOW_EN16931 = frozenset({"MINIMUM", "BASIC WL"})

_MARKS = (
    ("xrechnung", "XRECHNUNG"),
    ("peppol", "PEPPOL"),
    ("basicwl", "BASIC WL"),
    ("minimum", "MINIMUM"),
    ("extended", "EXTENDED"),
    ("basic", "BASIC"),
    ("comfort", "COMFORT"),
    ("en16931", "EN16931"),
)


def name_profile(customization: str | None) -> str | None:
    """The short name of the profile (MINIMUM ... EXTENDED, XRECHNUNG, PEPPOL) or the identifier itself when unknown."""
    folded = (customization or "").lower().replace(":", "").replace("_", "").replace("-", "")
    return next((name for mark, name in _MARKS if mark in folded), customization)


def find_violations(root: Any, reading: InvoiceReading) -> Iterator[str]:
    """Sentences for what no receiver may accept, whatever the profile: foreign elements, amounts in another currency, and
    an invoice without number, day, currency or sums (EN 16931 BR-02, 03, 05, 13, 14).
    """
    yield from _foreign_elements(root)
    missing = [*reading.missing, *(["issue_date"] if reading.issue_date is None else [])]
    if missing:
        yield f"The e-invoice states no {', '.join(name.replace('_', ' ') for name in missing)}. Ask the sender for a complete one."
    yield from _foreign_currency(root, reading)


def _foreign_elements(root: Any) -> Iterator[str]:
    """Elements of a vocabulary that is none of the document's own, outside the place UBL sets aside for extensions."""
    own = ("urn:oasis:names:specification:ubl:", "urn:un:unece:uncefact:", "urn:ferd:")
    stack = [root]
    while stack:
        element = stack.pop()
        namespace = etree.QName(element).namespace or ""
        if etree.QName(element).localname == "UBLExtensions":
            continue
        if namespace.startswith(("http://", "https://")) or (namespace and not namespace.startswith(own)):
            yield f"The element “{etree.QName(element).localname}” belongs to no invoice vocabulary ({namespace[:80]})."
            return
        stack.extend(element)


def _foreign_currency(root: Any, reading: InvoiceReading) -> Iterator[str]:
    """Every total is in the invoice's currency; only the second tax total may be in the accounting currency (BT-6)."""
    own = reading.currency
    sums = (
        "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedSupplyChainTradeTransaction/ApplicableSupplyChainTradeSettlement/SpecifiedTradeSettlementMonetarySummation",
        "LegalMonetaryTotal",
    )
    taxes = [amount for path in sums[:2] for amount in find_all(root, f"{path}/TaxTotalAmount")]
    taxes += find_all(root, "TaxTotal/TaxAmount")
    totals = [amount for path in sums for group in find_all(root, path) for amount in group if amount not in taxes]
    wrong = [amount for amount in totals if amount.get("currencyID", own) != own]
    stated = [amount.get("currencyID", own) for amount in taxes]
    if own and (wrong or (stated and own not in stated)):
        found = wrong[0].get("currencyID") if wrong else stated[0]
        yield f"A total is in {found}, but the invoice says its currency is {own}."
