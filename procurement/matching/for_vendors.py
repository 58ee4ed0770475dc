"""What a finding says to the vendor: the same facts, and what the vendor does about it instead of what one of our people does."""

from procurement.matching.words import SENTENCES

# How the sentence begins that tells our own people who acts.
_INSIDE = ("The accounts payable clerk", "A clerk", "Finance", "The vendor", "The order's owner", "Its owner")
_CORRECT = "Please correct the invoice and send it again."
_WE_CHECK = "We check it; you need do nothing now."
_ASKED: dict[str, str] = {
    "BUYER_MISMATCH": "Please address it to the right company and send it there.",
    "ARITH_LINES": _CORRECT,
    "ARITH_TOTAL": _CORRECT,
    "ARITH_PAYABLE": _CORRECT,
    "REVERSE_CHARGE_VIOLATION": _CORRECT,
    "DOC_XML_VISUAL_MISMATCH": "Please tell us which of the two is right, or send a corrected invoice.",
    "PO_NOT_APPROVED": "We have it approved; you need do nothing now.",
    "PO_CLOSED": "Please credit the invoice, or ask your contact with us to open the order again.",
    "QTY_OVER_ORDERED": "Please credit what is too much, or ask your contact with us for a larger order.",
    "PO_OVERBILLED": "Please credit the difference, or ask your contact with us for a larger order.",
    "MILESTONE_ALREADY_BILLED": "Please withdraw this invoice, or tell us what it is for.",
    "CN_EXCEEDS_INVOICE": "Please correct the credit note and send it again.",
    "CN_NO_REFERENCE": "Please tell us which invoice it credits.",
    "PO_MISSING": "Please write the order's number on your invoices.",
    "PRICE_OVER": "Please credit the difference, or ask your contact with us about the price.",
}


def tell_vendor(code: str, sentence: str) -> str:
    """The sentence of a finding as its vendor reads it. Sentences of codes that are not known here stay as they are."""
    ending = SENTENCES.get(code, "").rpartition(". ")[2]
    if "{" in ending or not ending.startswith(_INSIDE) or not sentence.endswith(ending):
        return sentence
    return sentence.removesuffix(ending) + _ASKED.get(code, _WE_CHECK)
